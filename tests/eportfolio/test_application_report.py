"""The period report: what is in it, and sending it to the coach."""

import datetime as dt

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from eportfolio import applications, audit, receipts
from eportfolio.applications import Agreed, PeriodReport, ReportFile, Stage
from eportfolio.base import Invalid, NotAllowed, NotFound, today
from eportfolio.notices import Notice, Topic
from eportfolio.signals import Kind, signals_of
from tests.eportfolio.applications import ago, logged
from tests.people import People, Someone, act


def report(db: Session, client: Someone, days: int = 27, **more: object) -> PeriodReport:
    act(db, client)
    return applications.report_of(db, client.case.id, first=ago(days), last=today(), **more)  # type: ignore[arg-type]


def test_report_holds_what_was_applied_for_and_what_went_on(db: Session, people: People) -> None:
    client = people.client()
    by = client.actor()
    before = logged(db, client, employer="Eerder", applied_on=ago(50))
    quiet = logged(db, client, employer="Stil", applied_on=ago(51))
    inside = logged(db, client, employer="Łódź & Zn.", applied_on=ago(10), contact="mevrouw Öz")
    logged(db, client, employer="Plan", stage=Stage.PLANNED, applied_on=ago(2))
    removed = logged(db, client, employer="Weg", applied_on=ago(2))
    applications.remove(db, removed, by=by)
    applications.move_to(db, before, by=by, stage=Stage.INTERVIEW, on=ago(4), words="Fijn gesprek")
    applications.move_to(db, inside, by=by, stage=Stage.REJECTED, on=ago(1), words="Te weinig ervaring")
    file = ReportFile("scherm.png", ago(9), "ab" * 32)
    found = report(db, client, agreed=Agreed(4, 4, ago(60)), files=lambda ids: {inside.id: [file]})
    assert [item.id for item in found.items] == [inside.id]
    assert [item.id for item in found.earlier] == [before.id]
    assert quiet.id not in {item.id for item in found.all_items}
    (item,) = found.items
    assert [(step.stage, step.on, step.words) for step in item.steps] == [
        (Stage.SENT, ago(10), None),
        (Stage.REJECTED, ago(1), "Te weinig ervaring"),
    ]
    assert item.files == [file]
    assert item.number == receipts.numbers_of(db, client.case.id, [inside.id])[inside.id]
    assert (found.interviews, found.told, found.ended, found.running) == (1, 1, 1, 0)


@pytest.mark.parametrize(
    ("first", "last", "field"), [(0, 1, "last"), (-1, -1, "first"), (3, -1, "last"), (400, 0, "first")]
)
def test_a_period_that_cannot_be_is_refused(db: Session, people: People, first: int, last: int, field: str) -> None:
    client = people.client()
    act(db, client)
    with pytest.raises(Invalid) as refused:
        applications.report_of(db, client.case.id, first=ago(first), last=ago(last))
    assert refused.value.field == field


def test_sending_gives_a_receipt_with_an_exact_copy_and_tells_the_coach(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, employer="Bäckerij Ğ", applied_on=ago(3), note="Met de bus")
    made = report(db, client)
    sent = applications.send_report(db, client.case, made, by=client.actor())
    assert sent.report == made
    receipt = sent.receipt
    assert receipt.kind is receipts.ReceiptKind.APPLICATION_REPORT
    copied = {row["label"]: row["value"] for row in receipt.copy}
    assert "Opmerking: Met de bus" in copied[application.label]
    assert f"{ago(3):%d-%m-%Y}: gesolliciteerd" in copied[application.label]
    entry = db.scalars(audit.entries_of(client.case.id)).first()
    assert (entry.action, entry.subject) == (audit.Action.SENT, audit.Subject.APPLICATION_REPORT)
    db.commit()
    act(db, client.coach)
    signals = signals_of(db, [client.case.id])[client.case.id]
    assert Kind.NEW_REPORTS in {signal.kind for signal in signals}
    applications.mark_report_seen(db, applications.sent_report(db, client.case.id, sent.id), by=client.coach.actor())
    db.expire_all()
    assert applications.sent_report(db, client.case.id, sent.id).seen_by_name == client.coach.account.name
    assert Kind.NEW_REPORTS not in {one.kind for one in signals_of(db, [client.case.id]).get(client.case.id, [])}
    assert db.scalar(select(func.count()).where(Notice.topic == Topic.APPLICATION_REPORT)) == 1


def test_the_same_report_again_gives_the_same_receipt_and_a_changed_one_a_new(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=ago(3))
    by = client.actor()
    first = applications.send_report(db, client.case, report(db, client), by=by)
    again = applications.send_report(db, client.case, report(db, client), by=by)
    assert (first.id, first.receipt.number) == (again.id, again.receipt.number)
    kept = first.report
    applications.move_to(db, application, by=by, stage=Stage.REJECTED, on=today(), words="Helaas")
    changed = applications.send_report(db, client.case, report(db, client), by=by)
    assert changed.receipt.number != first.receipt.number
    assert applications.sent_report(db, client.case.id, first.id).report == kept
    assert len(applications.sent_reports_of(db, client.case.id)) == 2


def test_roles_keep_to_their_own_and_what_was_sent_cannot_be_rewritten(db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    logged(db, client)
    sent = applications.send_report(db, client.case, report(db, client), by=client.actor())
    with pytest.raises(NotAllowed):
        applications.mark_report_seen(db, sent, by=client.actor())
    with pytest.raises(NotAllowed):
        applications.send_report(db, client.case, sent.report, by=client.coach.actor())
    db.commit()
    act(db, stranger)
    with pytest.raises(NotFound):
        applications.sent_report(db, client.case.id, sent.id)
    act(db, client)
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.execute(text("UPDATE application_report SET content = '{}' WHERE id = :id"), {"id": sent.id})


def test_an_empty_period_is_a_report_too(db: Session, people: People) -> None:
    found = report(db, people.client())
    assert (found.all_items, found.interviews, found.last - found.first) == ([], 0, dt.timedelta(days=27))
