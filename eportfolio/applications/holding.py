"""What every deed with an application begins and ends with: who may, lock, and the line in the access log."""

from sqlalchemy.orm import Session

from .. import audit
from ..access import Actor
from ..base import NotAllowed, NotFound, now
from ..people import Role
from .model import JobApplication


def only_client(by: Actor) -> None:
    """Raise NotAllowed for anybody else."""
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client writes in the application log")


def client_or_on_behalf(by: Actor) -> None:
    """Raise NotAllowed for anybody but the client, and her coach who writes down what she told."""
    if not by.on_behalf:
        only_client(by)


def hold(db: Session, application: JobApplication, by: Actor) -> None:
    """Lock the row and read it anew, so that two changes at once come one after the other.

    Raises NotAllowed, or NotFound when it was removed.
    """
    only_client(by)
    db.refresh(application, [column.key for column in JobApplication.__mapper__.column_attrs], with_for_update=True)
    if application.removed_at is not None:
        raise NotFound("this application was removed")


def touch(db: Session, application: JobApplication, by: Actor) -> None:
    """The client changed it: news for the coach, and a line in the log."""
    application.changed_at = now()
    db.flush()
    db.refresh(application, ["stages"])
    note(db, application, by, audit.Action.CHANGED)


def note(db: Session, application: JobApplication, by: Actor, action: audit.Action, reason: str = "") -> None:
    """A line in the access log about this application."""
    audit.record(
        db,
        application.case_id,
        by=by,
        action=action,
        subject=audit.Subject.APPLICATION,
        subject_id=application.id,
        label=application.label,
        reason=reason,
    )
