"""A moment in words, as people say it: "maandag 23 november om 17.00 uur"."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Amsterdam")
DAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def in_words(moment: str, language: str) -> str:
    """An ISO 8601 moment in local time; raises ValueError when it is not one."""
    local = datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(LOCAL)
    day = f"{DAYS[language][local.weekday()]} {local.day} {MONTHS[language][local.month - 1]}"
    return f"{day} om {local:%H.%M} uur" if language == "nl" else f"{day} at {local:%H:%M}"
