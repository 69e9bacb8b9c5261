"""The start of a conversation, and starting over."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from .articles import article_for, explained_last, show
from .case_api import Article, CaseApiError
from .services import services
from .talk import Events, TalkingAction, handover_button, scheme_known

ABOUT_ITSELF = "portal-chatbot"
LANGUAGE = "language"


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


class ActionExplainChatbot(TalkingAction):
    """After saying that it is a computer: what that means, from the article about it."""

    def name(self) -> str:
        """As in the rules."""
        return "action_explain_chatbot"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Who it is has been said already; without the article, or straight after it, that is enough."""
        if explained_last(tracker) == ABOUT_ITSELF:
            return []
        try:
            article = article_for(tracker, ABOUT_ITSELF, scheme=scheme_known(tracker))
        except CaseApiError:
            return []
        if isinstance(article, Article):
            show(dispatcher, tracker, article)
        return []

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Who it is has been said already."""
        return []


class ActionOtherLanguage(TalkingAction):
    """Says in the language of the message which languages it speaks, and how to reach a person."""

    def name(self) -> str:
        """As in the rules."""
        return "action_other_language"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """In the person's own language first, then in the language of the page."""
        found = [item["value"] for item in tracker.latest_message.get("entities") or [] if item["entity"] == LANGUAGE]
        text = services().other_languages.get(found[0] if found else "", services().other_languages["en"])
        custom = {"kind": "fallback", "reason": "language"}
        dispatcher.utter_message(text=text, json_message=custom, buttons=[handover_button(tracker)])
        return []
