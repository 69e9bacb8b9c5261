"""Patterns that decide an intent, for the few things a statistical classifier may never miss.

A person in danger, or one who does a formal act in the chat ("hierbij maak ik bezwaar"), must be understood every
time. Each `regex` in the training data whose name is an intent counts as a rule: the first one found in the message
makes that intent certain, in the order of PatternIntentClassifier's `order`.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

FILE = "patterns.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class PatternIntentClassifier(GraphComponent, IntentClassifier):
    """Overrides the classifier before it when a pattern of an intent is found."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`order`: intents from the most to the least urgent; others come after them, by name."""
        return {"order": []}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._order: list[str] = config["order"]
        self._storage = storage
        self._resource = resource
        self._patterns: list[tuple[str, re.Pattern[str]]] = []

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PatternIntentClassifier:
        """A classifier that knows no patterns yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PatternIntentClassifier:
        """The classifier with the patterns of the trained model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._remember(read_json_file(folder / FILE))
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the patterns that are named after an intent."""
        found = [
            (feature["name"], feature["pattern"])
            for feature in training_data.regex_features
            if feature["name"] in training_data.intents
        ]
        rank = {intent: place for place, intent in enumerate(self._order)}
        found.sort(key=lambda item: (rank.get(item[0], len(rank)), item[0]))
        self._remember(found)
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / FILE, found)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Make the intent certain where a pattern is found, and the others half as sure."""
        for message in messages:
            intent = self._intent_of(message.get(TEXT) or "")
            if intent is None:
                continue
            certain = {"name": intent, "confidence": 1.0}
            others = [
                {**item, "confidence": item["confidence"] / 2}
                for item in message.get(INTENT_RANKING_KEY) or []
                if item["name"] != intent
            ]
            message.set(INTENT, certain, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [certain, *others], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add for the components after this one."""
        return training_data

    def _remember(self, found: list[Any]) -> None:
        self._patterns = [(intent, re.compile(pattern, re.IGNORECASE)) for intent, pattern in found]

    def _intent_of(self, text: str) -> str | None:
        return next((intent for intent, pattern in self._patterns if pattern.search(text)), None)
