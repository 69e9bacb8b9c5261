"""The start of a conversation, and starting over."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from .talk import Events, TalkingAction


class ActionSessionStart(TalkingAction):
    """Says before anything else that it is a computer (AI Act, article 50)."""

    def name(self) -> str:
        """Rasa runs this by itself before the first message."""
        return "action_session_start"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The first message has not arrived in the tracker yet, so its language comes along in a slot."""
        metadata = tracker.get_slot("session_started_metadata") or {}
        language = "en" if metadata.get("language") == "en" else "nl"
        dispatcher.utter_message(response="utter_introduction", language=language)
        return [SessionStarted(), ActionExecuted("action_listen")]

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """A conversation starts even when saying so failed."""
        return [SessionStarted(), ActionExecuted("action_listen")]


class ActionStartOver(TalkingAction):
    """Forgets what was still open between the assistant and the person."""

    def name(self) -> str:
        """As in the rules."""
        return "action_start_over"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """What was filled in at the intake is in the case file and stays there."""
        return [SlotSet("pending_article", None), SlotSet("handover_question", None)]
