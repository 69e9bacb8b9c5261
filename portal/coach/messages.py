"""Berichten: the coach answers a client, in time."""

import uuid
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from eportfolio import audit, messages, people
from eportfolio.base import Invalid, now
from eportfolio.documents import uses
from eportfolio.messages import LIMIT, SUBJECT_LIMIT, About, Message, Thread
from eportfolio.office_hours import closing_time_after
from eportfolio.people import CaseFile, Role

from .. import htmx, labels, topics
from ..fields import DateField, NotInPast
from ..forms import Form, at_most, plain_lines, required, strip
from ..submissions import once
from . import blueprint


class ReplyForm(Form):
    """A message; `tot` is the newest message that stood on the page."""

    text = TextAreaField(_l("Uw bericht"), [required(_l("Schrijf uw bericht.")), at_most(LIMIT)], filters=[plain_lines])
    answer_expected = BooleanField(_l("Ik vraag de klant om een antwoord"))
    answer_on = DateField(_l("Antwoord voor welke dag?"), [Optional(), NotInPast()])
    tot = HiddenField()


class MessageForm(ReplyForm):
    """The first message of a thread; `over` is what it is about."""

    subject = StringField(_l("Onderwerp"), [Optional(), at_most(SUBJECT_LIMIT)], filters=[strip])
    over = HiddenField()


@blueprint.get("/coach/klanten/<uuid:case_id>/berichten", endpoint="messages")
def read_messages(case_id: uuid.UUID) -> ResponseReturnValue:
    """The threads with one client, newest first. Reading is logged."""
    case = _case(case_id)
    _log_look(case)
    return _list(case, MessageForm(formdata=None), _about(case, request.args.get("over")))


@blueprint.post("/coach/klanten/<uuid:case_id>/berichten")
@once
def message_send(case_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a thread with a message to the client."""
    case = _case(case_id)
    form = MessageForm()
    about = _about(case, form.over.data)
    sent = _send(case, form, subject=form.subject.data, about=about) if form.validate() else None
    return _list(case, form, about, status=422) if sent is None else _sent(case, sent)


@blueprint.get("/coach/klanten/<uuid:case_id>/berichten/<uuid:thread_id>")
def message_thread(case_id: uuid.UUID, thread_id: uuid.UUID) -> ResponseReturnValue:
    """One thread, newest at the bottom. Reading it is logged."""
    case = _case(case_id)
    thread = messages.thread_of(g.db, case.id, thread_id)
    _log_look(case)
    return _thread(case, thread, ReplyForm(formdata=None))


@blueprint.post("/coach/klanten/<uuid:case_id>/berichten/<uuid:thread_id>")
@once
def message_reply(case_id: uuid.UUID, thread_id: uuid.UUID) -> ResponseReturnValue:
    """Write in a thread; what stood on the page counts as read and answered."""
    case = _case(case_id)
    thread = messages.thread_of(g.db, case.id, thread_id)
    form = ReplyForm()
    sent = _send(case, form, thread=thread, shown=_id(form.tot.data)) if form.validate() else None
    return _thread(case, thread, form, status=422) if sent is None else _sent(case, sent)


@blueprint.post("/coach/klanten/<uuid:case_id>/berichten/<uuid:thread_id>/gelezen")
@once
def messages_read(case_id: uuid.UUID, thread_id: uuid.UUID) -> ResponseReturnValue:
    """What stood on the page has been read."""
    case = _case(case_id)
    thread = messages.thread_of(g.db, case.id, thread_id)
    messages.mark_read(g.db, case, by=g.actor, until=_id(request.form.get("tot")) or abort(400))
    if htmx.wants_fragment():
        shown = messages.messages_in(g.db, case.id, thread.id).messages
        state = _read_state(case, thread, shown)
        return render_template("coach/messages/_read_mark.html", case=case, thread=thread, **state)
    return htmx.go_to(url_for("coach.message_thread", case_id=case.id, thread_id=thread.id))


@blueprint.get("/coach/klanten/<uuid:case_id>/berichten/bericht/<uuid:message_id>")
def message(case_id: uuid.UUID, message_id: uuid.UUID) -> ResponseReturnValue:
    """The place of one message in its thread."""
    case = _case(case_id)
    return redirect(_place_of(messages.message_of(g.db, case.id, message_id)))


@blueprint.post("/coach/klanten/<uuid:case_id>/berichten/bericht/<uuid:message_id>/klaar")
@once
def message_close(case_id: uuid.UUID, message_id: uuid.UUID) -> ResponseReturnValue:
    """This message needs no answer."""
    case = _case(case_id)
    asked = messages.message_of(g.db, case.id, message_id)
    messages.close_question(g.db, case, asked.id, by=g.actor)
    flash(_("Dit bericht wacht niet meer op antwoord."), "success")
    return htmx.go_to(_place_of(asked))


def _send(case: CaseFile, form: ReplyForm, **more: Any) -> Message | None:
    """Send; None when the day is refused, which stands at its field."""
    try:
        return messages.send(
            g.db,
            case,
            by=g.actor,
            text=str(form.text.data),
            answer_expected=bool(form.answer_expected.data or form.answer_on.data),
            answer_on=form.answer_on.data,
            **more,
        )
    except Invalid as refusal:
        if refusal.field != "answer_on":
            raise
        form.add_error("answer_on", _("Kies een dag binnen een jaar."))
    return None


def _sent(case: CaseFile, sent: Message) -> ResponseReturnValue:
    flash(_("Uw bericht is verstuurd."), "success")
    return htmx.go_to(_place_of(sent))


def _list(case: CaseFile, form: MessageForm, about: About | None, *, status: int = 200) -> ResponseReturnValue:
    words = request.args.get("zoek", "").strip()[:100]
    form.over.data = topics.topic_text(about)
    return htmx.answer(
        "coach/messages/list.html",
        "coach/messages/_list.html",
        status=status,
        case=case,
        form=form,
        about=about,
        words=words,
        found=messages.search(g.db, case.id, words) if words else None,
        threads=messages.threads_of(g.db, case.id, reader=Role.COACH, page=max(1, request.args.get("pagina", 1, int))),
        **_shared(case),
    )


def _thread(case: CaseFile, thread: Thread, form: ReplyForm, *, status: int = 200) -> ResponseReturnValue:
    before = _id(request.args.get("voor"))
    part = messages.messages_in(g.db, case.id, thread.id, before=before)
    state = _read_state(case, thread, part.messages)
    form.tot.data = state["newest"] or ""
    page = render_template(
        "coach/messages/thread.html",
        case=case,
        thread=thread,
        form=form,
        part=part,
        is_earlier=before is not None,
        files=uses.used_in(g.db, case.id, uses.Where.MESSAGE, [one.id for one in part.messages]),
        **_shared(case),
        **state,
    )
    return page, status


def _shared(case: CaseFile) -> dict[str, Any]:
    """Words for both pages, and the day by which a client answers when the coach names none."""
    usual = closing_time_after(now(), messages.CLIENT_HAS_DAYS, people.hours_of(g.db, case))
    return {"labels": labels, "topics": topics, "usual_day": usual}


def _read_state(case: CaseFile, thread: Thread, shown: list[Message]) -> dict[str, Any]:
    """How many messages of the client are new, and the newest message that the page shows."""
    return {
        "unread": messages.unread_count(g.db, case.id, Role.COACH, thread_id=thread.id),
        "newest": shown[-1].id if shown else None,
    }


def _log_look(case: CaseFile) -> None:
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.MESSAGE)


def _about(case: CaseFile, text: str | None) -> About | None:
    return topics.topic_of(g.db, case, text, reader_id=g.actor.account_id)


def _place_of(message: Message) -> str:
    anchor = f"bericht-{message.id}"
    return url_for("coach.message_thread", case_id=message.case_id, thread_id=message.thread_id, _anchor=anchor)


def _case(case_id: uuid.UUID) -> CaseFile:
    return people.case_of_coach(g.db, g.actor.account_id, case_id)


def _id(text: str | None) -> uuid.UUID | None:
    """An id from a form or address; None for nothing. What cannot be an id is not found."""
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)
