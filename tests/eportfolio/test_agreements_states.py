"""Every step of the client in every state of an agreement, and what each side is offered."""

import pytest
from sqlalchemy.orm import Session

from eportfolio import agreements
from eportfolio.agreements import Agreement, Side, State, WrongState
from tests.eportfolio.test_agreements import proposal, reread, terms
from tests.people import People, Someone, act

ANSWERS = {
    "agree": lambda db, case, it, by: agreements.agree(db, case, it, by=by, number=1),
    "ask_change": lambda db, case, it, by: agreements.ask_change(db, case, it, by=by, number=1, words="Anders"),
    "disagree": lambda db, case, it, by: agreements.disagree(db, case, it, by=by, number=1, words="Nee"),
    "keep": lambda db, case, it, by: agreements.keep_as_agreed(db, case, it, by=by, number=1, words="Zo laten"),
    "new version": lambda db, case, it, by: agreements.propose_new_version(
        db, case, it, by=by, terms=terms(title="Nieuw"), instead_of=1
    ),
    "report done": lambda db, case, it, by: agreements.report_done(db, case, it, by=by, words="Klaar"),
    "report not done": lambda db, case, it, by: agreements.report_not_done(db, case, it, by=by, words="Ziek"),
    "remark": lambda db, case, it, by: agreements.add_remark(db, case, it, by=by, words="Goed gedaan"),
}
LEADS_TO = {
    State.PROPOSED: {
        "agree": State.AGREED,
        "ask_change": State.CHANGE_ASKED,
        "disagree": State.DISAGREED,
        "new version": State.PROPOSED,
    },
    State.CHANGE_ASKED: {
        "agree": State.AGREED,
        "ask_change": State.CHANGE_ASKED,
        "disagree": State.DISAGREED,
        "new version": State.PROPOSED,
    },
    State.DISAGREED: {
        "agree": State.AGREED,
        "ask_change": State.CHANGE_ASKED,
        "disagree": State.DISAGREED,
        "new version": State.PROPOSED,
    },
    State.AGREED: {
        "agree": State.AGREED,
        "ask_change": State.CHANGE_ASKED,
        "new version": State.CHANGED,
        "report done": State.DONE,
        "report not done": State.NOT_DONE,
    },
    State.WITHDRAWN: {},
    State.DONE: {"report done": State.DONE, "remark": State.DONE},
    State.NOT_DONE: {"report not done": State.NOT_DONE, "remark": State.NOT_DONE},
}
"""What the client may do with a proposal of the coach, by state; everything else is refused."""


def in_state(db: Session, client: Someone, state: State) -> Agreement:
    """An agreement proposed by the coach and brought into this state."""
    agreement, case = proposal(db, client), client.case
    by = act(db, client)
    if state in (State.AGREED, State.DONE, State.NOT_DONE):
        agreements.agree(db, case, agreement, by=by, number=1)
    if state is State.CHANGE_ASKED:
        agreements.ask_change(db, case, agreement, by=by, number=1, words="Later")
    if state is State.DISAGREED:
        agreements.disagree(db, case, agreement, by=by, number=1, words="Te veel")
    if state is State.WITHDRAWN:
        agreements.withdraw(db, case, agreement, by=act(db, client.coach), words="Vol", number=1)
    if state is State.DONE:
        agreements.report_done(db, case, agreement, by=by)
    if state is State.NOT_DONE:
        agreements.report_not_done(db, case, agreement, by=by, words="Ik was ziek")
    return reread(db, client, agreement)


@pytest.mark.parametrize(("state", "step"), [(state, step) for state in LEADS_TO for step in ANSWERS])
def test_every_step_of_the_client_in_every_state(db: Session, people: People, state: State, step: str) -> None:
    client = people.client()
    agreement = in_state(db, client, state)
    by = act(db, client)
    if step in LEADS_TO[state]:
        ANSWERS[step](db, client.case, agreement, by)
        assert reread(db, client, agreement).state is LEADS_TO[state][step]
    else:
        events = len(agreement.events)
        with pytest.raises(WrongState):
            ANSWERS[step](db, client.case, agreement, by)
        after = reread(db, client, agreement)
        assert (after.state, len(after.events)) == (state, events)


STEP_OF = {
    "agree": agreements.Step.AGREE,
    "ask_change": agreements.Step.ASK_CHANGE,
    "disagree": agreements.Step.DISAGREE,
    "keep": agreements.Step.KEEP,
    "new version": agreements.Step.NEW_VERSION,
    "report done": agreements.Step.DONE,
    "report not done": agreements.Step.NOT_DONE,
    "remark": agreements.Step.REMARK,
}


@pytest.mark.parametrize("state", LEADS_TO)
@pytest.mark.parametrize("side", Side)
def test_what_is_offered_can_be_done(db: Session, people: People, state: State, side: Side) -> None:
    client = people.client()
    agreement = in_state(db, client, state)
    by = act(db, client if side is Side.CLIENT else client.coach)
    offered = agreements.possible_steps(agreement, side)
    for step in [name for name, kind in STEP_OF.items() if kind in offered]:
        with db.begin_nested() as savepoint:
            ANSWERS[step](db, client.case, agreement, by)
            savepoint.rollback()
        agreement = reread(db, client, agreement)
    if side is Side.CLIENT:
        harmless_repeats = {"agree", "report done", "report not done"}
        assert {STEP_OF[step] for step in set(LEADS_TO[state]) - harmless_repeats} <= offered
