"""Entering together: the client starts it, the helper gets in nowhere, and everything is marked and looked at again."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from eportfolio import agreements, applications, facts, helping, messages, overview, portfolio
from eportfolio.access import Actor, Channel
from eportfolio.applications import Details, How
from eportfolio.base import Invalid, NotAllowed, NotFound, today
from eportfolio.facts import Source
from eportfolio.helped import HelpCode, HelpedEntry, Way
from eportfolio.intake import sent
from eportfolio.notices import Notice, Topic
from eportfolio.people import CaseFile, case_of_client
from eportfolio.portfolio.entries import Skill
from tests.people import People, Someone, act

TERMS = agreements.Terms(
    title="Cursus medicijnen geven",
    why="U wilt in de thuiszorg werken.",
    client_does="U volgt 4 lessen bij ROC Zuid.",
    agency_does="Wij betalen de cursus en uw reis.",
    due_on=today() + dt.timedelta(days=30),
    review_on=today() + dt.timedelta(days=34),
    answer_by=today() + dt.timedelta(days=7),
)


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def helper(people: People) -> Someone:
    return people.helper()


def code_of(db: Session, helper: Someone) -> str:
    code = helping.new_code(db, by=act(db, helper)).code
    db.commit()
    return code


def beside(db: Session, client: Someone, helper: Someone) -> tuple[CaseFile, Actor]:
    """The client, with the helper at her side."""
    code = code_of(db, helper)
    actor = act(db, client)
    case = case_of_client(db, client.account.id)
    begun = helping.start(db, case, by=actor, typed=code)
    with_help = Actor(actor.account_id, actor.role, actor.name, actor.channel, helping.helper_of(begun))
    return case, with_help


def log_a_job(db: Session, case: CaseFile, by: Actor, job: str = "Kok") -> None:
    applications.log_application(db, case, by=by, details=Details("De Haven", job, today(), How.EMAIL))


def test_what_is_entered_together_is_marked_and_the_helper_sees_nothing(
    db: Session, client: Someone, helper: Someone
) -> None:
    case, together = beside(db, client, helper)
    log_a_job(db, case, together)
    messages.send(db, case, by=together, text="Dag, ik ben er weer.")
    fact = facts.set_fact(db, case, key="goal.own_words", value="kok worden", by=together)

    entries = helping.to_check(db, case.id)

    assert fact.source is Source.HELPER
    assert {entry.subject for entry in entries} == {"application", "message"}
    assert {entry.helper_name for entry in entries} == {helper.account.name}
    act(db, helper)
    db.expire_all()
    assert db.scalar(select(func.count()).select_from(HelpedEntry)) == 0
    assert db.scalar(text("SELECT count(*) FROM case_file")) == 0


def test_what_she_enters_alone_is_not_marked(db: Session, client: Someone) -> None:
    actor = act(db, client)
    case = case_of_client(db, client.account.id)
    log_a_job(db, case, actor)
    assert helping.to_check(db, case.id) == []


def test_she_confirms_alone_one_by_one_or_all(db: Session, client: Someone, helper: Someone) -> None:
    case, together = beside(db, client, helper)
    for job in ("Kok", "Afwasser", "Bakker"):
        log_a_job(db, case, together, job)
    entries = [entry.id for entry in helping.to_check(db, case.id)]
    with pytest.raises(NotAllowed):
        helping.confirm(db, case, entries, by=together)

    alone = client.actor()
    assert helping.confirm(db, case, entries[:1], by=alone) == 1
    assert len(helping.to_check(db, case.id)) == 2
    assert helping.confirm(db, case, entries, by=alone) == 2
    assert helping.to_check(db, case.id) == []
    assert len(helping.checked(db, case.id)) == 3


def test_nobody_confirms_for_her(db: Session, client: Someone, helper: Someone, people: People) -> None:
    case, together = beside(db, client, helper)
    log_a_job(db, case, together)
    (entry,) = helping.to_check(db, case.id)
    assert client.coach is not None
    with pytest.raises(NotAllowed):
        helping.confirm(db, case, [entry.id], by=client.coach.actor())
    other = people.client()
    act(db, other)
    with pytest.raises(NotFound):
        helping.confirm(db, case_of_client(db, other.account.id), [entry.id], by=other.actor())


def test_a_code_works_once(db: Session, client: Someone, helper: Someone, people: People) -> None:
    code = code_of(db, helper)
    act(db, client)
    case = case_of_client(db, client.account.id)
    helping.start(db, case, by=client.actor(), typed=f" {code[:3]} {code[3:]} ")
    other = people.client()
    act(db, other)
    with pytest.raises(Invalid):
        helping.start(db, case_of_client(db, other.account.id), by=other.actor(), typed=code)


@pytest.mark.parametrize("typed", ["", "000", "abcdef", "🙂", "٣٣٣٣٣٣", "1" * 100_000])
def test_what_is_no_code_is_refused(db: Session, client: Someone, typed: str) -> None:
    act(db, client)
    with pytest.raises(Invalid):
        helping.start(db, case_of_client(db, client.account.id), by=client.actor(), typed=typed)


def test_an_old_code_is_refused_and_a_new_one_voids_the_one_before(
    db: Session, owner_db: Session, client: Someone, helper: Someone
) -> None:
    first = code_of(db, helper)
    second = code_of(db, helper)
    act(db, client)
    case = case_of_client(db, client.account.id)
    if first != second:
        with pytest.raises(Invalid):
            helping.start(db, case, by=client.actor(), typed=first)
    db.rollback()
    row = owner_db.scalars(select(HelpCode).where(HelpCode.code == second, HelpCode.used_at.is_(None))).one()
    row.made_at -= dt.timedelta(minutes=11)
    owner_db.commit()
    act(db, client)
    with pytest.raises(Invalid):
        helping.start(db, case, by=client.actor(), typed=second)


def test_only_staff_makes_codes_and_only_the_client_uses_them(
    db: Session, client: Someone, helper: Someone, people: People
) -> None:
    for someone in (client, people.manager()):
        with pytest.raises(NotAllowed):
            helping.new_code(db, by=act(db, someone))
    code = code_of(db, helper)
    assert client.coach is not None
    assert client.case is not None
    with pytest.raises(NotAllowed):
        helping.start(db, client.case, by=client.coach.actor(), typed=code)


def told(db: Session, client: Someone, channel: Channel = Channel.PHONE) -> tuple[CaseFile, Actor]:
    """Her coach, who was told something by phone."""
    assert client.coach is not None
    assert client.case is not None
    return client.case, helping.on_behalf(act(db, client.coach), channel)


def test_what_the_coach_was_told_is_written_down_marked_and_told_to_the_client(
    db: Session, owner_db: Session, client: Someone
) -> None:
    case, coach = told(db, client)
    details = Details("De Haven", "Kok", today(), How.PHONE)
    logged = applications.log_application(db, case, by=coach, details=details)
    again = applications.log_application(db, case, by=coach, details=details)
    db.commit()

    assert logged.receipt is None
    assert again == (logged.application, None, True)
    assert logged.application.on_behalf
    assert logged.application.entered_by_name == coach.name
    assert not logged.application.is_new
    (notice,) = owner_db.scalars(select(Notice).where(Notice.account_id == client.account.id))
    assert notice.topic is Topic.ON_BEHALF

    alone = act(db, client)
    (entry,) = helping.to_check(db, case.id)
    assert (entry.way, entry.channel, entry.label) == (Way.ON_BEHALF, Channel.PHONE, "Kok, De Haven")
    assert overview.open_own_file(db, client.account.id).counts["helped"] == 1
    assert helping.confirm(db, case, [entry.id], by=alone) == 1
    assert overview.open_own_file(db, client.account.id).counts["helped"] == 0
    assert [one.confirmed_at is not None for one in helping.written_on_behalf(db, case.id)] == [True]


def test_what_she_corrects_is_new_for_the_coach(db: Session, client: Someone) -> None:
    case, coach = told(db, client, Channel.PAPER)
    application = applications.log_application(
        db, case, by=coach, details=Details("De Haven", "Kok", today(), How.EMAIL)
    ).application
    alone = act(db, client)
    applications.correct(
        db, application, by=alone, details=Details("De Haven", "Souschef", today(), How.EMAIL), version=1
    )
    assert application.is_new


def test_only_the_coach_writes_on_behalf_and_only_what_she_was_told(
    db: Session, client: Someone, helper: Someone, people: People
) -> None:
    for someone in (client, helper, people.manager()):
        with pytest.raises(NotAllowed):
            helping.on_behalf(someone.actor(), Channel.PHONE)
    assert client.coach is not None
    with pytest.raises(NotAllowed):
        helping.on_behalf(client.coach.actor(), Channel.CHAT)
    assert client.case is not None
    with pytest.raises(NotAllowed):
        log_a_job(db, client.case, act(db, client.coach))


def test_agreeing_sending_and_changing_stay_hers(db: Session, client: Someone) -> None:
    case, coach = told(db, client)
    application = applications.log_application(
        db, case, by=coach, details=Details("De Haven", "Kok", today(), How.EMAIL)
    ).application
    with pytest.raises(NotAllowed):
        applications.remove(db, application, by=coach)
    with pytest.raises(NotAllowed):
        portfolio.add_entry(db, case, Skill("Koken"), by=coach)
    with pytest.raises(NotAllowed):
        sent.send(db, case, by=coach, language="nl")
    with pytest.raises(NotAllowed):
        agreements.propose(db, case, by=coach, terms=TERMS)


def test_nobody_agrees_or_answers_for_her(db: Session, client: Someone) -> None:
    """Not even to what she proposed herself, nor to a question of the coach who writes it down."""
    case, femke = client.case, act(db, client)
    assert case is not None
    hers, _receipt = agreements.propose(db, case, by=femke, terms=TERMS)
    assert client.coach is not None
    samira = act(db, client.coach)
    his, _none = agreements.propose(db, case, by=samira, terms=replace(TERMS, title="Taalles"))
    question = messages.send(db, case, by=samira, text="Kunt u dinsdag?", answer_expected=True)
    thread = messages.thread_of(db, case.id, question.thread_id)
    case, coach = told(db, client)
    for deed in (
        lambda: agreements.agree(db, case, hers, by=coach, number=1),
        lambda: agreements.agree(db, case, his, by=coach, number=1),
        lambda: agreements.disagree(db, case, hers, by=coach, number=1, words="Nee."),
        lambda: messages.send(db, case, by=coach, thread=thread, text="Dinsdag kan."),
        lambda: facts.set_fact(db, case, key="wish.hours_per_week", value=24, by=coach),
    ):
        with pytest.raises(NotAllowed), db.begin_nested():
            deed()
    act(db, client)
    db.expire_all()
    unanswered = agreements.agreement_of(db, case.id, hers.id, reader_id=femke.account_id)
    assert unanswered.state is agreements.State.PROPOSED
    assert messages.message_of(db, case.id, question.id).is_waiting


def test_the_coach_cannot_confirm_for_her_in_the_database_either(db: Session, client: Someone) -> None:
    case, coach = told(db, client)
    applications.log_application(db, case, by=coach, details=Details("De Haven", "Kok", today(), How.EMAIL))
    done = db.execute(text("UPDATE helped_entry SET confirmed_at = now() RETURNING id")).all()
    assert done == []


def test_what_is_entered_together_in_her_profile_says_so(db: Session, client: Someone, helper: Someone) -> None:
    case, together = beside(db, client, helper)
    row = portfolio.add_entry(db, case, Skill("Koken"), by=together)
    assert row.source is Source.HELPER
    assert [entry.subject for entry in helping.to_check(db, case.id)] == ["portfolio"]
