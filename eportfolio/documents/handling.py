"""What people do with documents: send in, replace, share, withdraw, put back, check.

Each is a command: it checks who may, changes one thing, and writes it in the access log.
The file is stored before its row is committed; when the transaction fails, what stays in
the store has lost its key and cannot be read by anyone.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from .. import audit, notices, receipts, reminders
from ..access import Actor
from ..base import Invalid, NotAllowed, new_id, now
from ..people import CaseFile, Role
from ..storage import FileStore
from .inspection import inspect
from .media import Refusal, Refused
from .model import ChangedMeanwhile, Document, DocumentKind, NotCurrent, earlier_versions_of
from .reading import read
from .virus_scan import Scanner, ScanState


class FileRefused(Invalid):
    """This file is not taken; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(f"file refused: {reason}", field="file")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where files go, and who looks for viruses in them first."""

    store: FileStore
    scanner: Scanner


@dataclass(frozen=True, slots=True)
class Upload:
    """What the form sent: the bytes, and the name that the sender's computer gave them."""

    content: bytes
    filename: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored document, and the receipt when it was sent in (a private one has none)."""

    document: Document
    receipt: receipts.Receipt | None


KIND_WORDS = {
    DocumentKind.CV: "Cv",
    DocumentKind.LETTER: "Brief",
    DocumentKind.DIPLOMA: "Diploma",
    DocumentKind.CERTIFICATE: "Certificaat",
    DocumentKind.CONDUCT: "Verklaring omtrent het gedrag (VOG)",
    DocumentKind.LICENCE: "Pas of vergunning",
    DocumentKind.PROOF: "Bewijs van sollicitatie",
    DocumentKind.OTHER: "Ander document",
}
"""On the receipt in the binding language, whatever language the page was in."""


def upload(
    db: Session,
    case: CaseFile,
    *,
    by: Actor,
    shelf: Shelf,
    file: Upload,
    kind: DocumentKind,
    note: str | None = None,
    expires_on: dt.date | None = None,
    share: bool = True,
) -> Kept:
    """Take a file in; raises FileRefused, NotAllowed or storage.StorageUnavailable.

    On her behalf it is what she handed over on paper: the coach has seen it, and there is no receipt.
    """
    if not by.on_behalf:
        _only_client(by)
    document = _stored(case, by=by, shelf=shelf, file=file)
    document.kind, document.note, document.expires_on = kind, note, expires_on
    if by.on_behalf:
        document.shared_at = document.checked_at = now()
        document.checked_by_name = by.name
    db.add(document)
    db.flush()
    _remind(db, document)
    if by.on_behalf:
        _note(db, document, by, audit.Action.ADDED, reason="on_behalf")
        notices.notify(db, case.client_id, notices.Topic.ON_BEHALF, about=document.id)
        return Kept(document, None)
    if share:
        return Kept(document, share_with_coach(db, document, by=by))
    _note(db, document, by, audit.Action.ADDED)
    return Kept(document, None)


def replace(
    db: Session,
    case: CaseFile,
    old: Document,
    *,
    by: Actor,
    shelf: Shelf,
    file: Upload,
    note: str | None = None,
    expires_on: dt.date | None = None,
) -> Kept:
    """Put a newer version in the place of `old`, which is kept; shared if the old one was.

    Raises what `upload` raises, and NotCurrent.
    """
    _only_client(by)
    _hold(db, old)
    if not old.is_current:
        raise NotCurrent("there is a newer version, or it was withdrawn")
    kept = upload(
        db,
        case,
        by=by,
        shelf=shelf,
        file=file,
        kind=old.kind,
        note=note,
        expires_on=expires_on,
        share=old.is_shared,
    )
    old.replaced_by_id = kept.document.id
    db.flush()
    _remind(db, old)
    return kept


def describe(
    db: Session,
    document: Document,
    *,
    by: Actor,
    kind: DocumentKind,
    note: str | None,
    expires_on: dt.date | None,
    version: int,
) -> None:
    """Correct what is said about a document; the file stays as it is.

    `version` is what the form was opened with. Raises ChangedMeanwhile, and NotCurrent when withdrawn or replaced.
    """
    _only_client(by)
    _hold(db, document)
    if not document.is_current:
        raise NotCurrent("there is a newer version, or it was withdrawn")
    if document.version != version:
        raise ChangedMeanwhile("somebody changed this document after the form was opened")
    if (document.kind, document.note, document.expires_on) != (kind, note, expires_on):
        document.kind, document.note, document.expires_on = kind, note, expires_on
        document.version += 1
        _remind(db, document)
        _note(db, document, by, audit.Action.CHANGED)


def share_with_coach(db: Session, document: Document, *, by: Actor) -> receipts.Receipt:
    """Send the document in: the coach sees it from now on, and the client gets a receipt.

    Sending it in again gives the same receipt. Raises NotCurrent.
    """
    _only_client(by)
    _hold(db, document)
    if not document.is_current:
        raise NotCurrent("a withdrawn or replaced document cannot be sent in")
    earlier = receipts.newest_about(db, document.case_id, document.id) if document.shared_at else None
    if earlier is not None:
        return earlier
    document.shared_at = document.shared_at or now()
    _note(db, document, by, audit.Action.SENT)
    return receipts.issue(
        db,
        document.case_id,
        kind=receipts.ReceiptKind.DOCUMENT,
        title=f"{KIND_WORDS[document.kind]}: {document.name}",
        copy=_copy(document),
        by=by,
        subject_id=document.id,
    )


def stop_sharing(db: Session, document: Document, *, by: Actor) -> None:
    """Keep the document and its earlier versions to oneself again. Harmless when it is private.

    The access log keeps that the coach could see it.
    """
    _only_client(by)
    _hold(db, document)
    if document.shared_at is not None:
        for version in (document, *earlier_versions_of(db, document)):
            version.shared_at = None
        _note(db, document, by, audit.Action.WITHDRAWN)


def withdraw(db: Session, document: Document, *, by: Actor, reason: str | None) -> None:
    """Take a document and its earlier versions back: the coach no longer sees them.

    Twice is harmless; for a version that was replaced it raises NotCurrent.
    """
    _only_client(by)
    _hold(db, document)
    if document.replaced_by_id is not None:
        raise NotCurrent("there is a newer version")
    if document.withdrawn_at is None:
        at = now()
        for version in (document, *earlier_versions_of(db, document)):
            version.withdrawn_at, version.withdrawn_reason = at, reason
        _remind(db, document)
        _note(db, document, by, audit.Action.WITHDRAWN)


def put_back(db: Session, document: Document, *, by: Actor) -> None:
    """Undo a withdrawal: everything is as before. Harmless when it was not withdrawn.

    Raises NotCurrent when its content has been erased meanwhile.
    """
    _only_client(by)
    _hold(db, document)
    if document.is_erased:
        raise NotCurrent("the content of this document is gone")
    if document.withdrawn_at is not None:
        for version in (document, *earlier_versions_of(db, document)):
            version.withdrawn_at, version.withdrawn_reason = None, None
        _remind(db, document)
        _note(db, document, by, audit.Action.CHANGED)


def mark_checked(db: Session, case: CaseFile, document: Document, *, by: Actor) -> None:
    """The coach has looked at it; the client hears so once. Twice is harmless; raises NotCurrent."""
    if by.role is not Role.COACH:
        raise NotAllowed("only the coach checks a document")
    _hold(db, document)
    if not document.is_current:
        raise NotCurrent("there is a newer version, or it was withdrawn")
    if document.checked_at is None:
        document.checked_at, document.checked_by_name = now(), by.name
        _note(db, document, by, audit.Action.CHANGED, reason="checked")
        notices.notify(db, case.client_id, notices.Topic.REVIEW, about=document.id)


def note_opened(db: Session, document: Document, *, by: Actor, downloaded: bool = False) -> None:
    """Write in the access log that someone other than the client opened the document or took it along."""
    if by.role is not Role.CLIENT:
        _note(db, document, by, audit.Action.EXPORTED if downloaded else audit.Action.READ)


def _stored(case: CaseFile, *, by: Actor, shelf: Shelf, file: Upload) -> Document:
    """Inspect, read and store; the row is not in the session yet."""
    try:
        inspected = inspect(file.content, file.filename, scanner=shelf.scanner)
    except Refused as refused:
        raise FileRefused(refused.reason) from refused
    reading = read(inspected.content, inspected.media_type)
    stored = shelf.store.put(inspected.content, case_id=case.id)
    return Document(
        id=new_id(),
        case_id=case.id,
        name=inspected.name,
        media_type=inspected.media_type,
        size=stored.size,
        pages=inspected.pages,
        sha256=stored.sha256,
        stored_ref=stored.ref,
        wrapped_key=stored.wrapped_key,
        scan=inspected.scan,
        scanned_at=now() if inspected.scan is ScanState.CLEAN else None,
        cleaned_of=sorted(inspected.cleaned),
        read_state=reading.state,
        text="\n".join(reading.paragraphs),
        uploaded_by_id=by.account_id,
        uploaded_by_name=by.name,
        channel=by.channel,
    )


def _copy(document: Document) -> list[dict[str, str]]:
    rows = {
        "Soort": KIND_WORDS[document.kind],
        "Bestand": document.name,
        "Grootte": f"{document.size} bytes",
        "Controlegetal (SHA-256)": document.sha256,
    }
    if document.expires_on:
        rows["Geldig tot en met"] = f"{document.expires_on:%d-%m-%Y}"
    if document.note:
        rows["Uw toelichting"] = document.note
    return [{"label": label, "value": value} for label, value in rows.items()]


def _remind(db: Session, document: Document) -> None:
    """Remind the client before its last day: two months, or when that is over, a week; not of what no longer counts."""
    before = next(iter(document.reminders), None) if document.is_current else None
    if before is None:
        reminders.drop_reminder(db, document.case_id, topic=notices.Topic.REMINDER, about=document.id)
        return
    case = db.get_one(CaseFile, document.case_id)
    reminders.set_reminder(db, case, topic=notices.Topic.REMINDER, about=document.id, due_at=before)


def _hold(db: Session, document: Document) -> None:
    """Let nobody else change this document until we are done, and see what is true now."""
    what_may_have_moved = [
        "shared_at",
        "checked_at",
        "replaced_by_id",
        "withdrawn_at",
        "kind",
        "note",
        "expires_on",
        "version",
    ]
    db.refresh(document, what_may_have_moved, with_for_update=True)


def _only_client(by: Actor) -> None:
    if by.role is not Role.CLIENT:
        raise NotAllowed("only the client handles her own documents")


def _note(db: Session, document: Document, by: Actor, action: audit.Action, *, reason: str = "") -> None:
    """One line in the log. The label is the kind and never the name, which may say too much about a private file."""
    db.flush()
    audit.record(
        db,
        document.case_id,
        by=by,
        action=action,
        subject=audit.Subject.DOCUMENT,
        subject_id=document.id,
        label=document.kind.value,
        reason=reason,
    )
