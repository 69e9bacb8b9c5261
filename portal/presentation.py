"""Dates, names and numbers as a person says them, in the language of the page."""

import datetime as dt

from flask import Flask
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from eportfolio.base import OFFICE_TIME, now, today
from eportfolio.people import Account, Salutation

from .security import local_path


def init_app(app: Flask) -> None:
    """Register the filters that the templates use."""
    app.add_template_filter(date_text, "date")
    app.add_template_filter(short_date, "short_date")
    app.add_template_filter(tiny_date, "tiny_date")
    app.add_template_filter(day_text, "day")
    app.add_template_filter(clock, "clock")
    app.add_template_filter(moment, "moment")
    app.add_template_filter(day_and_time, "day_and_time")
    app.add_template_filter(iso, "iso")
    app.add_template_filter(paragraphs, "paragraphs")
    app.add_template_filter(file_size, "file_size")
    app.add_template_filter(addressed, "addressed")
    app.add_template_filter(date_of_iso, "as_date")
    app.add_template_filter(own_path, "own_path")
    app.add_template_filter(_capital, "capitalize_first")


def local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    """A moment in the office's time zone; a date stays a date."""
    return value.astimezone(OFFICE_TIME) if isinstance(value, dt.datetime) else value


def date_text(value: dt.date | dt.datetime) -> str:
    """27 november 2026."""
    return str(format_date(local(value), "d MMMM y", rebase=False))


def short_date(value: dt.date | dt.datetime) -> str:
    """27 november, with the year only when it is another one."""
    value = local(value)
    pattern = "d MMMM" if value.year == today().year else "d MMMM y"
    return str(format_date(value, pattern, rebase=False))


def tiny_date(value: dt.date | dt.datetime) -> str:
    """27 nov: for an axis, where there is no room for more."""
    return str(format_date(local(value), "d MMM", rebase=False)).rstrip(".")


def day_text(value: dt.date | dt.datetime) -> str:
    """Vrijdag 27 november, with the year when it is another one."""
    value = local(value)
    pattern = "EEEE d MMMM" if value.year == today().year else "EEEE d MMMM y"
    return str(format_date(value, pattern, rebase=False))


def clock(value: dt.datetime) -> str:
    """08.40 uur, or 08:40 outside Dutch."""
    at = value.astimezone(OFFICE_TIME)
    if str(get_locale()) == "nl":
        return f"{at:%H.%M} uur"
    return f"{at:%H:%M}"


def moment(value: dt.datetime) -> str:
    """Vandaag, 08.40 uur · Gisteren, … · vrijdag 20 november, …"""
    days = (today() - value.astimezone(OFFICE_TIME).date()).days
    day = {0: _("vandaag"), 1: _("gisteren")}.get(days) or day_text(value)
    return f"{day}, {clock(value)}"


def day_and_time(value: dt.datetime) -> str:
    """Maandag 30 november, 10.00 uur: a moment to come, never "vandaag", which a page that stays open outlives."""
    return f"{day_text(value)}, {clock(value)}"


def iso(value: dt.date | dt.datetime) -> str:
    """For the `datetime` attribute of <time>."""
    return value.isoformat()


def date_of_iso(value: str) -> str:
    """2026-11-01 → 1 november 2026; anything else as it is."""
    try:
        return date_text(dt.date.fromisoformat(value))
    except ValueError:
        return value


def own_path(value: str) -> str:
    """A path of this portal from outside text, else the start page: the assistant is not trusted with addresses."""
    return local_path(value) or "/"


def paragraphs(value: str | None) -> Markup:
    """Plain text with its line breaks, escaped, as paragraphs."""
    blocks = [block.strip() for block in (value or "").replace("\r\n", "\n").split("\n\n")]
    lines = (Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks if block)
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def file_size(size: int) -> str:
    """1,2 MB in Dutch, 1.2 MB in English; kB below a megabyte."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    text = f"{size / 1_000_000:.1f} MB"
    return text.replace(".", ",") if str(get_locale()) == "nl" else text


def addressed(account: Account) -> str:
    """Mevrouw Yılmaz, meneer Haddad, or the full name for who wants neither."""
    if account.salutation is Salutation.MRS:
        return _("mevrouw %(name)s", name=_capital(account.family_name))
    if account.salutation is Salutation.MR:
        return _("meneer %(name)s", name=_capital(account.family_name))
    return account.name


def greeting() -> str:
    """Goedemorgen, goedemiddag or goedenavond, by the office's clock."""
    hour = now().astimezone(OFFICE_TIME).hour
    if hour < 12:
        return _("Goedemorgen")
    return _("Goedemiddag") if hour < 18 else _("Goedenavond")


def _capital(name: str) -> str:
    """Dutch infixes get a capital after a title: mevrouw De Wit."""
    return name[:1].upper() + name[1:]
