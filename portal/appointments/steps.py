"""What both doors do with an appointment, each in its own addresses: the client for herself, the coach for a client."""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eportfolio import appointments
from eportfolio.agreements import Side
from eportfolio.appointments import Appointment, ChangedMeanwhile, State, WrongState
from eportfolio.base import Invalid
from eportfolio.people import CaseFile

from .. import htmx, labels, shared_computer
from ..presentation import day_and_time
from . import calendar_file, words
from .forms import ProposeForm, TimeChoice, TimesForm, WordsForm

OVERTAKEN = (ChangedMeanwhile, WrongState)


@dataclass(frozen=True, slots=True)
class Door:
    """One side of the desk: where its pages are."""

    name: str
    side: Side
    case: CaseFile

    def url(self, endpoint: str, **values: Any) -> str:
        """An address behind this door."""
        if self.side is Side.AGENCY:
            values["case_id"] = self.case.id
        return url_for(f"{self.name}.{endpoint}", **values)

    def page(self, template: str, *, status: int = 200, **more: Any) -> ResponseReturnValue:
        """A page of this room."""
        shared = {
            "door": self,
            "case": self.case,
            "words": words,
            "labels": labels,
            "is_client": self.side is Side.CLIENT,
        }
        return render_template(f"appointments/{template}.html", **shared, **more), status

    def one(self, appointment_id: uuid.UUID) -> Appointment:
        """An appointment of this file; raises NotFound."""
        return appointments.appointment_of(g.db, self.case.id, appointment_id)


def list_page(door: Door) -> ResponseReturnValue:
    """What waits for the reader first, then what comes, then what was."""
    rows = appointments.appointments_of(g.db, door.case.id)
    mine = [one for one in rows if one.turn is door.side]
    coming = [one for one in rows if one not in mine and one.is_open and one.stands_at is not None]
    others = [one for one in rows if one not in mine and one.is_open and one.stands_at is None]
    past = [one for one in rows if one not in mine and not one.is_open]
    coming.sort(key=lambda one: one.starts_at or one.changed_at)
    return door.page("list", mine=mine, coming=coming, others=others, past=past)


def one_page(door: Door, appointment: Appointment, form: TimeChoice | None = None) -> ResponseReturnValue:
    """One appointment with its history, and what the reader can do now."""
    form = form or TimeChoice(formdata=None)
    times = [option.starts_at for option in appointment.options]
    if appointment.turn is door.side:
        form.option.choices = [
            (str(one.id), words.from_to(one.starts_at, appointment.minutes)) for one in appointment.options
        ]
    form.version.data = appointment.version
    if appointment.stands_at and not appointment.has_begun:
        times.append(appointment.stands_at)
    return door.page(
        "one",
        appointment=appointment,
        form=form,
        busy=_busy(door, times, appointment.minutes, besides=appointment.id),
        status=422 if form.errors else 200,
    )


def new(door: Door) -> ResponseReturnValue:
    """Propose an appointment."""
    form = ProposeForm()
    office = door.case.coach.office
    address = ", ".join(part for part in (office.name, office.address) if part) if office else None
    if form.validate_on_submit() and not _warned(door, form, form.minutes.data):
        try:
            details = form.details(office=address)
            made = appointments.propose(
                g.db, door.case, by=g.actor, details=details, times=form.times(), words=form.words.data
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("Uw voorstel is verstuurd."), "success")
            return htmx.go_to(door.url("appointment", appointment_id=made.id))
    return door.page("new", form=form, office=address, status=422 if form.errors else 200)


def choose(door: Door, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Choose one of the times."""
    shown = door.one(appointment_id)
    form = TimeChoice()
    if not form.validate():
        return one_page(door, shown, form)
    option, version = _uuid(form.option.data), _number(form.version.data)

    def deed() -> None:
        appointments.confirm(g.db, door.case, shown, by=g.actor, option_id=option, version=version)

    said = _("Het gesprek staat vast: %(when)s.", when="{when}")
    return _do(door, shown, deed, said) or one_page(door, shown, form)


def other_time(door: Door, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for another time."""
    shown = door.one(appointment_id)
    form = TimesForm()
    if form.validate_on_submit() and not _warned(door, form, shown.minutes, besides=shown.id):

        def deed() -> None:
            appointments.ask_change(
                g.db,
                door.case,
                shown,
                by=g.actor,
                words=form.words.data,
                times=form.times(),
                version=_number(form.version.data),
            )

        done = _do(door, shown, deed, _("Uw vraag om een andere tijd is verstuurd."), form)
        if done is not None:
            return done
    return _form_page(door, "change", shown, form)


def cancel(door: Door, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Cancel it."""
    return _with_words(door, appointment_id, "cancel", appointments.cancel, _("Het gesprek is afgezegd."))


def missed(door: Door, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """It did not take place; who explains it afterwards comes here too."""
    explaining = door.one(appointment_id).state is State.MISSED
    deed = appointments.explain if explaining else appointments.tell_missed
    thanks = _("Dank u. Uw coach kan het nu lezen.")
    said = thanks if door.side is Side.CLIENT else _("De klant krijgt de vraag wat er was.")
    return _with_words(door, appointment_id, "missed", deed, said)


def file(door: Door, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """The appointment for one's own calendar; on a shared computer it would stay behind, so not there."""
    shown = door.one(appointment_id)
    if shown.starts_at is None or shown.state is State.MISSED or shared_computer.is_shared():
        abort(404)
    url = url_for(f"{door.name}.appointment", _external=True, **_address(door, shown))
    return calendar_file.response_of(calendar_file.file_of(shown, url=url), name="gesprek.ics")


def feed_page(door_name: str) -> ResponseReturnValue:
    """One's own secret calendar address: make it, see it once, end it."""
    if shared_computer.is_shared():
        return render_template("appointments/feed.html", door_name=door_name, shared=True)
    address = None
    if request.method == "POST":
        token = _token(request.form.get("form_key", ""))
        if appointments.open_feed(g.db, g.actor.account_id, token):
            address = url_for("public.calendar_feed", token=token, _external=True)
        else:
            flash(_("Dit adres is gestopt. Maak een nieuw adres."), "warning")
    feed = appointments.live_feed(g.db, g.actor.account_id)
    return render_template("appointments/feed.html", door_name=door_name, shared=False, feed=feed, address=address)


def stop_feed(door_name: str) -> ResponseReturnValue:
    """The address is dead from now on."""
    appointments.end_feed(g.db, g.actor.account_id)
    flash(_("Het adres is gestopt. Uw agenda krijgt geen gesprekken meer."), "success")
    return htmx.go_to(url_for(f"{door_name}.calendar"))


def _with_words(
    door: Door, appointment_id: uuid.UUID, template: str, deed: Callable[..., None], said: str
) -> ResponseReturnValue:
    shown = door.one(appointment_id)
    form = WordsForm()
    if form.validate_on_submit():
        version = _number(form.version.data)

        def do() -> None:
            deed(g.db, door.case, shown, by=g.actor, words=form.words.data, version=version)

        done = _do(door, shown, do, said, form)
        if done is not None:
            return done
    return _form_page(door, template, shown, form)


def _do(
    door: Door, shown: Appointment, deed: Callable[[], None], said: str, form: TimesForm | WordsForm | None = None
) -> ResponseReturnValue | None:
    """Do it and lead on; None when the form is refused. Who was overtaken sees what is true now, and her own words."""
    try:
        deed()
    except Invalid as refusal:
        if form is None:
            raise
        form.refuse(refusal)
        return None
    except OVERTAKEN:
        return _overtaken(door, shown.id, form)
    when = day_and_time(shown.starts_at) if shown.starts_at else ""
    flash(said.replace("{when}", when), "success")
    return htmx.go_to(door.url("appointment", appointment_id=shown.id))


def _overtaken(door: Door, appointment_id: uuid.UUID, form: TimesForm | WordsForm | None) -> ResponseReturnValue:
    """Nothing was done: what is true now, with her own words to use again."""
    return door.page(
        "overtaken", appointment=door.one(appointment_id), kept=form.words.data if form else None, status=409
    )


def _form_page(door: Door, template: str, shown: Appointment, form: TimesForm | WordsForm) -> ResponseReturnValue:
    if not form.is_submitted():
        form.version.data = shown.version
    return door.page(template, appointment=shown, form=form, status=422 if form.errors else 200)


def _warned(door: Door, form: TimesForm, minutes: int, *, besides: uuid.UUID | None = None) -> bool:
    """Whether the coach must first see that she has something else then."""
    if form.anyway.data:
        return False
    busy = _busy(door, form.times(), minutes, besides=besides)
    if busy:
        form.warn_of_overlap(busy)
    return bool(busy)


def _busy(door: Door, times: list[Any], minutes: int, *, besides: uuid.UUID | None = None) -> list[str]:
    if door.side is not Side.AGENCY:
        return []
    found = appointments.overlapping(g.db, g.actor.account_id, times, minutes, besides=besides)
    return [f"{case.client.name}, {words.when(one)}" for one, case in found]


def _token(form_key: str) -> str:
    """The secret that belongs to one form: a double click or a reload shows the same one, a new form makes another."""
    try:
        key = uuid.UUID(form_key)
    except ValueError:
        abort(400)
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"calendar:{g.actor.account_id}:{key}".encode(), hashlib.sha256).hexdigest()


def _address(door: Door, shown: Appointment) -> dict[str, Any]:
    address: dict[str, Any] = {"appointment_id": shown.id}
    return address | {"case_id": door.case.id} if door.side is Side.AGENCY else address


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
