"""Berichten: the client and her coach write to each other, in threads."""

import uuid
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from eportfolio import messages, people, receipts
from eportfolio.base import now
from eportfolio.documents.handling import FileRefused
from eportfolio.documents.model import NotCurrent
from eportfolio.messages import LIMIT, SUBJECT_LIMIT, About, Message, Thread
from eportfolio.office_hours import answer_expected_by
from eportfolio.people import Role
from eportfolio.storage import StorageUnavailable

from .. import document_words, htmx, topics
from ..forms import Form, at_most, plain_lines, required, strip
from ..limits import limiter
from ..presentation import day_and_time
from ..submissions import once
from . import attachments, blueprint
from .attachments import AttachmentFields


class ReplyForm(AttachmentFields, Form):
    """A message; `tot` is the newest message that stood on the page."""

    text = TextAreaField(_l("Uw bericht"), [required(_l("Schrijf uw bericht.")), at_most(LIMIT)], filters=[plain_lines])
    no_answer = BooleanField(_l("Ik hoef geen antwoord"))
    tot = HiddenField()


class MessageForm(ReplyForm):
    """The first message of a thread; `over` is what it is about."""

    subject = StringField(_l("Onderwerp"), [Optional(), at_most(SUBJECT_LIMIT)], filters=[strip])
    over = HiddenField()


@blueprint.get("/berichten", endpoint="messages")
def read_messages() -> ResponseReturnValue:
    """The threads, newest first, or what was searched for; `?over` starts a message about something."""
    return _list(MessageForm(formdata=None), _about(request.args.get("over")))


@blueprint.post("/berichten")
@limiter.limit(attachments.UPLOADS)
@once
def message_send() -> ResponseReturnValue:
    """Begin a thread with a message to the coach."""
    form = MessageForm()
    about = _about(form.over.data)
    sent = _send(form, subject=form.subject.data, about=about) if form.validate() else None
    return _list(form, about, status=422) if sent is None else _sent(sent)


@blueprint.get("/berichten/<uuid:thread_id>")
def message_thread(thread_id: uuid.UUID) -> ResponseReturnValue:
    """One thread, newest at the bottom; `?voor` goes back."""
    return _thread(messages.thread_of(g.db, g.case.id, thread_id), ReplyForm(formdata=None))


@blueprint.post("/berichten/<uuid:thread_id>")
@limiter.limit(attachments.UPLOADS)
@once
def message_reply(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Write in a thread; everything on the page counts as read and answered."""
    thread = messages.thread_of(g.db, g.case.id, thread_id)
    form = ReplyForm()
    sent = _send(form, thread=thread, shown=_id(form.tot.data)) if form.validate() else None
    return _thread(thread, form, status=422) if sent is None else _sent(sent)


@blueprint.post("/berichten/<uuid:thread_id>/gelezen")
@once
def messages_read(thread_id: uuid.UUID) -> ResponseReturnValue:
    """What stood on the page has been read."""
    thread = messages.thread_of(g.db, g.case.id, thread_id)
    messages.mark_read(g.db, g.case, by=g.actor, until=_id(request.form.get("tot")) or abort(400))
    if htmx.wants_fragment():
        shown = messages.messages_in(g.db, g.case.id, thread.id).messages
        return render_template("client/messages/_read_mark.html", thread=thread, **_read_state(thread, shown))
    return htmx.go_to(url_for("client.message_thread", thread_id=thread.id))


@blueprint.get("/berichten/bericht/<uuid:message_id>")
def message(message_id: uuid.UUID) -> ResponseReturnValue:
    """The place of one message in its thread."""
    return redirect(_place_of(messages.message_of(g.db, g.case.id, message_id)))


@blueprint.post("/berichten/bericht/<uuid:message_id>/klaar")
@once
def message_close(message_id: uuid.UUID) -> ResponseReturnValue:
    """The client answered this another way: the coach does not wait any more."""
    asked = messages.message_of(g.db, g.case.id, message_id)
    messages.close_question(g.db, g.case, asked.id, by=g.actor)
    flash(_("Goed. Dit bericht wacht niet meer op uw antwoord."), "success")
    return htmx.go_to(_place_of(asked))


def _send(form: ReplyForm, **more: Any) -> Message | None:
    """Send with what is attached; None when a file is refused, which stands at its field."""
    try:
        return messages.send(
            g.db,
            g.case,
            by=g.actor,
            text=str(form.text.data),
            answer_expected=not form.no_answer.data,
            attached=attachments.taken_in(form),
            **more,
        )
    except FileRefused as refused:
        form.add_error("file", document_words.refusal_text(refused.reason))
    except StorageUnavailable:
        form.add_error("file", _("Het lukt nu niet om bestanden te bewaren. Probeer het straks nog eens."))
    except NotCurrent:
        form.add_error("documents", _("Dit document is intussen vervangen of ingetrokken. Kies opnieuw."))
    return None


def _sent(sent: Message) -> ResponseReturnValue:
    if sent.answer_by:
        text = _(
            "Uw bericht is verstuurd. U krijgt uiterlijk %(moment)s antwoord.", moment=day_and_time(sent.answer_by)
        )
    else:
        text = _("Uw bericht is verstuurd.")
    flash(text, "success")
    return htmx.go_to(_place_of(sent))


def _list(form: MessageForm, about: About | None, *, status: int = 200) -> ResponseReturnValue:
    words = request.args.get("zoek", "").strip()[:100]
    number = max(1, request.args.get("pagina", 1, int))
    form.over.data = topics.topic_text(about)
    attachments.offer(form)
    return htmx.answer(
        "client/messages/list.html",
        "client/messages/_list.html",
        status=status,
        form=form,
        about=about,
        words=words,
        found=messages.search(g.db, g.case.id, words) if words else None,
        threads=messages.threads_of(g.db, g.case.id, reader=Role.CLIENT, page=number),
        waiting=_waiting(),
        topics=topics,
        **_promise(),
    )


def _thread(thread: Thread, form: ReplyForm, *, status: int = 200) -> ResponseReturnValue:
    before = _id(request.args.get("voor"))
    part = messages.messages_in(g.db, g.case.id, thread.id, before=before)
    state = _read_state(thread, part.messages)
    form.tot.data = state["newest"] or ""
    attachments.offer(form)
    page = render_template(
        "client/messages/thread.html",
        thread=thread,
        form=form,
        part=part,
        is_earlier=before is not None,
        files=attachments.of_messages(part.messages),
        numbers=receipts.numbers_of(g.db, g.case.id, [one.id for one in part.messages if one.is_from_client]),
        topics=topics,
        **_promise(),
        **state,
    )
    return page, status


def _promise() -> dict[str, Any]:
    """By when the coach answers what is sent now, and whom to call when that is too late."""
    office = g.case.coach.office
    return {
        "promise": answer_expected_by(now(), people.hours_of(g.db, g.case)),
        "phone": office.phone if office else None,
    }


def _read_state(thread: Thread, shown: list[Message]) -> dict[str, Any]:
    """How many messages of the coach are new, and the newest message that the page shows."""
    return {
        "unread": messages.unread_count(g.db, g.case.id, Role.CLIENT, thread_id=thread.id),
        "newest": shown[-1].id if shown else None,
    }


def _about(text: str | None) -> About | None:
    return topics.topic_of(g.db, g.case, text, reader_id=g.actor.account_id)


def _place_of(message: Message) -> str:
    return url_for("client.message_thread", thread_id=message.thread_id, _anchor=f"bericht-{message.id}")


def _id(text: str | None) -> uuid.UUID | None:
    """An id from a form or address; None for nothing. What cannot be an id is not found."""
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)


def _waiting() -> messages.Waiting | None:
    """Until when she waits for an answer."""
    return messages.waiting_for_coach(g.db, [g.case.id]).get(g.case.id)
