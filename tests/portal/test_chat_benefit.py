"""For which benefit a message is answered: hers, or the other one where she asks about that."""

import pytest

from eportfolio.people import Scheme
from portal.chat.benefit import benefit_for
from tests.client import PortalClient
from tests.people import People, Someone
from tests.portal.talk import ARTICLE, say
from tests.rasa import FakeRasa


@pytest.fixture
def client(people: People) -> Someone:
    return people.client(scheme=Scheme.WW, password=True)


@pytest.mark.parametrize(
    ("words", "benefit"),
    [
        ("mag ik op vakantie", "ww"),
        ("mag ik op vakantie met bijstand", "participatiewet"),
        ("Ik krijg straks een bijstandsuitkering, moet ik dan solliciteren?", "participatiewet"),
        ("can I travel with social assistance", "participatiewet"),
        ("krijg ik bijstand als mijn WW stopt", "ww"),
        ("moet ik dit melden bij de gemeente", "ww"),
        ("/ask_pw_apply", "ww"),
    ],
)
def test_the_other_benefit_counts_where_it_is_named(words: str, benefit: str) -> None:
    assert benefit_for(words, "ww", None) == benefit


@pytest.mark.parametrize(
    ("words", "benefit"),
    [
        ("hoe lang?", "participatiewet"),
        ("en als ik ziek ben?", "participatiewet"),
        ("and what if I move?", "participatiewet"),
        ("hoe lang krijg ik nog geld", "ww"),
        ("en met ww?", "ww"),
    ],
)
def test_a_follow_up_stays_with_the_benefit_that_was_explained(words: str, benefit: str) -> None:
    assert benefit_for(words, "ww", "pw-holiday-abroad") == benefit


def test_a_benefit_that_is_not_known_is_asked_for() -> None:
    assert benefit_for("mag ik op vakantie met bijstand", None, None) is None
    assert benefit_for("hoe lang?", "ww", "portal-chatbot") == "ww"
    assert benefit_for("hoe lang?", "ww", "no-such-article") == "ww"


def test_the_assistant_hears_for_which_benefit_to_answer(chat: PortalClient, rasa: FakeRasa) -> None:
    rasa.answer = [ARTICLE]
    say(chat, "Mag ik op vakantie?")
    say(chat, "En met bijstand?")
    assert [message["metadata"]["scheme"] for message in rasa.heard] == ["ww", "participatiewet"]
