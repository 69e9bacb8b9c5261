"""The intake as a conversation: pose a question, take an answer in the client's own words, go on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from eportfolio.access import Actor
from eportfolio.base import today
from eportfolio.intake import draft as drafts
from eportfolio.intake import engine
from eportfolio.intake.answers import Answer, Problem, State, word
from eportfolio.intake.display import Reply, display, own_replies
from eportfolio.intake.draft import Draft, IntakeState, Known, draft_of
from eportfolio.intake.questionnaire import SCHEMES, Kind, Question, current
from eportfolio.intake.words import asked_for_again, asked_for_previous, bare, says_back, yes_or_no
from eportfolio.people import CaseFile

FREE = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT})
"""Questions that take any words; in a conversation a mere number is mostly an answer to something else."""


@dataclass(frozen=True)
class Posed:
    """A question ready to be asked, in the client's language.

    `current` is what is known already, as an answer that can be given back; `known` says where that came from.
    """

    id: str
    page: str
    section: str
    kind: Kind
    number: int
    total: int
    text: str
    help: str
    purpose: str
    who_sees: str
    choices: list[Reply]
    may_skip: bool
    may_be_unknown: bool
    current: str | None
    known: Known | None


@dataclass(frozen=True)
class Outcome:
    """What the engine made of an answer. `said` is how it was understood; `problem` why it was not.

    `noted` tells how it was understood, where that says more than the words themselves ("maandag" is a date).
    `scheme` is the benefit that this answer named.
    `next` is the question to ask now: the following one, the same one after a problem, the one before after "back".
    """

    accepted: bool
    said: str | None
    problem: Problem | None
    next: Posed | None
    noted: str | None = None
    scheme: str | None = None

    @property
    def complete(self) -> bool:
        """All is answered: time to check and send."""
        return self.next is None


def question_for(db: Session, case: CaseFile, language: str) -> Posed | None:
    """The question at which this client goes on, over whatever channel; None when all is answered or sent."""
    draft = draft_of(db, case)
    if draft.intake is not None and draft.intake.state is IntakeState.SENT:
        return None
    question = draft.next_question
    return pose(draft, question, language) if question else None


def question_named(db: Session, case: CaseFile, text: str, language: str) -> Posed | None:
    """The question whose number is in these words ("change my answer to question 4"); None when there is no such one.

    Raises draft.AlreadySent: what was sent is changed in another way.
    """
    draft = draft_of(db, case)
    if draft.intake is not None and draft.intake.state is IntakeState.SENT:
        raise drafts.AlreadySent("this intake was sent")
    question = _named(draft, text)
    return pose(draft, question, language) if question else None


def _named(draft: Draft, text: str) -> Question | None:
    """Only what was reached: a question further on would make a hole in the conversation."""
    number, upcoming = asked_for_again(text), draft.next_question
    if number is None:
        return _before(draft, upcoming) if asked_for_previous(text) else None
    asked = engine.path(draft.answers, draft.scheme)
    reached = asked[: asked.index(upcoming) + 1] if upcoming else asked
    return reached[number - 1] if 1 <= number <= len(reached) else None


def _before(draft: Draft, upcoming: Question | None) -> Question | None:
    if upcoming is None:
        return engine.path(draft.answers, draft.scheme)[-1]
    return engine.previous_question(upcoming.id, draft.answers, draft.scheme)


def pose(draft: Draft, question: Question, language: str) -> Posed:
    """One question of this draft with all that a channel shows of it."""
    progress = draft.progress(question)
    return Posed(
        id=question.id,
        page=question.page,
        section=current().section_of(question).title.say(language),
        kind=question.kind,
        number=progress.number,
        total=progress.total,
        text=question.text.say(language),
        help=question.help.say(language),
        purpose=question.purpose.say(language),
        who_sees=current().who_sees(question, language),
        choices=own_replies(question, language),
        may_skip=question.may_skip,
        may_be_unknown=question.may_be_unknown,
        current=_current(draft, question, language),
        known=draft.known.get(question.id),
    )


def answer_in_words(db: Session, case: CaseFile, by: Actor, question_id: str, text: str, language: str) -> Outcome:
    """Take an answer as someone says it. A refused answer is an outcome with a problem, not an error.

    Raises NotFound for a question off this client's path and draft.AlreadySent.
    """
    draft = draft_of(db, case)
    question = draft.question(question_id)
    if says_back(text):
        before = engine.previous_question(question_id, draft.answers, draft.scheme)
        return Outcome(False, None, None, pose(draft, before or question, language))
    if (named := _named(draft, text)) is not None:
        return Outcome(False, None, None, pose(draft, named, language))
    if question.kind in FREE and text.strip() and not any(letter.isalpha() for letter in text):
        return Outcome(False, None, Problem("text_without_words", language), pose(draft, question, language))
    try:
        answer = _take(db, case, by, draft, question, text, language)
    except drafts.AnswerRefused as refused:
        return Outcome(False, None, refused.problem, pose(draft, question, language))
    after = draft_of(db, case)
    following = after.next_question
    posed = pose(after, following, language) if following else None
    said = display(question, answer, language)
    scheme = answer.value if question.asks_scheme and answer.value in SCHEMES else None
    return Outcome(True, said, None, posed, noted(question, answer, text, language), scheme)


def noted(question: Question, answer: Answer, text: str, language: str) -> str | None:
    """How an answer in words was understood, in a sentence; None where the words, or a button, say the same."""
    if answer.state is not State.GIVEN or question.kind in FREE | {Kind.PHONE} or _says_correct(text):
        return None
    understood, said = display(question, answer, language), bare(text)
    values = answer.value if isinstance(answer.value, list) else [answer.value]
    if question.kind is Kind.NUMBER:
        is_clear = f"{answer.value:g}".replace(".", " ") in said
    else:
        labels = _labels(question, values, language) if question.choices else [understood]
        is_clear = text in values or all(bare(label) in said for label in labels)
    return None if is_clear else word("noted", language).format(said=understood)


def _labels(question: Question, values: list[str], language: str) -> list[str]:
    return [choice.label.say(language) for choice in question.choices if choice.value in values]


def _take(db: Session, case: CaseFile, by: Actor, draft: Draft, question: Question, text: str, language: str) -> Answer:
    known = draft.known.get(question.id)
    if question.id in draft.answers and _says_correct(text):
        return draft.answers[question.id]
    if known and question.id not in draft.answers and _confirms(question, text, language):
        return drafts.confirm_known(db, case, by=by, question_id=question.id)
    return drafts.answer_question(db, case, by=by, question_id=question.id, raw=text, language=language)


def _confirms(question: Question, text: str, language: str) -> bool:
    """Whether "ja" or "klopt" means the value that is known. Where yes is itself an answer, it is that answer."""
    if _says_correct(text):
        return True
    is_an_answer = question.kind is Kind.YES_NO or isinstance(
        engine.validate(question, text, language, today()), Answer
    )
    free = question.kind in FREE
    return yes_or_no(text) is True and (not is_an_answer or (free and len(text.split()) <= 3))


def _says_correct(text: str) -> bool:
    return bare(text) in {bare(word("confirm", one)) for one in ("nl", "en")}


def _current(draft: Draft, question: Question, language: str) -> str | None:
    known = draft.known.get(question.id)
    answer = draft.answers.get(question.id) or (known.answer if known else None)
    if answer is None or answer.value is None:
        return None
    return str(answer.value) if question.kind is Kind.CHOICE else display(question, answer, language)
