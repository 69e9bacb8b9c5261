"""What is to be learned from: added by clients, read by the editors, without anybody's name, and not for ever."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from eportfolio import access, learning
from eportfolio.base import NotAllowed, new_id, today
from eportfolio.learning import Kind, LearningItem, State
from eportfolio.people import Scheme
from tests.people import People, act


def ask(db: Session, people: People, words: str, topic: str, *, kind: Kind = Kind.UNANSWERED) -> None:
    act(db, people.client())
    learning.learn_from(db, kind, topic=topic, language="nl", scheme=Scheme.WW, words=words)


def test_alike_questions_stand_together_and_the_most_frequent_first(people: People, db: Session) -> None:
    once, often = f"een {uuid.uuid4()}", f"vaak {uuid.uuid4()}"
    ask(db, people, "Mag ik een hond?", once)
    for words in ("Krijg ik geld voor een fiets?", "geld voor fiets"):
        ask(db, people, words, often)
    found = [group for group in learning.groups(db, by=act(db, people.manager())) if group.topic in (once, often)]
    assert [(group.topic, group.number) for group in found] == [(often, 2), (once, 1)]
    assert [item.words for item in found[0].items] == ["geld voor fiets", "Krijg ik geld voor een fiets?"]


def test_a_row_names_nobody() -> None:
    columns = set(LearningItem.__table__.columns.keys())
    assert columns.isdisjoint({"case_id", "account_id", "conversation_id", "created_at"})


def test_nobody_but_the_editors_reads_or_handles_it(people: People, db: Session) -> None:
    client = people.client()
    for someone in (client, client.coach, people.helper()):
        by = act(db, someone)
        with pytest.raises(NotAllowed):
            learning.groups(db, by=by)
        with pytest.raises(NotAllowed):
            learning.dismiss(db, [uuid.uuid4()], by=by)


def test_chosen_and_laid_aside_are_no_longer_new(people: People, db: Session) -> None:
    topic = f"onderwerp {uuid.uuid4()}"
    for words in ("eerste vraag", "tweede vraag"):
        ask(db, people, words, topic)
    editor = act(db, people.manager())
    (group,) = [one for one in learning.groups(db, by=editor) if one.topic == topic]
    second, first = group.items
    learning.choose(db, first.id, article_id="ww-level", by=editor)
    learning.dismiss(db, [second.id], by=editor)
    db.expire_all()
    assert topic not in {one.topic for one in learning.groups(db, by=editor)}
    assert (first.state, first.article_id, first.handled_by_name) == (State.CHOSEN, "ww-level", editor.name)
    assert [item.id for item in learning.chosen(db) if item.topic == topic] == [first.id]


def test_verdicts_are_counted_per_article(people: People, db: Session) -> None:
    article = f"gen-{uuid.uuid4()}"
    act(db, people.client())
    for kind in (Kind.CLEAR, Kind.CLEAR, Kind.NOT_CLEAR):
        learning.learn_from(db, kind, topic=article, article_id=article, language="nl", scheme=Scheme.WW)
    assert learning.verdicts(db, by=act(db, people.manager()))[article] == (2, 1)


def test_after_half_a_year_it_is_gone(people: People, db: Session, owner_db: Session) -> None:
    topic = f"oud {uuid.uuid4()}"
    for days in (200, 100):
        shape = {"kind": Kind.UNANSWERED, "language": "nl", "scheme": Scheme.WW, "state": State.NEW}
        owner_db.add(LearningItem(id=new_id(), topic=topic, on_day=today() - dt.timedelta(days=days), **shape))
    owner_db.commit()
    access.act_as_service(db)
    learning.forget_old(db)
    db.commit()
    left = owner_db.scalars(sa.select(LearningItem.on_day).where(LearningItem.topic == topic)).all()
    assert left == [today() - dt.timedelta(days=100)]
