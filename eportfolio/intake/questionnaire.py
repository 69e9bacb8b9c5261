"""The questions as typed, frozen data, read from `intake.yml` and checked before anyone sees them.

A mistake in the file (an unknown key, a missing translation, a condition on a later question) stops the program at
its start instead of a client half-way.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from eportfolio.intake.dates import DAY_LIMIT

LANGUAGES = ("nl", "en")
SCHEMES = ("ww", "participatiewet")
PRIVATE_FACTS = "private."
"""The database shows facts under this prefix to the client and her own coach only."""
_FOLDER = Path(__file__).parent


class QuestionnaireError(Exception):
    """The questionnaire file is not usable; the message says where and why."""


class UnknownQuestion(KeyError):
    """There is no question with this id."""


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    PERIOD = "period"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    PHONE = "phone"


_OWN_KEYS: dict[Kind, tuple[set[str], set[str]]] = {  # kind -> keys it needs, keys it may have
    Kind.CHOICE: ({"choices"}, set()),
    Kind.MULTIPLE: ({"choices"}, set()),
    Kind.YES_NO: (set(), set()),
    Kind.NUMBER: ({"min", "max", "unit"}, {"decimals", "suggestions", "measure"}),
    Kind.DATE: ({"earliest", "latest"}, {"suggestions"}),
    Kind.PERIOD: ({"earliest", "latest"}, set()),
    Kind.SHORT_TEXT: ({"max_length"}, set()),
    Kind.LONG_TEXT: ({"max_length"}, set()),
    Kind.PHONE: (set(), set()),
}
_KIND_KEYS = set().union(*(needs | may for needs, may in _OWN_KEYS.values()))

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Page = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
FactKey = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+)+$")]
Limit = Annotated[str, StringConstraints(pattern=DAY_LIMIT)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Frozen):
    """A text in every language of the questionnaire; Dutch is the binding one."""

    nl: Words
    en: Words

    def say(self, language: str) -> str:
        """The text in this language, or in Dutch when there is no translation."""
        return self.en if language == "en" else self.nl


class Choice(_Frozen):
    """One possible answer; `also` are other words people use for it, `exclusive` goes with no other choice."""

    value: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
    label: Text
    also: tuple[Words, ...] = ()
    exclusive: bool = False


class Condition(_Frozen):
    """Something that must hold for an earlier answer; an answer that was skipped or unknown makes no condition true."""

    question: Id
    equals: str | bool | None = Field(default=None, alias="is")
    any_of: tuple[str, ...] | None = None
    includes: str | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        if sum(test is not None for test in (self.equals, self.any_of, self.includes)) != 1:
            raise ValueError("a condition has exactly one of: is, any_of, includes")
        return self

    def holds(self, value: Any) -> bool:
        """Whether the given (not skipped, not unknown) value of the earlier question satisfies this condition."""
        if self.includes is not None:
            return isinstance(value, list) and self.includes in value
        if self.any_of is not None:
            return value in self.any_of
        return value == self.equals

    def named_values(self) -> tuple[str | bool, ...]:
        """The answers that this condition speaks of."""
        if self.any_of is not None:
            return self.any_of
        named = self.includes if self.includes is not None else self.equals
        return () if named is None else (named,)


class Section(_Frozen):
    """A part of the intake, for headings."""

    id: Id
    title: Text


class Visibility(StrEnum):
    """Who may read an answer once it is sent."""

    COACH = "coach"
    OWN_COACH = "own_coach"


class Question(_Frozen):
    """One question, with everything that any channel needs to ask it."""

    id: Id
    page: Page
    section: Id
    kind: Kind
    text: Text
    help: Text
    purpose: Text
    visibility: Visibility
    fact: FactKey
    prefill: FactKey | None = None
    schemes: tuple[str, ...] = SCHEMES
    asks_scheme: bool = False
    bijstand_private: bool = False
    may_skip: bool = False
    may_be_unknown: bool = False
    when: tuple[Condition, ...] = ()
    choices: tuple[Choice, ...] = ()
    min: float | None = None
    max: float | None = None
    decimals: int = Field(default=0, ge=0, le=2)
    unit: Text | None = None
    measure: str | None = Field(default=None, pattern=r"^(minutes|hours)$")
    earliest: Limit | None = None
    latest: Limit | None = None
    max_length: int | None = Field(default=None, ge=20, le=5000)
    suggestions: tuple[int | str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether an answer (or "I do not know", where allowed) is needed."""
        return not self.may_skip

    @property
    def for_everyone(self) -> bool:
        """Whether the question is also asked of a client without a scheme."""
        return set(self.schemes) == set(SCHEMES)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Question:
        given = self.model_fields_set & _KIND_KEYS
        needs, may = _OWN_KEYS[self.kind]
        if missing := needs - given:
            raise ValueError(f"a {self.kind} question needs {', '.join(sorted(missing))}")
        if strange := given - needs - may:
            raise ValueError(f"a {self.kind} question has no {', '.join(sorted(strange))}")
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError("min must be below max")
        return self

    @model_validator(mode="after")
    def _asks_the_right_people(self) -> Question:
        if not self.schemes or set(self.schemes) - set(SCHEMES):
            raise ValueError(f"schemes must be some of {', '.join(SCHEMES)}")
        if self.bijstand_private and self.schemes != ("participatiewet",):
            raise ValueError("a bijstand-private question may only be asked under the Participatiewet")
        if (self.visibility is Visibility.OWN_COACH) != self.fact.startswith(PRIVATE_FACTS):
            raise ValueError(f"what only the own coach sees is a fact under {PRIVATE_FACTS} and the other way round")
        return self

    @model_validator(mode="after")
    def _has_clear_choices(self) -> Question:
        values = [choice.value for choice in self.choices]
        if self.choices and len(values) < 2:
            raise ValueError("one choice is no choice")
        if len(set(values)) != len(values):
            raise ValueError("two choices have the same value")
        if self.kind is not Kind.MULTIPLE and any(choice.exclusive for choice in self.choices):
            raise ValueError("exclusive choices belong to a multiple question")
        return self

    def choice(self, value: str) -> Choice | None:
        """The choice with this value, if there is one."""
        return next((choice for choice in self.choices if choice.value == value), None)


class Questionnaire(_Frozen):
    """All questions in the order in which they are asked. A condition looks back only, so a cycle cannot exist."""

    version: Words
    sections: tuple[Section, ...]
    visibility: dict[Visibility, Text]
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Questionnaire:
        sections = [section.id for section in self.sections]
        seen: dict[str, Question] = {}
        taken: set[str] = set()
        for question in self.questions:
            if question.id in seen or {question.fact, question.page} & taken:
                raise ValueError(f"{question.id}: its id, its page or its fact is used twice")
            if question.section not in sections:
                raise ValueError(f"{question.id}: there is no section {question.section}")
            for condition in question.when:
                _check_condition(question, condition, seen.get(condition.question))
            seen[question.id] = question
            taken |= {question.fact, question.page}
        if missing := set(Visibility) - set(self.visibility):
            raise ValueError(f"visibility does not explain {', '.join(sorted(missing))}")
        return self

    def question(self, question_id: str) -> Question:
        """The question with this id; raises UnknownQuestion."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise UnknownQuestion(question_id)

    def question_of_fact(self, key: str) -> Question | None:
        """The question that writes this fact, if one does."""
        return next((question for question in self.questions if question.fact == key), None)

    def question_on_page(self, page: str) -> Question:
        """The question with this part of an address; raises UnknownQuestion."""
        for question in self.questions:
            if question.page == page:
                return question
        raise UnknownQuestion(page)

    def section_of(self, question: Question) -> Section:
        """The section in which a question stands."""
        return next(section for section in self.sections if section.id == question.section)

    def who_sees(self, question: Question, language: str) -> str:
        """Who may read the answer, in words."""
        return self.visibility[question.visibility].say(language)


def _check_condition(question: Question, condition: Condition, earlier: Question | None) -> None:
    if earlier is None:
        raise ValueError(f"{question.id}: its condition needs {condition.question}, which does not come before it")
    if not set(question.schemes) & set(earlier.schemes):
        raise ValueError(f"{question.id}: {earlier.id} is never asked in the same scheme")
    if (condition.includes is not None) != (earlier.kind is Kind.MULTIPLE):
        raise ValueError(f"{question.id}: `includes` goes with a multiple question, the other tests with another kind")
    for value in condition.named_values():
        possible = value in (True, False) if earlier.kind is Kind.YES_NO else earlier.choice(str(value)) is not None
        if not possible:
            raise ValueError(f"{question.id}: {value!r} is no answer to {earlier.id}")


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that stands twice in one mapping, where YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise QuestionnaireError(f"{key!r} stands twice{node.start_mark}")
        return super().construct_mapping(node, deep)


def read_strictly(text: str) -> Any:
    """Plain data from YAML; raises QuestionnaireError when it is not YAML or a key stands twice."""
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader underneath
    except yaml.YAMLError as error:
        raise QuestionnaireError(str(error)) from error


def parse(text: str) -> Questionnaire:
    """A questionnaire from the text of a YAML file; raises QuestionnaireError with every mistake in it."""
    data = read_strictly(text)
    try:
        return Questionnaire.model_validate(data)
    except ValidationError as error:
        raise QuestionnaireError(str(error)) from error


@cache
def current() -> Questionnaire:
    """The questionnaire that this version of the program asks."""
    return parse((_FOLDER / "intake.yml").read_text(encoding="utf-8"))
