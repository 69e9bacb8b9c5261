"""Messages to test with, and where they are read."""

import datetime as dt

from sqlalchemy.orm import Session

from eportfolio import messages
from eportfolio.messages import Message
from eportfolio.people import Role
from tests.people import Someone, act

MONDAY_TEN = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def write(db: Session, by: Someone, client: Someone, words: str, **more: object) -> Message:
    """A committed message in this client's only thread, or the first of one that has a subject."""
    actor = act(db, by)
    lines = messages.threads_of(db, client.case.id, reader=Role.CLIENT).lines
    thread = lines[0].thread if lines and "subject" not in more else None
    sent = messages.send(db, client.case, by=actor, text=words, thread=thread, **more)  # type: ignore[arg-type]
    db.commit()
    return sent


def conversation(db: Session, client: Someone) -> list[Message]:
    """Everything that was written, the oldest first."""
    act(db, client)
    found = [message for message, _thread in messages.newest(db, client.case.id, most=200)][::-1]
    db.commit()
    return found


def coach_page(client: Someone, message: Message | None = None) -> str:
    """The list of threads, or the thread of a message."""
    list_page = f"/coach/klanten/{client.case.id}/berichten"
    return f"{list_page}/{message.thread_id}" if message else list_page


def thread_page(message: Message) -> str:
    return f"/berichten/{message.thread_id}"
