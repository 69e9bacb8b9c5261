"""What all actions share: the language, the words of the person, and what to say when something fails."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from .case_api import CaseApiError

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]
HANDOVER_TITLE = {"nl": "Vraag aan mijn coach", "en": "Ask my coach"}


class TalkingAction(Action, ABC):
    """An action that never crashes a conversation and never blocks another one.

    `act` runs in a thread of its own. Whatever goes wrong in it, the person gets kind words, and the log gets the
    kind of error and nothing that somebody wrote.
    """

    @abstractmethod
    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Say and do; return the events for the tracker."""

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Say that it did not work; an action with something to save or to repeat has its own words."""
        say(dispatcher, tracker, "utter_away")
        return []

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Called by the action server."""
        try:
            return await asyncio.to_thread(self.act, dispatcher, tracker)
        except CaseApiError as error:
            logger.warning("%s: %s", self.name(), error)
        except Exception as error:
            logger.error("%s failed: %s", self.name(), type(error).__name__)
        dispatcher.messages.clear()
        return self.when_away(dispatcher, tracker)


def language_of(tracker: Tracker) -> str:
    """`nl` or `en`, as the portal sent it with the message."""
    metadata = tracker.latest_message.get("metadata") or {}
    return "en" if metadata.get("language") == "en" else "nl"


def scheme_known(tracker: Tracker) -> str | None:
    """The benefit to answer by, as the portal sent it with the message: of the conversation, or else of the file."""
    found = (tracker.latest_message.get("metadata") or {}).get("scheme")
    return str(found) if found else None


def intent_of(tracker: Tracker) -> str:
    """The intent of the latest message, after the fallback."""
    return (tracker.latest_message.get("intent") or {}).get("name") or ""


def words_of(tracker: Tracker) -> str:
    """What the person wrote last."""
    return (tracker.latest_message.get("text") or "").strip()


def say(dispatcher: CollectingDispatcher, tracker: Tracker, response: str, **more: Any) -> None:
    """Say a response of the domain, in the person's language; `more` fills its places or adds buttons and custom."""
    custom = more.pop("custom", None)
    buttons = more.pop("buttons", None)
    dispatcher.utter_message(
        response=response, language=language_of(tracker), json_message=custom, buttons=buttons, **more
    )


def handover_button(tracker: Tracker) -> dict[str, str]:
    """The way to a person, which is part of every answer."""
    return {"title": HANDOVER_TITLE[language_of(tracker)], "payload": "/handover"}


def confidence_of(tracker: Tracker) -> float:
    """How sure the intent of the latest message is."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)


def ranking_of(tracker: Tracker) -> list[tuple[str, float]]:
    """The intents that the latest message may have, likeliest first, with how sure each is."""
    return [(item["name"], item["confidence"]) for item in tracker.latest_message.get("intent_ranking") or []]


def kinds_said_last(tracker: Tracker) -> list[str]:
    """The kinds of what the assistant said just before the latest message: a "yes" is an answer to that only."""
    kinds: list[str] = []
    messages = 0
    for event in reversed(tracker.events):
        messages += event["event"] == "user"
        if messages == 2:
            break
        if messages == 1 and event["event"] == "bot":
            kinds.append(custom_of(event).get("kind", ""))
    return kinds[::-1]


def custom_of(event: dict[str, Any]) -> dict[str, Any]:
    """What goes with an utterance besides its text: the kind, and what the portal draws."""
    return (event.get("data") or {}).get("custom") or {}


def in_intake(tracker: Tracker) -> bool:
    """Whether the intake is going on in this conversation."""
    return (tracker.active_loop or {}).get("name") == "intake_form"


def aside(tracker: Tracker) -> Events:
    """In the intake: something else was just asked, so the intake question waits for the next turn."""
    return [SlotSet("intake_waits", True)] if in_intake(tracker) else []
