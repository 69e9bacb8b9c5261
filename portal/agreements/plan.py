"""The plan: what client and agency agreed, with both sides' answers and times, on screen and on paper."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from eportfolio import agreements, facts
from eportfolio.agreements import Agreement, State
from eportfolio.base import now
from eportfolio.people import CaseFile

from .. import labels
from ..pdf import render_pdf
from . import words

GOAL = "goal.own_words"
"""The key of the client's goal among the facts of the intake."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The client's goal first, then what counts now, what is still a proposal, and what ended."""

    goal: str | None
    agreed: list[Agreement]
    proposed: list[Agreement]
    ended: list[Agreement]

    @property
    def is_empty(self) -> bool:
        return not (self.agreed or self.proposed or self.ended)


def plan_of(db: Session, case: CaseFile) -> Plan:
    """The plan of one file (four statements)."""
    rows = agreements.plan_of(db, case.id)
    goal = facts.current_facts(db, case.id, [GOAL]).get(GOAL)
    return Plan(
        goal=str(goal.value) if goal and goal.value else None,
        agreed=[row for row in rows if row.in_force],
        proposed=[row for row in rows if row.is_open and not row.in_force],
        ended=[row for row in rows if row.state in (State.DONE, State.NOT_DONE)],
    )


def plan_pdf(plan: Plan, case: CaseFile) -> bytes:
    """The plan as PDF/UA. The text that counts is printed; an answer shows who, when, how and to which version."""
    return render_pdf("pdf/plan.html", plan=plan, case=case, words=words, labels=labels, made_at=now())
