"""Appointments as iCalendar (RFC 5545): one as a file, all of a person as a feed.

Times are on the clock of the office, with that clock's own rules in the file. Nothing of the case stands in it but
that there is an appointment: a calendar is often shared, and kept by others.
"""

import datetime as dt
from collections.abc import Iterable

from flask import Response
from flask_babel import gettext as _
from icalendar import Calendar, Event

from eportfolio.appointments import Appointment, Mode, State
from eportfolio.base import OFFICE_TIME

PRODUCT = "-//Houvast//Gesprekken//NL"
REFRESH = "PT6H"
"""How often a calendar may come back for the feed."""


def file_of(appointment: Appointment, *, url: str) -> bytes:
    """One appointment. A cancelled one takes itself out of the calendar that has it."""
    cancelled = appointment.state is State.CANCELLED
    calendar = _calendar("CANCEL" if cancelled else "PUBLISH")
    event = _event(appointment, url=url)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if appointment.mode is Mode.OFFICE and appointment.place:
        event.add("location", appointment.place)
    calendar.add_component(event)
    return _finished(calendar)


def feed_of(appointments: Iterable[Appointment], *, url: str) -> bytes:
    """All appointments of a person: times, and where to read more after signing in."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _("Gesprekken (Houvast)"))
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for appointment in appointments:
        event = _event(appointment, url=url)
        event.add("status", "CONFIRMED")
        calendar.add_component(event)
    return _finished(calendar)


def response_of(content: bytes, *, name: str | None = None) -> Response:
    """The file as an answer; with a name it is to be saved."""
    response = Response(content, content_type="text/calendar; charset=utf-8")
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(appointment: Appointment, *, url: str) -> Event:
    """Always the same UID for the same appointment, so that a later file changes the entry and adds none."""
    assert appointment.starts_at is not None
    starts_at = appointment.starts_at.astimezone(OFFICE_TIME)
    event = Event()
    event.add("uid", f"{appointment.id}@houvast")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.changed_at.astimezone(dt.UTC))
    event.add("last-modified", appointment.changed_at.astimezone(dt.UTC))
    event.add("dtstart", starts_at)
    event.add("dtend", (appointment.starts_at + dt.timedelta(minutes=appointment.minutes)).astimezone(OFFICE_TIME))
    event.add("summary", _("Gesprek"))
    event.add("url", url)
    event.add("class", "PRIVATE")
    return event


def _finished(calendar: Calendar) -> bytes:
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
