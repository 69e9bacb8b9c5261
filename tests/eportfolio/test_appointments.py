"""Appointments: two sides choose a time, the old one stands until then, and nothing that happened is lost."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from eportfolio import appointments, audit, receipts, reminders
from eportfolio.agreements import Side
from eportfolio.appointments import Appointment, ChangedMeanwhile, Details, EventKind, Mode, State, WrongState
from eportfolio.base import Invalid, NotAllowed, NotFound
from eportfolio.notices import Topic
from tests.people import People, Someone, act

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = Details("Hoe gaat het?", Mode.OFFICE, "Zuidplein 10", 30)


def at(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)


TUESDAY, WEDNESDAY, FRIDAY = at("2026-12-01 10:00"), at("2026-12-02 14:00"), at("2026-12-04 09:00")


@pytest.fixture(autouse=True)
def _on_monday():  # type: ignore[no-untyped-def]
    with time_machine.travel(at("2026-11-23 10:00"), tick=True):
        yield


def proposed(db: Session, by: Someone, client: Someone, *times: dt.datetime, details: Details = OFFICE) -> Appointment:
    made = appointments.propose(db, client.case, by=act(db, by), details=details, times=times or (TUESDAY, WEDNESDAY))
    return appointments.appointment_of(db, client.case.id, made.id)


def chosen(db: Session, by: Someone, client: Someone, one: Appointment, number: int = 0) -> Appointment:
    option = one.options[number]
    actor = act(db, by)
    appointments.confirm(db, client.case, one, by=actor, option_id=option.id, version=one.version)
    return appointments.appointment_of(db, client.case.id, one.id)


def confirmed(db: Session, client: Someone, *times: dt.datetime) -> Appointment:
    return chosen(db, client, client, proposed(db, client.coach, client, *times))


def kinds(one: Appointment) -> list[EventKind]:
    return [event.kind for event in one.events]


def test_coach_proposes_and_the_client_chooses(db: Session, people: People) -> None:
    client = people.client()
    one = proposed(db, client.coach, client)
    assert (one.state, one.turn, one.stands_at) == (State.PROPOSED, Side.CLIENT, None)
    one = chosen(db, client, client, one, 1)
    assert (one.state, one.turn, one.starts_at, one.sequence) == (State.CONFIRMED, None, WEDNESDAY, 0)
    assert kinds(one) == [EventKind.PROPOSED, EventKind.CONFIRMED]
    assert appointments.next_of(appointments.current_appointments(db, client.case.id)) is one
    receipt = receipts.receipts_of(db, client.case.id)[0]
    assert {"label": "Tijd", "value": "02-12-2026 14.00 uur"} in receipt.copy
    lines = [(line.action, line.reason) for line in db.scalars(audit.entries_of(client.case.id))]
    assert lines == [(audit.Action.SENT, "confirmed"), (audit.Action.SENT, "proposed")]


def test_a_client_proposes_too(db: Session, people: People) -> None:
    client = people.client()
    one = chosen(db, client.coach, client, proposed(db, client, client))
    assert one.starts_at == TUESDAY


def test_nobody_answers_the_own_proposal(db: Session, people: People) -> None:
    client = people.client()
    one = proposed(db, client, client)
    with pytest.raises(WrongState):
        chosen(db, client, client, one)


def test_the_same_choice_twice_is_one(db: Session, people: People) -> None:
    client = people.client()
    one = proposed(db, client.coach, client)
    option, version = one.options[0], one.version
    for _time in range(2):
        appointments.confirm(db, client.case, one, by=act(db, client), option_id=option.id, version=version)
    assert kinds(appointments.appointment_of(db, client.case.id, one.id)).count(EventKind.CONFIRMED) == 1


def test_who_was_overtaken_changes_nothing(db: Session, people: People) -> None:
    client = people.client()
    one = confirmed(db, client)
    before = one.version
    appointments.cancel(db, client.case, one, by=act(db, client.coach), words="Ik ben dan vrij.", version=before)
    with pytest.raises(ChangedMeanwhile):
        appointments.ask_change(db, client.case, one, by=act(db, client), words="Kan het later?", version=before)


def test_the_old_time_stands_until_both_chose_a_new_one(db: Session, people: People) -> None:
    client = people.client()
    one = confirmed(db, client)
    actor = act(db, client)
    appointments.ask_change(db, client.case, one, by=actor, words=None, times=[FRIDAY], version=one.version)
    one = appointments.appointment_of(db, client.case.id, one.id)
    assert (one.state, one.turn, one.stands_at) == (State.CHANGE_ASKED, Side.AGENCY, TUESDAY)
    assert [option.starts_at for option in one.options] == [FRIDAY]
    one = chosen(db, client.coach, client, one)
    assert (one.state, one.starts_at, one.sequence) == (State.CONFIRMED, FRIDAY, 1)


def test_a_time_of_an_earlier_round_is_off_the_table(db: Session, people: People) -> None:
    client = people.client()
    one = proposed(db, client.coach, client)
    old = one.options[0].id
    appointments.ask_change(db, client.case, one, by=act(db, client), words=None, times=[FRIDAY], version=one.version)
    with pytest.raises(WrongState):
        appointments.confirm(db, client.case, one, by=act(db, client.coach), option_id=old, version=one.version)


def test_a_coach_says_why_and_a_client_may(db: Session, people: People) -> None:
    client = people.client()
    first, second = confirmed(db, client), confirmed(db, client, FRIDAY)
    for deed in (appointments.cancel, appointments.ask_change):
        with pytest.raises(Invalid, match="why"):
            deed(db, client.case, first, by=act(db, client.coach), words=" ", version=first.version)
    appointments.cancel(db, client.case, second, by=act(db, client), words=None, version=second.version)
    assert second.state is State.CANCELLED
    with pytest.raises(WrongState):
        appointments.cancel(db, client.case, second, by=act(db, client), words=None, version=second.version)


def test_missed_the_own_reason_comes_first(db: Session, people: People) -> None:
    client = people.client()
    one = confirmed(db, client)
    with pytest.raises(WrongState):
        appointments.tell_missed(db, client.case, one, by=act(db, client.coach), words=None, version=one.version)
    with time_machine.travel(TUESDAY + dt.timedelta(hours=1), tick=True):
        coach = act(db, client.coach)
        appointments.tell_missed(db, client.case, one, by=coach, words="Zij was er niet!", version=one.version)
        one = appointments.appointment_of(db, client.case.id, one.id)
        assert (one.state, one.turn) == (State.MISSED, Side.CLIENT)
        assert one.events[-1].words is None, "the coach's own view does not come first"
        with pytest.raises(NotAllowed):
            appointments.explain(db, client.case, one, by=coach, words="Ik denk dat…", version=one.version)
        client_actor = act(db, client)
        with pytest.raises(Invalid):
            appointments.explain(db, client.case, one, by=client_actor, words="", version=one.version)
        appointments.explain(db, client.case, one, by=client_actor, words="De bus reed niet.", version=one.version)
        one = appointments.appointment_of(db, client.case.id, one.id)
        assert (one.turn, one.events[-1].words) == (None, "De bus reed niet.")


def test_a_client_tells_herself_that_it_did_not_take_place(db: Session, people: People) -> None:
    client = people.client()
    one = confirmed(db, client)
    with time_machine.travel(TUESDAY + dt.timedelta(minutes=5), tick=True):
        actor = act(db, client)
        appointments.tell_missed(db, client.case, one, by=actor, words="Niemand nam op.", version=one.version)
        assert (one.state, one.turn) == (State.MISSED, None)


@pytest.mark.parametrize(
    ("details", "times", "field"),
    [
        (OFFICE, [], "times-0"),
        (OFFICE, [at("2026-11-20 10:00")], "times-0"),
        (OFFICE, [TUESDAY, at("2026-12-05 10:00")], "times-1"),  # Saturday
        (OFFICE, [at("2026-12-25 10:00")], "times-0"),  # Christmas
        (OFFICE, [at("2026-12-01 17:00")], "times-0"),  # closing time
        (OFFICE, [TUESDAY, TUESDAY], "times-1"),
        (OFFICE, [at("2028-12-01 10:00")], "times-0"),
        (Details("x", Mode.VIDEO, "http://example.org", 30), [TUESDAY], "place"),
        (Details("x", Mode.VIDEO, None, 30), [TUESDAY], "place"),
        (Details("", Mode.PHONE, None, 30), [TUESDAY], "subject"),
        (Details("x", Mode.PHONE, None, 5), [TUESDAY], "minutes"),
    ],
)
def test_what_cannot_be_proposed(
    db: Session, people: People, details: Details, times: list[dt.datetime], field: str
) -> None:
    client = people.client()
    with pytest.raises(Invalid) as refused:
        appointments.propose(db, client.case, by=act(db, client), details=details, times=times)
    assert refused.value.field == field


def test_by_phone_an_evening_is_fine(db: Session, people: People) -> None:
    client = people.client()
    evening = at("2026-12-01 19:00")
    assert proposed(db, client.coach, client, evening, details=Details("Bellen", Mode.PHONE, None, 20)).options


def test_a_proposed_time_that_passed_cannot_be_chosen(db: Session, people: People) -> None:
    client = people.client()
    one = proposed(db, client.coach, client)
    first = one.options[0]
    with time_machine.travel(TUESDAY + dt.timedelta(minutes=1), tick=True):
        assert [option.starts_at for option in one.options] == [WEDNESDAY]
        with pytest.raises(WrongState):
            appointments.confirm(db, client.case, one, by=act(db, client), option_id=first.id, version=one.version)
        with pytest.raises(NotFound):
            appointments.confirm(db, client.case, one, by=act(db, client), option_id=uuid.uuid4(), version=one.version)


def test_client_is_reminded_the_day_before_and_not_of_what_is_off(db: Session, people: People) -> None:
    client = people.client()
    one = confirmed(db, client)
    assert reminders.due_moments(db, client.case.id, Topic.APPOINTMENT, [one.id]) == {one.id: at("2026-11-30 10:00")}
    appointments.cancel(db, client.case, one, by=act(db, client), words=None, version=one.version)
    assert reminders.due_moments(db, client.case.id, Topic.APPOINTMENT, [one.id]) == {}


def test_overlap_over_all_clients_of_the_coach(db: Session, people: People) -> None:
    coach = people.coach()
    first, second = people.client(coach=coach), people.client(coach=coach)
    one = confirmed(db, first)
    proposed(db, coach, second, FRIDAY)
    act(db, coach)
    for moment, expected in (
        (TUESDAY + dt.timedelta(minutes=29), 1),
        (TUESDAY + dt.timedelta(minutes=30), 0),
        (TUESDAY - dt.timedelta(minutes=30), 0),
        (TUESDAY - dt.timedelta(minutes=29), 1),
        (FRIDAY, 1),
    ):
        assert len(appointments.overlapping(db, coach.account.id, [moment], 30)) == expected, moment
    assert appointments.overlapping(db, coach.account.id, [TUESDAY], 30, besides=one.id) == []


def test_agenda_marks_what_overlaps(db: Session, people: People) -> None:
    coach = people.coach()
    first, second = people.client(coach=coach), people.client(coach=coach)
    confirmed(db, first)
    confirmed(db, second, TUESDAY + dt.timedelta(minutes=15))
    confirmed(db, second, FRIDAY)
    act(db, coach)
    lines = appointments.agenda(db, coach.account.id, since=at("2026-12-01 00:00"), until=at("2026-12-10 00:00"))
    assert [line.overlaps for line in lines] == [True, True, False]


def test_history_cannot_be_rewritten(db: Session, people: People) -> None:
    client = people.client()
    proposed(db, client.coach, client)
    for statement in ("UPDATE appointment_event SET words = 'x'", "DELETE FROM appointment_event"):
        savepoint = db.begin_nested()
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.execute(text(statement))
        savepoint.rollback()


def test_nobody_else_sees_or_arranges(db: Session, people: People) -> None:
    client = people.client()
    one = proposed(db, client.coach, client)
    db.commit()
    for someone in (people.client(), people.coach(), people.helper(), people.manager()):
        act(db, someone)
        db.expunge_all()
        assert db.scalars(select(Appointment.id)).all() == []
        with pytest.raises(NotFound):
            appointments.appointment_of(db, client.case.id, one.id)
        db.rollback()
    with pytest.raises(NotAllowed):
        appointments.propose(db, client.case, by=people.helper().actor(), details=OFFICE, times=[TUESDAY])


def test_a_new_calendar_address_ends_the_old_one(db: Session, people: People) -> None:
    client = people.client()
    act(db, client)
    assert appointments.open_feed(db, client.account.id, "a" * 64)
    assert appointments.open_feed(db, client.account.id, "a" * 64), "a reload changes nothing"
    assert appointments.open_feed(db, client.account.id, "b" * 64)
    assert not appointments.open_feed(db, client.account.id, "a" * 64), "the old one stays dead"
    feed = appointments.live_feed(db, client.account.id)
    assert feed is not None
    appointments.end_feed(db, client.account.id)
    assert appointments.live_feed(db, client.account.id) is None
