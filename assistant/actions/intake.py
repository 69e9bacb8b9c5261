"""The guided intake: the portal's engine asks and judges, the chat only passes on. The chat never sends the intake.

The form has one slot, which stays empty until the engine has no question left; so chat and web form are the same
intake, and one can go on in the other at the same question.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecutionRejected, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from .case_api import Answered, Choice, NotKnown, Question, Refused
from .services import services
from .talk import (
    Events,
    TalkingAction,
    aside,
    confidence_of,
    in_intake,
    intent_of,
    kinds_said_last,
    language_of,
    say,
    words_of,
)
from .understanding import comes_before_answer, help_for, may_be_aside

TITLES = {
    "dont_know": {"nl": "Weet ik niet", "en": "I don't know"},
    "why": {"nl": "Waarom vraagt u dit?", "en": "Why do you ask this?"},
    "stop": {"nl": "Stoppen", "en": "Stop"},
    "keep": {"nl": "Klopt: {current}", "en": "Correct: {current}"},
}
BUSY, SENT = "bezig", "verstuurd"
# Words that the engine understands in every language of the portal.
DONT_KNOW, BACK, CORRECT = "weet ik niet", "terug", "Dat klopt"


class ActionOpenIntake(TalkingAction):
    """Opens the intake at its next question, unless it has been sent."""

    def name(self) -> str:
        """As in the rules."""
        return "action_open_intake"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The rules go on with the form when `intake_open` is true."""
        state = services().api.conversation(tracker.sender_id)
        if state.intake_status == SENT:
            say(dispatcher, tracker, "utter_intake_already_sent")
            return [SlotSet("intake_open", False)]
        begun = state.intake_status == BUSY and state.question_number > 1
        say(dispatcher, tracker, "utter_intake_resume" if begun else "utter_intake_begin")
        return [SlotSet("intake_open", True), *_nothing_on_the_table()]

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The intake waits."""
        say(dispatcher, tracker, "utter_intake_away")
        return [SlotSet("intake_open", False)]


class ValidateIntakeForm(TalkingAction):
    """Decides whether the message is an answer, and lets the engine judge it."""

    def name(self) -> str:
        """Rasa runs this by itself inside the form."""
        return "validate_intake_form"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """No event when there is nothing to judge; a rejection when something else comes first."""
        if tracker.slots_to_validate().get("intake_answer") is None:
            return []
        posed = tracker.get_slot("intake_question")
        if self._comes_before_answer(tracker, posed):
            return _step_back()
        if posed is None:
            return [SlotSet("intake_answer", None)]
        question_id, text = heard(tracker, posed["id"])
        try:
            answered = services().api.answer(tracker.sender_id, question_id, text)
        except (NotKnown, Refused):  # an old quick reply, or sent meanwhile: ask the engine again where we are
            return [SlotSet("intake_answer", None), SlotSet("intake_question", None)]
        heard_as = (words_of(tracker), intent_of(tracker), confidence_of(tracker), posed["kind"])
        if not answered.accepted and may_be_aside(*heard_as):
            return _step_back()
        if answered.message:
            note = {"kind": "intake_note", "topic": "accepted" if answered.accepted else "again"}
            dispatcher.utter_message(text=answered.message, json_message=note)
        return self._after(answered, question_id)

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Asking the question says it, once."""
        return [SlotSet("intake_away", True), SlotSet("intake_answer", None)]

    def _after(self, answered: Answered, question_id: str) -> Events:
        """An answer closes whatever else was asked in between; "back" puts another question on the table."""
        if answered.accepted:
            done = SlotSet("intake_answer", "complete" if answered.complete else None)
            closed = ("intake_question", "pending_article", "handover_question")
            return [done, *(SlotSet(name, None) for name in closed)]
        asked = answered.question
        back = [_put_on_the_table(asked)] if asked and asked.id != question_id else []
        return [SlotSet("intake_answer", None), *back]

    def _comes_before_answer(self, tracker: Tracker, posed: dict[str, Any] | None) -> bool:
        return comes_before_answer(
            words_of(tracker),
            intent_of(tracker),
            confidence_of(tracker),
            posed["kind"] if posed else "",
            choices=[choice["label"] for choice in posed["choices"]] if posed else (),
            scheme_asked=tracker.get_slot("pending_article") is not None,
            consent_asked=tracker.get_slot("handover_question") is not None
            and "handover_offer" in kinds_said_last(tracker),
        )


class ActionAskIntakeAnswer(TalkingAction):
    """Poses the engine's next question, or an earlier one after "back"."""

    def name(self) -> str:
        """Rasa runs this by itself to fill the form's slot."""
        return "action_ask_intake_answer"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Ends the form when the engine has no question left, for example because the web form was finished."""
        if tracker.get_slot("intake_waits"):
            return [SlotSet("intake_waits", None)]
        if tracker.get_slot("intake_away"):
            return self.when_away(dispatcher, tracker)
        again = _asked_for_again(tracker)
        question = again or services().api.next_question(tracker.sender_id)
        if question is None:
            return [SlotSet("requested_slot", None)]
        pose(dispatcher, tracker, question)
        return [SlotSet("intake_question", {**asdict(question), "again": again is not None})]

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The form stays open and goes on by itself when the API is back."""
        say(dispatcher, tracker, "utter_intake_away")
        return [SlotSet("intake_away", None)]


class ActionPauseIntake(TalkingAction):
    """Stops the intake for now; every answer is already in the case file."""

    def name(self) -> str:
        """As in the rules."""
        return "action_pause_intake"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The rules close the form."""
        say(dispatcher, tracker, "utter_intake_paused")
        return [*_nothing_on_the_table(), SlotSet("pending_article", None), SlotSet("handover_question", None)]


class ActionFinishIntake(TalkingAction):
    """Leads to the page where the person checks and sends."""

    def name(self) -> str:
        """As in the rules."""
        return "action_finish_intake"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Sending is never done here; somebody may have done it on the page in the meantime."""
        sent = services().api.conversation(tracker.sender_id).intake_status == SENT
        say(dispatcher, tracker, "utter_intake_already_sent" if sent else "utter_intake_done")
        return _nothing_on_the_table()

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The answers are saved; whether they were sent is for the page to say."""
        say(dispatcher, tracker, "utter_intake_away")
        return _nothing_on_the_table()


class ActionExplainQuestion(TalkingAction):
    """Why is this asked: what it is for and who sees it, in the engine's words."""

    def name(self) -> str:
        """As in the rules."""
        return "action_explain_question"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The general purpose when the question has no explanation of its own."""
        posed = tracker.get_slot("intake_question") or {}
        if posed.get("why"):
            dispatcher.utter_message(text=posed["why"], json_message={"kind": "intake_note", "topic": "why"})
        else:
            say(dispatcher, tracker, "utter_intake_purpose")
        return []


class ActionChangeAnswer(TalkingAction):
    """Poses an earlier question again, when its number was named; after that the intake goes on where it was."""

    def name(self) -> str:
        """As in the rules."""
        return "action_change_answer"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The engine reads the number; without one the way to the overview is shown."""
        try:
            question = services().api.question_named(tracker.sender_id, words_of(tracker))
        except Refused:
            say(dispatcher, tracker, "utter_intake_already_sent")
            return [SlotSet("intake_open", in_intake(tracker))]
        if question is None:
            say(dispatcher, tracker, "utter_intake_change")
            return [SlotSet("intake_open", in_intake(tracker)), *aside(tracker)]
        say(dispatcher, tracker, "utter_intake_change_one")
        return [SlotSet("intake_open", True), SlotSet("intake_answer", None), _put_on_the_table(question)]

    def when_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Nothing changed."""
        say(dispatcher, tracker, "utter_intake_away")
        return [SlotSet("intake_open", in_intake(tracker)), *aside(tracker)]


class ActionAfterKept(TalkingAction):
    """The portal gave the answer to the engine itself, because a conversation does not keep what was in it."""

    def name(self) -> str:
        """As in the rules."""
        return "action_after_kept"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """What was on the table has been answered; the form poses the next question, or ends."""
        done = services().api.next_question(tracker.sender_id) is None
        say(dispatcher, tracker, "utter_intake_kept")
        return [*_nothing_on_the_table(), SlotSet("intake_answer", "complete" if done else None)]


class ActionStepBack(TalkingAction):
    """One question back."""

    def name(self) -> str:
        """As in the rules."""
        return "action_step_back"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The engine knows which question came before; before the first one there is the web page."""
        posed = tracker.get_slot("intake_question")
        before = services().api.answer(tracker.sender_id, posed["id"], BACK).question if posed else None
        if posed is None or before is None or before.id == posed["id"]:
            say(dispatcher, tracker, "utter_intake_no_way_back")
            return []
        return [_put_on_the_table(before)]


def heard(tracker: Tracker, posed_id: str) -> tuple[str, str]:
    """The question that was answered and the answer: a quick reply names both, words answer what is on the table."""
    named = {item["entity"]: item["value"] for item in tracker.latest_message.get("entities") or []}
    if intent_of(tracker) == "intake_answer" and "answer" in named:
        return str(named.get("question", posed_id)), str(named["answer"])
    return posed_id, words_of(tracker)


def pose(dispatcher: CollectingDispatcher, tracker: Tracker, question: Question) -> None:
    """The question as the portal draws it, with its quick replies."""
    dispatcher.utter_message(
        json_message={
            "kind": "question",
            "id": question.id,
            "number": question.number,
            "total": question.total,
            "text": question.text,
            "help": help_for(question, language_of(tracker)),
            "why": question.why,
            "type": question.kind,
            "choices": [asdict(choice) for choice in question.choices],
            "current": question.current,
        },
        buttons=quick_replies(question, language_of(tracker)),
    )


def quick_replies(question: Question, language: str) -> list[dict[str, str]]:
    """What is known already, the choices, "I don't know", why, and stop.

    What is known or was answered before is confirmed with words, never by its value: a number may not come in here.
    """
    offered = [choice for choice in question.choices if question.current not in (choice.value, choice.label)]
    if question.current is not None:
        label = next((item.label for item in question.choices if item.value == question.current), question.current)
        offered.insert(0, Choice(CORRECT, TITLES["keep"][language].format(current=label)))
    if question.may_skip:
        offered.append(Choice(DONT_KNOW, TITLES["dont_know"][language]))
    buttons = [{"title": item.label, "payload": _answer_payload(question.id, item.value)} for item in offered]
    if question.why:
        buttons.append({"title": TITLES["why"][language], "payload": "/intake_why"})
    return [*buttons, {"title": TITLES["stop"][language], "payload": "/intake_stop"}]


def _answer_payload(question_id: str, value: str) -> str:
    return "/intake_answer" + json.dumps({"answer": value, "question": question_id}, ensure_ascii=False)


def _put_on_the_table(question: Question) -> dict[str, Any]:
    return SlotSet("intake_question", {**asdict(question), "again": True})


def _asked_for_again(tracker: Tracker) -> Question | None:
    """The earlier question that "back" put on the table."""
    kept = dict(tracker.get_slot("intake_question") or {})
    if not kept.pop("again", False):
        return None
    return Question(**{**kept, "choices": tuple(Choice(**choice) for choice in kept["choices"])})


def _step_back() -> Events:
    return [SlotSet("intake_answer", None), ActionExecutionRejected("intake_form")]


def _nothing_on_the_table() -> Events:
    names = ("intake_answer", "intake_question", "intake_waits", "intake_away")
    return [SlotSet(name, None) for name in names]
