"""Forgetting a conversation in the assistant's own memory: open-source Rasa has no call for it.

The worker deletes the conversation from Rasa's tracker database; the job commits with the
deletion here, so that one cannot happen without the other.
"""

import psycopg
from sqlalchemy.orm import Session

from eportfolio.notices import defer

JOB_NAME = "forget_conversation"


def forget_in_assistant(db: Session, token: str) -> None:
    """Let the worker delete this conversation from the assistant's memory."""
    defer(db, JOB_NAME, {"token": token})


def delete_from_tracker(rasa_database_url: str, token: str) -> int:
    """Delete what Rasa kept of one conversation; returns how many events. Raises psycopg.Error to be tried again."""
    with psycopg.connect(rasa_database_url) as connection:
        found = connection.execute("SELECT to_regclass('events')").fetchone()
        if found is None or found[0] is None:
            return 0
        return connection.execute("DELETE FROM events WHERE sender_id = %s", (token,)).rowcount
