"""What is said in the chat, by whom, and what of it is kept."""

import html
import re
import uuid
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from eportfolio.conversations import ChatLine
from tests.client import PortalClient
from tests.people import Someone, act

HTMX = {"HX-Request": "true"}
ARTICLE = {
    "custom": {
        "kind": "article",
        "id": "ww-holiday",
        "title": "Mag ik op vakantie?",
        "paragraphs": ["U mag 20 dagen weg.", "Meld het <b>vooraf</b>."],
        "source": "WW artikel 19",
        "checked_on": "2026-11-01",
        "who_decides": "UWV beslist.",
    },
    "buttons": [{"title": "Wat als ik te laat ben?", "payload": "/ask_late"}],
}
QUESTION = {
    "custom": {
        "kind": "question",
        "id": "hours_per_week",
        "number": 9,
        "total": 14,
        "text": "Hoeveel uur per week wilt u werken?",
        "help": "Een schatting is goed.",
        "type": "number",
        "choices": [],
        "current": None,
    },
    "buttons": [{"title": "24 uur", "payload": '/intake_answer{"answer": "24", "question": "hours_per_week"}'}],
}


def say(chat: PortalClient, words: str, **kw: Any) -> TestResponse:
    """Type and send, as a browser without scripts does, and see the page after it."""
    return chat.submit("/chat", {"message": words, "form_key": str(uuid.uuid4())}, **{"follow_redirects": True, **kw})


def words_of(response: TestResponse) -> str:
    """What can be read on the page."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))


def kept(db: Session, someone: Someone) -> list[ChatLine]:
    """The lines in the database, as their owner sees them."""
    act(db, someone)
    return list(db.query(ChatLine).filter(ChatLine.case_id == someone.case.id).order_by(ChatLine.seq))
