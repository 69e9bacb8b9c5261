"""What every table and every rule of the case file stands on."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, Enum, ForeignKey, MetaData, String, Uuid, func
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column

OFFICE_TIME = ZoneInfo("Europe/Amsterdam")
"""Deadlines are dates in the office's own time zone; moments are stored in UTC."""

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class CaseFileError(Exception):
    """The root of every refusal by the case file."""


class NotFound(CaseFileError):
    """There is no such thing, or not for this person: the two are never told apart."""


class NotAllowed(CaseFileError):
    """This person may see it, but may not do this with it."""


class Conflict(CaseFileError):
    """The thing has moved on: somebody was first, or its state forbids the step."""


class Invalid(CaseFileError):
    """A value cannot be right; `field` names the input it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Base(DeclarativeBase):
    """Typed declarative base: UTC moments, UUID keys, enums as readable text."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dt.datetime: DateTime(timezone=True),
        uuid.UUID: Uuid(),
    }


def text_enum(kind: type[StrEnum], length: int = 24) -> Enum:
    """A StrEnum column kept as text with its values (not its names), so that rows read in plain SQL."""
    return Enum(kind, native_enum=False, length=length, create_constraint=False, values_callable=lambda e: list(e))


class Identified:
    """A UUIDv7 key, made by PostgreSQL 18 or here: sorts by time, tells nothing about anyone."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=lambda: new_id(), sort_order=-10)


class CaseRow(Identified):
    """A row of one case file: row-level security and, later, sharding go by `case_id`."""

    @declared_attr
    def case_id(cls) -> Mapped[uuid.UUID]:  # noqa: N805  SQLAlchemy calls it with the class
        return mapped_column(ForeignKey("case_file.id", ondelete="RESTRICT"), index=True, sort_order=-9)

    created_at: Mapped[dt.datetime] = mapped_column(default=lambda: now(), server_default=func.now(), sort_order=90)


def hold(db: Session, row: Base) -> None:
    """Lock a row that counts its changes until the transaction ends, and see which version it is now."""
    db.refresh(row, ["version"], with_for_update=True)


def new_id() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, then random."""
    milliseconds = int(now().timestamp() * 1000)
    random_bits = uuid.uuid4().int & ((1 << 74) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= (random_bits >> 62) << 64
    value |= 0b10 << 62
    value |= random_bits & ((1 << 62) - 1)
    return uuid.UUID(int=value)


_TOLD_LATER = ContextVar("told_later", default=dt.timedelta())


def now() -> dt.datetime:
    """This moment, in UTC and aware."""
    return dt.datetime.now(dt.UTC) - _TOLD_LATER.get()


@contextmanager
def told_as_of(moment: dt.datetime) -> Iterator[None]:
    """What is done in here happened at that moment: for the past of demo people, never for a real person's deed."""
    token = _TOLD_LATER.set(dt.datetime.now(dt.UTC) - moment)
    try:
        yield
    finally:
        _TOLD_LATER.reset(token)


def today() -> dt.date:
    """The date on the office's wall."""
    return now().astimezone(OFFICE_TIME).date()


def short_text(length: int = 200) -> String:
    """Text with a limit that the form states too."""
    return String(length)
