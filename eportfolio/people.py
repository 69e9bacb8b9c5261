"""Who there is: accounts, their case file, and the one coach of each client.

A case file has exactly one coach at a time (the column cannot be empty) and keeps
the history of its coaches; a stand-in may see it during an absence.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from .base import Base, CaseRow, Identified, NotFound, now, short_text, text_enum
from .office_hours import USUAL, OfficeHours, hours_from


class Role(StrEnum):
    """What someone is here for."""

    CLIENT = "client"
    COACH = "coach"
    HELPER = "helper"
    MANAGER = "manager"


class Scheme(StrEnum):
    """The benefit scheme a client falls under; it decides which questions and answers fit."""

    WW = "ww"
    PARTICIPATIEWET = "participatiewet"
    NONE = "none"


class Step(StrEnum):
    """Where the client is on the way to work, in the four steps that the portal shows."""

    INTAKE = "intake"
    PLANNING = "planning"
    SEARCHING = "searching"
    WORKING = "working"


class Salutation(StrEnum):
    """How someone wants to be addressed."""

    MRS = "mrs"
    MR = "mr"
    NEUTRAL = "neutral"


class Office(Identified, Base):
    """A job centre (werkplein): where a coach works and a kiosk stands."""

    __tablename__ = "office"

    name: Mapped[str] = mapped_column(short_text(120))
    phone: Mapped[str | None] = mapped_column(short_text(24))
    address: Mapped[str | None] = mapped_column(short_text(200))
    opening: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    """Its hours and closing days, as `office_hours.hours_from` reads them; None for the usual ones."""

    urgent_help: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    """Whom to call in need here, as `urgent_help.urgent_help_from` reads it; None for what counts everywhere."""

    @property
    def hours(self) -> OfficeHours:
        """When this office is open."""
        return hours_from(self.opening)


class Account(Identified, Base):
    """Someone who can sign in."""

    __tablename__ = "account"
    __table_args__ = (Index("uq_account_email_lower", text("lower(email)"), unique=True),)

    role: Mapped[Role] = mapped_column(text_enum(Role))
    given_name: Mapped[str] = mapped_column(short_text(80))
    family_name: Mapped[str] = mapped_column(short_text(120))
    salutation: Mapped[Salutation] = mapped_column(text_enum(Salutation), default=Salutation.NEUTRAL)
    email: Mapped[str] = mapped_column(short_text(254))
    locale: Mapped[str] = mapped_column(short_text(8), default="nl")
    office_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("office.id"))
    demo_note: Mapped[str | None] = mapped_column(short_text(200))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    disabled_at: Mapped[dt.datetime | None]

    office: Mapped[Office | None] = relationship(lazy="raise_on_sql")

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def initials(self) -> str:
        """Two letters for the round picture, without the Dutch infix: Samira de Wit → SW."""
        last_word = self.family_name.split()[-1]
        return (self.given_name[:1] + last_word[:1]).upper()


class Credential(Base):
    """The password hash of a local account (argon2); only the front door reads it."""

    __tablename__ = "credential"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(short_text(200))


class CaseFile(Identified, Base):
    """The file of one client; everything else hangs on its id."""

    __tablename__ = "case_file"

    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), unique=True)
    coach_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    stand_in_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    scheme: Mapped[Scheme] = mapped_column(text_enum(Scheme), default=Scheme.NONE)
    scheme_since: Mapped[dt.date | None]
    step: Mapped[Step] = mapped_column(text_enum(Step), default=Step.INTAKE)
    opened_at: Mapped[dt.datetime] = mapped_column(default=now)
    coach_seen_at: Mapped[dt.datetime | None]
    last_contact_at: Mapped[dt.datetime | None]
    last_contact_kind: Mapped[str | None] = mapped_column(short_text(24))
    retention_warned_at: Mapped[dt.datetime | None]
    anonymised_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    client: Mapped[Account] = relationship(foreign_keys=[client_id], lazy="raise_on_sql")
    coach: Mapped[Account] = relationship(foreign_keys=[coach_id], lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class CoachAssignment(CaseRow, Base):
    """Who was the coach from when to when, and why it changed; append-only but for its end."""

    __tablename__ = "coach_assignment"
    __table_args__ = (
        Index("uq_coach_assignment_current", "case_id", unique=True, postgresql_where=text("until_at IS NULL")),
    )

    coach_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    from_at: Mapped[dt.datetime] = mapped_column(default=now)
    until_at: Mapped[dt.datetime | None]
    reason: Mapped[str] = mapped_column(short_text(400))
    assigned_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    coach: Mapped[Account] = relationship(foreign_keys=[coach_id], lazy="raise_on_sql")


WITH_PEOPLE = (
    joinedload(CaseFile.client),
    joinedload(CaseFile.coach).joinedload(Account.office),
)


def case_of_client(db: Session, client_id: uuid.UUID) -> CaseFile:
    """The client's own case file, with the people in it; raises NotFound."""
    case = db.scalar(_own_file(), {"own_client_id": client_id})
    if case is None:
        raise NotFound("this person has no case file")
    return case


@cache
def _own_file() -> Select[CaseFile]:
    return select(CaseFile).where(CaseFile.client_id == bindparam("own_client_id")).options(*WITH_PEOPLE)


def case_of_coach(db: Session, coach_id: uuid.UUID, case_id: uuid.UUID) -> CaseFile:
    """A file of this coach's caseload (own, or as stand-in); raises NotFound."""
    mine = (CaseFile.coach_id == coach_id) | (CaseFile.stand_in_id == coach_id)
    case = db.scalar(select(CaseFile).where(CaseFile.id == case_id, mine).options(*WITH_PEOPLE))
    if case is None:
        raise NotFound("no such case file in this caseload")
    return case


def account_by_email(db: Session, email: str) -> Account | None:
    """The enabled account with this address, whatever its capitals."""
    from_address = select(Account).where(text("lower(email) = :email"), Account.disabled_at.is_(None))
    return db.scalar(from_address, {"email": email.strip().lower()})


def hours_of(db: Session, case: CaseFile) -> OfficeHours:
    """The hours of the office that answers for this file: that of its coach."""
    office = db.scalar(select(Office).join(Account, Account.office_id == Office.id).where(Account.id == case.coach_id))
    return office.hours if office else USUAL


def office_named(db: Session, name: str) -> Office:
    """The office with this name; raises NotFound."""
    office = db.scalar(select(Office).where(Office.name == name))
    if office is None:
        raise NotFound("no such office")
    return office


def accounts(db: Session, ids: Collection[uuid.UUID]) -> list[Account]:
    """The accounts with these ids, as far as the actor may see them."""
    return list(db.scalars(select(Account).where(Account.id.in_(ids)))) if ids else []


def open_case(
    db: Session, *, client: Account, coach: Account, scheme: Scheme = Scheme.NONE, since: dt.date | None = None
) -> CaseFile:
    """Open the file of a new client under one coach, and start the history of coaches."""
    case = CaseFile(client=client, coach=coach, scheme=scheme, scheme_since=since)
    db.add(case)
    db.flush()
    db.add(CoachAssignment(case_id=case.id, coach_id=coach.id, reason="Dossier geopend"))
    db.flush()
    return case


def assign_coach(db: Session, case: CaseFile, *, coach: Account, by_id: uuid.UUID, reason: str) -> None:
    """Give the file to another coach, with the reason; the history keeps both. Same coach: nothing changes."""
    if coach.role is not Role.COACH:
        raise NotFound("only a coach can have a caseload")
    if case.coach_id == coach.id:
        return
    current = db.scalar(
        select(CoachAssignment).where(CoachAssignment.case_id == case.id, CoachAssignment.until_at.is_(None))
    )
    if current is not None:
        current.until_at = now()
        db.flush()
    case.coach_id = coach.id
    db.add(CoachAssignment(case_id=case.id, coach_id=coach.id, assigned_by_id=by_id, reason=reason))
    db.flush()


def password_hash_of(db: Session, account_id: uuid.UUID) -> str | None:
    """The kept hash (act at the door first); None for an account without a password."""
    return db.scalar(select(Credential.password_hash).where(Credential.account_id == account_id))


def change_password(db: Session, account_id: uuid.UUID, new_hash: str) -> None:
    """Keep another hash for this person, who must be the actor."""
    db.execute(update(Credential).where(Credential.account_id == account_id).values(password_hash=new_hash))


def demo_people(db: Session) -> list[Account]:
    """The people of the demo data, clients first."""
    rows = db.scalars(select(Account).where(Account.demo_note.is_not(None)).order_by(Account.created_at))
    order = (Role.CLIENT, Role.COACH, Role.HELPER, Role.MANAGER)
    return sorted(rows, key=lambda account: order.index(account.role))


def remember_locale(db: Session, account_id: uuid.UUID, locale: str) -> None:
    """Keep the language that this person chose."""
    db.execute(update(Account).where(Account.id == account_id).values(locale=locale))


def coaches_of(db: Session, case: CaseFile) -> list[CoachAssignment]:
    """The history of coaches of this file, the present one first."""
    query = select(CoachAssignment).where(CoachAssignment.case_id == case.id).options(joinedload(CoachAssignment.coach))
    return list(db.scalars(query.order_by(CoachAssignment.from_at.desc())))
