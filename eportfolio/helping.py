"""Starting and ending help, and looking at what was entered with it: the rules around `helped`."""

import datetime as dt
import secrets
import uuid
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from . import audit
from .access import Actor, Channel, Helper
from .base import Invalid, NotAllowed, NotFound, now
from .helped import TOLD, HelpCode, HelpedEntry, HelpSession, Way
from .people import CaseFile, Role

CODE_HOLDS = dt.timedelta(minutes=10)
LONGEST = dt.timedelta(hours=2)
"""Help that nobody ended is over after this."""
_TRIES = 5


def new_code(db: Session, *, by: Actor) -> HelpCode:
    """A code for this employee or coach to show; an earlier one that nobody used is void. Raises NotAllowed."""
    if by.role not in (Role.HELPER, Role.COACH):
        raise NotAllowed("only an employee or a coach helps in this way")
    mine = (HelpCode.account_id == by.account_id) & HelpCode.used_at.is_(None)
    db.execute(update(HelpCode).where(mine).values(used_at=now()))
    for _ in range(_TRIES):
        code = HelpCode(code=f"{secrets.randbelow(10**6):06d}", account_id=by.account_id, name=by.name, role=by.role)
        try:
            with db.begin_nested():
                db.add(code)
                db.flush()
        except IntegrityError:
            continue  # somebody else shows these digits just now
        return code
    raise RuntimeError("no free code")


def open_code(db: Session, *, by: Actor) -> HelpCode | None:
    """The code that this employee shows now, while it holds."""
    query = select(HelpCode).where(HelpCode.account_id == by.account_id, HelpCode.used_at.is_(None))
    found = db.scalar(query.order_by(HelpCode.made_at.desc()).limit(1))
    return found if found is not None and now() - found.made_at < CODE_HOLDS else None


def start(db: Session, case: CaseFile, *, by: Actor, typed: str) -> HelpSession:
    """The client lets the person help whose code she typed; raises Invalid (field `code`) for no such code."""
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client says who helps her")
    digits = "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
    db.execute(text("SELECT set_config('houvast.help_code', :code, true)"), {"code": digits[:6]})
    query = select(HelpCode).where(HelpCode.code == digits, HelpCode.used_at.is_(None))
    code = db.scalar(query.with_for_update())
    if code is None or now() - code.made_at >= CODE_HOLDS:
        raise Invalid("no such code, or it is too old", field="code")
    code.used_at = now()
    begun = HelpSession(
        case_id=case.id,
        helper_id=code.account_id,
        helper_name=code.name,
        helper_role=code.role,
        channel=by.channel,
    )
    db.add(begun)
    db.flush()
    _log(db, case.id, by, begun, audit.Action.ADDED)
    return begun


def stop(db: Session, case: CaseFile, session_id: uuid.UUID, *, by: Actor) -> None:
    """The client goes on alone. Harmless when it was over, or was never hers."""
    found = db.scalar(
        select(HelpSession).where(HelpSession.id == session_id, HelpSession.case_id == case.id).with_for_update()
    )
    if found is not None and found.ended_at is None:
        found.ended_at = now()
        _log(db, case.id, by, found, audit.Action.CHANGED)


def helper_of(session: HelpSession) -> Helper:
    """The helper of a session, as the actor carries it."""
    return Helper(session.helper_id, session.helper_role, session.helper_name)


def on_behalf(by: Actor, told: Channel) -> Actor:
    """The coach while she writes down what the client told by phone, on paper or at the desk; raises NotAllowed.

    It opens nothing by itself: a command that takes it says so, and what only the client can do stays hers.
    """
    if by.role is not Role.COACH or told not in TOLD:
        raise NotAllowed("only a coach writes on behalf of a client, when she was told something")
    return replace(by, channel=told, on_behalf=True)


def to_check(db: Session, case_id: uuid.UUID) -> list[HelpedEntry]:
    """What was entered with help and not looked at again yet, newest first."""
    query = select(HelpedEntry).where(HelpedEntry.case_id == case_id, HelpedEntry.confirmed_at.is_(None))
    return list(db.scalars(query.order_by(HelpedEntry.entered_at.desc(), HelpedEntry.id.desc())))


def written_on_behalf(db: Session, case_id: uuid.UUID, *, most: int = 20) -> list[HelpedEntry]:
    """What was written down on the client's behalf, newest first, looked at again by her or not."""
    query = select(HelpedEntry).where(HelpedEntry.case_id == case_id, HelpedEntry.way == Way.ON_BEHALF)
    return list(db.scalars(query.order_by(HelpedEntry.entered_at.desc(), HelpedEntry.id.desc()).limit(most)))


def checked(db: Session, case_id: uuid.UUID, *, most: int = 50) -> list[HelpedEntry]:
    """What she looked at again, last first."""
    query = select(HelpedEntry).where(HelpedEntry.case_id == case_id, HelpedEntry.confirmed_at.is_not(None))
    return list(db.scalars(query.order_by(HelpedEntry.confirmed_at.desc()).limit(most)))


def count_to_check(case_id: ColumnElement[uuid.UUID] | InstrumentedAttribute[uuid.UUID]) -> Select[int]:
    """How many things wait to be looked at, for a larger statement."""
    return select(func.count(HelpedEntry.id)).where(HelpedEntry.case_id == case_id, HelpedEntry.confirmed_at.is_(None))


def confirm(db: Session, case: CaseFile, entry_ids: list[uuid.UUID], *, by: Actor) -> int:
    """ "Dit klopt", for these only; returns how many were still open. Raises NotAllowed, or NotFound for none.

    She does it alone: while somebody helps, or for somebody else, it would prove nothing.
    """
    if by.role is not Role.CLIENT or by.helper is not None:
        raise NotAllowed("only the client says, by herself, that it is right")
    query = select(HelpedEntry).where(HelpedEntry.case_id == case.id, HelpedEntry.id.in_(entry_ids))
    entries = list(db.scalars(query.with_for_update()))
    if not entries:
        raise NotFound("no such entries in this file")
    still_open = [entry for entry in entries if entry.confirmed_at is None]
    for entry in still_open:
        entry.confirmed_at = now()
    if still_open:
        audit.record(
            db,
            case.id,
            by=by,
            action=audit.Action.CHANGED,
            subject=audit.Subject.HELP,
            reason="checked",
        )
    return len(still_open)


def _log(db: Session, case_id: uuid.UUID, by: Actor, session: HelpSession, action: audit.Action) -> None:
    db.flush()
    audit.record(
        db, case_id, by=by, action=action, subject=audit.Subject.HELP, subject_id=session.id, label=session.helper_name
    )
