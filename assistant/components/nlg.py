"""Answers in the language of the conversation.

The portal sends the language with every message. Rasa's conditional response variations look at slots only, and a slot
would need an extra call to the action server per message; so the language is laid over the slots here.
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class SpokenLanguage(TemplatedNaturalLanguageGenerator):
    """The responses of the domain, in the variation of the conversation's language (Dutch when it is unknown)."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Choose and fill the response; an action may name the `language` itself (before the first message)."""
        language = kwargs.pop("language", None) or _language_of(tracker)
        slots = {**tracker.current_slot_values(), "language": language}
        return self.generate_from_slots(utter_action, slots, output_channel, **kwargs)


def _language_of(tracker: DialogueStateTracker) -> str:
    latest = tracker.latest_message
    return str((latest.metadata if latest else {}).get("language") or "nl")
