"""An answer to the intake that a conversation may not keep: the portal hands it to the engine itself.

Neither the conversation nor the assistant gets a telephone number, an address or the name of an illness: there it says
what it was, and the answer itself stands in the draft of the client only. While the assistant is away, the portal hands
over every answer that the engine takes, so that nothing she answered is lost.
"""

import json
import re
from dataclasses import replace
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from eportfolio.access import Channel
from eportfolio.base import NotFound
from eportfolio.conversations import Conversation, Line, Speaker
from eportfolio.intake.draft import AlreadySent, draft_of
from eportfolio.intake.guided import FREE, answer_in_words
from knowledge.people_first import needs_a_person_first

KEPT = "/intake_kept"
"""What the assistant hears instead: go on with the next question."""
ANSWER = "/intake_answer"
"""How a quick reply to a question of the intake begins; the question and the answer follow as JSON."""
AWAY, PORTAL_ANSWER, TAKEN = "away", "portal_answer", "kept"
_QUESTION = re.compile(
    r"\?|^(en |and )?(hoe|wat|wanneer|waarom|waar|wie|mag|moet|kan|krijg)\b"
    r"|^(how|what|when|why|where|who|can|may|must|do)\b",
    re.IGNORECASE,
)


def kept(conversation: Conversation, before: list[Line], said: str) -> bool:
    """Whether these words answered the question on the table; a question of her own, or a cry for help, does not."""
    asked = (before[-1].parts.get("custom") or {}) if before else {}
    if asked.get("kind") != "question" or said.startswith("/") or "?" in said or needs_a_person_first(said):
        return False
    return _taken(conversation, asked["id"], said)


def said_meanwhile(conversation: Conversation, before: list[Line], said: str) -> dict[str, Any] | None:
    """While the assistant is away in the middle of the intake: what became of her answer; None when it was none.

    Only what the engine can judge is taken: words to an open question may as well be a question of her own.
    """
    asked, pressed = _on_the_table(before), _pressed(said)
    if pressed is None and (asked is None or said.startswith("/") or needs_a_person_first(said)):
        return None
    question_id, answer = pressed or (str(asked), said)
    if (pressed or _can_be_judged(question_id, said)) and _taken(conversation, question_id, answer):
        text, topic = _("Uw antwoord is bewaard in uw concept. De assistent is er nu even niet."), TAKEN
    elif pressed is None and _QUESTION.search(said):
        return None
    else:
        text, topic = _not_taken(), ""
    go_on = {"title": _("Ga verder in de chat"), "payload": "/intake_start"}
    custom = {"kind": AWAY, "topic": topic, "url": url_for("client.intake")}
    return {"text": text, "custom": custom, "buttons": [go_on]}


def _not_taken() -> str:
    return _(
        "De assistent is er nu even niet. Was dit uw antwoord op de vraag van de intake? Dat staat nog niet in uw "
        "intake. Ga verder op de website, of probeer het hier straks opnieuw."
    )


def _on_the_table(before: list[Line]) -> str | None:
    """The question of the intake that was asked last, also when it was answered without the assistant since."""
    for line in reversed(before):
        custom = line.parts.get("custom") or {}
        if custom.get("kind") == "question":
            return str(custom["id"])
        if line.speaker is Speaker.ASSISTANT or custom.get("topic") == TAKEN:
            return None
    return None


def _pressed(said: str) -> tuple[str, str] | None:
    """Question and answer of a quick reply."""
    try:
        named = json.loads(said.removeprefix(ANSWER)) if said.startswith(ANSWER) else None
        return (str(named["question"]), str(named["answer"])) if named else None
    except (ValueError, KeyError, TypeError):
        return None


def _can_be_judged(question_id: str, said: str) -> bool:
    try:
        return draft_of(g.db, g.case).question(question_id).kind not in FREE and not _QUESTION.search(said)
    except NotFound:
        return False


def _taken(conversation: Conversation, question_id: str, words: str) -> bool:
    in_chat = replace(g.actor, channel=Channel.CHAT)
    try:
        return answer_in_words(g.db, g.case, in_chat, question_id, words, conversation.language).accepted
    except (NotFound, AlreadySent):
        return False
