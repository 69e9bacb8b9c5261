"""An answer to the intake that a conversation may not keep: the portal hands it to the engine itself.

Neither the conversation nor the assistant gets a telephone number, an address or the name of an illness: there it says
what it was, and the answer itself stands in the draft of the client only.
"""

from dataclasses import replace

from flask import g

from eportfolio.access import Channel
from eportfolio.base import NotFound
from eportfolio.conversations import Conversation, Line
from eportfolio.intake.draft import AlreadySent
from eportfolio.intake.guided import answer_in_words
from knowledge.people_first import needs_a_person_first

KEPT = "/intake_kept"
"""What the assistant hears instead: go on with the next question."""


def kept(conversation: Conversation, before: list[Line], said: str) -> bool:
    """Whether these words answered the question on the table; a question of her own, or a cry for help, does not."""
    asked = (before[-1].parts.get("custom") or {}) if before else {}
    if asked.get("kind") != "question" or said.startswith("/") or "?" in said or needs_a_person_first(said):
        return False
    in_chat = replace(g.actor, channel=Channel.CHAT)
    try:
        return answer_in_words(g.db, g.case, in_chat, asked["id"], said, conversation.language).accepted
    except (NotFound, AlreadySent):
        return False
