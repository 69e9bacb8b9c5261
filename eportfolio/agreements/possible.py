"""Which steps a side can take now: for pages and the API, so that nobody is offered what would be refused."""

from enum import StrEnum

from ..base import today
from .model import WAITING, Agreement, EventKind, Side, State


class Step(StrEnum):
    """A step on an agreement; each is one function of this package."""

    READ = "read"
    AGREE = "agree"
    ASK_CHANGE = "ask_change"
    DISAGREE = "disagree"
    KEEP = "keep"
    NEW_VERSION = "new_version"
    WITHDRAW = "withdraw"
    DONE = "done"
    NOT_DONE = "not_done"
    REMARK = "remark"
    EDIT_DRAFT = "edit_draft"


def possible_steps(agreement: Agreement, side: Side) -> frozenset[Step]:
    """What this side can do now (needs versions and events loaded)."""
    if agreement.state is State.DRAFT:
        return frozenset({Step.EDIT_DRAFT})
    if agreement.state is State.WITHDRAWN:
        return frozenset()
    if not agreement.is_open:
        return frozenset({Step.REMARK})
    return frozenset({Step.NEW_VERSION, *_answers(agreement, side), *_outcomes(agreement, side)})


def _answers(agreement: Agreement, side: Side) -> set[Step]:
    if agreement.state is State.AGREED:
        return {Step.ASK_CHANGE}
    if agreement.asks_change_of_agreed:
        return {Step.ASK_CHANGE, Step.KEEP}
    if agreement.current.proposed_by_side is side:
        return {Step.WITHDRAW}
    steps = {Step.AGREE, Step.ASK_CHANGE, Step.DISAGREE}
    return steps if _was_read(agreement, side) or agreement.state not in WAITING else steps | {Step.READ}


def _was_read(agreement: Agreement, side: Side) -> bool:
    return any(
        event.kind is EventKind.READ and event.number == agreement.current_number and event.side is side
        for event in agreement.events
    )


def _outcomes(agreement: Agreement, side: Side) -> set[Step]:
    in_force = agreement.version_numbered(agreement.in_force) if agreement.in_force else None
    if in_force is None:
        return set()
    if side is Side.CLIENT or in_force.due_on < today():
        return {Step.DONE, Step.NOT_DONE}
    return {Step.DONE}
