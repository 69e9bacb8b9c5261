"""Answers about rights and obligations: intent, article, answer for this person's scheme and language."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from .case_api import Article, NotKnown, SchemeNeeded
from .services import services
from .talk import (
    Events,
    TalkingAction,
    aside,
    handover_button,
    in_intake,
    intent_of,
    kinds_said_last,
    language_of,
    ranking_of,
    say,
    scheme_known,
    words_of,
)
from .understanding import choose_suggestions

SCHEMES = ("ww", "participatiewet")
LEAST_LIKELY = 0.003  # below this a suggestion is a mere guess
MOST_RELATED = 2
WORTH_A_BUTTON = 0.003  # a runner-up that is at least this likely stands under the answer: "you may have meant"
ALSO = "also_asked"
_ASIDE = re.compile(r"\?|^\W*(en|and)\b", re.IGNORECASE)  # "and with bijstand?" asks, and does not say which she has


class ActionAnswerArticle(TalkingAction):
    """Answers the question with its article, or asks for the scheme first."""

    def name(self) -> str:
        """As in the rules."""
        return "action_answer_article"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """A scheme that stands in the question itself is used when the file has none."""
        topic = services().articles.get(intent_of(tracker))
        if topic is None:
            say(dispatcher, tracker, "utter_article_missing")
            return []
        return answer(dispatcher, tracker, topic.id)


class ActionSetScheme(TalkingAction):
    """Takes the scheme for this conversation and answers the question that waited for it."""

    def name(self) -> str:
        """As in the rules."""
        return "action_set_scheme"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Without a scheme (neither, or not recognised) the way leads to the coach."""
        scheme = scheme_in(tracker)
        waiting = tracker.get_slot("pending_article")
        if scheme is None:
            say(dispatcher, tracker, "utter_scheme_none")
            return [SlotSet("pending_article", None)]
        is_aside = waiting is None and bool(_ASIDE.search(words_of(tracker)))
        if not is_aside:
            services().api.choose_scheme(tracker.sender_id, scheme)
        if waiting:
            return answer(dispatcher, tracker, waiting, scheme=scheme)
        if other := _same_question(tracker, scheme):
            show(dispatcher, tracker, other)
        else:
            say(dispatcher, tracker, "utter_ask_in_full" if is_aside else "utter_scheme_noted")
        return []


class ActionDontKnow(TalkingAction):
    """ "I don't know", outside the intake: mostly to the question which benefit it is."""

    def name(self) -> str:
        """As in the rules."""
        return "action_dont_know"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Where she can see which benefit it is; the question goes on waiting for it."""
        is_scheme = tracker.get_slot("pending_article") and "scheme_question" in kinds_said_last(tracker)
        say(dispatcher, tracker, "utter_scheme_help" if is_scheme else "utter_dont_know")
        return []


class ActionSuggest(TalkingAction):
    """Did you mean: at most three articles as buttons, and always the way to a person."""

    def name(self) -> str:
        """As in the rules."""
        return "action_suggest"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Says that it does not understand when every article is a mere guess."""
        known = services().articles
        chosen = choose_suggestions(ranking_of(tracker), set(known), at_least=LEAST_LIKELY)
        if not chosen:
            say(dispatcher, tracker, "utter_not_understood")
            return []
        language = language_of(tracker)
        buttons = [_button(known[intent].title[language], intent) for intent in chosen]
        custom = {"kind": "clarify", "articles": [known[intent].id for intent in chosen]}
        say(dispatcher, tracker, "utter_did_you_mean", buttons=[*buttons, handover_button(tracker)], custom=custom)
        return aside(tracker)


def _same_question(tracker: Tracker, scheme: str) -> Article | None:
    """What was just explained, for this benefit; None when nothing was, or when it is the same for both."""
    about = explained_last(tracker)
    if about is None:
        return None
    found, others = (article_for(tracker, about, scheme=one) for one in (scheme, *(set(SCHEMES) - {scheme})))
    return found if isinstance(found, Article) and found != others else None


def answer(dispatcher: CollectingDispatcher, tracker: Tracker, article_id: str, *, scheme: str | None = None) -> Events:
    """Show the article, or ask for the scheme and remember what for; `scheme` was chosen just now.

    Raises CaseApiError.
    """
    try:
        found = article_for(tracker, article_id, scheme=scheme or scheme_known(tracker))
        if isinstance(found, SchemeNeeded) and (named := scheme_in(tracker)):
            services().api.choose_scheme(tracker.sender_id, named)
            found = article_for(tracker, article_id, scheme=named)
    except NotKnown:
        say(dispatcher, tracker, "utter_article_missing")
        return [SlotSet("pending_article", None)]
    if isinstance(found, SchemeNeeded):
        say(dispatcher, tracker, "utter_ask_scheme")
        return [SlotSet("pending_article", article_id), *aside(tracker)]
    if found.id == explained_last(tracker) and not in_intake(tracker):
        _say_that_it_was_said(dispatcher, tracker, found)
    else:
        show(dispatcher, tracker, found)
    return [SlotSet("pending_article", None)]


def article_for(tracker: Tracker, article_id: str, *, scheme: str | None) -> Article | SchemeNeeded:
    """The article for this benefit, in the language of the message; raises CaseApiError."""
    return services().shelf.article(tracker.sender_id, article_id, scheme=scheme, language=language_of(tracker))


def show(dispatcher: CollectingDispatcher, tracker: Tracker, article: Article) -> None:
    """The article, with related questions and the way to a person; in the intake only the article itself."""
    if in_intake(tracker):
        dispatcher.utter_message(json_message=as_payload(article))
        return
    buttons = [*_also_asked(tracker, article), *_meant_perhaps(tracker, article), *_related(article)]
    offered = list({button["payload"]: button for button in buttons}.values())[:MOST_RELATED]
    dispatcher.utter_message(json_message=as_payload(article), buttons=[*offered, handover_button(tracker)])


def explained_last(tracker: Tracker) -> str | None:
    """The article in the answer to her last message, as the portal sent it along."""
    return (tracker.latest_message.get("metadata") or {}).get("about")


def _say_that_it_was_said(dispatcher: CollectingDispatcher, tracker: Tracker, article: Article) -> None:
    """A follow-up that this article knows no more about: not the same text once more, but where to go on."""
    buttons = [*_meant_perhaps(tracker, article), *_related(article)]
    offered = list({button["payload"]: button for button in buttons}.values())[:MOST_RELATED]
    custom = {"kind": "same_article", "id": article.id, "title": article.title}
    buttons = [*offered, handover_button(tracker)]
    say(dispatcher, tracker, "utter_same_article", title=article.title, buttons=buttons, custom=custom)


def _also_asked(tracker: Tracker, article: Article) -> list[dict[str, str]]:
    """The second question in the same message."""
    found = [item["value"] for item in tracker.latest_message.get("entities") or [] if item["entity"] == ALSO]
    return _buttons_for(found, tracker, article)


def _meant_perhaps(tracker: Tracker, article: Article) -> list[dict[str, str]]:
    likely = [intent for intent, sure in ranking_of(tracker) if sure >= WORTH_A_BUTTON]
    return _buttons_for(likely, tracker, article)


def _buttons_for(intents: list[str], tracker: Tracker, article: Article) -> list[dict[str, str]]:
    known, language = services().articles, language_of(tracker)
    return [
        _button(known[intent].title[language], intent)
        for intent in intents
        if intent in known and known[intent].id != article.id and intent != intent_of(tracker)
    ]


def _related(article: Article) -> list[dict[str, str]]:
    return [_button(item.title, intent) for item in article.related if (intent := services().intent_for(item.id))]


def _button(title: str, intent: str) -> dict[str, str]:
    return {"title": title, "payload": f"/{intent}"}


def as_payload(article: Article) -> dict[str, Any]:
    """The article as the portal draws it."""
    return {
        "kind": "article",
        "id": article.id,
        "title": article.title,
        "paragraphs": list(article.paragraphs),
        "source": article.source,
        "checked_on": article.checked_on,
        "who_decides": article.who_decides,
    }


def scheme_in(tracker: Tracker) -> str | None:
    """The scheme named in the latest message, when it names exactly one."""
    named = {item["value"] for item in tracker.latest_message.get("entities") or [] if item["entity"] == "scheme"}
    known = named & set(SCHEMES)
    return known.pop() if len(known) == 1 else None
