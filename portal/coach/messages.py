"""Berichten: the coach answers a client, in time."""

import uuid
from typing import Any

from flask import abort, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField

from eportfolio import audit, messages, people
from eportfolio.messages import LIMIT, About, Message
from eportfolio.people import CaseFile, Role

from .. import htmx, labels, topics
from ..forms import Form, at_most, plain_lines, required
from ..submissions import once
from . import blueprint


class ReplyForm(Form):
    """A message; `over` is what it is about, `tot` the newest message that stood on the page."""

    text = TextAreaField(_l("Uw bericht"), [required(_l("Schrijf uw bericht.")), at_most(LIMIT)], filters=[plain_lines])
    answer_expected = BooleanField(_l("Ik vraag de klant om een antwoord"))
    over = HiddenField()
    tot = HiddenField()


@blueprint.get("/coach/klanten/<uuid:case_id>/berichten", endpoint="messages")
def read_messages(case_id: uuid.UUID) -> ResponseReturnValue:
    """The conversation with one client, newest at the bottom. Reading it is logged."""
    case = _case(case_id)
    about = topics.topic_of(g.db, case, request.args.get("over"), reader_id=g.actor.account_id)
    audit.record(g.db, case.id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.MESSAGE)
    return _page(case, ReplyForm(formdata=None), about)


@blueprint.post("/coach/klanten/<uuid:case_id>/berichten")
@once
def message_send(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write to the client; what stood on the page counts as read and answered."""
    case = _case(case_id)
    form = ReplyForm()
    about = topics.topic_of(g.db, case, form.over.data, reader_id=g.actor.account_id)
    if not form.validate():
        return _page(case, form, about, status=422)
    sent = messages.send(
        g.db,
        case,
        by=g.actor,
        text=form.text.data,
        about=about,
        answer_expected=bool(form.answer_expected.data),
        shown=_id(form.tot.data),
    )
    flash(_("Uw bericht is verstuurd."), "success")
    return htmx.go_to(url_for("coach.messages", case_id=case.id, _anchor=f"bericht-{sent.id}"))


@blueprint.post("/coach/klanten/<uuid:case_id>/berichten/gelezen")
@once
def messages_read(case_id: uuid.UUID) -> ResponseReturnValue:
    """What stood on the page has been read."""
    case = _case(case_id)
    messages.mark_read(g.db, case, by=g.actor, until=_id(request.form.get("tot")) or abort(400))
    if htmx.wants_fragment():
        shown = messages.thread(g.db, case.id).messages
        return render_template("coach/messages/_read_mark.html", case=case, **_read_state(case, shown))
    return htmx.go_to(url_for("coach.messages", case_id=case.id))


@blueprint.post("/coach/klanten/<uuid:case_id>/berichten/<uuid:message_id>/klaar")
@once
def message_close(case_id: uuid.UUID, message_id: uuid.UUID) -> ResponseReturnValue:
    """This message needs no answer."""
    case = _case(case_id)
    messages.close_question(g.db, case, message_id, by=g.actor)
    flash(_("Dit bericht wacht niet meer op antwoord."), "success")
    return htmx.go_to(url_for("coach.messages", case_id=case.id, _anchor=f"bericht-{message_id}"))


def _page(case: CaseFile, form: ReplyForm, about: About | None, *, status: int = 200) -> ResponseReturnValue:
    before = _id(request.args.get("voor"))
    thread = messages.thread(g.db, case.id, before=before)
    state = _read_state(case, thread.messages)
    form.over.data, form.tot.data = topics.topic_text(about), state["newest"] or ""
    page = render_template(
        "coach/messages/page.html",
        case=case,
        form=form,
        about=about,
        thread=thread,
        is_earlier=before is not None,
        labels=labels,
        topic_url=lambda message: _topic_url(case, message),
        **state,
    )
    return page, status


def _read_state(case: CaseFile, shown: list[Message]) -> dict[str, Any]:
    """How many messages of the client are new, and the newest message that the page shows."""
    return {
        "unread": messages.unread_count(g.db, case.id, Role.COACH),
        "newest": shown[-1].id if shown else None,
    }


def _topic_url(case: CaseFile, message: Message) -> str | None:
    return topics.topic_url(message, door="coach", case_id=case.id)


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
