"""What asks for the coach's attention, over a whole caseload in one statement (R7).

A signal is derived, never stored: it goes away when its cause does. Each says what it is about,
how many, since when and until when; what to do about it is for the page to say.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    CompoundSelect,
    Date,
    DateTime,
    Select,
    String,
    Uuid,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from .agreements.model import WAITING, Agreement, AgreementVersion, Side, State
from .applications.model import JobApplication
from .applications.sent_reports import SentReport
from .base import now, today
from .documents.model import Document
from .facts import Fact, FactState, Review, Source
from .intake.draft import Intake, IntakeState
from .messages import Message
from .notice_choices import Mailing
from .people import CaseFile, Role

STALLED_AFTER = dt.timedelta(days=5)
"""An intake without a new answer for so long is a reason to offer help (R29), never "non-compliance"."""
REVIEW_AHEAD = dt.timedelta(days=7)
"""An evaluation that comes within a week is worth preparing."""


class Kind(StrEnum):
    """What it is about; the order is that of urgency."""

    MESSAGE_WAITS = "message_waits"
    PROPOSAL_WAITS = "proposal_waits"
    CHANGE_ASKED = "change_asked"
    DISAGREED = "disagreed"
    OVERDUE = "overdue"
    INTAKE_STALLED = "intake_stalled"
    MAIL_REFUSED = "mail_refused"
    NEW_FACTS = "new_facts"
    NEW_APPLICATIONS = "new_applications"
    NEW_REPORTS = "new_reports"
    NEW_DOCUMENTS = "new_documents"
    REVIEW_DUE = "review_due"
    NO_ANSWER_YET = "no_answer_yet"


class Signal(NamedTuple):
    """One thing in one file; moments are aware, `until_on` is a date."""

    case_id: uuid.UUID
    kind: Kind
    number: int
    since: dt.datetime | None
    until: dt.datetime | None
    until_on: dt.date | None

    @property
    def is_late(self) -> bool:
        """Whether its term has passed."""
        return (self.until is not None and self.until < now()) or (
            self.until_on is not None and self.until_on < today()
        )


def signals_of(db: Session, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Signal]]:
    """The signals of these files, the most urgent first in each; files without any are left out."""
    found: dict[uuid.UUID, list[Signal]] = defaultdict(list)
    on = {"today": today(), "soon": today() + REVIEW_AHEAD, "stalled_before": now() - STALLED_AFTER}
    for case_id, kind, *rest in db.execute(_all_kinds(), {"cases": list(case_ids), **on}):
        found[case_id].append(Signal(case_id, Kind(kind), *rest))
    urgency = list(Kind)
    return {case_id: sorted(signals, key=lambda one: urgency.index(one.kind)) for case_id, signals in found.items()}


@cache
def _all_kinds() -> CompoundSelect[*tuple[Any, ...]]:
    """The statement, built once: its parameters are the files (one array) and today's limits."""
    return union_all(*_about_what_comes_in(), *_about_agreements(), _unreached())


CASES = bindparam("cases", type_=ARRAY(Uuid()))
TODAY = bindparam("today", type_=Date())
SOON = bindparam("soon", type_=Date())
STALLED_BEFORE = bindparam("stalled_before", type_=DateTime(timezone=True))


def _about_what_comes_in() -> list[Select[*tuple[Any, ...]]]:
    return [
        _row(Message, Kind.MESSAGE_WAITS, since=func.min(Message.sent_at), until=func.min(Message.answer_by))
        .where(
            Message.case_id == func.any(CASES),
            Message.sender_role == Role.CLIENT,
            Message.answer_expected,
            Message.answered_at.is_(None),
        )
        .group_by(Message.case_id),
        _row(Fact, Kind.NEW_FACTS, since=func.min(Fact.entered_at))
        .where(
            Fact.case_id == func.any(CASES),
            Fact.state == FactState.CURRENT,
            Fact.review == Review.NEW,
            Fact.source != Source.COACH,
        )
        .group_by(Fact.case_id),
        _row(JobApplication, Kind.NEW_APPLICATIONS, since=func.min(JobApplication.changed_at))
        .where(
            JobApplication.case_id == func.any(CASES),
            JobApplication.removed_at.is_(None),
            JobApplication.seen_version < JobApplication.version,
        )
        .group_by(JobApplication.case_id),
        _row(SentReport, Kind.NEW_REPORTS, since=func.min(SentReport.created_at))
        .where(SentReport.case_id == func.any(CASES), SentReport.seen_at.is_(None))
        .group_by(SentReport.case_id),
        _row(Intake, Kind.INTAKE_STALLED, since=func.min(Intake.last_answered_at))
        .where(
            Intake.case_id == func.any(CASES),
            Intake.state == IntakeState.OPEN,
            Intake.last_answered_at < STALLED_BEFORE,
        )
        .group_by(Intake.case_id),
        _row(Document, Kind.NEW_DOCUMENTS, since=func.min(Document.shared_at))
        .where(
            Document.case_id == func.any(CASES),
            Document.shared_at.is_not(None),
            Document.checked_at.is_(None),
            Document.withdrawn_at.is_(None),
            Document.replaced_by_id.is_(None),
        )
        .group_by(Document.case_id),
    ]


def _about_agreements() -> list[Select[*tuple[Any, ...]]]:
    current = AgreementVersion.number == Agreement.current_number
    agreed = AgreementVersion.number == Agreement.agreed_number
    waits, by_side = Agreement.state.in_(WAITING), AgreementVersion.proposed_by_side
    in_force = Agreement.state.in_((State.AGREED, State.CHANGED))
    by_client = Agreement.moved_by_side == Side.CLIENT
    kinds = (
        (Kind.PROPOSAL_WAITS, current, waits & (by_side == Side.CLIENT), AgreementVersion.answer_by),
        (Kind.NO_ANSWER_YET, current, waits & (by_side == Side.AGENCY), AgreementVersion.answer_by),
        (Kind.CHANGE_ASKED, current, by_client & (Agreement.state == State.CHANGE_ASKED), AgreementVersion.due_on),
        (Kind.DISAGREED, current, by_client & (Agreement.state == State.DISAGREED), AgreementVersion.due_on),
        (Kind.OVERDUE, agreed, in_force & (AgreementVersion.due_on < TODAY), AgreementVersion.due_on),
        (
            Kind.REVIEW_DUE,
            agreed,
            in_force & AgreementVersion.review_on.between(TODAY, SOON),
            AgreementVersion.review_on,
        ),
    )
    return [
        _row(Agreement, kind, since=func.min(Agreement.changed_at), until_on=func.min(day))
        .join(AgreementVersion, (AgreementVersion.agreement_id == Agreement.id) & version)
        .where(Agreement.case_id == func.any(CASES), condition)
        .group_by(Agreement.case_id)
        for kind, version, condition, day in kinds
    ]


def _unreached() -> Select[*tuple[Any, ...]]:
    """Clients whose address refused our mail: they do not hear that something waits."""
    moment = DateTime(timezone=True)
    return (
        select(
            CaseFile.id,
            cast(literal(Kind.MAIL_REFUSED.value), String),
            literal(1),
            Mailing.refused_at,
            cast(null(), moment),
            cast(null(), Date),
        )
        .join(Mailing, Mailing.account_id == CaseFile.client_id)
        .where(CaseFile.id == func.any(CASES), Mailing.refused_at.is_not(None))
    )


def _row(table, kind: Kind, *, since=None, until=None, until_on=None) -> Select[*tuple[Any, ...]]:  # type: ignore[no-untyped-def]
    moment = DateTime(timezone=True)
    return select(
        table.case_id,
        cast(literal(kind.value), String),
        func.count(),
        cast(null() if since is None else since, moment),
        cast(null() if until is None else until, moment),
        cast(null() if until_on is None else until_on, Date),
    )
