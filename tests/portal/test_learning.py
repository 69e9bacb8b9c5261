"""Was this clear, "I did not ask this", and questions without an answer: masked, to the editors, into training."""

import re
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from eportfolio import learning as items
from eportfolio.learning import Kind, LearningItem, State
from eportfolio.people import Scheme
from portal.chat.parts import Reply
from portal.learning import topic_of
from tests.client import PortalClient
from tests.people import People, act
from tools import learn

ARTICLE_REPLY = {"kind": "article", "id": "ww-level", "title": "Hoe hoog is mijn WW?", "paragraphs": ["70 procent."]}
ARTICLE = "/rechten-en-plichten/ww-holiday"


@pytest.fixture
def kept(owner_db: Session):
    """The words and kinds that were kept since the test began."""
    before = set(owner_db.scalars(select(LearningItem.id)))

    def now() -> list[LearningItem]:
        owner_db.commit()
        return [item for item in owner_db.scalars(select(LearningItem)) if item.id not in before]

    return now


def answers(web: PortalClient, monkeypatch: pytest.MonkeyPatch, *replies: Reply) -> None:
    """Let the assistant say this."""
    client = web.application.extensions["houvast_chat"]
    monkeypatch.setattr(client, "send", lambda *_args, **_kw: list(replies))


def test_clear_is_one_click(web: PortalClient, people: People, kept) -> None:
    web.sign_in(people.client())
    answer = web.submit(f"{ARTICLE}/duidelijk", page=ARTICLE)
    assert answer.location == ARTICLE
    assert [(item.kind, item.article_id, item.words) for item in kept()] == [(Kind.CLEAR, "ww-holiday", None)]


def test_not_clear_may_say_why_and_numbers_are_masked(web: PortalClient, people: People, kept) -> None:
    web.sign_in(people.client())
    words = "Hoeveel dagen? Bel mij op 06 12345678, mijn BSN is 111222333, elif@example.org"
    warned = web.submit(f"{ARTICLE}/niet-duidelijk", {"words": words})
    assert (warned.status_code, kept()) == (422, []), "a BSN is asked about first"
    shown = re.search(r'name="gezien" value="([^"]+)"', warned.text)
    assert shown is not None
    assert web.submit(f"{ARTICLE}/niet-duidelijk", {"words": words, "gezien": shown[1]}).location == ARTICLE
    (item,) = kept()
    assert item.kind is Kind.NOT_CLEAR
    assert item.words.startswith("Hoeveel dagen?")
    for secret in ("12345678", "111222", "elif@"):
        assert secret not in item.words


def test_too_long_comes_back_filled(web: PortalClient, people: People, kept) -> None:
    web.sign_in(people.client())
    answer = web.submit(f"{ARTICLE}/niet-duidelijk", {"words": "waarom " * 100})
    assert answer.status_code == 422
    assert "waarom waarom" in answer.text
    assert kept() == []


def test_an_article_that_is_not_there(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    assert web.get("/rechten-en-plichten/bestaat-niet/niet-duidelijk").status_code == 404
    assert web.submit("/rechten-en-plichten/bestaat-niet/duidelijk", page=ARTICLE).status_code == 404


@pytest.mark.parametrize("kind", ["fallback", "clarify"])
def test_a_question_without_an_answer_is_kept(
    web: PortalClient, people: People, monkeypatch: pytest.MonkeyPatch, kept, kind: str
) -> None:
    answers(web, monkeypatch, Reply("Dit weet ik niet.", {"kind": kind}))
    web.sign_in(people.client())
    web.submit("/chat", {"message": "Krijg ik geld voor een hamster? Bel 06 12345678"})
    (item,) = kept()
    assert (item.kind, item.scheme) == (Kind.UNANSWERED, Scheme.WW)
    assert "hamster" in item.words
    assert "12345678" not in item.words


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("Krijg ik geld voor een hamster?", Reply(None, ARTICLE_REPLY)),
        ("/who_are_you", Reply("Ik ben een computer.", {"kind": "fallback"})),
        ("hallo", Reply("Wat zegt u?", {"kind": "fallback"})),
        ("Ik ben in gevaar thuis", Reply("Bel 112.", {"kind": "urgent"})),
        ("Wat verdient mijn buurvrouw", Reply("Dat zeg ik niet.", {"kind": "fallback", "reason": "others_data"})),
    ],
)  # fmt: skip
def test_what_was_answered_or_no_question_is_not_kept(
    web: PortalClient, people: People, monkeypatch: pytest.MonkeyPatch, kept, message: str, reply: Reply
) -> None:
    answers(web, monkeypatch, reply)
    web.sign_in(people.client()).submit("/chat", {"message": message})
    assert kept() == []


def test_not_what_i_asked(web: PortalClient, people: People, monkeypatch: pytest.MonkeyPatch, kept) -> None:
    shown = {"kind": "article", "id": "ww-holiday", "title": "Vakantie", "paragraphs": ["Ja."]}
    answers(web, monkeypatch, Reply(None, shown))
    client = people.client()
    web.sign_in(client).submit("/chat", {"message": "Hoe hoog is mijn vakantiegeld?"})
    page = web.get("/chat").text
    action = page.split('action="/chat/niet-goed/')[1].split('"')[0]
    assert web.submit(f"/chat/niet-goed/{action}", page="/chat").status_code == 303
    (item,) = kept()
    assert (item.kind, item.article_id) == (Kind.NOT_HELPFUL, "ww-holiday")
    assert item.words == "Hoe hoog is mijn vakantiegeld?"
    web.sign_in(people.client())
    assert web.submit(f"/chat/niet-goed/{action}", page="/chat").status_code == 404, "another person's line"


def test_word_order_and_form_do_not_matter_for_the_topic() -> None:
    assert topic_of("Krijg ik vakantiegeld bij ziekte?") == topic_of("bij ziekte vakantiegeld krijg ik")


def test_the_editor_chooses_and_the_command_puts_it_under_the_article(
    web: PortalClient,
    people: People,
    db: Session,
    owner_db: Session,
    database_urls: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = f"krijg ik vakantiegeld {uuid.uuid4().hex}"
    act(db, people.client())
    for _time in range(2):
        items.learn_from(db, Kind.UNANSWERED, topic=words, language="nl", scheme=Scheme.WW, words=words)
    db.commit()
    page = web.sign_in(people.manager()).get("/redactie")
    assert page.text.count(f">{words}</q>") == 1, "asked twice, shown once"
    item, again = owner_db.scalars(select(LearningItem).where(LearningItem.topic == words)).all()
    assert web.submit(f"/redactie/{item.id}/voorbeeld", {"artikel": ""}, page="/redactie").status_code == 303
    assert "Kies eerst" in web.get("/redactie").text
    web.submit(f"/redactie/{item.id}/voorbeeld", {"artikel": "ww-holiday"}, page="/redactie")
    assert words not in web.get("/redactie").text
    put: list[tuple[str, ...]] = []
    monkeypatch.setattr(learn, "add_example", lambda *args: put.append(args) or True)
    assert learn.put_chosen(database_urls[0]) == 0
    assert ("ww-holiday", "nl", words) in put
    owner_db.refresh(item)
    assert item.state is State.USED
    owner_db.refresh(again)
    assert again.state is State.DISMISSED


def test_a_coach_does_not_see_the_editors_page(web: PortalClient, people: People) -> None:
    assert web.sign_in(people.coach()).get("/redactie").status_code == 403
