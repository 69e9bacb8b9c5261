"""The portfolio: entries with their history, facts asked once, doubles, and what the coach sees of it."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from eportfolio import audit, facts, portfolio
from eportfolio.base import Invalid, NotAllowed, NotFound, today
from eportfolio.facts import Review, Source
from eportfolio.intake import draft as intake
from eportfolio.intake.draft import draft_of
from eportfolio.portfolio import ChangedMeanwhile, EntryState, Origin, PortfolioEntry, PortfolioShare, Section
from eportfolio.portfolio.entries import (
    Availability,
    Education,
    Experience,
    Language,
    LanguageLevel,
    Licence,
    Period,
    Profile,
    Skill,
)
from tests.people import People, Someone, act

CARER = Experience("Verzorgende", "Zorggroep De Linde", "Rotterdam", Period("2019-09", None, True), "Hulp bij ADL.")
COOK = Experience("Kok", "Eetcafé De Haven", period=Period("2012", "2015"))


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


def add(db: Session, client: Someone, *entries: portfolio.Entry) -> list[PortfolioEntry]:
    actor = act(db, client)
    return [portfolio.add_entry(db, client.case, entry, by=actor) for entry in entries]


def names(db: Session, client: Someone, section: Section) -> list[str]:
    rows = portfolio.live_entries(db, client.case.id, section)
    return [row.label for row in rows if row.state is EntryState.CURRENT]


# What she tells


def test_everything_she_tells_comes_back_as_values(db: Session, client: Someone) -> None:
    actor = act(db, client)
    school = Education("Verzorgende IG", "ROC Zuid", period=Period("2016", "2019"), finished=True)
    turkish = Language("Turks", LanguageLevel.NATIVE)
    add(db, client, CARER, school, Skill("Plannen"), turkish, Licence("B", "2031-05"))
    values = {
        "goal.own_words": "Werken in de thuiszorg",
        "wish.hours_per_week": 24,
        "account.own_words": "Ik ben Elif.",
    }
    portfolio.set_fields(db, client.case, values, by=actor)
    portfolio.set_profile(db, client.case, Profile(headline="Verzorgende IG", city="Rotterdam"), by=actor)
    found = portfolio.portfolio_of(db, client.case.id)
    assert found.experience == (CARER,)
    assert found.education == (school,)
    assert found.skills == (Skill("Plannen"),)
    assert found.languages == (turkish,)
    assert found.licences == (Licence("B", "2031-05"),)
    assert (found.goal, found.account) == ("Werken in de thuiszorg", "Ik ben Elif.")
    assert found.availability == Availability(hours_per_week=24.0)
    assert found.profile.headline == "Verzorgende IG"
    assert (found.profile.name, found.profile.email) == (client.account.name, client.account.email)


def test_each_entry_says_from_whom_when_and_how_it_came(db: Session, client: Someone) -> None:
    actor = act(db, client)
    own = portfolio.add_entry(db, client.case, CARER, by=actor)
    read = portfolio.add_entry(db, client.case, COOK, by=actor, origin=Origin(Source.CV))
    assert (own.source, own.channel, own.entered_by_name) == (Source.CLIENT, actor.channel, client.account.name)
    assert own.review is Review.NEW
    assert read.source is Source.CV


def test_work_stands_newest_first_and_she_may_put_it_otherwise(db: Session, client: Someone) -> None:
    shop = Experience("Verkoper", "Bakkerij Bos", period=Period("2016-02", "2018"))
    rows = add(db, client, COOK, CARER, shop)
    assert names(db, client, Section.EXPERIENCE) == [CARER_LABEL, "Verkoper, Bakkerij Bos", "Kok, Eetcafé De Haven"]
    actor = act(db, client)
    portfolio.move_entry(db, client.case, rows[0].entry_id, up=True, by=actor)
    assert names(db, client, Section.EXPERIENCE)[1] == "Kok, Eetcafé De Haven"
    portfolio.move_entry(db, client.case, rows[1].entry_id, up=True, by=actor)  # it is on top already
    assert names(db, client, Section.EXPERIENCE)[0] == CARER_LABEL


CARER_LABEL = "Verzorgende, Zorggroep De Linde"


def test_change_keeps_what_stood_there(db: Session, client: Someone) -> None:
    row = add(db, client, CARER)[0]
    actor = act(db, client)
    better = Experience("Verzorgende IG", "Zorggroep De Linde", period=CARER.period)
    changed = portfolio.change_entry(db, client.case, row.entry_id, better, by=actor, version=1)
    assert changed.number == 2
    assert [one.entry for one in portfolio.history_of(db, client.case.id, row.entry_id)] == [better, CARER]
    assert portfolio.portfolio_of(db, client.case.id).experience == (better,)


def test_second_tab_is_told_and_nothing_is_overwritten(db: Session, client: Someone) -> None:
    row = add(db, client, CARER)[0]
    actor = act(db, client)
    portfolio.change_entry(db, client.case, row.entry_id, COOK, by=actor, version=1)
    with pytest.raises(ChangedMeanwhile):
        portfolio.change_entry(db, client.case, row.entry_id, CARER, by=actor, version=1)
    assert portfolio.entry_of(db, client.case.id, row.entry_id).entry == COOK


def test_saving_without_a_change_writes_nothing(db: Session, client: Someone) -> None:
    row = add(db, client, CARER)[0]
    actor = act(db, client)
    lines = audit.count_of(db, client.case.id)
    assert portfolio.change_entry(db, client.case, row.entry_id, CARER, by=actor, version=1).number == 1
    assert audit.count_of(db, client.case.id) == lines


def test_removal_can_be_undone_and_repeated(db: Session, client: Someone) -> None:
    row, _other = add(db, client, CARER, COOK)
    actor = act(db, client)
    for _twice in (1, 2):
        portfolio.remove_entry(db, client.case, row.entry_id, by=actor)
    assert names(db, client, Section.EXPERIENCE) == ["Kok, Eetcafé De Haven"]
    portfolio.put_back(db, client.case, row.entry_id, by=actor)
    assert names(db, client, Section.EXPERIENCE) == [CARER_LABEL, "Kok, Eetcafé De Haven"]


def test_changing_what_was_removed_in_another_tab_brings_it_back(db: Session, client: Someone) -> None:
    row = add(db, client, CARER)[0]
    actor = act(db, client)
    portfolio.remove_entry(db, client.case, row.entry_id, by=actor)
    portfolio.change_entry(db, client.case, row.entry_id, COOK, by=actor, version=1)
    assert names(db, client, Section.EXPERIENCE) == ["Kok, Eetcafé De Haven"]


def test_several_at_once_without_doubles(db: Session, client: Someone) -> None:
    actor = act(db, client)
    first = portfolio.add_entries(db, client.case, [Skill("Plannen"), Skill("plannen."), Skill("Koken")], by=actor)
    assert [row.label for row in first] == ["Plannen", "Koken"]
    assert portfolio.add_entries(db, client.case, [Skill("KOKEN")], by=actor) == []


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Experience("  "), "title"),
        (Experience("x" * 161), "title"),
        (Experience("Kok", description="x" * 100_000), "description"),
        (Experience("Kok", "a\x00b"), "organisation"),
        (Experience("Kok", period=Period("2019", "2012")), "end"),
        (Experience("Kok", period=Period("2190")), "start"),
        (Skill(""), "name"),
        (Licence("B", "morgen"), "valid_until"),
    ],
)
def test_impossible_entries_are_refused_with_their_field(
    db: Session, client: Someone, entry: portfolio.Entry, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add(db, client, entry)
    assert refusal.value.field == field


def test_emoji_and_right_to_left_marks_stay_as_they_are(db: Session, client: Someone) -> None:
    add(db, client, Skill("Bloemschikken 💐"), Skill("\u200fترجمة\u200f"))
    assert names(db, client, Section.SKILLS) == ["Bloemschikken 💐", "\u200fترجمة\u200f"]


# Doubles


@pytest.mark.parametrize(
    "double",
    [
        Experience("verzorgende", "Zorggroep de Linde"),
        Experience("VERZORGENDE", "Zorggroep De Linde B.V.", period=Period("2019")),
        Experience("Verzorgende", None, period=Period("2019-09-01", None, True)),
    ],
)
def test_double_is_recognised_however_it_is_written(db: Session, client: Someone, double: Experience) -> None:
    row = add(db, client, CARER)[0]
    assert portfolio.double_of([row], double) is row


@pytest.mark.parametrize(
    "other",
    [
        Experience("Verzorgende", "Thuiszorg Maasstad", period=CARER.period),
        Experience("Verzorgende", "Zorggroep De Linde", period=Period("2010", "2012")),
        Experience("Helpende", "Zorggroep De Linde", period=CARER.period),
        Skill("Verzorgende"),
    ],
)
def test_another_job_is_no_double(db: Session, client: Someone, other: portfolio.Entry) -> None:
    assert portfolio.double_of(add(db, client, CARER), other) is None


def test_names_of_languages_and_licences_in_other_words(db: Session, client: Someone) -> None:
    rows = add(db, client, Language("Engels"), Licence("Rijbewijs B"), Skill("Café-bediening"))
    assert portfolio.double_of(rows, Language("English")) is rows[0]
    assert portfolio.double_of(rows, Licence("B")) is rows[1]
    assert portfolio.double_of(rows, Licence("BE")) is None
    assert portfolio.double_of(rows, Skill("cafe bediening")) is rows[2]


# Asked once


def test_what_the_intake_knows_stands_in_the_portfolio(db: Session, client: Someone) -> None:
    actor = act(db, client)
    intake.start_or_resume(db, client.case, by=actor)
    intake.answer_question(db, client.case, by=actor, question_id="goal", raw="Weer werken", language="nl")
    assert portfolio.portfolio_of(db, client.case.id).goal == "Weer werken"


def test_correction_in_the_portfolio_stands_in_the_unsent_intake_too(db: Session, client: Someone) -> None:
    actor = act(db, client)
    intake.start_or_resume(db, client.case, by=actor)
    intake.answer_question(db, client.case, by=actor, question_id="goal", raw="Weer werken", language="nl")
    portfolio.set_fields(db, client.case, {"goal.own_words": "Kok worden"}, by=actor)
    assert draft_of(db, client.case).answers["goal"].value == "Kok worden"
    assert portfolio.portfolio_of(db, client.case.id).goal == "Kok worden"


def test_second_tab_of_a_field_is_told(db: Session, client: Someone) -> None:
    actor = act(db, client)
    opened_with = portfolio.known_fields(db, client.case.id).version(Section.GOAL)
    portfolio.set_fields(db, client.case, {"goal.own_words": "Kok worden"}, by=actor, version=opened_with)
    with pytest.raises(ChangedMeanwhile):
        portfolio.set_fields(db, client.case, {"goal.own_words": "Bakker worden"}, by=actor, version=opened_with)
    assert portfolio.portfolio_of(db, client.case.id).goal == "Kok worden"


@pytest.mark.parametrize(
    ("key", "value"),
    [("goal.own_words", "x" * 1001), ("wish.hours_per_week", 400), ("wish.available_from", "ooit"), ("bank", "x")],
)
def test_impossible_fields_are_refused(db: Session, client: Someone, key: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        portfolio.set_fields(db, client.case, {key: value}, by=act(db, client))
    assert refusal.value.field == key


# Private until shared


def share(db: Session, client: Someone, section: Section, until: dt.date | None = None) -> PortfolioShare:
    share = portfolio.share_section(db, client.case, section, by=act(db, client), until_on=until)
    db.commit()
    return share


def seen_by_coach(db: Session, client: Someone) -> portfolio.Portfolio:
    db.commit()
    act(db, client.coach)
    return portfolio.portfolio_of(db, client.case.id)


def test_coach_sees_nothing_before_it_is_shared_and_only_that_after(db: Session, client: Someone) -> None:
    add(db, client, CARER, Skill("Plannen"))
    portfolio.set_fields(db, client.case, {"goal.own_words": "Kok worden"}, by=client.actor())
    nothing = seen_by_coach(db, client)
    assert (nothing.experience, nothing.skills, nothing.goal) == ((), (), None)
    share(db, client, Section.EXPERIENCE)
    some = seen_by_coach(db, client)
    assert (some.experience, some.skills, some.goal) == ((CARER,), (), None)
    share(db, client, Section.GOAL)
    assert seen_by_coach(db, client).goal == "Kok worden"


def test_taken_back_is_gone_at_once(db: Session, client: Someone) -> None:
    add(db, client, CARER)
    share(db, client, Section.EXPERIENCE)
    portfolio.stop_sharing(db, client.case, Section.EXPERIENCE, by=act(db, client))
    assert seen_by_coach(db, client).experience == ()
    act(db, client)
    assert portfolio.shares_of(db, client.case.id) == {}


def test_share_ends_by_itself_after_its_last_day(db: Session, client: Someone, owner_db: Session) -> None:
    add(db, client, CARER)
    one = share(db, client, Section.EXPERIENCE, until=today())
    assert seen_by_coach(db, client).experience == (CARER,)
    owner_db.execute(update(PortfolioShare).where(PortfolioShare.id == one.id).values(until_on=today() - DAY))
    owner_db.commit()
    assert seen_by_coach(db, client).experience == ()
    assert portfolio.shares_of(db, client.case.id) == {}
    share(db, client, Section.EXPERIENCE)
    assert seen_by_coach(db, client).experience == (CARER,)


DAY = dt.timedelta(days=1)


def test_sharing_again_changes_the_date_and_twice_the_same_is_once(db: Session, client: Someone) -> None:
    first = share(db, client, Section.SKILLS, until=today() + DAY)
    assert share(db, client, Section.SKILLS, until=today() + DAY).id == first.id
    share(db, client, Section.SKILLS)
    act(db, client)
    assert portfolio.shares_of(db, client.case.id)[Section.SKILLS].until_on is None


@pytest.mark.parametrize("days", [-1, 2000])
def test_share_until_yesterday_or_for_ever_is_refused(db: Session, client: Someone, days: int) -> None:
    with pytest.raises(Invalid):
        share(db, client, Section.SKILLS, until=today() + days * DAY)


def test_coach_sees_no_earlier_version_and_nothing_removed(db: Session, client: Someone) -> None:
    row = add(db, client, CARER, COOK)[0]
    actor = client.actor()
    portfolio.change_entry(db, client.case, row.entry_id, Experience("Verzorgende IG"), by=actor, version=1)
    share(db, client, Section.EXPERIENCE)
    act(db, client.coach)
    assert [one.label for one in portfolio.history_of(db, client.case.id, row.entry_id)] == ["Verzorgende IG"]
    portfolio.remove_entry(db, client.case, row.entry_id, by=act(db, client))
    db.commit()
    act(db, client.coach)
    with pytest.raises(NotFound):
        portfolio.history_of(db, client.case.id, row.entry_id)


def test_what_was_sent_in_stays_visible_also_after_a_correction(db: Session, client: Someone) -> None:
    actor = act(db, client)
    facts.set_fact(db, client.case, key="goal.own_words", value="Weer werken", by=actor)
    portfolio.set_fields(db, client.case, {"goal.own_words": "Kok worden"}, by=actor)
    assert seen_by_coach(db, client).goal == "Kok worden"


def test_coach_cannot_make_or_end_a_share_even_in_the_database(
    db: Session, client: Someone, portal_engine: Engine
) -> None:
    share(db, client, Section.SKILLS, until=today() + DAY)
    coach = act(db, client.coach)
    with pytest.raises(NotAllowed):
        portfolio.share_section(db, client.case, Section.GOAL, by=coach)
    longer = update(PortfolioShare).where(PortfolioShare.case_id == client.case.id).values(until_on=None)
    assert db.execute(longer).rowcount == 0  # type: ignore[attr-defined]
    values = {"id": uuid.uuid4(), "case_id": client.case.id}
    insert = "INSERT INTO portfolio_share (id, case_id, section, channel) VALUES (:id, :case_id, 'goal', 'desk')"
    with pytest.raises(ProgrammingError, match="row-level security"):
        db.execute(text(insert), values)


def test_log_that_the_coach_may_read_does_not_tell_what_is_private(db: Session, client: Someone) -> None:
    add(db, client, CARER)
    portfolio.set_fields(db, client.case, {"goal.own_words": "Kok worden"}, by=client.actor())
    db.commit()
    act(db, client.coach)
    lines = list(db.scalars(select(audit.AccessLogEntry).where(audit.AccessLogEntry.case_id == client.case.id)))
    about = [line for line in lines if line.subject is audit.Subject.PORTFOLIO]
    assert len(about) == 2
    assert {(line.label, line.reason) for line in about} == {("", "")}
    assert not any(line.subject is audit.Subject.FACT for line in lines)
