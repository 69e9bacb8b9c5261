"""Messages: sent once, read apart from answered, in time by office hours, and seen by two sides only."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from eportfolio import audit, messages
from eportfolio.access import Channel
from eportfolio.base import Invalid, NotAllowed, NotFound
from eportfolio.messages import About, AboutKind, Message
from eportfolio.people import CaseFile, Role
from tests.people import People, Someone, act

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(text_: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text_).replace(tzinfo=AMSTERDAM)


def sent(db: Session, by: Someone, case: CaseFile, words: str = "Mag ik een cursus?", **more: object) -> Message:
    """A message in the newest thread of the file, or the first of one."""
    actor = act(db, by)
    lines = messages.threads_of(db, case.id, reader=Role.CLIENT).lines
    thread = lines[0].thread if lines and "subject" not in more else None
    return messages.send(db, case, by=actor, text=words, thread=thread, **more)  # type: ignore[arg-type]


def test_a_question_waits_until_the_coach_answers(db: Session, people: People) -> None:
    client = people.client()
    with time_machine.travel(at("2026-11-23 10:00"), tick=False):
        question = sent(db, client, client.case)
    assert question.answer_by == at("2026-11-24 10:00")
    act(db, client.coach)
    waiting = messages.waiting_for_coach(db, [client.case.id, uuid.uuid4()])
    assert waiting == {client.case.id: (question.sent_at, question.answer_by, 1)}
    answer = sent(db, client.coach, client.case, "Ja, dat kan.", answer_expected=False, shown=question.id)
    assert messages.waiting_for_coach(db, [client.case.id]) == {}
    db.refresh(question)
    assert question.read_by_name == client.coach.account.name
    assert question.answered_at is not None
    assert answer.answer_by is None


def test_what_came_in_while_the_coach_wrote_still_waits(db: Session, people: People) -> None:
    client = people.client()
    first = sent(db, client, client.case, "Eerste vraag")
    second = sent(db, client, client.case, "Tweede vraag")
    sent(db, client.coach, client.case, "Antwoord op de eerste", shown=first.id)
    waiting = messages.waiting_for_coach(db, [client.case.id])[client.case.id]
    assert waiting.messages == 1
    assert waiting.since == second.sent_at
    assert messages.unread_count(db, client.case.id, Role.COACH) == 1


def test_late_is_told_after_the_target_only(db: Session, people: People) -> None:
    client = people.client()
    with time_machine.travel(at("2026-11-23 10:00"), tick=False):
        question = sent(db, client, client.case)
    with time_machine.travel(at("2026-11-24 09:59"), tick=False):
        assert not question.is_late
    with time_machine.travel(at("2026-11-24 10:01"), tick=False):
        assert question.is_late


def test_the_coach_closes_a_question_that_needs_no_answer(db: Session, people: People) -> None:
    client = people.client()
    thanks = sent(db, client, client.case, "Dank u wel!")
    with pytest.raises(NotAllowed):
        messages.close_question(db, client.case, thanks.id, by=client.actor())
    coach = act(db, client.coach)
    messages.close_question(db, client.case, thanks.id, by=coach)
    messages.close_question(db, client.case, thanks.id, by=coach)
    assert messages.waiting_for_coach(db, [client.case.id]) == {}
    closed = [e for e in db.scalars(audit.entries_of(client.case.id)) if e.reason == "no answer needed"]
    assert len(closed) == 1


def test_reading_marks_what_was_shown_of_the_other_side(db: Session, people: People) -> None:
    client = people.client()
    shown = sent(db, client.coach, client.case, "Welkom")
    sent(db, client.coach, client.case, "Nog iets")
    own = sent(db, client, client.case, "Van mij")
    actor = act(db, client)
    assert messages.unread_count(db, client.case.id, Role.CLIENT) == 2
    assert messages.mark_read(db, client.case, by=actor, until=shown.id) == 1
    assert messages.mark_read(db, client.case, by=actor, until=shown.id) == 0
    assert messages.unread_count(db, client.case.id, Role.CLIENT) == 1
    db.refresh(own)
    assert own.read_at is None
    assert messages.unread_count(db, client.case.id, Role.COACH) == 1


def test_the_assistant_sends_for_the_client_without_reading_for_her(db: Session, people: People) -> None:
    client = people.client()
    sent(db, client.coach, client.case, "Welkom")
    actor = act(db, client, Channel.CHAT)
    handed_over = messages.send(db, client.case, by=actor, text="Vraag uit de chat")
    assert handed_over.channel is Channel.CHAT
    assert messages.unread_count(db, client.case.id, Role.CLIENT) == 1


def test_a_message_keeps_what_it_is_about(db: Session, people: People) -> None:
    client = people.client()
    about = About(AboutKind.APPLICATION, uuid.uuid4(), "Kok, Hotel Zuid")
    message = sent(db, client, client.case, about=about)
    assert (message.about_kind, message.about_id, message.about_label) == (about.kind, about.id, about.label)


@pytest.mark.parametrize("words", ["", " \r\n ", "\x00", "x" * 4001])
def test_an_empty_or_endless_message_is_refused(db: Session, people: People, words: str) -> None:
    client = people.client()
    with pytest.raises(Invalid) as refused:
        sent(db, client, client.case, words)
    assert refused.value.field == "text"


def test_line_ends_of_a_browser_do_not_count_twice(db: Session, people: People) -> None:
    client = people.client()
    message = sent(db, client, client.case, "a\r\n" * 2000)
    assert len(message.text) == 3999


def test_thread_pages_backwards_and_newest_stands_last(db: Session, people: People) -> None:
    client = people.client()
    rows = [sent(db, client, client.case, f"Bericht {number}") for number in range(5)]
    thread_id = rows[0].thread_id
    newest = messages.messages_in(db, client.case.id, thread_id, most=3)
    assert [row.text for row in newest.messages] == ["Bericht 2", "Bericht 3", "Bericht 4"]
    assert newest.has_earlier
    first = messages.messages_in(db, client.case.id, thread_id, before=rows[2].id, most=3)
    assert [row.text for row in first.messages] == ["Bericht 0", "Bericht 1"]
    assert not first.has_earlier


def test_sending_notes_the_contact_and_leaves_the_version_of_the_file_alone(db: Session, people: People) -> None:
    client = people.client()
    version = client.case.version
    message = sent(db, client, client.case)
    row = db.execute(
        select(CaseFile.last_contact_at, CaseFile.last_contact_kind, CaseFile.version).where(
            CaseFile.id == client.case.id
        )
    ).one()
    assert row == (message.sent_at, "message", version)


def test_only_client_and_coach_write(db: Session, people: People) -> None:
    client = people.client()
    for someone in (people.helper(), people.manager()):
        with pytest.raises(NotAllowed):
            messages.send(db, client.case, by=someone.actor(), text="Hallo")


def test_a_sent_message_cannot_be_rewritten_or_deleted(db: Session, people: People) -> None:
    client = people.client()
    message_id = sent(db, client, client.case).id
    for statement in ("UPDATE message SET text = 'x' WHERE id = :id", "DELETE FROM message WHERE id = :id"):
        savepoint = db.begin_nested()
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.execute(text(statement), {"id": message_id})
        savepoint.rollback()


def test_nobody_writes_in_the_name_of_another(db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    with pytest.raises(ProgrammingError, match="row-level security"):
        messages.send(db, client.case, by=client.coach.actor(), text="Ik ben de coach")


def test_nobody_else_sees_or_answers(db: Session, people: People) -> None:
    client, stranger, other_coach = people.client(), people.client(), people.coach()
    message_id = sent(db, client, client.case).id
    db.commit()
    for someone in (stranger, other_coach, people.helper(), people.manager()):
        actor = act(db, someone)
        db.expire_all()
        assert db.scalars(select(Message.id).where(Message.case_id == client.case.id)).all() == []
        assert messages.waiting_for_coach(db, [client.case.id]) == {}
        with pytest.raises(NotFound):
            messages.mark_read(db, client.case, by=actor, until=message_id)
        db.rollback()
    for someone in (stranger, other_coach):
        act(db, someone)
        with pytest.raises(ProgrammingError, match="row-level security"):
            messages.send(db, client.case, by=someone.actor(), text="Hallo")
        db.rollback()
