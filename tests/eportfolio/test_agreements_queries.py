"""What signals, the menu and the plan ask about agreements, and in how many statements."""

import datetime as dt

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from eportfolio import agreements
from eportfolio.agreements import Side, Target
from eportfolio.base import today
from tests.eportfolio.test_agreements import agreed, proposal, terms
from tests.people import People, act


@pytest.fixture
def statements(portal_engine: Engine):
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(portal_engine, "before_cursor_execute", note)
    yield seen
    event.remove(portal_engine, "before_cursor_execute", note)


def test_waiting_counts_only_what_this_side_must_answer(db: Session, people: People) -> None:
    client = people.client()
    late = proposal(db, client, title="Later", answer_by=today() + dt.timedelta(days=9))
    soon = proposal(db, client, title="Eerst")
    own = proposal(db, client, by=client)
    agreed(db, client)
    assert [row.id for row in agreements.waiting_for_answer(db, client.case.id, Side.CLIENT)] == [soon.id, late.id]
    assert [row.id for row in agreements.waiting_for_answer(db, client.case.id, Side.AGENCY)] == [own.id]
    assert db.scalar(agreements.count_waiting(client.case.id, Side.CLIENT)) == 2


def test_one_agreement_whole_takes_three_statements(db: Session, people: People, statements: list[str]) -> None:
    client = people.client()
    first = proposal(db, client)
    for number in range(2, 5):
        agreements.propose_new_version(
            db,
            client.case,
            first,
            by=act(db, client.coach),
            terms=terms(title=f"Versie {number}"),
            instead_of=number - 1,
        )
    agreed(db, client)
    db.flush()
    db.expunge_all()
    statements.clear()
    agreements.agreement_of(db, client.case.id, first.id, reader_id=client.account.id)
    assert len(statements) == 3
    db.expunge_all()
    statements.clear()
    plan = agreements.plan_of(db, client.case.id)
    assert len(statements) == 3
    assert len(plan) == 2


def test_the_plan_leaves_out_drafts_and_withdrawn_and_ends_with_what_ended(db: Session, people: People) -> None:
    client = people.client()
    agreements.save_draft(db, client.case, by=act(db, client), terms=terms())
    gone = proposal(db, client)
    agreements.withdraw(db, client.case, gone, by=act(db, client.coach), words="Vol", number=1)
    done = agreed(db, client, due_on=today() + dt.timedelta(days=2), answer_by=today())
    agreements.report_done(db, client.case, done, by=act(db, client))
    later = proposal(db, client)
    assert [row.id for row in agreements.plan_of(db, client.case.id)] == [later.id, done.id]


def test_the_agreed_number_of_applications_is_of_the_version_in_force(db: Session, people: People) -> None:
    client = people.client()
    assert agreements.applications_target(db, client.case.id) is None
    row = agreed(db, client, applications=Target(4, 2))
    agreements.propose_new_version(
        db, client.case, row, by=act(db, client.coach), terms=terms(applications=Target(9, 1)), instead_of=1
    )
    assert agreements.applications_target(db, client.case.id) == Target(4, 2)
    agreements.agree(db, client.case, row, by=act(db, client), number=2)
    assert agreements.applications_target(db, client.case.id) == Target(9, 1)
    agreements.report_done(db, client.case, row, by=act(db, client))
    assert agreements.applications_target(db, client.case.id) is None
