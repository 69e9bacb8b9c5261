"""The two-sided agreement: who may do what in which state, and what never happens by itself."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from sqlalchemy.orm import Session

from eportfolio import agreements, audit, receipts
from eportfolio.access import Channel
from eportfolio.agreements import (
    Agreement,
    EventKind,
    NewerVersion,
    OwnProposal,
    Side,
    State,
    Target,
    Terms,
    TooEarly,
    WrongState,
)
from eportfolio.base import Invalid, NotAllowed, NotFound, today
from tests.people import People, Someone, act


def terms(**changes: object) -> Terms:
    given = {
        "title": "Cursus medicijnen geven",
        "why": "U wilt in de thuiszorg werken.",
        "client_does": "U volgt 4 lessen bij ROC Zuid.",
        "agency_does": "Wij betalen de cursus en uw reis.",
        "due_on": today() + dt.timedelta(days=30),
        "review_on": today() + dt.timedelta(days=34),
        "answer_by": today() + dt.timedelta(days=7),
    }
    return Terms(**{**given, **changes})  # type: ignore[arg-type]


def proposal(db: Session, client: Someone, *, by: Someone | None = None, **changes: object) -> Agreement:
    """A sent proposal, by the coach unless said otherwise."""
    actor = act(db, by or client.coach)
    return agreements.propose(db, client.case, by=actor, terms=terms(**changes))[0]


def agreed(db: Session, client: Someone, **changes: object) -> Agreement:
    agreement = proposal(db, client, **changes)
    agreements.agree(db, client.case, agreement, by=act(db, client), number=1)
    return agreement


def reread(db: Session, client: Someone, agreement: Agreement) -> Agreement:
    db.expire_all()
    return agreements.agreement_of(db, client.case.id, agreement.id, reader_id=client.account.id)


def kinds(agreement: Agreement) -> list[EventKind]:
    return [event.kind for event in agreement.events]


def test_a_proposal_of_the_coach_waits_for_the_client(db: Session, people: People) -> None:
    client = people.client()
    agreement = reread(db, client, proposal(db, client, applications=Target(4, 2)))
    assert agreement.state is State.PROPOSED
    assert agreement.waits_for is Side.CLIENT
    assert agreement.in_force is None
    assert agreement.current.terms == terms(applications=Target(4, 2))
    assert kinds(agreement) == [EventKind.PROPOSED]


def test_a_client_proposes_and_the_coach_answers(db: Session, people: People) -> None:
    client = people.client()
    agreement, receipt = agreements.propose(
        db, client.case, by=act(db, client), terms=terms(agency_does="", review_on=None)
    )
    assert receipt is not None
    assert receipt.kind is receipts.ReceiptKind.AGREEMENT_ANSWER
    assert {"label": "Dit doet u", "value": "U volgt 4 lessen bij ROC Zuid."} in receipt.copy
    assert agreement.waits_for is Side.AGENCY
    with pytest.raises(OwnProposal):
        agreements.agree(db, client.case, agreement, by=act(db, client), number=1)
    assert agreements.agree(db, client.case, agreement, by=act(db, client.coach), number=1) is None
    assert reread(db, client, agreement).state is State.AGREED


def test_reading_is_on_record_and_changes_nothing(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    actor = act(db, client, Channel.KIOSK)
    before = agreement.changed_at
    assert agreements.mark_read(db, agreement, by=actor, number=1)
    assert not agreements.mark_read(db, agreement, by=actor, number=1)
    agreement = reread(db, client, agreement)
    assert agreement.state is State.PROPOSED
    assert agreement.changed_at == before
    read = [event for event in agreement.events if event.kind is EventKind.READ]
    assert [(event.person_name, event.channel, event.number) for event in read] == [
        (client.account.name, Channel.KIOSK, 1)
    ]


def test_agreeing_keeps_person_time_channel_and_version(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    receipt = agreements.agree(db, client.case, agreement, by=act(db, client, Channel.CHAT), number=1)
    agreement = reread(db, client, agreement)
    answer = agreement.events[-1]
    assert (agreement.state, agreement.agreed_number, agreement.in_force) == (State.AGREED, 1, 1)
    assert (answer.kind, answer.side, answer.channel, answer.number) == (EventKind.AGREED, Side.CLIENT, Channel.CHAT, 1)
    assert receipt is not None
    assert {"label": "Uw antwoord", "value": "Ik ga akkoord"} in receipt.copy


def test_agreeing_twice_is_harmless(db: Session, people: People) -> None:
    client = people.client()
    agreement = agreed(db, client)
    assert agreements.agree(db, client.case, agreement, by=act(db, client), number=1) is None
    assert kinds(reread(db, client, agreement)) == [EventKind.PROPOSED, EventKind.AGREED]


def test_asking_the_same_change_twice_is_harmless_and_other_words_are_added(db: Session, people: People) -> None:
    client = people.client()
    agreement, actor = proposal(db, client), act(db, client)
    ask = {"by": actor, "number": 1}
    assert agreements.ask_change(db, client.case, agreement, words="Liever in december", **ask)
    assert agreements.ask_change(db, client.case, agreement, words=" Liever in december ", **ask) is None
    assert agreements.ask_change(db, client.case, agreement, words="En dichter bij huis", **ask)
    agreement = reread(db, client, agreement)
    assert agreement.state is State.CHANGE_ASKED
    assert [event.words for event in agreement.events[1:]] == ["Liever in december", "En dichter bij huis"]


@pytest.mark.parametrize("answer", [agreements.ask_change, agreements.disagree])
@pytest.mark.parametrize("words", ["", "   ", "x" * 1001])
def test_a_change_and_a_no_need_words_that_fit(db: Session, people: People, answer, words: str) -> None:
    client = people.client()
    agreement = proposal(db, client)
    with pytest.raises(Invalid) as refusal:
        answer(db, client.case, agreement, by=act(db, client), number=1, words=words)
    assert refusal.value.field == "words"
    assert reread(db, client, agreement).state is State.PROPOSED


def test_who_said_no_may_still_agree_while_the_text_is_on_the_table(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    actor = act(db, client)
    agreements.disagree(db, client.case, agreement, by=actor, number=1, words="Te ver weg")
    assert reread(db, client, agreement).state is State.DISAGREED
    agreements.agree(db, client.case, agreement, by=actor, number=1)
    assert reread(db, client, agreement).state is State.AGREED


def test_what_was_agreed_is_not_undone_by_one_side(db: Session, people: People) -> None:
    client = people.client()
    agreement = agreed(db, client)
    with pytest.raises(WrongState):
        agreements.disagree(db, client.case, agreement, by=act(db, client), number=1, words="Toch niet")
    with pytest.raises(WrongState):
        agreements.withdraw(db, client.case, agreement, by=act(db, client.coach), words="Toch niet", number=1)
    assert reread(db, client, agreement).state is State.AGREED


def test_a_new_version_must_be_answered_again(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    agreements.ask_change(db, client.case, agreement, by=act(db, client), number=1, words="Later graag")
    later = terms(due_on=today() + dt.timedelta(days=60), review_on=today() + dt.timedelta(days=61))
    agreements.propose_new_version(db, client.case, agreement, by=act(db, client.coach), terms=later, instead_of=1)
    agreement = reread(db, client, agreement)
    assert (agreement.state, agreement.current_number, agreement.waits_for) == (State.PROPOSED, 2, Side.CLIENT)
    assert [change.field for change in agreements.changes_between(agreement, 1, 2)] == ["due_on", "review_on"]
    with pytest.raises(NewerVersion) as refusal:
        agreements.agree(db, client.case, agreement, by=act(db, client), number=1)
    assert (refusal.value.answered, refusal.value.current) == (1, 2)
    agreements.agree(db, client.case, agreement, by=act(db, client), number=2)
    assert reread(db, client, agreement).agreed_number == 2


def test_the_agreed_version_counts_until_the_new_one_is_agreed(db: Session, people: People) -> None:
    client = people.client()
    agreement = agreed(db, client)
    agreements.propose_new_version(
        db, client.case, agreement, by=act(db, client.coach), terms=terms(client_does="U volgt 6 lessen."), instead_of=1
    )
    agreement = reread(db, client, agreement)
    assert (agreement.state, agreement.in_force, agreement.current_number) == (State.CHANGED, 1, 2)
    agreements.disagree(db, client.case, agreement, by=act(db, client), number=2, words="6 is te veel")
    agreement = reread(db, client, agreement)
    assert (agreement.state, agreement.in_force) == (State.DISAGREED, 1)
    agreements.withdraw(
        db, client.case, agreement, by=act(db, client.coach), words="We houden het bij 4 lessen", number=2
    )
    agreement = reread(db, client, agreement)
    assert (agreement.state, agreement.current_number, agreement.current.number) == (State.AGREED, 1, 1)
    agreements.propose_new_version(
        db, client.case, agreement, by=act(db, client), terms=terms(client_does="5 lessen"), instead_of=1
    )
    assert reread(db, client, agreement).current_number == 3


def test_either_side_may_ask_a_change_of_what_was_agreed(db: Session, people: People) -> None:
    client = people.client()
    agreement = agreed(db, client)
    agreements.ask_change(db, client.case, agreement, by=act(db, client), number=1, words="Mijn zoon is ziek")
    agreement = reread(db, client, agreement)
    assert agreement.asks_change_of_agreed
    assert agreement.in_force == 1
    with pytest.raises(WrongState):
        agreements.disagree(db, client.case, agreement, by=act(db, client), number=1, words="Nee")
    coach = act(db, client.coach)
    with pytest.raises(WrongState):
        agreements.withdraw(db, client.case, agreement, by=coach, words="Weg ermee", number=1)
    agreements.keep_as_agreed(db, client.case, agreement, by=coach, number=1, words="De cursus is nu begonnen")
    agreements.keep_as_agreed(db, client.case, agreement, by=coach, number=1, words="De cursus is nu begonnen")
    agreement = reread(db, client, agreement)
    assert agreement.state is State.AGREED
    assert kinds(agreement).count(EventKind.KEPT) == 1
    agreements.ask_change(db, client.case, agreement, by=act(db, client.coach), number=1, words="De zaal is dicht")
    assert reread(db, client, agreement).state is State.CHANGE_ASKED


def test_two_new_versions_at_once_the_second_must_look_first(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    agreements.propose_new_version(
        db, client.case, agreement, by=act(db, client.coach), terms=terms(title="Eerste"), instead_of=1
    )
    with pytest.raises(NewerVersion):
        agreements.propose_new_version(
            db, client.case, agreement, by=act(db, client), terms=terms(title="Tweede"), instead_of=1
        )
    assert [version.title for version in reread(db, client, agreement).versions] == [terms().title, "Eerste"]


def test_a_new_version_without_a_change_is_refused(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    with pytest.raises(Invalid):
        agreements.propose_new_version(
            db, client.case, agreement, by=act(db, client.coach), terms=terms(), instead_of=1
        )


def test_silence_is_only_a_signal(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=90), tick=False):
        act(db, client)
        agreement = reread(db, client, agreement)
        assert agreement.state is State.PROPOSED
        assert agreement.current.answer_by < today()
        assert agreement.waits_for is Side.CLIENT
        agreements.agree(db, client.case, agreement, by=act(db, client), number=1)
        assert reread(db, client, agreement).state is State.AGREED


def test_withdrawing_takes_the_proposing_side_and_a_reason(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    with pytest.raises(NotAllowed):
        agreements.withdraw(db, client.case, agreement, by=act(db, client), words="Weg", number=1)
    coach = act(db, client.coach)
    with pytest.raises(Invalid) as refusal:
        agreements.withdraw(db, client.case, agreement, by=coach, words=" ", number=1)
    assert refusal.value.field == "words"
    for _twice in range(2):
        agreements.withdraw(db, client.case, agreement, by=coach, words="De cursus is vol", number=1)
    agreement = reread(db, client, agreement)
    assert agreement.state is State.WITHDRAWN
    assert kinds(agreement) == [EventKind.PROPOSED, EventKind.WITHDRAWN]


def test_a_new_coach_acts_for_the_same_side(db: Session, people: People) -> None:
    client, stand_in = people.client(), people.coach()
    agreement = proposal(db, client)
    client.case.stand_in_id = stand_in.account.id
    people.db.merge(client.case)
    people.db.commit()
    agreements.withdraw(db, client.case, agreement, by=act(db, stand_in), words="Niet meer nodig", number=1)
    assert reread(db, client, agreement).state is State.WITHDRAWN


def test_not_done_shows_the_clients_own_reason_and_the_coachs_remark(db: Session, people: People) -> None:
    client = people.client()
    agreement = agreed(db, client)
    with pytest.raises(Invalid):
        agreements.report_not_done(db, client.case, agreement, by=act(db, client), words="  ")
    receipt = agreements.report_not_done(db, client.case, agreement, by=act(db, client), words="De bus reed niet")
    assert {"label": "Uw woorden", "value": "De bus reed niet"} in receipt.copy
    for _twice in range(2):
        agreements.add_remark(db, client.case, agreement, by=act(db, client.coach), words="We zoeken een kortere reis")
    agreement = reread(db, client, agreement)
    assert agreement.state is State.NOT_DONE
    assert [(event.side, event.words) for event in agreement.events[-2:]] == [
        (Side.CLIENT, "De bus reed niet"),
        (Side.AGENCY, "We zoeken een kortere reis"),
    ]


def test_the_agency_cannot_say_not_done_before_the_due_date_has_passed(db: Session, people: People) -> None:
    client = people.client()
    agreement = agreed(db, client)
    late = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    with time_machine.travel(late, tick=False), pytest.raises(TooEarly):
        agreements.report_not_done(db, client.case, agreement, by=act(db, client.coach), words="Niet gezien")
    with time_machine.travel(late + dt.timedelta(days=1), tick=False):
        agreements.report_not_done(db, client.case, agreement, by=act(db, client.coach), words="Niet gezien")
        agreements.add_remark(db, client.case, agreement, by=act(db, client), words="Ik lag in het ziekenhuis")
    assert reread(db, client, agreement).state is State.NOT_DONE


def test_done_is_about_the_version_that_was_agreed(db: Session, people: People) -> None:
    client = people.client()
    agreement = agreed(db, client)
    agreements.propose_new_version(
        db, client.case, agreement, by=act(db, client.coach), terms=terms(title="Meer lessen"), instead_of=1
    )
    agreements.report_done(db, client.case, agreement, by=act(db, client))
    agreement = reread(db, client, agreement)
    assert (agreement.state, agreement.current.title) == (State.DONE, terms().title)
    assert agreement.events[-1].number == 1


def test_the_coach_says_in_words_how_it_was_done(db: Session, people: People) -> None:
    client = people.client()
    agreement = agreed(db, client)
    with pytest.raises(Invalid):
        agreements.report_done(db, client.case, agreement, by=act(db, client.coach))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"why": ""}, "why"),
        ({"client_does": ""}, "client_does"),
        ({"agency_does": ""}, "agency_does"),
        ({"agency_does": "x" * 2001}, "agency_does"),
        ({"due_on": dt.date(2020, 1, 1)}, "due_on"),
        ({"due_on": dt.date(2099, 1, 1)}, "due_on"),
        ({"review_on": None}, "review_on"),
        ({"review_on": dt.date(2020, 1, 1)}, "review_on"),
        ({"answer_by": dt.date(2020, 1, 1)}, "answer_by"),
        ({"answer_by": dt.date(2099, 1, 1)}, "answer_by"),
        ({"applications": Target(0, 1)}, "applications"),
        ({"applications": Target(3, 7)}, "applications"),
    ],
)
def test_words_and_dates_that_cannot_be_right(db: Session, people: People, wrong: dict, field: str) -> None:
    client = people.client()
    with pytest.raises(Invalid) as refusal:
        agreements.propose(db, client.case, by=act(db, client.coach), terms=replace(terms(), **wrong))
    assert refusal.value.field == field


def test_a_draft_is_saved_sent_or_thrown_away(db: Session, people: People) -> None:
    client = people.client()
    coach = act(db, client.coach)
    draft = agreements.save_draft(db, client.case, by=coach, terms=terms(why="", client_does="", agency_does=""))
    with pytest.raises(Invalid):
        agreements.propose_draft(db, client.case, draft, by=coach, terms=draft.current.terms)
    agreements.save_draft(db, client.case, by=coach, terms=terms(title="Beter"), draft=draft)
    with pytest.raises(WrongState):
        agreements.agree(db, client.case, draft, by=act(db, client.coach), number=1)
    sent, _ = agreements.propose_draft(db, client.case, draft, by=coach, terms=terms(title="Best"))
    assert (sent.state, sent.current.title) == (State.PROPOSED, "Best")
    with pytest.raises(WrongState):
        agreements.discard_draft(db, sent, by=coach)
    other = agreements.save_draft(db, client.case, by=coach, terms=terms())
    agreements.discard_draft(db, other, by=coach)
    with pytest.raises(NotFound):
        agreements.agreement_of(db, client.case.id, other.id, reader_id=coach.account_id)


def test_every_step_is_in_the_access_log_with_the_agencys_reason(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    agreements.withdraw(db, client.case, agreement, by=act(db, client.coach), words="De cursus is vol", number=1)
    entries = list(db.scalars(audit.entries_of(client.case.id)))
    assert [(entry.action, entry.label, entry.reason) for entry in entries] == [
        (audit.Action.WITHDRAWN, terms().title, "De cursus is vol"),
        (audit.Action.SENT, terms().title, ""),
    ]


def test_changes_between_unknown_versions(db: Session, people: People) -> None:
    client = people.client()
    agreement = proposal(db, client)
    with pytest.raises(NotFound):
        agreements.changes_between(agreement, 1, 2)
