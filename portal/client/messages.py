"""Berichten: the client and her coach write to each other."""

import uuid
from typing import Any

from flask import abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from eportfolio import messages, people
from eportfolio.base import now
from eportfolio.messages import LIMIT, About, Message
from eportfolio.office_hours import answer_expected_by
from eportfolio.people import Role

from .. import htmx, topics
from ..forms import Form, at_most, plain_lines, required
from ..presentation import day_and_time
from ..submissions import once
from ..terms import counts_until
from . import blueprint


class MessageForm(Form):
    """A message; `over` is what it is about, `tot` the newest message that stood on the page."""

    text = TextAreaField(_l("Uw bericht"), [required(_l("Schrijf uw bericht.")), at_most(LIMIT)], filters=[plain_lines])
    over = HiddenField()
    tot = HiddenField()


@blueprint.get("/berichten", endpoint="messages")
def read_messages() -> ResponseReturnValue:
    """The conversation, newest at the bottom; `?voor` goes back, `?over` starts a message about something."""
    form = MessageForm(formdata=None)
    about = topics.topic_of(g.db, g.case, request.args.get("over"), reader_id=g.actor.account_id)
    return _page(form, about)


@blueprint.post("/berichten")
@once
def message_send() -> ResponseReturnValue:
    """Send a message to the coach; everything on the page counts as read."""
    form = MessageForm()
    about = topics.topic_of(g.db, g.case, form.over.data, reader_id=g.actor.account_id)
    if not form.validate():
        return _page(form, about, status=422)
    sent = messages.send(g.db, g.case, by=g.actor, text=form.text.data, about=about, shown=_id(form.tot.data))
    promise = sent.answer_by or now()
    flash(
        _("Uw bericht is verstuurd. U krijgt uiterlijk %(moment)s antwoord.", moment=day_and_time(promise)),
        "success",
    )
    return htmx.go_to(url_for("client.messages", _anchor=f"bericht-{sent.id}"))


@blueprint.post("/berichten/gelezen")
@once
def messages_read() -> ResponseReturnValue:
    """What stood on the page has been read."""
    messages.mark_read(g.db, g.case, by=g.actor, until=_id(request.form.get("tot")) or abort(400))
    if htmx.wants_fragment():
        return render_template(
            "client/messages/_read_mark.html", **_read_state(messages.thread(g.db, g.case.id).messages)
        )
    return htmx.go_to(url_for("client.messages"))


def _page(form: MessageForm, about: About | None, *, status: int = 200) -> ResponseReturnValue:
    before = _id(request.args.get("voor"))
    thread = messages.thread(g.db, g.case.id, before=before)
    state = _read_state(thread.messages)
    form.over.data, form.tot.data = topics.topic_text(about), state["newest"] or ""
    page = render_template(
        "client/messages/page.html",
        form=form,
        about=about,
        thread=thread,
        is_earlier=before is not None,
        waiting=_waiting(),
        promise=answer_expected_by(now(), people.hours_of(g.db, g.case)),
        phone=g.case.coach.office.phone if g.case.coach.office else None,
        topic_url=_topic_url,
        **state,
    )
    return page, status


def _read_state(shown: list[Message]) -> dict[str, Any]:
    """How many messages of the coach are new, and the newest message that the page shows."""
    return {
        "unread": messages.unread_count(g.db, g.case.id, Role.CLIENT),
        "newest": shown[-1].id if shown else None,
    }


def _topic_url(message: Message) -> str | None:
    return topics.topic_url(message, door="client")


def _id(text: str | None) -> uuid.UUID | None:
    """An id from a form or address; None for nothing. What cannot be an id is not found."""
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)


def _waiting() -> messages.Waiting | None:
    """Until when she waits for an answer, moved where an outage was near."""
    found = messages.waiting_for_coach(g.db, [g.case.id]).get(g.case.id)
    return found._replace(answer_by=counts_until(found.answer_by)) if found else None
