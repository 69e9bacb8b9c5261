"""Told once: from the intake to the portfolio and back; and what the coach does with what is shared."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio import facts, portfolio
from eportfolio.audit import AccessLogEntry, Subject
from eportfolio.base import Conflict, Invalid, NotAllowed, NotFound
from eportfolio.facts import Review, Source
from eportfolio.intake.draft import draft_of
from eportfolio.notices import Notice
from eportfolio.overview import Todo, open_own_file, things_to_do
from eportfolio.portfolio import EntryState, Section, reviewing
from eportfolio.portfolio.entries import Education, Experience, Language, LanguageLevel, Licence, Period, Skill
from eportfolio.portfolio.told_before import Suggestion, drop_suggestions, suggestions_of, take_suggestions
from eportfolio.signals import Kind, signals_of
from tests.people import People, Someone, act

LAST_JOB = {
    "work.last_job.title": "verzorgende",
    "work.last_job.employer": "De Brug",
    "work.last_job.period": {"first": "2019-03-01", "last": None},
}


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def tell_intake(db: Session, client: Someone, values: dict[str, object]) -> None:
    for key, value in values.items():
        facts.set_fact(db, client.case, key=key, value=value, by=act(db, client))


def offered(db: Session, client: Someone) -> list[Suggestion]:
    act(db, client)
    known, rows = portfolio.known_fields(db, client.case.id), portfolio.live_entries(db, client.case.id)
    return suggestions_of(known, rows, "nl")


# From the intake


def test_last_job_of_the_intake_becomes_an_entry_with_one_press(db: Session, client: Someone) -> None:
    tell_intake(db, client, LAST_JOB)
    job = Experience("verzorgende", "De Brug", period=Period("2019-03-01", None, ongoing=True))
    assert [one.entry for one in offered(db, client)] == [job]
    assert portfolio.portfolio_of(db, client.case.id).experience == (), "nothing enters by itself"
    take_suggestions(db, client.case, ["last-job"], by=client.actor(), language="nl")
    assert portfolio.portfolio_of(db, client.case.id).experience == (job,)
    assert offered(db, client) == []


def test_everything_that_the_intake_knows_is_offered(db: Session, client: Someone) -> None:
    told = {
        "education.name": "Helpende zorg en welzijn",
        "skills.driving_licences": ["B", "AM"],
        "skills.dutch_level": "good",
        "skills.other_languages": ["tr", "other"],
        "skills.other_languages_words": "Spaans en Farsi",
    }
    tell_intake(db, client, told)
    assert [one.entry for one in offered(db, client)] == [
        Education("Helpende zorg en welzijn"),
        Licence("B"),
        Licence("AM"),
        Language("Nederlands", LanguageLevel.B2),
        Language("Turks"),
        Language("Spaans"),
        Language("Farsi"),
    ]


def test_no_licence_and_no_language_are_no_entries(db: Session, client: Someone) -> None:
    tell_intake(db, client, {"skills.driving_licences": ["none"], "skills.other_languages": ["none"]})
    assert offered(db, client) == []


def test_what_is_not_needed_is_not_offered_again_and_can_be_put_back(db: Session, client: Someone) -> None:
    tell_intake(db, client, {"skills.driving_licences": ["B"]})
    drop_suggestions(db, client.case, ["licence-B"], by=client.actor(), language="nl")
    assert offered(db, client) == []
    row = portfolio.live_entries(db, client.case.id, Section.LICENCES)[0]
    assert row.state is EntryState.REMOVED
    portfolio.put_back(db, client.case, row.entry_id, by=client.actor())
    assert portfolio.portfolio_of(db, client.case.id).licences == (Licence("B"),)


def test_source_of_the_intake_stays_the_source_of_the_entry(db: Session, client: Someone) -> None:
    actor = act(db, client)
    facts.set_fact(db, client.case, key="education.name", value="Mavo", by=actor, source=Source.CHAIN)
    take_suggestions(db, client.case, ["school", "made-up"], by=actor, language="nl")
    assert portfolio.live_entries(db, client.case.id)[0].source is Source.CHAIN


# To the intake


def test_first_job_of_the_portfolio_is_known_in_the_intake(db: Session, client: Someone) -> None:
    actor = act(db, client)
    job = Experience("Kok", "De Haven", period=Period("2016-01-01", "2020-12-31"))
    row = portfolio.add_entry(db, client.case, job, by=actor)
    known = draft_of(db, client.case).known
    assert known["last_job_title"].answer.value == "Kok"
    assert known["last_job_employer"].answer.value == "De Haven"
    assert known["last_job_period"].answer.value == {"first": "2016-01-01", "last": "2020-12-31"}
    portfolio.change_entry(db, client.case, row.entry_id, Experience("Chef-kok", "De Haven"), by=actor, version=1)
    assert draft_of(db, client.case).known["last_job_title"].answer.value == "Chef-kok"
    portfolio.remove_entry(db, client.case, row.entry_id, by=actor)
    assert "last_job_title" not in draft_of(db, client.case).known


def test_licences_languages_and_school_are_known_in_the_intake_too(db: Session, client: Someone) -> None:
    actor = act(db, client)
    for entry in (Licence("Rijbewijs B"), Licence("VCA"), Language("English"), Education("Mavo")):
        portfolio.add_entry(db, client.case, entry, by=actor)
    known = draft_of(db, client.case).known
    assert known["driving_licences"].answer.value == ["B"]
    assert known["other_languages"].answer.value == ["en"]
    assert known["education_name"].answer.value == "Mavo"


def test_what_was_told_to_the_intake_is_not_changed_by_an_entry(db: Session, client: Someone) -> None:
    tell_intake(db, client, LAST_JOB)
    portfolio.add_entry(db, client.case, Experience("Kok", "De Haven"), by=act(db, client))
    assert facts.current_facts(db, client.case.id)["work.last_job.title"].value == "verzorgende"


def test_what_an_entry_told_the_intake_is_no_suggestion(db: Session, client: Someone) -> None:
    row = portfolio.add_entry(db, client.case, Experience("Kok", "De Haven"), by=act(db, client))
    changed = Experience("Chef-kok", "De Haven")
    portfolio.change_entry(db, client.case, row.entry_id, changed, by=client.actor(), version=1)
    assert offered(db, client) == []


def test_goal_of_the_portfolio_is_confirmed_in_the_intake_and_private_until_then(db: Session, client: Someone) -> None:
    actor = act(db, client)
    values = {"goal.own_words": "Kok worden", "account.own_words": "Ik kook graag."}
    portfolio.set_fields(db, client.case, values, by=actor)
    known = draft_of(db, client.case).known
    assert {key: known[key].answer.value for key in ("goal", "own_account")} == {
        "goal": "Kok worden",
        "own_account": "Ik kook graag.",
    }
    db.commit()
    act(db, client.coach)
    assert facts.current_facts(db, client.case.id) == {}


# The coach


def shared(db: Session, client: Someone, *entries: portfolio.Entry) -> list[portfolio.PortfolioEntry]:
    actor = act(db, client)
    rows = [portfolio.add_entry(db, client.case, entry, by=actor) for entry in entries]
    for section in {row.section for row in rows}:
        portfolio.share_section(db, client.case, section, by=actor)
    db.commit()
    return rows


def test_coach_agrees_with_what_was_on_the_page_only(db: Session, client: Someone) -> None:
    seen, later = shared(db, client, Skill("Plannen"), Skill("Koken"))
    count = reviewing.accept_entries(db, client.case, [seen.id], by=act(db, client.coach))
    assert count == 1
    assert seen.review is Review.ACCEPTED
    assert later.review is Review.NEW
    assert reviewing.accept_entries(db, client.case, [seen.id], by=client.coach.actor()) == 0


def test_coach_asks_the_client_answers_and_it_is_new_again(db: Session, client: Someone, owner_db: Session) -> None:
    row = shared(db, client, Skill("Plannen"))[0]
    coach = act(db, client.coach)
    reviewing.ask_about_entry(db, client.case, row.entry_id, question="Waar deed u dat?", version=1, by=coach)
    db.commit()
    notices = owner_db.scalars(select(Notice).where(Notice.account_id == client.account.id)).all()
    assert len(notices) == 1
    actor = act(db, client)
    case, counts, *_more = open_own_file(db, client.account.id)
    assert counts["portfolio"] == 1
    nothing_else = {"current": [], "asked_id": None, "unread_messages": 0, "unread_rights": lambda: 0, "to_check": 0}
    things = things_to_do(db, case, draft_of(db, case), asked_portfolio=counts["portfolio"], **nothing_else)
    assert things[0].kind is Todo.ANSWER_PORTFOLIO
    answered = portfolio.change_entry(
        db, client.case, row.entry_id, Skill("Plannen"), by=actor, version=1, answer="Bij De Brug."
    )
    assert (answered.number, answered.review, answered.answer) == (2, Review.NEW, "Bij De Brug.")
    db.commit()
    act(db, client.coach)
    assert [one.answer for one in portfolio.new_for_coach(db, client.case.id)] == ["Bij De Brug."]


def test_question_about_what_was_changed_since_is_refused(db: Session, client: Someone) -> None:
    row = shared(db, client, Skill("Plannen"))[0]
    portfolio.change_entry(db, client.case, row.entry_id, Skill("Koken"), by=act(db, client), version=1)
    db.commit()
    coach = act(db, client.coach)
    with pytest.raises(Conflict):
        reviewing.ask_about_entry(db, client.case, row.entry_id, question="Waar?", version=1, by=coach)
    with pytest.raises(Invalid):
        reviewing.ask_about_entry(db, client.case, row.entry_id, question="  ", version=2, by=coach)


def test_coach_reaches_nothing_private(db: Session, client: Someone) -> None:
    row = portfolio.add_entry(db, client.case, Skill("Plannen"), by=act(db, client))
    db.commit()
    coach = act(db, client.coach)
    with pytest.raises(NotFound):
        reviewing.ask_about_entry(db, client.case, row.entry_id, question="Waar?", version=1, by=coach)
    assert reviewing.accept_entries(db, client.case, [row.id], by=coach) == 0
    with pytest.raises(NotAllowed):
        portfolio.remove_entry(db, client.case, row.entry_id, by=coach)


def test_same_value_again_answers_a_question_about_a_field(db: Session, client: Someone) -> None:
    actor = act(db, client)
    fact = portfolio.set_fields(db, client.case, {"profile.city": "Rotterdam"}, by=actor)[0]
    portfolio.share_section(db, client.case, Section.PROFILE, by=actor)
    db.commit()
    reviewing.ask_about_field(db, client.case, fact.id, question="Klopt dat nog?", by=act(db, client.coach))
    db.commit()
    actor = act(db, client)
    assert open_own_file(db, client.account.id).counts["portfolio"] == 1
    portfolio.set_fields(db, client.case, {"profile.city": "Rotterdam"}, by=actor)
    assert open_own_file(db, client.account.id).counts["portfolio"] == 0


def test_new_shared_things_are_a_signal_and_private_ones_are_not(db: Session, client: Someone) -> None:
    portfolio.add_entry(db, client.case, Licence("B"), by=act(db, client))
    shared(db, client, Skill("Plannen"), Skill("Koken"))
    portfolio.set_fields(db, client.case, {"goal.own_words": "Kok worden"}, by=act(db, client))
    portfolio.share_section(db, client.case, Section.GOAL, by=client.actor())
    db.commit()
    coach = act(db, client.coach)
    found = {one.kind: one.number for one in signals_of(db, [client.case.id])[client.case.id]}
    assert found == {Kind.NEW_PORTFOLIO: 3}
    rows = portfolio.new_for_coach(db, client.case.id)
    reviewing.accept_entries(db, client.case, [row.id for row in rows], by=coach)
    known = portfolio.known_fields(db, client.case.id).of(Section.GOAL)
    reviewing.accept_fields(db, client.case, [fact.id for fact in known.values()], by=coach)
    assert signals_of(db, [client.case.id]) == {}


def test_log_names_a_part_only_when_it_is_shared(db: Session, client: Someone) -> None:
    shared(db, client, Skill("Plannen"))
    act(db, client)
    lines = db.scalars(select(AccessLogEntry).where(AccessLogEntry.case_id == client.case.id)).all()
    labels = [line.label for line in lines if line.subject is Subject.PORTFOLIO]
    assert sorted(labels) == ["", "skills"]
