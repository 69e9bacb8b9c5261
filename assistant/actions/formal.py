"""Formal acts: the chat accepts none of them; it shows the way, and what the law says about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from .articles import article_for, as_payload, scheme_in
from .case_api import Article, CaseApiError
from .services import services
from .talk import Events, TalkingAction, in_intake, intent_of, say, scheme_known

# The article that belongs to the act, per scheme; None: when the scheme is not known.
ARTICLES: dict[str, dict[str | None, str]] = {
    "aanvraag": {"ww": "ww-apply", "participatiewet": "pw-apply"},
    "bezwaar": {None: "gen-objection"},
    "beroep": {None: "gen-appeal"},
    "klacht": {None: "gen-complaint"},
    "ziekmelding": {"ww": "ww-sick", "participatiewet": "pw-sick"},
    "wijziging": {"ww": "ww-report-changes", "participatiewet": "pw-information-duty"},
    "inkomstenopgave": {"ww": "ww-income-statement", "participatiewet": "pw-income"},
}
ABOUT_SOMETHING = frozenset({"aanvraag", "wijziging", "inkomstenopgave"})
CLEARLY_ABOUT = 0.25


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
    ranking = [(item["name"], item["confidence"]) for item in tracker.latest_message.get("intent_ranking") or []]
    subject = subject_of(act, ranking, {intent: topic.id for intent, topic in services().articles.items()})
    article_id = subject or article_of(act, scheme)
    found = article_for(tracker, article_id, scheme=scheme) if article_id else None
    return found if isinstance(found, Article) else None


def article_of(act: str, scheme: str | None) -> str | None:
    """The article about this act itself; None when it differs per scheme and the scheme is not known."""
    return ARTICLES[act].get(None) or ARTICLES[act].get(scheme)


def subject_of(act: str, ranking: Sequence[tuple[str, float]], articles: Mapping[str, str]) -> str | None:
    """The article about what she applies for or reports, when her words are clearly about one.

    `articles` gives the id by intent. An objection, an appeal or a complaint is about itself: what it is against is
    for the one who decides on it.
    """
    if act not in ABOUT_SOMETHING:
        return None
    return next((articles[intent] for intent, sure in ranking if intent in articles and sure >= CLEARLY_ABOUT), None)
