"""Which of the listed answers someone means: by its words, by its number in the list, or by a part of it."""

from __future__ import annotations

import re

from eportfolio.intake.questionnaire import Choice, Question
from eportfolio.intake.words import bare, numbers_in, plain

_NEGATIONS = frozenset(["geen", "niet", "zonder", "nooit", "behalve", "no", "not", "without", "never", "except"])
_ORDINALS = ["eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende"]
_ORDINALS_EN = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_BY_NUMBER = re.compile(
    r"(?:(?:de|het|the|nummer|nr|number|optie|option|keuze|choice|antwoord|answer|one|\d+|[,;.&+]|en|and)\s*)+"
)
_ALL = {"alles", "allemaal", "alle", "all", "all of them", "everything"}
_BETWEEN = re.compile(r"[,;\n+&]|\b(?:en|and|plus|ook|also)\b")


class Unclear(ValueError):
    """No choice, or more than one, can be meant: `piece` is what was said, `candidates` what it might be."""

    def __init__(self, piece: str, candidates: list[Choice]) -> None:
        super().__init__(piece)
        self.piece, self.candidates = piece.strip(), candidates


def one_choice(question: Question, text: str) -> Choice:
    """The one choice that a text means; raises Unclear."""
    if numbered := _by_number(question, text):
        return _only(text, numbered)
    return _only(text, _meant_by(question, text))


def several_choices(question: Question, text: str) -> list[Choice]:
    """The choices that a text means ("1 en 3", "fiets, ov"), in the order of the question; raises Unclear."""
    whole = _exactly(question, text)
    if len(whole) == 1:
        return whole
    if bare(text) in _ALL:
        return [choice for choice in question.choices if not choice.exclusive]
    meant = _by_number(question, text) or [choice for piece in _pieces(text) for choice in _in_piece(question, piece)]
    if not meant:
        raise Unclear(text, [])
    return [choice for choice in question.choices if choice in meant]


def _pieces(text: str) -> list[str]:
    pieces = re.split(_BETWEEN, text)
    return [piece for piece in pieces if bare(piece)]


def _in_piece(question: Question, piece: str) -> list[Choice]:
    exact = _exactly(question, piece)
    contained = exact or _contained(question, piece)
    return contained or [_only(piece, _meant_by(question, piece))]


def _only(text: str, candidates: list[Choice]) -> Choice:
    if len(candidates) != 1:
        raise Unclear(text, candidates)
    return candidates[0]


def _meant_by(question: Question, text: str) -> list[Choice]:
    return _exactly(question, text) or _contained(question, text) or _partly(question, text)


def _phrases(choice: Choice) -> list[str]:
    return [bare(phrase) for phrase in (choice.value, choice.label.nl, choice.label.en, *choice.also)]


def _exactly(question: Question, text: str) -> list[Choice]:
    said = bare(text)
    return [choice for choice in question.choices if said in _phrases(choice)]


def _by_number(question: Question, text: str) -> list[Choice]:
    """The choices whose number in the list is named, when the text is nothing but such numbers."""
    said = _in_digits(plain(text).strip(" .!"), len(question.choices))
    if not re.search(r"\d", said) or not _BY_NUMBER.fullmatch(said):
        return []
    numbers = [int(found) for found in re.findall(r"\d+", said)]
    if any(not 1 <= number <= len(question.choices) for number in numbers):
        return []
    return [question.choices[number - 1] for number in dict.fromkeys(numbers)]


def _in_digits(said: str, last: int) -> str:
    """ "De eerste en de 3e", "the first two", "twee en vier" with the numbers of the list in digits."""
    said = re.sub(r"\b(\d+)(?:e|de|ste|st|nd|rd|th)\b", r"\1", said)
    said = re.sub(r"\b(?:eerste|first) (twee|drie|two|three|\d)\b", lambda match: _up_to(match[1]), said)
    for names in (_ORDINALS, _ORDINALS_EN):
        for number, name in enumerate(names, start=1):
            said = re.sub(rf"\b{name}\b", str(number), said)
    said = re.sub(r"\b(?:laatste|last)\b", str(last), said)
    if re.search(r"\d", said):  # "the first one" is one choice, "one and three" are two
        return said
    return re.sub(r"[a-z]+", lambda match: _counted(match[0]), said)


def _up_to(count: str) -> str:
    return " ".join(str(number) for number in range(1, int(numbers_in(count)[0]) + 1))


def _counted(word: str) -> str:
    numbers = numbers_in(word)
    return str(int(numbers[0])) if len(numbers) == 1 and numbers[0] == int(numbers[0]) else word


def _contained(question: Question, text: str) -> list[Choice]:
    """The choices of which a phrase stands in the text. A longer phrase hides a shorter one inside it.

    A phrase of one or two letters (a licence) must stand in capitals: "a", "am", "be", "en" are also words.
    """
    said, capitals = f" {bare(text)} ", f" {re.sub(r'[^A-Za-z0-9]', ' ', text)} "
    hits = [
        (phrase, choice)
        for choice in question.choices
        for phrase in _phrases(choice)
        if (f" {phrase} " in said if len(phrase) > 2 else f" {phrase.upper()} " in capitals)
    ]
    longest = [hit for hit in hits if not any(hit[0] != other and f" {hit[0]} " in f" {other} " for other, _ in hits)]
    if set(bare(text).split()) & _NEGATIONS - set(" ".join(phrase for phrase, _ in longest).split()):
        return []  # "geen auto" does not mean a car
    meant = [choice for _, choice in longest]
    return [choice for choice in question.choices if choice in meant]


def _partly(question: Question, text: str) -> list[Choice]:
    """The choices whose label starts with the text or holds all its words."""
    said = bare(text)
    if len(said) < 3 or numbers_in(said) or set(said.split()) & _NEGATIONS:
        return []
    phrases = {choice.value: _phrases(choice) for choice in question.choices}
    starts = [choice for choice in question.choices if any(phrase.startswith(said) for phrase in phrases[choice.value])]
    words = set(said.split())
    return starts or [
        choice for choice in question.choices if any(words <= set(phrase.split()) for phrase in phrases[choice.value])
    ]
