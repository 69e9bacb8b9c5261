"""The same data make the same machine, and our own held-out questions are not learnt."""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from knowledge.articles import load_articles
from knowledge.training import write_training_data
from tests.assistant.data import ASSISTANT
from tools.chat.near_copies import near_copies, training_examples


def questions(name: str) -> list[dict[str, Any]]:
    """A set of questions that stands beside this file."""
    return [json.loads(line) for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()]


SETS = [f"held_out{number}.jsonl" for number in ("", "_2", "_3", "_4", "_5", "_6", "_7")]
HELD_OUT = {name: questions(name) for name in SETS}
TRAINED = ("ranking.json", "ranking.npz")
# Runs in the assistant's own environment, which has the library that learns.
LEARN = """
import json, sys
from pathlib import Path
from components.ranking import Around, Ranker
data, folder = Path(sys.argv[1]), Path(sys.argv[2])
articles, statements, words, examples = (
    json.loads((data / f"{name}.json").read_text()) for name in ("articles", "statements", "words", "examples")
)
learnt = {intent for _, intent in examples}
ranker = Ranker({name: item for name, item in articles.items() if name in learnt}, words)
ranker.learn(examples, {intent: said for intent, said in statements.items() if intent in learnt})
ranker.save(folder)
print(Ranker.load(folder).rank("ik wil drie weken naar mijn familie", Around(scheme="participatiewet"))[0].intent)
"""


# What is done with the guesses of a machine, whatever it learnt.
WEIGH = """
import json, sys
from components.weighing import Guess, Weighing
given, articles, text = json.loads(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3]
weighed = Weighing(articles).weigh([Guess(*one) for one in given], text)
print(json.dumps([[one.intent, round(one.confidence, 2)] for one in weighed]))
"""
ARTICLES = {
    "ask_agreements": {"siblings": ["ask_disagree"]},
    "ask_disagree": {"siblings": ["ask_agreements"]},
    "ask_coach": {},
    "ask_moving": {"formal_route": "wijziging-doorgeven"},
    "ask_fine": {"formal_route": "bezwaar"},
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_training_data(folder)
    few = [load_articles()[name] for name in ("ww-holiday", "pw-holiday-abroad", "gen-objection", "ww-sick", "pw-sick")]
    examples = [(text, one.intent) for one in few for texts in one.questions.values() for text in texts]
    (folder / "examples.json").write_text(json.dumps(examples), encoding="utf-8")
    return folder


def learn(data: Path, folder: Path, seed: str) -> tuple[str, list[str]]:
    folder.mkdir()
    done = subprocess.run(
        [str(ASSISTANT / ".venv/bin/python"), "-c", LEARN, str(data), str(folder)],
        cwd=ASSISTANT,
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip(), [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in TRAINED]


def weigh(*guesses: tuple[str, float], text: str = "hoe zit dat?") -> list[list[Any]]:
    command = [str(ASSISTANT / ".venv/bin/python"), "-c", WEIGH, json.dumps(guesses), json.dumps(ARTICLES), text]
    done = subprocess.run(command, cwd=ASSISTANT, capture_output=True, text=True, check=True)
    weighed: list[list[Any]] = json.loads(done.stdout)
    return weighed


def test_of_two_articles_that_settle_the_same_questions_the_first_is_surer() -> None:
    assert weigh(("ask_agreements", 0.45), ("ask_disagree", 0.4), ("ask_coach", 0.1))[0] == ["ask_agreements", 0.73]
    assert weigh(("ask_agreements", 0.45), ("ask_coach", 0.4))[0] == ["ask_agreements", 0.45]


def test_danger_is_acted_on_when_it_is_the_likeliest_meaning() -> None:
    assert weigh(("crisis_violence", 0.26), ("ask_coach", 0.2))[0] == ["crisis_violence", 1.0]
    assert weigh(("ask_coach", 0.3), ("crisis_violence", 0.26))[0] == ["ask_coach", 0.3]
    assert weigh(("crisis_violence", 0.1), ("ask_coach", 0.09))[0] == ["crisis_violence", 0.1]


def test_a_wish_for_a_person_counts_with_danger() -> None:
    assert weigh(("ask_coach", 0.4), ("handover", 0.3), ("crisis_needs", 0.25))[0] == ["handover", 0.55]


def test_which_formal_act_it_is_matters_less_than_that_it_is_one() -> None:
    assert weigh(("formal_klacht", 0.4), ("formal_bezwaar", 0.3), ("ask_coach", 0.3))[0] == ["formal_klacht", 0.7]


def test_words_that_ask_nothing_about_something_with_a_formal_act_announce_it() -> None:
    guesses = (("ask_moving", 0.9), ("formal_wijziging", 0.05), ("ask_coach", 0.05))
    assert weigh(*guesses, text="ik woon vanaf maandag in de Dorpsstraat")[:2] == [
        ["formal_wijziging", 1.0],
        ["ask_moving", 0.45],
    ]
    for asked in (
        "moet ik het zeggen dat ik verhuis",
        "ik verhuis naar mijn vriend mag dat van het uwv",
        "do i report it",
    ):
        assert weigh(*guesses, text=asked)[0] == ["ask_moving", 0.9]
    assert weigh(("ask_coach", 0.9), ("formal_wijziging", 0.05), text="mijn coach is er niet")[0] == ["ask_coach", 0.9]


def test_somebody_who_says_that_she_does_it_does_not_ask() -> None:
    said = "nieuw adres doorgeven per 1 december"
    assert weigh(("ask_moving", 0.9), ("ask_coach", 0.1), text=said)[0] == ["formal_wijziging", 1.0]
    assert weigh(("ask_moving", 0.9), ("ask_coach", 0.1), text="adres doorgeven")[0] == ["ask_moving", 0.9]
    assert weigh(("ask_moving", 0.4), ("ask_coach", 0.3), text=said)[0] == ["ask_moving", 0.4]
    assert weigh(("ask_fine", 0.9), ("ask_coach", 0.1), text="de boete, bezwaar, binnen zes weken")[0] == [
        "ask_fine",
        0.9,
    ]


def test_learning_twice_gives_the_same_machine(data: Path, tmp_path: Path) -> None:
    first = learn(data, tmp_path / "first", "1")
    assert first == learn(data, tmp_path / "second", "2")
    assert first[0] == "ask_pw_holiday_abroad"


@pytest.mark.parametrize("name", HELD_OUT)
def test_nothing_of_a_held_out_set_is_learnt(name: str, tmp_path: Path) -> None:
    write_training_data(tmp_path)
    learnt = training_examples((ASSISTANT / "data/nlu", tmp_path))
    assert not near_copies({one["id"]: one["text"] for one in HELD_OUT[name]}, learnt)


@pytest.mark.parametrize("name", [name for name in SETS if name != "held_out_3.jsonl"])
def test_a_held_out_set_asks_about_every_article(name: str) -> None:
    asked = {article for one in HELD_OUT[name] for article in one["expect"].get("articles", [])}
    assert asked == set(load_articles())
