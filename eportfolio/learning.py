"""What the assistant and the articles should do better: questions without an answer, and answers that did not help.

No person and no file stands with it, only the day; the words come in masked and are deleted after half a year.
The editors group them, and choose those that become examples to learn from.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Index, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from .access import Actor
from .base import Base, Identified, NotAllowed, new_id, now, short_text, text_enum, today
from .people import Role, Scheme

WORDS_LIMIT = 500
KEPT = dt.timedelta(days=183)
MOST_EXAMPLES = 5


class Kind(StrEnum):
    """What is to be learned from; the order is that of the list."""

    UNANSWERED = "unanswered"
    NOT_HELPFUL = "not_helpful"
    NOT_CLEAR = "not_clear"
    CLEAR = "clear"


class State(StrEnum):
    """New, chosen as an example for an article, put into the training data, or laid aside."""

    NEW = "new"
    CHOSEN = "chosen"
    USED = "used"
    DISMISSED = "dismissed"


class LearningItem(Identified, Base):
    """One question or verdict; `topic` brings alike ones together, `article_id` is what was shown or is chosen."""

    __tablename__ = "learning_item"
    __table_args__ = (Index("ix_learning_item_list", "state", "kind", "topic"),)

    kind: Mapped[Kind] = mapped_column(text_enum(Kind))
    topic: Mapped[str] = mapped_column(short_text(120))
    words: Mapped[str | None] = mapped_column(short_text(WORDS_LIMIT))
    article_id: Mapped[str | None] = mapped_column(short_text(80))
    language: Mapped[str] = mapped_column(short_text(8))
    scheme: Mapped[Scheme] = mapped_column(text_enum(Scheme))
    on_day: Mapped[dt.date] = mapped_column(default=today)
    state: Mapped[State] = mapped_column(text_enum(State), default=State.NEW)
    handled_by_name: Mapped[str | None] = mapped_column(short_text(200))
    handled_at: Mapped[dt.datetime | None]


class Group(NamedTuple):
    """Alike items: how many, since when, and the newest of their words."""

    kind: Kind
    topic: str
    article_id: str | None
    number: int
    newest_on: dt.date
    items: list[LearningItem]


def learn_from(
    db: Session,
    kind: Kind,
    *,
    topic: str,
    language: str,
    scheme: Scheme,
    words: str | None = None,
    article_id: str | None = None,
) -> None:
    """Keep something to learn from; `words` must be masked already and are cut at the limit."""
    row = insert(LearningItem).values(
        id=new_id(),
        kind=kind,
        topic=topic[:120],
        words=words[:WORDS_LIMIT] if words else None,
        article_id=article_id,
        language=language,
        scheme=scheme,
        on_day=today(),
        state=State.NEW,
    )
    db.execute(row)  # no RETURNING: whoever adds may not read


def groups(db: Session, *, by: Actor, most: int = 50) -> list[Group]:
    """What is new, alike together, the most frequent first in each kind: two statements. Raises NotAllowed."""
    _only_editor(by)
    key = (LearningItem.kind, LearningItem.topic)
    counted = db.execute(
        select(*key, func.count(), func.max(LearningItem.on_day), func.max(LearningItem.article_id))
        .where(LearningItem.state == State.NEW, LearningItem.kind != Kind.CLEAR)
        .group_by(*key)
        .order_by(func.count().desc(), func.max(LearningItem.on_day).desc())
        .limit(most)
    ).all()
    examples: dict[tuple[Kind, str], list[LearningItem]] = {}
    topics = [row[1] for row in counted]
    newest_first = select(LearningItem).where(LearningItem.state == State.NEW, LearningItem.topic.in_(topics))
    for item in db.scalars(newest_first.order_by(LearningItem.id.desc())):
        kept = examples.setdefault((item.kind, item.topic), [])
        if len(kept) < MOST_EXAMPLES:
            kept.append(item)
    found = [
        Group(kind, topic, article_id, number, newest_on, examples.get((kind, topic), []))
        for kind, topic, number, newest_on, article_id in counted
    ]
    return sorted(found, key=lambda one: list(Kind).index(one.kind))


def verdicts(db: Session, *, by: Actor) -> dict[str, tuple[int, int]]:
    """Per article how often its answer was called clear and not clear. Raises NotAllowed."""
    _only_editor(by)
    clear, not_clear = (func.count().filter(LearningItem.kind == kind) for kind in (Kind.CLEAR, Kind.NOT_CLEAR))
    query = select(LearningItem.article_id, clear, not_clear).where(LearningItem.kind.in_((Kind.CLEAR, Kind.NOT_CLEAR)))
    rows = db.execute(query.group_by(LearningItem.article_id))
    return {article_id: (yes, no) for article_id, yes, no in rows if article_id}


def choose(db: Session, item_id: uuid.UUID, *, article_id: str, by: Actor) -> None:
    """Make its words an example for this article, for the training data. Raises NotAllowed.

    The same words, asked again, are laid aside with it.
    """
    _handle(db, [item_id], State.CHOSEN, by, article_id=article_id)
    words = select(LearningItem.words).where(LearningItem.id == item_id).scalar_subquery()
    alike = select(LearningItem.id).where(LearningItem.words == words, LearningItem.state == State.NEW)
    _handle(db, db.scalars(alike).all(), State.DISMISSED, by)


def dismiss(db: Session, item_ids: Collection[uuid.UUID], *, by: Actor) -> None:
    """Lay items aside: nothing to learn here. Raises NotAllowed."""
    _handle(db, item_ids, State.DISMISSED, by)


def chosen(db: Session) -> list[LearningItem]:
    """What waits to be put into the training data (asked as the owner)."""
    query = select(LearningItem).where(LearningItem.state == State.CHOSEN, LearningItem.words.is_not(None))
    return list(db.scalars(query.order_by(LearningItem.id)))


def mark_used(db: Session, items: Collection[LearningItem]) -> None:
    """These stand in the training data now."""
    for item in items:
        item.state = State.USED
    db.flush()


def forget_old(db: Session) -> None:
    """Delete what is older than half a year (act as the service first)."""
    db.execute(delete(LearningItem).where(LearningItem.on_day < today() - KEPT))


def _handle(db: Session, ids: Collection[uuid.UUID], state: State, by: Actor, *, article_id: str | None = None) -> None:
    _only_editor(by)
    values: dict[str, object] = {"state": state, "handled_by_name": by.name, "handled_at": now()}
    if article_id is not None:
        values["article_id"] = article_id
    waiting = LearningItem.state.in_((State.NEW, State.CHOSEN))
    db.execute(update(LearningItem).where(LearningItem.id.in_(list(ids)), waiting).values(**values))


def _only_editor(by: Actor) -> None:
    if by.role is not Role.MANAGER:
        raise NotAllowed("only the editors see what is to be learned from")
