"""Formal acts: the chat accepts none of them; it shows the way, and what the law says about it."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from .acts import article_of, subject_of
from .articles import article_for, as_payload, scheme_in
from .case_api import Article, CaseApiError
from .services import services
from .talk import Events, TalkingAction, in_intake, intent_of, ranking_of, say, scheme_known


class ActionFormalRoute(TalkingAction):
    """Says that this is not the act itself, names the route, and adds the article about it."""

    def name(self) -> str:
        """As in the rules."""
        return "action_formal_route"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The route is said even when the case API is away."""
        act = intent_of(tracker).removeprefix("formal_")
        say(dispatcher, tracker, f"utter_formal_{act}")
        try:
            article = _article_about(act, tracker)
        except CaseApiError:
            article = None
        if article is not None:
            dispatcher.utter_message(json_message=as_payload(article))
        if not in_intake(tracker):
            say(dispatcher, tracker, "utter_formal_ask_coach")
        return []


def _article_about(act: str, tracker: Tracker) -> Article | None:
    scheme = scheme_known(tracker) or scheme_in(tracker)
    subject = subject_of(act, ranking_of(tracker), {intent: topic.id for intent, topic in services().articles.items()})
    article_id = subject or article_of(act, scheme)
    found = article_for(tracker, article_id, scheme=scheme) if article_id else None
    return found if isinstance(found, Article) else None
