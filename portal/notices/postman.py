"""The postman: takes notices to the mail server, one by one or several in a daily mail, each once.

A notice is locked while it is sent, and its `sent_at` is committed when the mail server has taken the mail.
"""

import uuid

from sqlalchemy.orm import Session

from eportfolio import access, contact, learning, notice_choices, notices, outages, reminders, unsent_forms
from eportfolio.base import now
from eportfolio.database import make_engine
from eportfolio.documents import scanning
from eportfolio.documents.virus_scan import scanner_at
from eportfolio.notices import Notice, Topic
from eportfolio.people import Account

from .. import files, forget, probe
from ..config import Settings
from . import mail

CONNECTIONS = 2
ABOUT_THE_ADDRESS = (Topic.EMAIL_CODE, Topic.EMAIL_CHANGED)
"""Mails with words of their own, to an address that is not the one we know."""


class Postman:
    """Delivers notices: by SMTP when there is a mail server, in demo mode into the staff's mailbox page."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine = make_engine(settings.portal_database_url, pool_size=CONNECTIONS)

    def deliver(self, notice_id: uuid.UUID) -> None:
        """Send one notice once, or keep it for the daily mail as its reader chose; done before: nothing happens.

        Raises MailDown or MailRefused.
        """
        with Session(self.engine) as db, db.begin():
            access.act_as_service(db)
            notice = notices.unsent_notice(db, notice_id)
            if notice is None or notice.account.disabled_at is not None or notice_choices.hold_back(db, notice):
                return
            self._send(db, notice.account, [notice])

    def deliver_digest(self, account_id: uuid.UUID) -> None:
        """Send everything that waits for this person's daily mail, and what was refused before, in one mail."""
        with Session(self.engine) as db, db.begin():
            access.act_as_service(db)
            waiting = notices.digest_of(db, account_id)
            if waiting and waiting[0].account.disabled_at is None:
                self._send(db, waiting[0].account, waiting)

    def digests_due(self) -> list[uuid.UUID]:
        """Whose daily mail should go now."""
        with Session(self.engine) as db, db.begin():
            access.act_as_service(db)
            return notices.digests_due(db)

    def look_at_portal(self) -> None:
        """Keep that the portal is well now; after a gap, that there was an outage."""
        if probe.is_well(self.settings.probe_url or self.settings.base_url):
            with Session(self.engine) as db, db.begin():
                access.act_as_service(db)
                outages.beat(db)

    def remind(self) -> None:
        """Turn every reminder that is due into a notice, however long the worker was away."""
        left = True
        while left:
            with Session(self.engine) as db, db.begin():
                access.act_as_service(db)
                left = reminders.deliver_due(db) == reminders.AT_ONCE

    def tidy(self) -> None:
        """Forget what was said on a shared computer that nobody came back to, and forms nobody signed in again for."""
        with Session(self.engine) as db, db.begin():
            forget.forget_abandoned_visits(db)
            access.act_as_service(db)
            unsent_forms.drop_expired(db)
            learning.forget_old(db)

    def scan_files(self) -> int:
        """Look for viruses in kept files that wait for it; returns how many. Nothing without a scanner that answers."""
        scanner = scanner_at(self.settings.clamd_address)
        if not scanner.answers():
            return 0
        store = files.open_shelf(self.settings).store
        with Session(self.engine) as db, db.begin():
            access.act_as_service(db)
            waiting = scanning.files_to_scan(db)
        for file in waiting:
            with Session(self.engine) as db, db.begin():  # one by one: a verdict stays, whatever comes after it
                access.act_as_service(db)
                scanning.scan(db, file, store=store, scanner=scanner)
        return len(waiting)

    def close(self) -> None:
        """Give the database connections back."""
        self.engine.dispose()

    def _send(self, db: Session, to: Account, waiting: list[Notice]) -> None:
        first = waiting[0]
        letter = self._letter(db, to, waiting)
        if letter is None:
            first.silent_at = now()
            return
        if self.settings.smtp_url:
            try:
                mail.send(letter, smtp_url=self.settings.smtp_url, sender=self.settings.mail_from)
            except mail.AddressRefused:
                if first.topic in ABOUT_THE_ADDRESS:
                    raise
                self._note_refusal([notice.id for notice in waiting], email=letter.to, undo=db)
                raise
            if first.topic not in ABOUT_THE_ADDRESS:
                notice_choices.mail_arrives(db, to.id)
        elif self.settings.demo:
            first.subject, first.body = letter.subject, letter.body
        else:
            raise mail.MailDown("HOUVAST_SMTP_URL is not set")
        for notice in waiting:
            notice.sent_at = now()

    def _letter(self, db: Session, to: Account, waiting: list[Notice]) -> mail.Letter | None:
        """What to send; None for a code that no longer counts."""
        first = waiting[0]
        if first.topic not in ABOUT_THE_ADDRESS:
            return mail.compose(to, notice_id=first.id, base_url=self.settings.base_url, number=len(waiting))
        change = contact.change_of_notice(db, first)
        if change is None:
            return None
        if first.topic is Topic.EMAIL_CHANGED:
            return mail.compose_email_changed(to, notice_id=first.id, to=change.old_email)
        if now() - change.asked_at >= contact.CODE_LIVES:
            return None
        return mail.compose_code(to, notice_id=first.id, to=change.new_email, code=change.code)

    def _note_refusal(self, ids: list[uuid.UUID], *, email: str, undo: Session) -> None:
        """Keep that the address was refused, although the sending itself is undone (which frees the notices' locks)."""
        undo.rollback()
        with Session(self.engine) as db, db.begin():
            access.act_as_service(db)
            for notice_id in ids:
                notice_choices.note_refusal(db, notice_id, email=email)
