"""Agreements between a client and the agency: proposed by one side, answered by the other.

What holds everywhere here: each version's text is frozen once it is sent; a new version must be
answered again by the other side; having read is not having agreed; silence never changes a state.
What was agreed counts until both sides agree on something else.
"""

from .answering import agree, ask_change, disagree, keep_as_agreed, mark_read
from .history import Change, changes_between, history
from .model import (
    ENDED,
    WAITING,
    Agreement,
    AgreementEvent,
    AgreementVersion,
    EventKind,
    NewerVersion,
    OwnProposal,
    Side,
    State,
    TooEarly,
    Unchanged,
    WrongState,
    side_of,
)
from .outcomes import add_remark, report_done, report_not_done
from .possible import Step, possible_steps
from .proposing import discard_draft, propose, propose_draft, propose_new_version, save_draft, withdraw
from .queries import (
    AgreedNumber,
    agreement_of,
    agreements_of,
    applications_agreed,
    applications_target,
    count_waiting,
    plan_of,
    waiting_for_answer,
)
from .terms import Target, Terms

__all__ = [
    "ENDED",
    "WAITING",
    "AgreedNumber",
    "Agreement",
    "AgreementEvent",
    "AgreementVersion",
    "Change",
    "EventKind",
    "NewerVersion",
    "OwnProposal",
    "Side",
    "State",
    "Step",
    "Target",
    "Terms",
    "TooEarly",
    "Unchanged",
    "WrongState",
    "add_remark",
    "agree",
    "agreement_of",
    "agreements_of",
    "applications_agreed",
    "applications_target",
    "ask_change",
    "changes_between",
    "count_waiting",
    "disagree",
    "discard_draft",
    "history",
    "keep_as_agreed",
    "mark_read",
    "plan_of",
    "possible_steps",
    "propose",
    "propose_draft",
    "propose_new_version",
    "report_done",
    "report_not_done",
    "save_draft",
    "side_of",
    "waiting_for_answer",
    "withdraw",
]
