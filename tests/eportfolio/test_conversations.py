"""Conversations: one turn at a time, lines in the order in which they were said, and words that last."""

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from eportfolio import conversations
from eportfolio.base import now
from eportfolio.conversations import LIFETIME, Conversation, Speaker
from tests.people import People, Someone, act

LONGEST = dt.timedelta(seconds=10)


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def turn(db: Session, client: Someone, *, language: str = "nl") -> Conversation | None:
    """Her turn to say something; None while another message is being answered."""
    actor = act(db, client)
    return conversations.take_turn(db, client.case, by=actor, language=language, longest=LONGEST)


def turn_now(db: Session, client: Someone) -> Conversation:
    mine = turn(db, client)
    assert mine is not None
    return mine


def test_who_says_something_first_begins_a_conversation_and_has_the_turn(db: Session, client: Someone) -> None:
    mine = turn_now(db, client)
    assert mine.answering_until is not None
    assert turn(db, client) is None, "another tab waits"


def test_the_turn_is_passed_with_the_answer(db: Session, client: Someone) -> None:
    mine = turn_now(db, client)
    conversations.ask(db, mine, "Hallo")
    conversations.answer(db, mine, [])
    again = turn(db, client, language="en")
    assert again is mine
    assert again.language == "en"


def test_a_turn_lasts_no_longer_than_was_said(db: Session, client: Someone) -> None:
    mine = turn_now(db, client)
    db.execute(text("UPDATE conversation SET answering_until = now() - interval '1 second'"))
    assert turn(db, client) is mine


@pytest.mark.parametrize("over", ["ended_at = now()", "last_used_at = :long_ago"])
def test_what_is_over_is_not_gone_on_with(db: Session, client: Someone, over: str) -> None:
    mine = turn_now(db, client)
    db.execute(text(f"UPDATE conversation SET {over}"), {"long_ago": now() - LIFETIME} if ":" in over else {})
    db.expire(mine)
    assert turn_now(db, client).id != mine.id


def test_an_answer_keeps_its_order_and_the_language_it_was_given_in(db: Session, client: Someone) -> None:
    mine = turn_now(db, client)
    asked = conversations.ask(db, mine, "Mag ik op vakantie?")
    bubbles = [(Speaker.ASSISTANT if number % 2 else Speaker.PORTAL, {"text": str(number)}) for number in range(12)]
    answered = conversations.answer(db, mine, bubbles)
    kept = conversations.lines_of(db, mine)
    assert [(line.seq, line.id, line.speaker, line.parts) for line in kept] == [asked, *answered]
    assert [line.parts["text"] for line in kept[1:]] == [str(number) for number in range(12)]
    assert [line.parts.get("language") for line in kept[:3]] == [None, None, "nl"]
    assert conversations.said_last(db, mine, most=2) == answered[-2:]


def test_her_words_are_on_the_disk_at_the_latest_with_their_answer(db: Session, client: Someone) -> None:
    """The commit that she sees waits for the disk, and with it for everything that was written before."""

    def waits() -> str:
        found: str = db.scalar(text("SHOW synchronous_commit"))
        return found

    db.execute(text("SET synchronous_commit = on"))  # the tests' own server does without
    mine = turn_now(db, client)
    conversations.ask(db, mine, "Hallo")
    assert waits() == "off"
    db.commit()
    act(db, client)
    conversations.answer(db, mine, [(Speaker.ASSISTANT, {"text": "Goedendag."})])
    assert waits() == "on"
    assert db.scalar(text("SELECT pg_current_xact_id_if_assigned()::text")) is not None, "there is something to write"
    db.rollback()


def test_nobody_takes_a_turn_in_the_conversation_of_another(db: Session, client: Someone, people: People) -> None:
    mine = turn_now(db, client)
    conversations.answer(db, mine, [])
    db.commit()
    actor = act(db, people.client())
    assert conversations.live_conversation(db, client.case) is None
    with pytest.raises(Exception, match="row-level security"):
        conversations.take_turn(db, client.case, by=actor, language="nl", longest=LONGEST)
    db.rollback()
