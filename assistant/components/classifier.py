"""The intent of a message inside Rasa: a thin coat around `components.ranking`.

Rasa's LogisticRegressionClassifier works on plain counts, trains for minutes on as many examples, and is far more often
wrong with confidence, because a long message counts for more there. Ours also knows what stands around a message: the
portal sends the benefit and the article that was just shown with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.ranking import Around, Guess, Ranker

ALSO = "also_asked"
ALSO_SURE = 0.35
WHOLE_SURE = 0.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WordsAndLettersClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents; deterministic, needs no featurizer before it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`learnt_from`: the folder with what the articles say; `not_learnt`: intents that only a pattern decides."""
        return {"learnt_from": "build/nlu", "not_learnt": [], "ranking_length": 10}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._ranker: Ranker | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WordsAndLettersClassifier:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WordsAndLettersClassifier:
        """The trained classifier."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._ranker = Ranker.load(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the articles' questions, and from every other example whose intent is not left to a pattern."""
        left_out = set(self._config["not_learnt"])
        examples = [
            (example.get(TEXT), example.get(INTENT))
            for example in training_data.intent_examples
            if example.get(TEXT) and example.get(INTENT) not in left_out
        ]
        folder = Path(self._config["learnt_from"])
        articles, questions, statements, words = (
            json.loads((folder / f"{name}.json").read_text("utf-8"))
            for name in ("articles", "questions", "statements", "words")
        )
        self._ranker = Ranker(articles, words)
        self._ranker.learn([*examples, *examples_of(questions)], statements)
        with self._storage.write_to(self._resource) as kept:
            self._ranker.save(kept)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Give each message its most likely intent, the ranking behind it, and a second question when it has one."""
        if self._ranker is None:
            return messages
        for message in messages:
            self._understand(message, self._ranker)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add for the components after this one."""
        return training_data

    def _understand(self, message: Message, ranker: Ranker) -> None:
        text = message.get(TEXT) or ""
        around = _around(message)
        guesses = ranker.rank(text, around, self._config["ranking_length"])
        second = second_question(ranker, text, around, guesses[0])
        if second:
            guesses, also = second
            known = message.get(ENTITIES) or []
            message.set(ENTITIES, [*known, {"entity": ALSO, "value": also, "extractor": "ranking"}], add_to_output=True)
        ranking = [{"name": guess.intent, "confidence": guess.confidence} for guess in guesses]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


def examples_of(questions: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The questions by intent as (text, intent) pairs."""
    return [(text, intent) for intent, texts in questions.items() for text in texts]


def _around(message: Message) -> Around:
    metadata = message.get("metadata") or {}
    return Around(scheme=metadata.get("scheme"), about=metadata.get("about"))


def second_question(ranker: Ranker, text: str, around: Around, whole: Guess) -> tuple[list[Guess], str] | None:
    """Two questions about different articles in one message: the guesses of the first, and the intent of the second.

    Not when the message as a `whole` is clearly about something else: then its sentences lean on each other.
    """
    asked = ranker.questions_in(text)
    if len(asked) < 2:
        return None
    first, *rest = [(ranker.rank(one, around), one) for one in asked]
    if not _is_article(first[0][0]):
        return None
    others = [found[0].intent for found, _ in rest if _is_article(found[0]) and found[0].intent != first[0][0].intent]
    if not others or (whole.confidence >= WHOLE_SURE and whole.intent not in (first[0][0].intent, *others)):
        return None
    return first[0], others[0]


def _is_article(guess: Guess) -> bool:
    return guess.intent.startswith("ask_") and guess.confidence >= ALSO_SURE
