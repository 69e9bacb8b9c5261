"""To a person: show what would be sent, wait for a yes, send it to the coach."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from .case_api import CaseApiError, UrgentHelp
from .moments import in_words
from .services import services
from .talk import Events, TalkingAction, aside, custom_of, intent_of, kinds_said_last, language_of, say, words_of
from .understanding import ASIDES, BUTTONS_ONLY, CRISES, STEERING, looks_like_question

LONGEST_QUESTION, LONGEST_ANSWER = 600, 300
RECENT = 3  # messages; what was asked longer ago has had its answer
FEWEST_WORDS = 9  # a request for a person that is at least this long says what it is about
ABOUT_HER_CASE = frozenset({"decide_for_me", "legal_advice"})  # not for a computer, but for the coach it is a question
SMALL_WORDS = (frozenset({"affirm", "deny", "give_scheme"}) | BUTTONS_ONLY | ASIDES | STEERING) - ABOUT_HER_CASE
CALLED = {
    "crisis_suicide": ("suicide", "danger"),
    "crisis_violence": ("danger", "violence"),
    "crisis_needs": ("needs", "danger"),
}
OR = {"nl": " of ", "en": " or "}
CENTRE = {
    "nl": " U kunt ook uw Werkplein bellen: {needs}.",
    "en": " You can also call your job centre: {needs}.",
}
ANSWERED = {"nl": "De assistent antwoordde: {answer}", "en": "The assistant answered: {answer}"}
OFFERS = frozenset({"handover_offer", "away"})  # what a yes in words may be an answer to
NO_ANSWER = frozenset(
    {"introduction", "question", "intake_note", "handover_offer", "handover_done", "handover_declined", "formal_help"}
    | {"clarify", "scheme_question", "scheme_noted", "menu"}
)
NOTHING_ASKED = {
    "nl": "Ik wil graag met u praten. Wilt u contact met mij opnemen?",
    "en": "I would like to talk to you. Could you contact me?",
}


class ActionOfferHandover(TalkingAction):
    """Offers to send the question to the coach; sends nothing."""

    def name(self) -> str:
        """As in the rules."""
        return "action_offer_handover"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The exact words are shown, because consent is consent to these words; on the page she can change them."""
        question, answer = question_for_coach(tracker)
        words = f"{question}\n\n{ANSWERED[language_of(tracker)].format(answer=answer)}" if answer else question
        reason = "urgent" if intent_of(tracker) in CRISES else "asked"
        custom = {"kind": "handover_offer", "question": question, "reason": reason}
        say(dispatcher, tracker, "utter_handover_offer", question=words, custom=custom)
        return [SlotSet("handover_question", words), *aside(tracker)]


class ActionPersonFirst(TalkingAction):
    """Calm words and the right number, those of the person's own centre; nothing comes before this."""

    def name(self) -> str:
        """As in the rules."""
        return "action_person_first"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The numbers for everybody when the case API does not answer."""
        try:
            numbers = services().api.urgent_help(tracker.sender_id)
        except CaseApiError:
            numbers = UrgentHelp()
        self._say(dispatcher, tracker, numbers)
        return []

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Whatever went wrong, the numbers for everybody are said."""
        self._say(dispatcher, tracker, UrgentHelp())
        return []

    def _say(self, dispatcher: CollectingDispatcher, tracker: Tracker, numbers: UrgentHelp) -> None:
        language, crisis = language_of(tracker), intent_of(tracker)
        topic = crisis if crisis in CALLED else "crisis_needs"
        groups = {name: getattr(numbers, name) for name in ("danger", "suicide", "violence", "needs")}
        spoken = {name: OR[language].join(group) for name, group in groups.items()}
        spoken["centre"] = CENTRE[language].format(needs=spoken["needs"]) if numbers.needs else ""
        spoken["note"] = f" {numbers.note}" if numbers.note else ""
        phones = list(dict.fromkeys(number for name in CALLED[topic] for number in groups[name]))
        custom = {"kind": "urgent", "topic": topic.removeprefix("crisis_"), "phones": phones}
        say(dispatcher, tracker, f"utter_{topic}", custom=custom, **spoken)


class ActionHearYes(TalkingAction):
    """Sends the question to the coach when a yes was asked for."""

    def name(self) -> str:
        """As in the rules."""
        return "action_hear_yes"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """A second yes sends nothing: the question is gone after the first. A yes to something else is not consent."""
        question = tracker.get_slot("handover_question")
        if not question or not is_answer_to_offer(tracker):
            say(dispatcher, tracker, "utter_yes_to_what")
            return []
        sent = services().api.hand_over(tracker.sender_id, question)
        moment = in_words(sent.expected_at, language_of(tracker))
        custom = {"kind": "handover_done", "coach": sent.coach, "expected_at": sent.expected_at, "url": sent.url}
        say(dispatcher, tracker, "utter_handover_done", coach=sent.coach, moment=moment, custom=custom)
        return [SlotSet("handover_question", None)]

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The question is kept, so that trying again is one button."""
        say(dispatcher, tracker, "utter_handover_failed")
        return []


class ActionHandoverSent(TalkingAction):
    """She sent it herself on the page: nothing waits for a yes any more."""

    def name(self) -> str:
        """As in the rules."""
        return "action_handover_sent"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The portal has said it already."""
        return [SlotSet("handover_question", None)]


class ActionHearNo(TalkingAction):
    """Sends nothing, and says so when something was waiting for a yes."""

    def name(self) -> str:
        """As in the rules."""
        return "action_hear_no"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The words that would have been sent are forgotten."""
        waiting = tracker.get_slot("handover_question") and is_answer_to_offer(tracker)
        say(dispatcher, tracker, "utter_handover_declined" if waiting else "utter_no_problem")
        return [SlotSet("handover_question", None)]


def is_answer_to_offer(tracker: Tracker) -> bool:
    """Whether this yes or no follows the offer itself: by its button, or in words straight after it."""
    return intent_of(tracker) in BUTTONS_ONLY or not OFFERS.isdisjoint(kinds_said_last(tracker))


def question_for_coach(tracker: Tracker) -> tuple[str, str]:
    """What the person wants to know, and what the assistant answered: the request itself when it says so (not answered
    yet), otherwise the question before it."""
    now = words_of(tracker)
    if not now.startswith("/") and (intent_of(tracker) in CRISES or len(now.split()) >= FEWEST_WORDS):
        return now[:LONGEST_QUESTION], ""
    asked = questions_in(tracker.events)
    question, answer = asked[-1] if asked else (NOTHING_ASKED[language_of(tracker)], "")
    return question[:LONGEST_QUESTION], answer[:LONGEST_ANSWER]


def questions_in(events: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The recent messages that carry a question, each with what was answered to it, oldest first.

    No quick replies, small words or intake answers.
    """
    said: list[tuple[str, bool, list[str]]] = []
    loop: str | None = None
    for event in events:
        if event["event"] == "active_loop":
            loop = event.get("name")
        elif event["event"] == "user":
            said.append(((event.get("text") or "").strip(), _is_question(event, in_loop=loop is not None), []))
        elif event["event"] == "bot" and said and (answer := _answered(event)):
            said[-1][2].append(answer)
    recent = said[-RECENT - 1 :]
    return [(text, " ".join(answers[:1])) for text, is_question, answers in recent if is_question]


def _answered(event: dict[str, Any]) -> str:
    """What was said, in short: the title of an article, or the words."""
    custom = custom_of(event)
    if custom.get("kind") in NO_ANSWER:
        return ""
    return str(custom.get("title") or event.get("text") or "").strip()


def _is_question(event: dict[str, Any], *, in_loop: bool) -> bool:
    text = (event.get("text") or "").strip()
    intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name") or ""
    if not text or text.startswith("/") or intent in SMALL_WORDS or intent.startswith("intake_"):
        return False
    return not in_loop or looks_like_question(text)
