"""Which browser on which device, in words that its owner recognises; guessed from what the browser says of itself."""

from flask_babel import gettext as _

BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrom", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""Marks in the order in which they must be looked for: most browsers also name their forefathers."""


def device_words(user_agent: str) -> str:
    """Chrome op Windows, Safari op een iPhone; "een browser" when it says nothing we know."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), None)
    device = _device(user_agent)
    if browser and device:
        return _("%(browser)s op %(device)s", browser=browser, device=device)
    return browser or _("een browser")


def _device(user_agent: str) -> str | None:
    marks = (
        ("iPhone", _("een iPhone")),
        ("iPad", _("een iPad")),
        ("Android", _("een telefoon of tablet met Android")),
        ("Windows", _("een computer met Windows")),
        ("Macintosh", _("een Mac")),
        ("CrOS", _("een Chromebook")),
        ("Linux", _("een computer met Linux")),
    )
    return next((words for mark, words in marks if mark in user_agent), None)
