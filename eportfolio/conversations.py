"""Conversations with the assistant: an opaque, expiring id outward, the client's own lines inward.

The assistant knows a conversation by its token only; who that is, is decided here. The client
can read a conversation back and delete it; at the end of a kiosk session it is deleted.
"""

import datetime as dt
import secrets
import uuid
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Executable,
    ForeignKey,
    Identity,
    Insert,
    Uuid,
    and_,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import access, audit
from .access import KIOSK_IDLE, Actor, Channel, LoginSession
from .base import Base, CaseRow, NotFound, new_id, now, short_text, text_enum
from .people import Account, CaseFile, Role, Scheme, case_of_client

LIFETIME = dt.timedelta(hours=12)
"""After this long without a message the token means nothing any more."""


class Speaker(StrEnum):
    """Who said a line."""

    CLIENT = "client"
    ASSISTANT = "assistant"
    PORTAL = "portal"


class Conversation(CaseRow, Base):
    """One chat of one client; `token` is the only thing the assistant gets."""

    __tablename__ = "conversation"

    token: Mapped[str] = mapped_column(short_text(64), unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    language: Mapped[str] = mapped_column(short_text(8))
    scheme: Mapped[Scheme | None] = mapped_column(text_enum(Scheme))
    kiosk: Mapped[bool] = mapped_column(default=False)
    last_used_at: Mapped[dt.datetime] = mapped_column(default=now)
    ended_at: Mapped[dt.datetime | None]
    answering_until: Mapped[dt.datetime | None]
    """A message is being answered; the next one waits for it, but never longer than this."""

    def is_live(self, at: dt.datetime) -> bool:
        return self.ended_at is None and at - self.last_used_at < LIFETIME


class ChatLine(CaseRow, Base):
    """One bubble, in order; `parts` is what was shown (text, article, question, buttons)."""

    __tablename__ = "chat_line"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    speaker: Mapped[Speaker] = mapped_column(text_enum(Speaker))
    parts: Mapped[Any] = mapped_column(JSONB)


_CONVERSATIONS, _LINES = (Base.metadata.tables[kind.__tablename__] for kind in (Conversation, ChatLine))


class Line(NamedTuple):
    """A line as it is shown, and as the next words are understood by it."""

    seq: int
    id: uuid.UUID
    speaker: Speaker
    parts: dict[str, Any]


class Earlier(NamedTuple):
    """A conversation in a list, with what the client said first."""

    conversation: Conversation
    first_words: str


def live_conversation(db: Session, case: CaseFile) -> Conversation | None:
    """The conversation that goes on now, if any."""
    newest = select(Conversation).where(Conversation.case_id == case.id, Conversation.ended_at.is_(None))
    found = db.scalar(newest.order_by(Conversation.last_used_at.desc()).limit(1))
    return found if found is not None and found.is_live(now()) else None


def start_or_go_on(db: Session, case: CaseFile, *, by: Actor, language: str) -> Conversation:
    """The live conversation, or a new one with a fresh token; the language is that of the page."""
    conversation = live_conversation(db, case) or _live_after_waiting(db, case)
    if conversation is None:
        conversation = Conversation(
            case_id=case.id, token=secrets.token_urlsafe(24), account_id=by.account_id, language=language
        )
        conversation.kiosk = by.channel is Channel.KIOSK
        db.add(conversation)
    conversation.language = language
    conversation.last_used_at = now()
    db.flush()
    return conversation


def take_turn(db: Session, case: CaseFile, *, by: Actor, language: str, longest: dt.timedelta) -> Conversation | None:
    """The conversation that goes on, or a new one, with the turn to say something in it.

    None while another message is being answered: commit before waiting.
    """
    mine = _turn_in_live(db, case, language=language, longest=longest)
    if mine is None and live_conversation(db, case) is None:
        start_or_go_on(db, case, by=by, language=language)
        mine = _turn_in_live(db, case, language=language, longest=longest)
    return mine


def _turn_in_live(db: Session, case: CaseFile, *, language: str, longest: dt.timedelta) -> Conversation | None:
    at = now()
    values = {"in_case": case.id, "at": at, "lives_since": at - LIFETIME, "until": at + longest, "spoken": language}
    mine: Conversation | None = db.scalar(_turn(), values)
    return mine


@cache
def _turn() -> Executable:
    """Found, used and taken in one statement, made once: every message passes here before it is kept.

    What may have changed while this waited for the row (it was stopped, or its turn was taken) is asked of the row
    itself, which PostgreSQL then looks at anew; the inner query it does not.
    """
    of = _CONVERSATIONS.c
    newest = select(of.id).where(of.case_id == bindparam("in_case"), of.ended_at.is_(None))
    newest = newest.order_by(of.last_used_at.desc()).limit(1)
    free = or_(of.answering_until.is_(None), of.answering_until < bindparam("at"))
    live = and_(of.ended_at.is_(None), of.last_used_at > bindparam("lives_since"))
    turn = update(_CONVERSATIONS).where(of.id == newest.scalar_subquery(), live, free)
    turn = turn.values(language=bindparam("spoken"), last_used_at=bindparam("at"), answering_until=bindparam("until"))
    taken = select(Conversation).from_statement(turn.returning(_CONVERSATIONS))
    return taken.execution_options(populate_existing=True)


def _live_after_waiting(db: Session, case: CaseFile) -> Conversation | None:
    """Two first messages at once wait for each other here, so that they end up in one conversation."""
    db.execute(select(CaseFile.id).where(CaseFile.id == case.id).with_for_update())
    return live_conversation(db, case)


def end(db: Session, case: CaseFile, conversation_id: uuid.UUID) -> str:
    """Close a conversation: it can still be read, but nothing more is said in it; returns the token. Twice is harmless.

    Raises NotFound for another person's.
    """
    conversation = conversation_of(db, case, conversation_id)
    conversation.ended_at = conversation.ended_at or now()
    db.flush()
    return conversation.token


def ask(db: Session, conversation: Conversation, text: str) -> Line:
    """Add what the client says; what is answered to it is added with `answer`, in the next transaction.

    This commit does not wait for the disk, that of the answer does: the log is written in order, so that her words are
    on the disk when she sees that they arrived.
    """
    return _add(db, _question(), conversation, [(Speaker.CLIENT, {"text": text})])[0]


def answer(db: Session, conversation: Conversation, bubbles: list[tuple[Speaker, dict[str, Any]]]) -> list[Line]:
    """Add the answer to what was asked, in this order, and pass the turn: the next message may be said."""
    return _add(db, _answer(), conversation, bubbles)


def say(db: Session, conversation: Conversation, *, speaker: Speaker, parts: dict[str, Any]) -> Line:
    """Add one bubble out of turn; what the assistant says keeps its language, as the page may be in another later."""
    return _add(db, _bubble(), conversation, [(speaker, parts)])[0]


def _add(
    db: Session, statement: Executable, conversation: Conversation, bubbles: list[tuple[Speaker, dict[str, Any]]]
) -> list[Line]:
    own = {Speaker.ASSISTANT: {"language": conversation.language}}
    lines = {str(new_id()): (speaker, parts | own.get(speaker, {})) for speaker, parts in bubbles}
    wire = [{"id": new, "speaker": speaker, "parts": parts} for new, (speaker, parts) in lines.items()]
    known = {"in_case": conversation.case_id, "in_conversation": conversation.id, "at": now(), "lines": wire}
    added = db.execute(statement, known)
    return sorted(Line(seq, new, *lines[str(new)]) for seq, new in added)


@cache
def _bubble() -> Executable:
    return _insert_lines().returning(_LINES.c.seq, _LINES.c.id)


@cache
def _question() -> Executable:
    soon_followed = func.set_config("synchronous_commit", "off", True) == "off"
    return _insert_lines(soon_followed).returning(_LINES.c.seq, _LINES.c.id)


@cache
def _answer() -> Executable:
    mine = update(_CONVERSATIONS).where(_CONVERSATIONS.c.id == bindparam("in_conversation"))
    passed = mine.values(answering_until=None).cte("passed")
    return _insert_lines().add_cte(passed).returning(_LINES.c.seq, _LINES.c.id)


def _insert_lines(*conditions: ColumnElement[bool]) -> Insert:
    """However many they are, lines go in with one statement; they get their `seq` in the order of the list."""
    given = func.jsonb_array_elements(bindparam("lines", type_=JSONB))
    line = given.table_valued(column("value", JSONB), with_ordinality="nth").render_derived().c
    values = {
        "id": cast(line.value["id"].astext, Uuid),
        "case_id": bindparam("in_case", type_=Uuid),
        "conversation_id": bindparam("in_conversation", type_=Uuid),
        "speaker": line.value["speaker"].astext,
        "parts": line.value["parts"],
        "created_at": bindparam("at", type_=DateTime(timezone=True)),
    }
    rows = select(*values.values()).where(*conditions).order_by(line.nth)
    return insert(_LINES).from_select(list(values), rows)


def lines_of(db: Session, conversation: Conversation, *, most: int = 1000) -> list[ChatLine]:
    """The last lines of a conversation, oldest first."""
    query = select(ChatLine).where(ChatLine.conversation_id == conversation.id)
    return list(db.scalars(query.order_by(ChatLine.seq.desc()).limit(most)))[::-1]


def said_last(db: Session, conversation: Conversation, *, most: int) -> list[Line]:
    """The last lines as plain values, oldest first: every message is understood by them."""
    rows = db.execute(_said(), {"in_conversation": conversation.id, "most": most})
    return [Line(*row) for row in rows][::-1]


@cache
def _said() -> Executable:
    of = _LINES.c
    query = select(of.seq, of.id, of.speaker, of.parts).where(of.conversation_id == bindparam("in_conversation"))
    return query.order_by(of.seq.desc()).limit(bindparam("most"))


def answer_and_question(db: Session, case: CaseFile, line_id: uuid.UUID) -> tuple[ChatLine, str | None]:
    """A line that the client did not say, and her own words before it; raises NotFound."""
    mine = select(ChatLine).where(ChatLine.case_id == case.id)
    line = db.scalar(mine.where(ChatLine.id == line_id, ChatLine.speaker != Speaker.CLIENT))
    if line is None:
        raise NotFound("no such line in this file")
    before = mine.where(ChatLine.conversation_id == line.conversation_id, ChatLine.seq < line.seq)
    asked = db.scalar(before.where(ChatLine.speaker == Speaker.CLIENT).order_by(ChatLine.seq.desc()).limit(1))
    return line, asked.parts.get("text") if asked else None


def conversation_of(db: Session, case: CaseFile, conversation_id: uuid.UUID) -> Conversation:
    """One conversation of this client; raises NotFound."""
    conversation = db.scalar(
        select(Conversation).where(Conversation.id == conversation_id, Conversation.case_id == case.id)
    )
    if conversation is None:
        raise NotFound("no such conversation")
    return conversation


def earlier_conversations(
    db: Session, case: CaseFile, *, but: Conversation | None = None, most: int = 20
) -> list[Earlier]:
    """The client's conversations besides the one that goes on, newest first: one statement."""
    first_words = (
        select(ChatLine.parts["text"].as_string())
        .where(ChatLine.conversation_id == Conversation.id, ChatLine.speaker == Speaker.CLIENT)
        .order_by(ChatLine.seq)
        .limit(1)
        .scalar_subquery()
    )
    query = select(Conversation, first_words).where(Conversation.case_id == case.id)
    if but is not None:
        query = query.where(Conversation.id != but.id)
    rows = db.execute(query.order_by(Conversation.created_at.desc()).limit(most))
    return [Earlier(conversation, words or "") for conversation, words in rows]


def kiosk_conversations_of(db: Session, case: CaseFile) -> list[Conversation]:
    """The conversations that this client began on a shared computer: they end with the visit."""
    return list(db.scalars(select(Conversation).where(Conversation.case_id == case.id, Conversation.kiosk)))


def abandoned_at_kiosk(db: Session) -> list[Conversation]:
    """Kiosk conversations of which nobody is signed in on a shared computer any more (act as the service first)."""
    still_there = select(LoginSession.id).where(
        LoginSession.account_id == Conversation.account_id,
        LoginSession.kiosk,
        LoginSession.ended_at.is_(None),
        LoginSession.last_seen_at > now() - KIOSK_IDLE,
    )
    return list(db.scalars(select(Conversation).where(Conversation.kiosk, ~still_there.exists())))


def forget(db: Session, case: CaseFile, conversation_id: uuid.UUID, *, by: Actor) -> str:
    """Delete a conversation with its lines; returns the token, so that the assistant forgets it too."""
    conversation = conversation_of(db, case, conversation_id)
    token = conversation.token
    audit.record(db, case.id, by=by, action=audit.Action.WITHDRAWN, subject=audit.Subject.CONVERSATION)
    db.execute(delete(ChatLine).where(ChatLine.conversation_id == conversation.id))
    db.delete(conversation)
    db.flush()
    return token


def enter(db: Session, token: str) -> tuple[Conversation, CaseFile, Actor]:
    """Who speaks in this conversation: finds it as the service, then acts as that client. Raises NotFound."""
    access.act_as_service(db)
    conversation = db.scalar(select(Conversation).where(Conversation.token == token))
    if conversation is None or not conversation.is_live(now()):
        raise NotFound("no such conversation")
    account = db.scalars(select(Account).where(Account.id == conversation.account_id)).one()
    actor = Actor(account.id, Role.CLIENT, account.name, Channel.CHAT)
    access.act_as(db, actor)
    return conversation, case_of_client(db, account.id), actor


def choose_scheme(db: Session, conversation: Conversation, scheme: Scheme) -> None:
    """Answer by this scheme for the rest of the conversation; the file itself does not change."""
    conversation.scheme = scheme
    db.flush()
