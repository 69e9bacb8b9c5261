"""Find and order applications, the board, the weeks and what is to be remembered."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy.orm import Session

from eportfolio import applications, overview
from eportfolio.applications import Column, Order, Shown, Stage
from eportfolio.base import OFFICE_TIME, Invalid, NotAllowed, today
from eportfolio.intake.draft import draft_of
from eportfolio.notices import Topic
from eportfolio.reminders import due_moments
from tests.eportfolio.applications import ago, logged
from tests.people import People, act


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("Öztürk Zorg", "ozturk"),
        ("Łódź Catering", "lodz"),
        ("Yılmaz Bakkerij", "YILMAZ"),
        ("Café Straße", "strasse cafe"),
        ("مطعم دِمَشق", "دمشق"),
        ("Kołacz & Zn.", "kołacz"),
        ("Prijs: 100% _echt_", "100% _echt_"),
        ("Кафе Київ", "КИЇВ"),
    ],
)
def test_words_are_found_without_accents_and_in_any_order(db: Session, people: People, told: str, asked: str) -> None:
    client = people.client()
    wanted = logged(db, client, employer=told)
    logged(db, client, employer="Garage Prins")
    assert [row.id for row in applications.find(db, client.case.id, words=asked).items] == [wanted.id]


def test_each_word_must_be_somewhere_and_steps_count_until_taken_back(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client, employer="De Linde", applied_on=ago(9))
    step = applications.move_to(
        db, application, by=client.actor(), stage=Stage.REJECTED, on=ago(1), words="Zij zochten een rijbewijs"
    )
    find = lambda words: applications.find(db, client.case.id, words=words).total  # noqa: E731
    assert (find("linde rijbewijs"), find("linde vliegbrevet")) == (1, 0)
    applications.take_back(db, application, step.id, by=client.actor())
    assert find("rijbewijs") == 0


def test_list_is_narrowed_and_ordered(db: Session, people: People) -> None:
    client, by = people.client(), None
    by = client.actor()
    long_ago = logged(db, client, employer="Zorg Zuid", applied_on=ago(40))
    silent = logged(db, client, employer="Äpfel & Co", applied_on=ago(15))
    fresh = logged(db, client, employer="Bakker", applied_on=ago(2))
    applications.move_to(db, long_ago, by=by, stage=Stage.REJECTED, on=ago(30))
    case_id = client.case.id
    ids = lambda **asked: [row.id for row in applications.find(db, case_id, **asked).items]  # noqa: E731
    assert ids(shown=Shown.WAITING) == [silent.id]
    assert silent.waits_long
    assert not fresh.waits_long
    assert ids(stage=Stage.REJECTED) == [long_ago.id]
    assert ids(since=ago(28)) == [fresh.id, silent.id]
    assert ids(order=Order.OLDEST) == [long_ago.id, silent.id, fresh.id]
    assert ids(order=Order.EMPLOYER) == [silent.id, fresh.id, long_ago.id]
    assert ids(order=Order.STAGE) == [fresh.id, silent.id, long_ago.id]


def test_board_has_a_column_per_stage_and_one_for_every_end(db: Session, people: People) -> None:
    client = people.client()
    by = client.actor()
    for number in range(14):
        logged(db, client, employer=f"Werkgever {number}", applied_on=ago(number))
    plan = logged(db, client, employer="Plan", stage=Stage.PLANNED, applied_on=ago(-3))
    for stage in (Stage.NO_ANSWER, Stage.HIRED):
        applications.move_to(
            db, logged(db, client, employer=stage.value, applied_on=ago(9)), by=by, stage=stage, on=ago(1)
        )
    piles = {pile.column: pile for pile in applications.board(db, client.case.id)}
    assert list(piles) == list(Column)
    assert [row.id for row in piles[Column.PLANNED].items] == [plan.id]
    assert (piles[Column.SENT].total, len(piles[Column.SENT].items)) == (14, 12)
    assert piles[Column.SENT].items[0].employer == "Werkgever 0"
    assert piles[Column.CLOSED].total == 2
    assert piles[Column.OFFER].items == []


def test_weeks_show_what_was_done_and_a_plan_is_not_done(db: Session, people: People) -> None:
    client = people.client()
    with time_machine.travel(dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)):
        told = logged(db, client, employer="A", applied_on=dt.date(2026, 11, 23))
        logged(db, client, employer="B", applied_on=dt.date(2026, 11, 22))
        logged(db, client, employer="C", stage=Stage.PLANNED)
        logged(db, client, employer="D", applied_on=dt.date(2026, 5, 1))
        applications.move_to(db, told, by=client.actor(), stage=Stage.INTERVIEW, on=dt.date(2026, 11, 24), words="Fijn")
        effort = applications.effort_of(db, client.case.id)
        assert len(effort.weeks) == 8
        assert [(week.first.day, week.applied, week.interviews, week.told) for week in effort.weeks[-2:]] == [
            (16, 1, 0, 0),
            (23, 1, 1, 1),
        ]
        assert (effort.applied, effort.interviews, effort.most_in_a_week) == (2, 1, 2)


def test_agreed_periods_follow_each_other_and_count_what_falls_in_them(db: Session, people: People) -> None:
    client = people.client()
    with time_machine.travel(dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)):
        period = applications.period_now(dt.date(2026, 10, 1), weeks=4)
        assert (period.first, period.last, period.days_left) == (
            dt.date(2026, 10, 29),
            dt.date(2026, 11, 25),
            0,
        )
        for day in (dt.date(2026, 10, 28), dt.date(2026, 10, 29), dt.date(2026, 11, 25)):
            logged(db, client, employer=str(day), applied_on=day)
        assert applications.effort_of(db, client.case.id, period=period).in_period == 2


def test_what_is_to_be_remembered_comes_on_its_day_and_goes_when_it_is_done(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client)
    applications.remember(db, client.case, application, by=client.actor(), on=ago(-2), what="Bel de buurman")
    applications.remember(db, client.case, application, by=client.actor(), on=ago(-3), what="Bel mevrouw De Vries")
    assert applications.reminders_due(db, client.case.id) == []
    moments = due_moments(db, client.case.id, Topic.REMINDER, [application.id])
    assert moments[application.id].astimezone(OFFICE_TIME) == dt.datetime.combine(ago(-3), dt.time(8), OFFICE_TIME)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=3)):
        act(db, client)
        (due,) = applications.reminders_due(db, client.case.id)
        assert (due.what, due.application.id, due.is_due) == ("Bel mevrouw De Vries", application.id, True)
        nothing = {"unread_messages": 0, "unread_rights": lambda: 0, "asked_portfolio": 0, "to_check": 0}
        things = overview.things_to_do(db, client.case, draft_of(db, client.case), current=[], asked_id=None, **nothing)
        assert things[0].kind is overview.Todo.REMEMBER
        applications.forget(db, application, by=client.actor())
        assert applications.reminders_due(db, client.case.id) == []
    assert due_moments(db, client.case.id, Topic.REMINDER, [application.id]) == {}
    applications.remember(db, client.case, application, by=client.actor(), on=today(), what="Nog een keer")
    assert applications.reminder_of(db, application).what == "Nog een keer"
    applications.remove(db, application, by=client.actor())
    assert applications.reminders_due(db, client.case.id) == []


@pytest.mark.parametrize(
    ("on", "what", "field"), [(1, "Te laat", "on"), (-400, "Te ver", "on"), (-1, "  ", "what"), (-1, "x" * 201, "what")]
)
def test_a_reminder_that_cannot_be_right_is_refused(
    db: Session, people: People, on: int, what: str, field: str
) -> None:
    client = people.client()
    application = logged(db, client)
    with pytest.raises(Invalid) as refused:
        applications.remember(db, client.case, application, by=client.actor(), on=ago(on), what=what)
    assert refused.value.field == field
    with pytest.raises(NotAllowed):
        applications.remember(db, client.case, application, by=client.coach.actor(), on=ago(-1), what="Voor een ander")


def test_a_reminder_is_no_news_for_the_coach_and_she_cannot_see_it(db: Session, people: People) -> None:
    client = people.client()
    application = logged(db, client)
    coach = act(db, client.coach)
    applications.mark_seen(db, application, by=coach, version=application.version)
    act(db, client)
    applications.remember(db, client.case, application, by=client.actor(), on=ago(-1), what="Alleen voor mij")
    db.commit()
    act(db, client.coach)
    assert applications.new_for_coach(db, client.case.id) == []
    assert applications.reminder_of(db, application) is None
