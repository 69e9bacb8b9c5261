"""The CVs that a client put together: the one she works on, and those she gave a name ("voor de zorg").

A version keeps choices, not a file: made again next month it has what she added to her portfolio since.
Nobody but the client sees them; what she sends to whom is hers.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Index, delete, func, select, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..base import Base, CaseRow, Conflict, Invalid, NotFound, new_id, now, short_text
from ..people import CaseFile
from .choice import CvChoice, choice_of

NAME_LENGTH = 60
MOST = 20
"""Named versions of one client."""


class TooManyVersions(Conflict):
    """There is room for twenty; one must go first."""


class CvVersion(CaseRow, Base):
    """The choices for one CV; an empty name is the one she works on."""

    __tablename__ = "cv_version"
    __table_args__ = (Index("uq_cv_version_name", "case_id", text("lower(name)"), unique=True),)

    name: Mapped[str] = mapped_column(short_text(NAME_LENGTH), default="")
    design: Mapped[str] = mapped_column(short_text(24))
    language: Mapped[str] = mapped_column(short_text(8))
    content: Mapped[Any] = mapped_column(JSONB)
    changed_at: Mapped[dt.datetime] = mapped_column(default=now)

    @property
    def choice(self) -> CvChoice:
        return choice_of(self.design, self.language, self.content)


def versions_of(db: Session, case_id: uuid.UUID) -> list[CvVersion]:
    """The one she works on, if she began, and the named ones, by name: one statement."""
    query = select(CvVersion).where(CvVersion.case_id == case_id)
    return list(db.scalars(query.order_by(func.lower(CvVersion.name), CvVersion.id)))


def working_choice(kept: Iterable[CvVersion], *, language: str) -> CvChoice:
    """What she chose last; at first everything, in the language of the page."""
    found = next((version for version in kept if not version.name), None)
    return found.choice if found is not None else choice_of("", language, {})


def keep(db: Session, case: CaseFile, choice: CvChoice, *, name: str = "") -> None:
    """Keep the choices as the ones she works on or, with a name, as a version (over an older one of that name).

    Raises Invalid (field `name`) and TooManyVersions.
    """
    name = " ".join(name.split())
    if len(name) > NAME_LENGTH:
        raise Invalid(f"at most {NAME_LENGTH} characters", field="name")
    if name and _is_full(db, case.id, name):
        raise TooManyVersions(f"there are {MOST} versions")
    row = {"design": choice.design.value, "language": choice.language, "content": choice.as_json(), "changed_at": now()}
    statement = insert(CvVersion).values(id=new_id(), case_id=case.id, name=name, **row)
    same: list[Any] = [CvVersion.case_id, text("lower(name)")]
    db.execute(statement.on_conflict_do_update(index_elements=same, set_={**row, "name": name}))


def version(db: Session, case_id: uuid.UUID, version_id: uuid.UUID) -> CvVersion:
    """One version of this file; raises NotFound."""
    found = db.scalar(select(CvVersion).where(CvVersion.case_id == case_id, CvVersion.id == version_id))
    if found is None:
        raise NotFound("no such CV in this file")
    return found


def take_up(db: Session, case: CaseFile, version_id: uuid.UUID) -> None:
    """Go on with a named version: what she works on becomes a copy of it. Raises NotFound."""
    keep(db, case, version(db, case.id, version_id).choice)


def remove(db: Session, case: CaseFile, version_id: uuid.UUID) -> None:
    """Forget a version; her portfolio stays as it is. Twice is harmless."""
    db.execute(delete(CvVersion).where(CvVersion.case_id == case.id, CvVersion.id == version_id))


def _is_full(db: Session, case_id: uuid.UUID, name: str) -> bool:
    others = (CvVersion.case_id == case_id) & (CvVersion.name != "") & (func.lower(CvVersion.name) != name.lower())
    return (db.scalar(select(func.count(CvVersion.id)).where(others)) or 0) >= MOST
