"""Who is acting, and what the database lets them see.

The database enforces it: each transaction names its actor (`act_as`), every case
table has a row-level policy on that actor, and without an actor there are no rows.
Sessions are rows too, so that they can be listed, timed out and ended everywhere.
"""

import datetime as dt
import hashlib
import secrets
import uuid
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sqlalchemy import Executable, ForeignKey, LargeBinary, select, text, update
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from .base import Base, Identified, NotFound, now, short_text, text_enum
from .people import Account, Role

HOME_IDLE = dt.timedelta(minutes=15)
"""R50: a session at home ends after at most 15 minutes without use."""
KIOSK_IDLE = dt.timedelta(minutes=3)
LONGEST = dt.timedelta(hours=8)
"""No session lives longer than a working day, however busy."""


class Channel(StrEnum):
    """How something reached the file."""

    WEB = "web"
    KIOSK = "kiosk"
    CHAT = "chat"
    DESK = "desk"
    PHONE = "phone"
    PAPER = "paper"
    API = "api"


@dataclass(frozen=True, slots=True)
class Helper:
    """Who helps somebody to enter something; has no access by that."""

    account_id: uuid.UUID
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone doing something now: the person, in one role, over one channel.

    Perhaps with a helper at her side; or `on_behalf` of the client, who told it in another way.
    """

    account_id: uuid.UUID
    role: Role
    name: str
    channel: Channel
    helper: Helper | None = None
    on_behalf: bool = False


class LoginSession(Identified, Base):
    """One signed-in browser. Only a hash of its token is kept."""

    __tablename__ = "login_session"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    kiosk: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    browser: Mapped[str] = mapped_column(short_text(120), default="")
    started_at: Mapped[dt.datetime] = mapped_column(default=now)
    last_seen_at: Mapped[dt.datetime] = mapped_column(default=now)
    ended_at: Mapped[dt.datetime | None]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")

    @property
    def idle_limit(self) -> dt.timedelta:
        return KIOSK_IDLE if self.kiosk else HOME_IDLE

    def is_live(self, at: dt.datetime) -> bool:
        return self.ended_at is None and at - self.last_seen_at < self.idle_limit and at - self.started_at < LONGEST


def act_as(db: Session, actor: Actor) -> None:
    """Name the actor of this transaction: from here on the database shows what this person may see."""
    _name_actor(db, str(actor.account_id), actor.role.value)


def act_at_the_door(db: Session) -> None:
    """Nobody is known yet: only accounts and sessions can be read, to find out who is there."""
    _name_actor(db, "", "door")


def act_as_service(db: Session) -> None:
    """The worker and the conversation look-up: finds addresses and conversations, reads no case content."""
    _name_actor(db, "", "service")


def _name_actor(db: Session, account_id: str, role: str) -> None:
    db.execute(_NAME_ACTOR, {"actor": account_id, "role": role})


_NAME_ACTOR = text("SELECT set_config('houvast.actor', :actor, true), set_config('houvast.role', :role, true)")


def start_session(db: Session, account: Account, *, kiosk: bool, browser: str = "") -> tuple[LoginSession, str]:
    """Open a session and return it with its secret token (shown once, kept as a hash)."""
    token = secrets.token_urlsafe(32)
    channel = Channel.KIOSK if kiosk else Channel.WEB
    if account.role is not Role.CLIENT:
        channel = Channel.DESK
    row = LoginSession(
        account_id=account.id, token_hash=hash_token(token), kiosk=kiosk, channel=channel, browser=browser[:120]
    )
    db.add(row)
    db.flush()
    return row, token


def session_of_token(db: Session, token: str) -> LoginSession | None:
    """The session of this token, live or not; None when there never was one.

    The database names its person as the actor of this transaction. When the session turns out to be over, the caller
    goes back to the door (`act_at_the_door`).
    """
    found: LoginSession | None = db.scalar(_enter(), {"token_hash": hash_token(token)})
    return found


@cache
def _enter() -> Executable:
    """The function that names the actor also hands out the session and its person: one question for each request."""
    session, person = (Base.metadata.tables[kind.__tablename__].c for kind in (LoginSession, Account))
    shown = [f"(found.session).{column.name}" for column in session]
    shown += [f"(found.person).{column.name}" for column in person]
    asked = text(f"SELECT {', '.join(shown)} FROM houvast_enter(:token_hash) AS found").columns(*session, *person)  # noqa: S608
    return select(LoginSession).from_statement(asked).options(contains_eager(LoginSession.account))


def touch(db: Session, row: LoginSession, *, at: dt.datetime) -> None:
    """Remember that the session was used; written at most every tenth of its idle time, to spare the disk."""
    if at - row.last_seen_at >= row.idle_limit / 10:
        db.execute(update(LoginSession).where(LoginSession.id == row.id).values(last_seen_at=at))


def end_session(db: Session, session_id: uuid.UUID, *, account_id: uuid.UUID) -> None:
    """Sign one browser out; raises NotFound for another person's session. Ending twice is harmless."""
    row = db.scalar(select(LoginSession).where(LoginSession.id == session_id, LoginSession.account_id == account_id))
    if row is None:
        raise NotFound("no such session")
    row.ended_at = row.ended_at or now()
    db.flush()


def end_all_sessions(db: Session, account_id: uuid.UUID) -> None:
    """Sign out everywhere."""
    db.execute(
        update(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
        .values(ended_at=now())
    )


def end_other_sessions(db: Session, account_id: uuid.UUID, *, keep: uuid.UUID) -> None:
    """Sign out everywhere but here."""
    others = (LoginSession.account_id == account_id) & (LoginSession.id != keep) & LoginSession.ended_at.is_(None)
    db.execute(update(LoginSession).where(others).values(ended_at=now()))


def live_sessions(db: Session, account_id: uuid.UUID) -> list[LoginSession]:
    """The browsers in which this person is signed in now, last used first."""
    rows = db.scalars(
        select(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
        .order_by(LoginSession.last_seen_at.desc())
    )
    at = now()
    return [row for row in rows if row.is_live(at)]


def hash_token(token: str) -> bytes:
    """SHA-256 of a random token: enough, since the token has 256 bits of chance."""
    return hashlib.sha256(token.encode()).digest()
