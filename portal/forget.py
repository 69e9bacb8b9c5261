"""Forgetting a conversation in the assistant's own memory: open-source Rasa has no call for it.

The worker deletes the conversation from Rasa's tracker database; the job commits with the
deletion here, so that one cannot happen without the other.
"""

import datetime as dt

import psycopg
from sqlalchemy.orm import Session

from eportfolio import access, base, conversations, people
from eportfolio.access import Actor, Channel
from eportfolio.notices import defer
from eportfolio.people import CaseFile, Role

JOB_NAME = "forget_conversation"


def forget_in_assistant(db: Session, token: str) -> None:
    """Let the worker delete this conversation from the assistant's memory."""
    defer(db, JOB_NAME, {"token": token})


def forget_kiosk_visit(db: Session, case: CaseFile, *, by: Actor) -> int:
    """Delete what this client said to the assistant on a shared computer; returns how many conversations."""
    conversed = conversations.kiosk_conversations_of(db, case)
    for conversation in conversed:
        forget_in_assistant(db, conversations.forget(db, case, conversation.id, by=by))
    return len(conversed)


def forget_abandoned_visits(db: Session) -> int:
    """The same for people who walked away and whose browser never came back; returns how many files."""
    access.act_as_service(db)
    left = {conversation.account_id for conversation in conversations.abandoned_at_kiosk(db)}
    for account in people.accounts(db, left):
        actor = Actor(account.id, Role.CLIENT, account.name, Channel.KIOSK)
        access.act_as(db, actor)
        forget_kiosk_visit(db, people.case_of_client(db, account.id), by=actor)
    return len(left)


def delete_old_from_tracker(rasa_database_url: str, older_than: dt.timedelta) -> tuple[int, int]:
    """Delete every conversation in which nothing was said for this long; returns how many events went and are left.

    The number that is left is asked of the database after the deletion: it is 0, or the job has failed.
    """
    oldest = (base.now() - older_than).timestamp()
    silent = "(SELECT sender_id FROM events GROUP BY sender_id HAVING max(timestamp) < %s)"
    with psycopg.connect(rasa_database_url) as connection:
        if not _has_events(connection):
            return 0, 0
        gone = connection.execute(f"DELETE FROM events WHERE sender_id IN {silent}", (oldest,)).rowcount  # noqa: S608
        left = connection.execute(f"SELECT count(*) FROM events WHERE sender_id IN {silent}", (oldest,)).fetchone()  # noqa: S608
    return gone, int(left[0]) if left else 0


def _has_events(connection: psycopg.Connection) -> bool:
    found = connection.execute("SELECT to_regclass('events')").fetchone()
    return found is not None and found[0] is not None


def delete_from_tracker(rasa_database_url: str, token: str) -> int:
    """Delete what Rasa kept of one conversation; returns how many events. Raises psycopg.Error to be tried again."""
    with psycopg.connect(rasa_database_url) as connection:
        if not _has_events(connection):
            return 0
        return connection.execute("DELETE FROM events WHERE sender_id = %s", (token,)).rowcount
