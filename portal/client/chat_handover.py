"""From the chat to the coach: she sees an excerpt of the conversation, changes what she wants, and sends it herself."""

import contextlib
import uuid

from flask import flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from eportfolio import access, conversations, messages, people
from eportfolio.base import now
from eportfolio.conversations import ChatLine, Conversation, Speaker
from eportfolio.messages import LIMIT, Message
from eportfolio.office_hours import answer_expected_by

from .. import htmx
from ..chat.assistant import Around, AssistantAway, client
from ..chat.private import without_private
from ..forms import Form, at_most, plain_lines, required
from ..limits import limiter
from ..presentation import day_and_time
from ..submissions import once
from . import blueprint

SENT = "/handover_sent"
"""What the assistant hears: nothing waits for her yes any more."""
NOT_KEPT = "not_kept"
"""What the portal says when it took something out of her words: no answer."""
NOT_FOR_COACH = frozenset(
    {
        "question",
        "intake_note",
        "intake_paused",
        "intake_change",
        "handover_offer",
        "handover_done",
        "handover_declined",
    }
    | {"menu", "smalltalk", "scheme_question", "scheme_noted", "clarify", "formal_help", NOT_KEPT}
)
"""Kinds that are about the conversation itself, or about the intake, which is hers until she sends it."""
LAST_LINES, LONGEST_LINE = 6, 300


class HandoverForm(Form):
    """What goes to the coach, word for word."""

    text = TextAreaField(
        _l("Dit gaat naar uw coach"), [required(_l("Schrijf uw bericht.")), at_most(LIMIT)], filters=[plain_lines]
    )


@blueprint.get("/chat/naar-coach")
def chat_to_coach() -> ResponseReturnValue:
    """Her question and the last lines, to change before they go."""
    conversation = conversations.live_conversation(g.db, g.case)
    form = HandoverForm(formdata=None)
    form.text.data = excerpt(conversations.lines_of(g.db, conversation)) if conversation else ""
    return _page(form)


@blueprint.post("/chat/naar-coach")
@limiter.limit("20 per minute")
@once
def chat_send_to_coach() -> ResponseReturnValue:
    """Send what stands in the form, and nothing else; the chat says that it went and where the answer comes."""
    form = HandoverForm()
    if not form.validate():
        return _page(form, status=422)
    sent = messages.send(g.db, g.case, by=g.actor, text=str(form.text.data))
    conversation = conversations.live_conversation(g.db, g.case)
    text = _(
        "Uw vraag is verstuurd naar %(coach)s. U krijgt uiterlijk %(moment)s antwoord. Het antwoord komt bij uw "
        "berichten, en u ziet het ook hier.",
        coach=g.case.coach.name,
        moment=day_and_time(sent.answer_by or now()),
    )
    if conversation is not None:
        _note_in_chat(conversation, sent, text)
    flash(text, "success")
    return htmx.go_to(url_for("client.chat", _anchor="chat-formulier"))


def answers_to(lines: list[ChatLine]) -> list[Message]:
    """What the coach answered to questions that went from these lines; no statement when none did."""
    threads = [thread for line in lines if (thread := _thread_of(line)) is not None]
    return messages.answers_in(g.db, g.case.id, threads) if threads else []


def excerpt(lines: list[ChatLine]) -> str:
    """Her question, and what was said around it; nothing of the intake, which is hers until she sends it."""
    around_each = zip([None, *lines], lines, [*lines[1:], None], strict=False)
    spoken = [text for before, line, after in around_each if (text := _said(before, line, after))]
    asked = next((text for line in reversed(lines) if (text := _offered(line))), None)
    question = asked or next((line.parts["text"] for line in reversed(lines) if _is_question(line)), "")
    around = "\n".join(spoken[-LAST_LINES:])
    parts = [question, f"{_('Uit het gesprek met de assistent:')}\n{around}" if around else ""]
    return without_private("\n\n".join(part for part in parts if part))[:LIMIT]


def _page(form: HandoverForm, *, status: int = 200) -> ResponseReturnValue:
    promise = answer_expected_by(now(), people.hours_of(g.db, g.case))
    return render_template("client/chat/to_coach.html", form=form, promise=promise), status


def _note_in_chat(conversation: Conversation, sent: Message, text: str) -> None:
    """Both sides of it, so that no button of the offer stays; the assistant forgets the offer, or is away."""
    conversations.say(g.db, conversation, speaker=Speaker.CLIENT, parts={"text": _("Ik stuur dit aan mijn coach.")})
    url = url_for("client.message_thread", thread_id=sent.thread_id)
    done = {"text": text, "custom": {"kind": "handover_done", "url": url}, "buttons": []}
    conversations.say(g.db, conversation, speaker=Speaker.PORTAL, parts=done)
    g.db.commit()
    replies = []
    with contextlib.suppress(AssistantAway):
        replies = client().send(conversation.token, SENT, Around(conversation.language))
    access.act_as(g.db, g.actor)
    for reply in replies:
        conversations.say(g.db, conversation, speaker=Speaker.ASSISTANT, parts=reply.parts)


def _offered(line: ChatLine) -> str | None:
    custom = line.parts.get("custom") or {}
    return custom.get("question") if custom.get("kind") == "handover_offer" else None


def _is_question(line: ChatLine) -> bool:
    text = line.parts.get("text") or ""
    return line.speaker is Speaker.CLIENT and "?" in text and not text.startswith("/")


def _said(before: ChatLine | None, line: ChatLine, after: ChatLine | None) -> str | None:
    """One line as she can read it back; None for what does not go along, such as an intake answer or "thanks"."""
    if line.speaker is Speaker.CLIENT:
        is_left_out = _kind(before) == "question" or _kind(after) in ("smalltalk", "menu", "handover_offer")
        return None if is_left_out else f"{_('Ik')}: {line.parts['text'][:LONGEST_LINE]}"
    if _kind(line) in NOT_FOR_COACH:
        return None
    text = (line.parts.get("custom") or {}).get("title") or line.parts.get("text")
    return f"{_('Assistent')}: {text[:LONGEST_LINE]}" if text else None


def _kind(line: ChatLine | None) -> str:
    return str((line.parts.get("custom") or {}).get("kind", "")) if line else ""


def _thread_of(line: ChatLine) -> uuid.UUID | None:
    custom = line.parts.get("custom") or {}
    if custom.get("kind") != "handover_done":
        return None
    try:
        return uuid.UUID(str(custom.get("url", "")).rsplit("/", 1)[-1])
    except ValueError:
        return None
