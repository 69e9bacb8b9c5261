"""How a client is addressed and reached, corrected by herself; a new e-mail address counts once its code came back.

The database keeps the rule: the portal cannot write an address, only `houvast_confirm_email` does, for the person
herself, with the right code, in time, and after few wrong ones.
"""

import datetime as dt
import re
import secrets
import uuid

from sqlalchemy import ForeignKey, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import audit, notice_choices, notices
from .access import Actor
from .base import Base, Conflict, Identified, Invalid, now, short_text
from .people import Account, CaseFile, Salutation

CODE_LIVES = dt.timedelta(minutes=30)
"""As in `houvast_confirm_email`."""
MOST_WRONG = 5
EMAIL_LIMIT = 254
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\".]+(\.[^\s@<>()\[\]\\,;:\".]+)+")


class WrongCode(Invalid):
    """These are not the digits of the mail."""


class CodeExpired(Conflict):
    """The code is too old, was used, or too many wrong ones were tried: ask for a new one."""


class AddressTaken(Conflict):
    """Another account has this address."""


class EmailChange(Identified, Base):
    """A new address of somebody: asked for, and confirmed with the code that was mailed to it."""

    __tablename__ = "email_change"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    old_email: Mapped[str] = mapped_column(short_text(EMAIL_LIMIT))
    new_email: Mapped[str] = mapped_column(short_text(EMAIL_LIMIT))
    code: Mapped[str] = mapped_column(short_text(6))
    asked_at: Mapped[dt.datetime] = mapped_column(default=now)
    wrong: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[dt.datetime | None]


def address_as(db: Session, case: CaseFile, *, by: Actor, salutation: Salutation, locale: str) -> None:
    """Keep how she wants to be addressed, and in which language; nothing changed: nothing is written."""
    client = case.client
    if (client.salutation, client.locale) == (salutation, locale):
        return
    db.execute(update(Account).where(Account.id == by.account_id).values(salutation=salutation, locale=locale))
    _note(db, case, by)


def ask_new_email(db: Session, case: CaseFile, *, by: Actor, email: str) -> EmailChange:
    """Mail a code to the new address; an earlier code no longer counts. Raises Invalid (field "same": no change)."""
    email = email.strip()
    if len(email) > EMAIL_LIMIT or not _ADDRESS.fullmatch(email):
        raise Invalid("this is no e-mail address", field="email")
    if email.lower() == case.client.email.lower():
        raise Invalid("this is the present address", field="same")
    change = EmailChange(
        account_id=by.account_id, old_email=case.client.email, new_email=email, code=f"{secrets.randbelow(10**6):06d}"
    )
    db.add(change)
    db.flush()
    notices.notify(db, by.account_id, notices.Topic.EMAIL_CODE, about=change.id)
    return change


def waiting_email(db: Session, account_id: uuid.UUID) -> EmailChange | None:
    """The new address whose code can still be typed."""
    newest = db.scalar(
        select(EmailChange).where(EmailChange.account_id == account_id).order_by(EmailChange.id.desc()).limit(1)
    )
    if newest is None or newest.confirmed_at or newest.wrong >= MOST_WRONG or now() - newest.asked_at >= CODE_LIVES:
        return None
    return newest


def confirm_email(db: Session, case: CaseFile, *, by: Actor, code: str) -> str:
    """The code of the mail: the new address counts from now on, and the old one is told. Returns the address.

    Raises WrongCode (whose count must be committed), CodeExpired, or AddressTaken.
    """
    change = waiting_email(db, by.account_id)
    if change is None:
        raise CodeExpired("no code is waiting")
    digits = "".join(letter for letter in code if letter.isdigit())[:6]
    verdict = db.scalar(text("SELECT houvast_confirm_email(:id, :code)"), {"id": change.id, "code": digits})
    if verdict == "wrong":
        raise WrongCode("not the digits of the mail", field="code")
    if verdict == "taken":
        raise AddressTaken("another account has this address")
    if verdict != "confirmed":
        raise CodeExpired("the code no longer counts")
    notices.notify(db, by.account_id, notices.Topic.EMAIL_CHANGED, about=change.id)
    notice_choices.try_again(db, by.account_id)
    _note(db, case, by)
    return change.new_email


def change_of_notice(db: Session, notice: notices.Notice) -> EmailChange | None:
    """The change that this notice is about, for the worker."""
    return db.get(EmailChange, uuid.UUID(notice.key.split(":")[1]))


def _note(db: Session, case: CaseFile, by: Actor) -> None:
    audit.record(db, case.id, by=by, action=audit.Action.CHANGED, subject=audit.Subject.CONTACT)
