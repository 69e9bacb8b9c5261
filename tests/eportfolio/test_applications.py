"""The application log: what the client writes down, who sees it, and what is asked about it later."""

import datetime as dt
import uuid

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from eportfolio import applications, audit, receipts
from eportfolio.applications import ApplicationStage, How, JobApplication, Shown, Stage
from eportfolio.base import Invalid, NotAllowed, NotFound, today
from tests.eportfolio.applications import details, logged, reread
from tests.people import People, act


def test_a_new_application_is_on_the_list_with_receipt_and_log_line(db: Session, people: People) -> None:
    client = people.client()
    actor = act(db, client)
    told = details(employer="Bäckerij Łódź & Zn.", note="Gebeld met mw. De Vries")
    application, receipt, _repeated = applications.log_application(db, client.case, by=actor, details=told)
    assert [row.id for row in applications.find(db, client.case.id).items] == [application.id]
    assert receipt.subject_id == application.id
    assert {"label": "Werkgever", "value": "Bäckerij Łódź & Zn."} in receipt.copy
    assert {"label": "Hoe", "value": "per e-mail"} in receipt.copy
    assert receipts.receipt_numbered(db, client.case.id, receipt.number).kind is receipts.ReceiptKind.APPLICATION
    entry = db.scalars(audit.entries_of(client.case.id)).first()
    assert (entry.action, entry.subject, entry.subject_id) == (
        audit.Action.ADDED,
        audit.Subject.APPLICATION,
        application.id,
    )
    assert entry.label == "Verzorgende, Bäckerij Łódź & Zn."


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"employer": "  "}, "employer"),
        ({"job": "x" * 161}, "job"),
        ({"applied_on": dt.date(2999, 1, 1)}, "applied_on"),
        ({"vacancy_url": "javascript:alert(1)"}, "vacancy_url"),
        ({"vacancy_url": "https://"}, "vacancy_url"),
        ({"vacancy_url": "https://a.example/ b"}, "vacancy_url"),
        ({"vacancy_url": "http://[oops"}, "vacancy_url"),
        ({"note": "x" * 2001}, "note"),
        ({"contact": "nul\x00byte"}, "contact"),
    ],
)
def test_impossible_values_are_refused_with_their_field(
    db: Session, people: People, wrong: dict[str, object], field: str
) -> None:
    client = people.client()
    with pytest.raises(Invalid) as refused:
        logged(db, client, **wrong)
    assert refused.value.field == field


def test_only_a_plan_may_lie_in_the_future(db: Session, people: People) -> None:
    client = people.client()
    tomorrow = today() + dt.timedelta(days=1)
    planned = logged(db, client, stage=Stage.PLANNED, applied_on=tomorrow)
    applications.move_to(db, planned, by=client.actor(), stage=Stage.SENT, on=today())
    assert planned.stage is Stage.SENT
    with pytest.raises(Invalid):
        applications.move_to(db, planned, by=client.actor(), stage=Stage.REJECTED, on=tomorrow)


def test_a_step_that_was_forgotten_does_not_undo_the_newest(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=today() - dt.timedelta(days=9))
    rejected_on = today() - dt.timedelta(days=2)
    applications.move_to(db, application, by=client.actor(), stage=Stage.REJECTED, on=rejected_on, words="Te ver weg")
    applications.move_to(
        db, application, by=client.actor(), stage=Stage.INTERVIEW, on=today() - dt.timedelta(days=5), words="Ging goed"
    )
    application = reread(db, client, application)
    assert application.stage is Stage.REJECTED
    assert [step.stage for step in application.stages] == [Stage.SENT, Stage.INTERVIEW, Stage.REJECTED]
    assert application.outcome == "Te ver weg"
    assert application.experience == "Ging goed"


def test_correcting_the_date_also_corrects_the_first_step(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client)
    earlier = today() - dt.timedelta(days=30)
    applications.correct(
        db, application, by=client.actor(), details=details(applied_on=earlier), version=application.version
    )
    application = reread(db, client, application)
    assert (application.applied_on, application.stage_on, application.stages[0].on) == (earlier,) * 3


def test_two_corrections_at_once_do_not_overwrite_each_other(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client)
    opened_with = application.version
    applications.correct(db, application, by=client.actor(), details=details(job="Kok"), version=opened_with)
    with pytest.raises(applications.ChangedMeanwhile):
        applications.correct(db, application, by=client.actor(), details=details(job="Kelner"), version=opened_with)
    assert reread(db, client, application).job == "Kok"


def test_how_it_went_is_asked_after_the_interview_and_not_again(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=today() - dt.timedelta(days=3))
    applications.move_to(
        db, application, by=client.actor(), stage=Stage.INTERVIEW, on=today() + dt.timedelta(days=2), words="Om 10 uur"
    )
    assert applications.awaiting_experience(db, client.case.id) == []
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=3)):
        (interview,) = applications.awaiting_experience(db, client.case.id)
        assert interview.application.employer == "Thuiszorg Maasstad"
        applications.tell_how_it_went(
            db,
            application,
            interview.id,
            by=client.actor(),
            experience="Fijn gesprek",
            outcome=Stage.OFFER,
            outcome_words="24 uur per week",
        )
        assert applications.awaiting_experience(db, client.case.id) == []
    application = reread(db, client, application)
    assert application.stage is Stage.OFFER
    assert application.experience == "Fijn gesprek"
    assert application.last_words == "24 uur per week"
    assert next(step for step in application.stages if step.stage is Stage.INTERVIEW).words == "Om 10 uur"


def test_how_it_went_cannot_be_told_before_it_was(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client)
    step = applications.move_to(
        db, application, by=client.actor(), stage=Stage.INTERVIEW, on=today() + dt.timedelta(days=1)
    )
    with pytest.raises(Invalid):
        applications.tell_how_it_went(db, application, step.id, by=client.actor(), experience="Goed")
    with pytest.raises(NotFound):
        applications.tell_how_it_went(db, application, uuid.uuid4(), by=client.actor(), experience="Goed")


def test_words_with_a_past_interview_are_how_it_went(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=today() - dt.timedelta(days=9))
    applications.move_to(
        db,
        application,
        by=client.actor(),
        stage=Stage.INTERVIEW,
        on=today() - dt.timedelta(days=1),
        words="Ze belden niet terug",
    )
    assert reread(db, client, application).experience == "Ze belden niet terug"
    assert applications.awaiting_experience(db, client.case.id) == []


def test_a_closed_application_is_not_asked_about(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=today() - dt.timedelta(days=9))
    yesterday = today() - dt.timedelta(days=1)
    applications.move_to(db, application, by=client.actor(), stage=Stage.INTERVIEW, on=yesterday)
    assert len(applications.awaiting_experience(db, client.case.id)) == 1
    applications.move_to(db, application, by=client.actor(), stage=Stage.WITHDRAWN, on=today())
    assert applications.awaiting_experience(db, client.case.id) == []


def test_removing_hides_and_restoring_brings_back(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client)
    applications.remove(db, application, by=client.actor())
    assert applications.find(db, client.case.id).total == 0
    with pytest.raises(NotFound):
        applications.application_of(db, client.case.id, application.id)
    with pytest.raises(NotFound):
        applications.move_to(db, application, by=client.actor(), stage=Stage.OFFER, on=today())
    removed = applications.application_of(db, client.case.id, application.id, removed=True)
    applications.restore(db, removed, by=client.actor())
    assert applications.find(db, client.case.id).total == 1


def test_list_filters_searches_and_pages(db: Session, people: People) -> None:
    client = people.client()
    running = logged(db, client, employer="Bakkerij 100% Brood", applied_on=today() - dt.timedelta(days=3))
    closed = logged(db, client, employer="Garage Prins", applied_on=today() - dt.timedelta(days=2))
    applications.move_to(
        db, closed, by=client.actor(), stage=Stage.REJECTED, on=today(), words="Ik miste het rijbewijs"
    )
    newest = logged(db, client, employer="Hotel Zuid")
    case_id = client.case.id
    assert [row.id for row in applications.find(db, case_id).items] == [newest.id, closed.id, running.id]
    assert {row.id for row in applications.find(db, case_id, shown=Shown.OPEN).items} == {newest.id, running.id}
    assert [row.id for row in applications.find(db, case_id, shown=Shown.CLOSED).items] == [closed.id]
    assert [row.id for row in applications.find(db, case_id, words="RIJBEWIJS").items] == [closed.id]
    assert [row.id for row in applications.find(db, case_id, words="100%").items] == [running.id]
    assert applications.find(db, case_id, words="1_0").total == 0
    for number in range(applications.PAGE_SIZE):
        logged(db, client, employer=f"Werkgever {number}")
    last = applications.find(db, case_id, page=99)
    assert (last.page, last.pages, len(last.items)) == (2, 2, 3)


def test_coach_sees_what_is_new_and_marks_only_what_was_shown(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client)
    shown = application.version
    applications.move_to(db, application, by=client.actor(), stage=Stage.OFFER, on=today())
    coach = act(db, client.coach)
    assert applications.new_counts(db, [client.case.id, uuid.uuid4()]) == {client.case.id: 1}
    application = reread(db, client, application)
    applications.mark_seen(db, application, by=coach, version=shown)
    assert [row.id for row in applications.new_for_coach(db, client.case.id)] == [application.id]
    application = reread(db, client, application)
    applications.mark_seen(db, application, by=coach, version=application.version)
    assert applications.new_for_coach(db, client.case.id) == []
    assert applications.new_counts(db, [client.case.id]) == {}
    application = reread(db, client, application)
    assert application.seen_by_name == coach.name
    act(db, client)
    applications.move_to(db, application, by=client.actor(), stage=Stage.HIRED, on=today())
    assert reread(db, client, application).is_new


def test_roles_keep_to_their_own_deeds(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client)
    with pytest.raises(NotAllowed):
        applications.mark_seen(db, application, by=client.actor(), version=1)
    coach = act(db, client.coach)
    with pytest.raises(NotAllowed):
        applications.log_application(db, client.case, by=coach, details=details())
    with pytest.raises(NotAllowed):
        applications.remove(db, application, by=coach)


def test_nobody_else_sees_or_changes_a_row(db: Session, people: People) -> None:
    client, stranger, other_coach = people.client(), people.client(), people.coach()
    id_ = logged(db, client).id
    db.commit()
    for someone in (stranger, other_coach, people.helper(), people.manager()):
        act(db, someone)
        db.expire_all()
        assert db.scalars(select(JobApplication.id).where(JobApplication.id == id_)).all() == []
        assert db.scalars(select(ApplicationStage.id).where(ApplicationStage.case_id == client.case.id)).all() == []
        changed = db.execute(text("UPDATE job_application SET job = 'x' WHERE id = :id RETURNING id"), {"id": id_})
        assert changed.all() == []
        with pytest.raises(NotFound):
            applications.application_of(db, client.case.id, id_)
        db.commit()
    act(db, client.coach)
    assert applications.application_of(db, client.case.id, id_).job == "Verzorgende"


@pytest.mark.parametrize("table", ["job_application", "application_stage"])
def test_another_file_cannot_be_written_into(db: Session, people: People, table: str) -> None:
    client, stranger = people.client(), people.client()
    application = logged(db, client)
    db.commit()
    act(db, stranger)
    row = {
        "job_application": JobApplication(
            case_id=client.case.id,
            employer="x",
            job="x",
            applied_on=today(),
            how=How.OTHER,
            stage=Stage.SENT,
            stage_on=today(),
            channel=stranger.actor().channel,
            entered_by_id=stranger.account.id,
            entered_by_name="x",
        ),
        "application_stage": ApplicationStage(
            case_id=client.case.id, application_id=application.id, stage=Stage.SENT, on=today()
        ),
    }[table]
    db.add(row)
    with pytest.raises(ProgrammingError, match="row-level security"):
        db.flush()


def test_nothing_is_deleted_by_the_portal(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client)
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.execute(text("DELETE FROM job_application WHERE id = :id"), {"id": application.id})
