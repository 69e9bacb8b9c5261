"""Appointments in plain words, for whoever reads them."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from eportfolio.agreements import Side
from eportfolio.appointments import Appointment, AppointmentEvent, EventKind, Mode, State

from ..presentation import clock, day_and_time, moment

MODE_NAMES = {
    Mode.OFFICE: _l("op het werkplein"),
    Mode.PHONE: _l("aan de telefoon"),
    Mode.VIDEO: _l("met beeld, via internet"),
}
PLACE_LABELS = {Mode.OFFICE: _l("Waar"), Mode.PHONE: _l("Telefoonnummer"), Mode.VIDEO: _l("Link naar het gesprek")}


def mode_name(mode: Mode) -> str:
    """How they talk."""
    return str(MODE_NAMES[mode])


def place_label(mode: Mode) -> str:
    """What stands in `place`."""
    return str(PLACE_LABELS[mode])


def when(appointment: Appointment) -> str:
    """Dinsdag 1 december, 10.00 uur; or what is known about the time instead."""
    if appointment.starts_at is not None:
        return day_and_time(appointment.starts_at)
    times = len(appointment.options)
    if times == 1:
        return day_and_time(appointment.options[0].starts_at)
    if times:
        return ngettext("%(num)s tijd om uit te kiezen", "%(num)s tijden om uit te kiezen", times)
    return _("nog geen tijd")


def from_to(starts_at: dt.datetime, minutes: int) -> str:
    """Dinsdag 1 december, 10.00 uur tot 10.30 uur."""
    return _(
        "%(start)s tot %(end)s", start=day_and_time(starts_at), end=clock(starts_at + dt.timedelta(minutes=minutes))
    )


def state_tag(appointment: Appointment, side: Side) -> tuple[str, str]:
    """What it is now, to this reader: label and kind of tag."""
    mine = appointment.turn is side
    if appointment.state is State.CANCELLED:
        return _("Afgezegd"), "plain"
    if appointment.state is State.MISSED:
        return (_("Ging niet door: vertel wat er was"), "sun") if mine else (_("Ging niet door"), "plain")
    if appointment.has_begun:
        return _("Geweest"), "plain"
    if appointment.state is State.CONFIRMED:
        return _("Staat vast"), "ok"
    if mine:
        return (_("Kies een tijd"), "sun") if appointment.options else (_("Wacht op uw antwoord"), "sun")
    return (_("Wacht op de klant"), "info") if side is Side.AGENCY else (_("Wacht op uw coach"), "info")


def event_text(event: AppointmentEvent, *, reader: Side) -> str:
    """What happened, as one says it."""
    who = _("U") if event.side is reader else event.person_name
    return {
        EventKind.PROPOSED: lambda: _("%(who)s stelde een gesprek voor", who=who),
        EventKind.CONFIRMED: lambda: _("%(who)s koos %(when)s", who=who, when=_time(event)),
        EventKind.CHANGE_ASKED: lambda: _("%(who)s vroeg om een andere tijd", who=who),
        EventKind.CANCELLED: lambda: _("%(who)s zegde het gesprek af", who=who),
        EventKind.MISSED: lambda: _("%(who)s liet weten dat het gesprek niet doorging", who=who),
        EventKind.EXPLAINED: lambda: _("%(who)s vertelde wat er was", who=who),
    }[event.kind]()


def event_lines(events: list[AppointmentEvent], *, reader: Side) -> list[dict[str, str | None]]:
    """The history for the component `timeline`, newest first."""
    return [
        {"text": event_text(event, reader=reader), "quote": event.words, "when": moment(event.at)}
        for event in reversed(events)
    ]


def _time(event: AppointmentEvent) -> str:
    return day_and_time(event.starts_at) if event.starts_at else ""
