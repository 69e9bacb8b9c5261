"""Intakes to test with: filled in, sent, looked at."""

from sqlalchemy.orm import Session

from eportfolio.access import Actor, Channel
from eportfolio.intake.draft import (
    Draft,
    answer_question,
    draft_of,
    say_unknown,
    skip_question,
)
from eportfolio.intake.sent import Row, send, sent_intake
from eportfolio.people import CaseFile, case_of_client, case_of_coach
from tests.people import Someone, act


def file_of(db: Session, client: Someone, channel: Channel | None = None) -> tuple[CaseFile, Actor]:
    """The client at work in her own file."""
    actor = act(db, client, channel)
    return case_of_client(db, client.account.id), actor


def as_coach(db: Session, client: Someone) -> tuple[CaseFile, Actor]:
    assert client.coach is not None
    actor = act(db, client.coach)
    assert client.case is not None
    return case_of_coach(db, client.coach.account.id, client.case.id), actor


def fill_in(db: Session, case: CaseFile, by: Actor, **answers: object) -> Draft:
    """Answer every question on the path: as given here, and otherwise with as little as possible."""
    plain = {
        "last_job_title": "kok",
        "driving_licences": ["B"],
        "household": "alone",
        "digital_help": "no_help",
        "contact_way": "messages",
    } | answers
    while (question := draft_of(db, case).next_question) is not None:
        if question.id in plain:
            answer_question(db, case, by=by, question_id=question.id, raw=plain[question.id], language="nl")
        elif question.may_skip:
            skip_question(db, case, by=by, question_id=question.id, language="nl")
        else:
            say_unknown(db, case, by=by, question_id=question.id, language="nl")
    return draft_of(db, case)


def row_of(db: Session, case: CaseFile, question_id: str) -> Row:
    rows = [row for chapter in sent_intake(db, case, "nl") for row in chapter.rows]
    return next(row for row in rows if row.question.id == question_id)


def send_filled_in(db: Session, client: Someone, **answers: object) -> None:
    case, by = file_of(db, client)
    fill_in(db, case, by, **answers)
    send(db, case, by=by, language="nl")
    db.flush()
