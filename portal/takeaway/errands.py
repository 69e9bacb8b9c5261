"""What the worker does for what is taken along: it works inside the portal, since PDFs are made from its templates.

The actor is the client herself, so row-level security holds for the worker as it does for a page.
"""

import contextlib
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from apiflask import APIFlask
from flask_babel import force_locale
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from eportfolio import access, export, notices, people, retention
from eportfolio.access import Actor, Channel
from eportfolio.documents.handling import Shelf
from eportfolio.export import PartsSink
from eportfolio.people import Account, Role
from eportfolio.storage import FileStore, StorageError

from .. import create_app
from ..config import Settings
from ..files import open_shelf
from ..forget import forget_in_assistant
from ..notices import mail
from . import cv_mail
from .archive import Hers, write_archive
from .cv import CvFormat

log = logging.getLogger("houvast.worker")


class Errands:
    """The jobs of this room, with the worker's own connections."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings = settings
        self.engine = engine

    def mail_cv(self, *, account_id: uuid.UUID, form: CvFormat, language: str, letter_id: uuid.UUID) -> None:
        """Make the CV that this client works on and mail it to her; in demo mode into the staff's mailbox page."""
        with inside_the_portal(self.settings, language), Session(self.engine) as db, db.begin():
            account = _act_as(db, account_id)
            if account is None:
                return
            made = cv_mail.make(db, people.case_of_client(db, account_id), form=form, language=language)
            letter = cv_mail.letter(account, made, letter_id=letter_id, base_url=self.settings.base_url)
            if self.settings.smtp_url:
                mail.send(letter, smtp_url=self.settings.smtp_url, sender=self.settings.mail_from)
            elif self.settings.demo:
                body = f"{letter.body}\n[{made.name}, {len(made.content) // 1000 + 1} kB]\n"
                access.act_as_service(db)
                notices.note_sent(
                    db, account_id, notices.Topic.CV, letter_id=letter_id, subject=letter.subject, body=body
                )
            else:
                raise mail.MailDown("HOUVAST_SMTP_URL is not set")

    def make_export(self, *, export_id: uuid.UUID, account_id: uuid.UUID) -> None:
        """Make the zip; done before or expired: nothing happens. What cannot be stored is said on her page."""
        desk = _ExportDesk(self.engine, export_id=export_id, account_id=account_id)
        language = desk.start(self._store)
        if language is None:
            return
        try:
            with inside_the_portal(self.settings, language), Session(self.engine) as db, db.begin():
                if _act_as(db, account_id) is None:
                    return
                case = people.case_of_client(db, account_id)
                with PartsSink(self._store, case_id=case.id, keep=desk.keep) as sink:
                    write_archive(Hers(db, case, self._store, language), sink, progress=desk.progress)
        except StorageError:
            log.exception("an export could not be stored")
            desk.change(export.fail)
        else:
            desk.change(export.finish)

    def drop_expired_exports(self) -> None:
        """Forget exports that nobody may fetch any more, and the pieces of their files."""
        with Session(self.engine) as db, db.begin():
            access.act_as_service(db)
            refs = export.drop_expired(db)
        _delete(self._store, refs)

    def keep_to_the_terms(self) -> None:
        """Let go of what is past its term; warn about files that nobody uses, and let go of those warned long ago."""
        with Session(self.engine) as db, db.begin():
            access.act_as_service(db)
            dropped = retention.drop_past_terms(db)
            for token in dropped.tokens:
                forget_in_assistant(db, token)
        _delete(self._store, dropped.files)
        with Session(self.engine) as db, db.begin():
            access.act_as_service(db)
            refs = []
            for unused in retention.unused_files(db):
                if unused.warned_at is None or unused.warned_at < unused.last_used_at:
                    retention.note_warned(db, unused)
                else:
                    refs += retention.anonymise(db, unused)
        _delete(self._store, refs)

    @property
    def _store(self) -> FileStore:
        return _shelf(self.settings).store


class _ExportDesk:
    """Keeps what is known about one export while its file is being written, in small transactions of its own."""

    def __init__(self, engine: Engine, *, export_id: uuid.UUID, account_id: uuid.UUID) -> None:
        self.engine, self.export_id, self.account_id = engine, export_id, account_id
        self.told_at = 0.0

    def start(self, store: FileStore) -> str | None:
        """Begin with an empty file; returns the language, or None when there is nothing to do."""
        with Session(self.engine) as db, db.begin():
            found = export.start(db, self.export_id) if _act_as(db, self.account_id) else None
            refs = export.forget_parts(db, found) if found else []
            language = found.language if found else None
        _delete(store, refs)
        return language

    def keep(self, part: export.Part) -> None:
        """A piece of the file stands in the store."""
        self.change(lambda db, row: export.note_part(db, row, part))

    def progress(self, done: int, total: int) -> None:
        """So far; told at most twice a second."""
        if done == total or time.monotonic() - self.told_at > 0.5:
            self.told_at = time.monotonic()
            self.change(lambda db, row: export.note_progress(db, row, done=done, total=total))

    def change(self, how: Callable[[Session, export.DataExport], None]) -> None:
        """Change the row as its client, and let her see it at once."""
        with Session(self.engine) as db, db.begin():
            _act_as(db, self.account_id)
            found = db.get(export.DataExport, self.export_id, with_for_update=True)
            if found is not None:
                how(db, found)


def _delete(store: FileStore, refs: list[str]) -> None:
    """Their keys are gone already, so what cannot be deleted now can be read by nobody."""
    for ref in refs:
        with contextlib.suppress(StorageError):
            store.delete(ref)


@lru_cache(maxsize=1)
def _shelf(settings: Settings) -> Shelf:
    return open_shelf(settings)


@contextmanager
def inside_the_portal(settings: Settings, language: str) -> Iterator[None]:
    """The portal's templates, addresses and language, without anybody's request."""
    with _portal(settings).test_request_context(base_url=settings.base_url), force_locale(language):
        yield


@lru_cache(maxsize=1)
def _portal(settings: Settings) -> APIFlask:
    return create_app(settings)


def _act_as(db: Session, account_id: uuid.UUID) -> Account | None:
    """Be this client from here on; None when she is gone or shut out."""
    access.act_as_service(db)
    found = next(iter(people.accounts(db, [account_id])), None)
    if found is None or found.disabled_at is not None or found.role is not Role.CLIENT:
        return None
    access.act_as(db, Actor(found.id, Role.CLIENT, found.name, Channel.WEB))
    return found
