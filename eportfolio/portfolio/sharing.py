"""Sharing a section with the coach, until a date or without end, and taking it back.

A share that has run out ends by itself: the database compares its last day with today at every look.
"""

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit
from ..access import Actor
from ..base import Invalid, NotAllowed, now, today
from ..people import CaseFile, Role
from .entries import Section
from .fields import hold_portfolio
from .model import PortfolioShare

LONGEST = dt.timedelta(days=2 * 366)
"""Whoever wants longer chooses "without end": a date far away is a mistake."""


def shares_of(db: Session, case_id: uuid.UUID) -> dict[Section, PortfolioShare]:
    """The sections that the coach can see today, each with since when and until when."""
    query = select(PortfolioShare).where(PortfolioShare.case_id == case_id, PortfolioShare.ended_at.is_(None))
    shares = db.scalars(query.execution_options(populate_existing=True))
    return {share.section: share for share in shares if share.in_force}


def share_section(
    db: Session, case: CaseFile, section: Section, *, by: Actor, until_on: dt.date | None = None
) -> PortfolioShare:
    """Let the coach see this section, up to and including `until_on`; a new date replaces the old. Raises Invalid."""
    _only_client(by)
    if until_on is not None and not today() <= until_on <= today() + LONGEST:
        raise Invalid("the last day must be today or later, and within two years", field="until_on")
    hold_portfolio(db, case)
    before = _open_share(db, case.id, section)
    if before is not None and before.in_force and before.until_on == until_on:
        return before
    if before is not None:
        before.ended_at = now()
        db.flush()
    share = PortfolioShare(case_id=case.id, section=section, until_on=until_on, channel=by.channel)
    db.add(share)
    db.flush()
    _note(db, share, by, audit.Action.SENT)
    return share


def stop_sharing(db: Session, case: CaseFile, section: Section, *, by: Actor) -> None:
    """Take a section back: from now on the coach sees nothing of it. Harmless when it was not shared."""
    _only_client(by)
    hold_portfolio(db, case)
    share = _open_share(db, case.id, section)
    if share is not None:
        share.ended_at = now()
        db.flush()
        _note(db, share, by, audit.Action.WITHDRAWN)


def _open_share(db: Session, case_id: uuid.UUID, section: Section) -> PortfolioShare | None:
    query = select(PortfolioShare).where(
        PortfolioShare.case_id == case_id, PortfolioShare.section == section, PortfolioShare.ended_at.is_(None)
    )
    return db.scalar(query.execution_options(populate_existing=True))


def _only_client(by: Actor) -> None:
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client decides what is shared")


def _note(db: Session, share: PortfolioShare, by: Actor, action: audit.Action) -> None:
    audit.record(
        db,
        share.case_id,
        by=by,
        action=action,
        subject=audit.Subject.PORTFOLIO,
        subject_id=share.id,
        label=share.section,
    )
