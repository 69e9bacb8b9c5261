"""Steps of an application: added, put right, taken back; where it stands follows from what is left."""

import pytest
from sqlalchemy.orm import Session

from eportfolio import applications, receipts
from eportfolio.applications import ChangedMeanwhile, FirstStep, Stage
from eportfolio.base import Invalid, NotFound, today
from tests.eportfolio.applications import ago, logged, reread
from tests.people import People, act


def test_a_plan_that_is_carried_out_gets_the_day_on_which_she_applied(db: Session, people: People) -> None:
    client = people.client()
    plan = logged(db, client, stage=Stage.PLANNED, applied_on=ago(-5))
    applications.move_to(db, plan, by=client.actor(), stage=Stage.SENT, on=ago(1))
    plan = reread(db, client, plan)
    assert (plan.applied_on, plan.stage, plan.stage_on) == (ago(1), Stage.SENT, ago(1))
    dropped = logged(db, client, stage=Stage.PLANNED, employer="Iets anders", applied_on=ago(-5))
    applications.move_to(db, dropped, by=client.actor(), stage=Stage.WITHDRAWN, on=today())
    assert reread(db, client, dropped).applied_on == ago(-5)


def test_a_wrong_day_can_be_put_right_and_decides_anew_where_it_stands(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=ago(20))
    step = applications.move_to(db, application, by=client.actor(), stage=Stage.REJECTED, on=ago(2), words="Te ver")
    applications.move_to(db, application, by=client.actor(), stage=Stage.INTERVIEW, on=ago(9))
    applications.correct_step(
        db, application, step.id, by=client.actor(), on=ago(12), words="Te ver weg", version=step.version
    )
    application = reread(db, client, application)
    assert (application.stage, application.stage_on) == (Stage.INTERVIEW, ago(9))
    assert [row.stage for row in application.stages] == [Stage.SENT, Stage.REJECTED, Stage.INTERVIEW]
    with pytest.raises(Invalid):
        applications.correct_step(
            db, application, step.id, by=client.actor(), on=ago(-1), words=None, version=step.version
        )


def test_the_day_of_the_first_step_is_the_day_of_applying(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=ago(3))
    first = applications.first_step(application)
    applications.correct_step(db, application, first.id, by=client.actor(), on=ago(8), words="Gemaild", version=1)
    application = reread(db, client, application)
    assert (application.applied_on, application.stage_on, application.stages[0].words) == (ago(8), ago(8), "Gemaild")


def test_two_corrections_of_one_step_do_not_overwrite_each_other(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=ago(9))
    step = applications.move_to(db, application, by=client.actor(), stage=Stage.INTERVIEW, on=ago(3), words="Goed")
    change = {"by": client.actor(), "on": ago(3), "version": step.version}
    applications.correct_step(db, application, step.id, words="Heel goed", **change)
    with pytest.raises(ChangedMeanwhile):
        applications.correct_step(db, application, step.id, words="Slecht", **change)
    with pytest.raises(ChangedMeanwhile):
        applications.tell_how_it_went(
            db, application, step.id, by=client.actor(), experience="Slecht", version=change["version"]
        )
    assert reread(db, client, application).experience == "Heel goed"


def test_words_of_an_interview_are_how_it_went_and_can_be_emptied(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=ago(9))
    step = applications.move_to(db, application, by=client.actor(), stage=Stage.INTERVIEW, on=ago(3), words="Goed")
    applications.correct_step(db, application, step.id, by=client.actor(), on=ago(3), words=None, version=1)
    assert reread(db, client, application).experience is None
    assert [row.id for row in applications.awaiting_experience(db, client.case.id)] == [step.id]


def test_a_step_that_did_not_happen_is_taken_back_and_can_be_put_back(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, applied_on=ago(9))
    step = applications.move_to(db, application, by=client.actor(), stage=Stage.REJECTED, on=ago(2))
    applications.take_back(db, application, step.id, by=client.actor())
    application = reread(db, client, application)
    assert (application.stage, application.stage_on, len(application.stages)) == (Stage.SENT, ago(9), 1)
    with pytest.raises(NotFound):
        applications.step_of(db, application, step.id)
    applications.put_back(db, application, step.id, by=client.actor())
    applications.put_back(db, application, step.id, by=client.actor())
    assert reread(db, client, application).stage is Stage.REJECTED
    with pytest.raises(FirstStep):
        applications.take_back(db, application, application.stages[0].id, by=client.actor())


def test_a_step_of_another_application_is_not_found(db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    theirs = logged(db, stranger, applied_on=ago(9))
    step = applications.move_to(db, theirs, by=stranger.actor(), stage=Stage.REJECTED, on=ago(2))
    mine = logged(db, client)
    for deed in (applications.take_back, applications.step_of):
        with pytest.raises(NotFound):
            deed(db, mine, step.id, **({"by": client.actor()} if deed is applications.take_back else {}))


def test_writing_down_the_same_twice_gives_the_same_receipt(db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    first = logged(db, client, note="Gebeld")
    again = logged(db, client, note="Gebeld")
    other = logged(db, client, note="Gemaild")
    assert first.id == again.id != other.id
    assert len(receipts.receipts_of(db, client.case.id)) == 2
    applications.remove(db, first, by=client.actor())
    assert logged(db, client, note="Gebeld").id != first.id


def test_a_plan_for_today_does_not_stand_in_the_way_of_having_applied(db: Session, people: People) -> None:
    client = people.client()
    plan = logged(db, client, stage=Stage.PLANNED)
    assert logged(db, client).id != plan.id
