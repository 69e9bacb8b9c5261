"""Everything that happened in one file, over every channel, in one list: the access log with receipts and what is left.

Read in parts by the log's own number (keyset), so that an old line costs as much as a new one and none is
shown twice when something happens meanwhile.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import Session

from . import audit, receipts
from .access import Channel
from .agreements.model import Agreement, AgreementEvent
from .applications.model import JobApplication
from .appointments.model import Appointment
from .audit import AccessLogEntry, Action, Subject
from .base import OFFICE_TIME
from .documents.model import Document
from .messages.model import Message

PAGE_SIZE = 40
SAME_DEED = dt.timedelta(seconds=5)
"""A receipt is given in the transaction of the deed: both have about the same moment."""


class Kind(StrEnum):
    """What a reader can narrow the list to."""

    HAPPENED = "happened"
    MESSAGES = "messages"
    APPOINTMENTS = "appointments"
    AGREEMENTS = "agreements"
    APPLICATIONS = "applications"
    DOCUMENTS = "documents"
    DATA = "data"
    LOOKS = "looks"
    EVERYTHING = "everything"


SUBJECTS = {
    Kind.MESSAGES: (Subject.MESSAGE, Subject.CONVERSATION),
    Kind.APPOINTMENTS: (Subject.APPOINTMENT,),
    Kind.AGREEMENTS: (Subject.AGREEMENT,),
    Kind.APPLICATIONS: (Subject.APPLICATION,),
    Kind.DOCUMENTS: (Subject.DOCUMENT,),
}
ELSEWHERE = frozenset(subject for subjects in SUBJECTS.values() for subject in subjects)
LASTING = (Agreement, Appointment, Document, Message)
"""Things with a page of their own, as long as the reader may see them."""


class Happened(NamedTuple):
    """A line of the log, with the receipt of that deed, and the id of the thing if it can still be opened."""

    entry: AccessLogEntry
    receipt_number: str | None
    place: uuid.UUID | None = None


class Part(NamedTuple):
    """A part of the list, newest first; `older` is where the next part begins, None at the end."""

    lines: list[Happened]
    older: int | None


class Wish(NamedTuple):
    """What the reader wants to see; days are in office time and both count."""

    kind: Kind = Kind.HAPPENED
    channel: Channel | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    before: int | None = None


def part_of(db: Session, case_id: uuid.UUID, wish: Wish, *, most: int = PAGE_SIZE, with_places: bool = True) -> Part:
    """A part of what happened in this file: three statements, however many lines; two without places to go to."""
    query = _narrowed(audit.entries_of(case_id), wish)
    found = list(db.scalars(query.limit(most + 1)))
    shown = found[:most]
    lines = with_proof(db, case_id, shown, with_places=with_places)
    return Part(lines, shown[-1].seq if len(found) > most else None)


def with_proof(
    db: Session, case_id: uuid.UUID, entries: Sequence[AccessLogEntry], *, with_places: bool
) -> list[Happened]:
    """These lines with their receipts and, if wanted, with whether what they are about can be opened."""
    ids = {entry.subject_id for entry in entries if entry.subject_id}
    given = _receipts_of(entries, receipts.receipts_about(db, case_id, ids))
    places = _places(db, case_id, ids) if with_places else {}
    return [
        Happened(entry, given.get(entry.id), places.get(entry.subject_id) if entry.subject_id else None)
        for entry in entries
    ]


def _narrowed(query: Select[AccessLogEntry], wish: Wish) -> Select[AccessLogEntry]:
    if wish.kind is Kind.LOOKS:
        query = query.where(AccessLogEntry.action == Action.READ)
    elif wish.kind is not Kind.EVERYTHING:
        query = query.where(AccessLogEntry.action != Action.READ)
    if wish.kind in SUBJECTS:
        query = query.where(AccessLogEntry.subject.in_(SUBJECTS[wish.kind]))
    elif wish.kind is Kind.DATA:
        query = query.where(AccessLogEntry.subject.not_in(ELSEWHERE))
    if wish.channel is not None:
        query = query.where(AccessLogEntry.channel == wish.channel)
    if wish.since is not None:
        query = query.where(AccessLogEntry.at >= _midnight(wish.since))
    if wish.until is not None and wish.until < dt.date.max:
        query = query.where(AccessLogEntry.at < _midnight(wish.until + dt.timedelta(days=1)))
    if wish.before is not None:
        query = query.where(AccessLogEntry.seq < wish.before)
    return query


def _receipts_of(entries: Sequence[AccessLogEntry], given: Sequence[receipts.Receipt]) -> dict[uuid.UUID, str]:
    """The receipt of each deed, by the id of its line: the line about the same thing that is nearest in time."""
    found: dict[uuid.UUID, str] = {}
    for receipt in given:
        about_it = [
            entry
            for entry in entries
            if entry.subject_id == receipt.subject_id
            and entry.actor_id == receipt.sent_by_id
            and entry.action is not Action.READ
            and abs(receipt.received_at - entry.at) < SAME_DEED
        ]
        if about_it:
            found[min(about_it, key=lambda one: abs(receipt.received_at - one.at)).id] = receipt.number
    return found


def _places(db: Session, case_id: uuid.UUID, ids: set[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Which things the reader can open, by the id in the log: the database shows nobody what is not hers.

    A step of an agreement leads to the agreement.
    """
    if not ids:
        return {}
    lasting = [select(table.id, table.id).where(table.case_id == case_id, table.id.in_(ids)) for table in LASTING]
    steps = select(AgreementEvent.id, AgreementEvent.agreement_id).where(
        AgreementEvent.case_id == case_id, AgreementEvent.id.in_(ids)
    )
    kept = select(JobApplication.id, JobApplication.id).where(
        JobApplication.case_id == case_id, JobApplication.id.in_(ids), JobApplication.removed_at.is_(None)
    )
    return {row[0]: row[1] for row in db.execute(union_all(*lasting, steps, kept))}


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), OFFICE_TIME)
