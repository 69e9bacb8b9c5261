"""Words that should perhaps not be sent: about health, faith, origin and so on, numbers of persons and accounts (R34).

Rules only, on this machine: nothing is learnt, kept or passed on, and nothing is refused. What is found is shown to
the writer, who decides. The words are data (`sensitive_words.yml`); each is looked for as a word or as a row of words,
in any writing. A word of a trade ("gezondheidszorg") is no word about a person.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

MOST_FINDINGS = 20
"""More would not be read."""
FAR = 6
"""So many words from a name of a group ("mensen met …") or of a trade something may stand."""


class Kind(StrEnum):
    """What the words are about."""

    HEALTH = "health"
    RELIGION = "religion"
    ORIGIN = "origin"
    UNION = "union"
    POLITICS = "politics"
    SEXUALITY = "sexuality"
    CRIME = "crime"
    BSN = "bsn"
    ACCOUNT = "account"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True)
class Finding:
    """Words in a text, where they stand, and what they are about."""

    kind: Kind
    words: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The same for the same words about the same thing, wherever they stand."""
        return f"{self.kind}:{' '.join(token.word for token in _tokens(self.words))}"


class _Token(NamedTuple):
    word: str
    start: int
    end: int


def find(text: str) -> list[Finding]:
    """What stands in `text`, in reading order, the same words once; at most MOST_FINDINGS."""
    found: dict[str, Finding] = {}
    for finding in sorted([*_numbers(text), *_words(text)], key=lambda one: (one.start, -one.end)):
        found.setdefault(finding.key, finding)
        if len(found) == MOST_FINDINGS:
            break
    return list(found.values())


def is_bsn(digits: str) -> bool:
    """The "elfproef" (Besluit burgerservicenummer): weights 9 … 2 and -1, the sum divisible by eleven; not all zero."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return (
        len(digits) == len(weights)
        and digits.strip("0") != ""
        and sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0
    )


_NINE_DIGITS = re.compile(r"(?<![\w+./=-])(?<![\d+]\s)\d(?:[ .-]?\d){8}(?![\w/-])(?![ .-]?\d)", re.ASCII)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.ASCII | re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}"
    r"|\d{1,2} (?:jan|feb|m(?:aa)?r|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\w* \d{4})\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?\n;]+(?=\s|$)|\n")
_LETTERS = re.compile(r"\w+")


def _numbers(text: str) -> Iterator[Finding]:
    for number in _NINE_DIGITS.finditer(text):
        if is_bsn(re.sub(r"\D", "", number[0])):
            yield Finding(Kind.BSN, number[0], *number.span())
    for account in _ACCOUNT.finditer(text):
        for end in range(account.end(), account.start() + 14, -1):  # words behind it may look like a part of it
            if _is_account(text[account.start() : end]):
                yield Finding(Kind.ACCOUNT, text[account.start() : end].rstrip(), account.start(), end)
                break
    yield from _birth_dates(text)


def _is_account(written: str) -> bool:
    """IBAN, ISO 13616: the first four signs go last, letters become numbers, and the rest by 97 is 1."""
    plain = written.replace(" ", "").upper()
    if not 15 <= len(plain) <= 34 or (plain.startswith("NL") and len(plain) != 18) or written.endswith(" "):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _birth_dates(text: str) -> Iterator[Finding]:
    """The day on which somebody else was born; one's own is nothing special."""
    words = _rules()
    for day in islice(_DATE.finditer(text), 2 * MOST_FINDINGS):
        start = max(
            (end.end() for end in _SENTENCE_END.finditer(text, max(0, day.start() - 200), day.start())), default=0
        )
        start = max(start, day.start() - 200)
        around = [token.word for token in _tokens(text[start : day.end() + 40])]
        if words["born"] & set(around) and words["relatives"] & set(around):
            yield Finding(Kind.BIRTH_DATE, day[0], *day.span())


def _words(text: str) -> Iterator[Finding]:
    for sentence in _sentences(text):
        tokens, at = _without_harmless(sentence), 0
        while at < len(tokens):
            hit = _hit_at(tokens, at)
            if hit is None:
                at += 1
                continue
            kind, length = hit
            first, last = tokens[at], tokens[at + length - 1]
            yield Finding(kind, text[first.start : last.end], first.start, last.end)
            at += length


def _hit_at(tokens: list[_Token], at: int) -> tuple[Kind, int] | None:
    """What begins at this word: its kind and how many words it has; the longest that holds."""
    for length, kind, needs_someone in _phrases_at(_rules()["phrases"], tokens, at):
        if needs_someone and not _is_said_of_someone(tokens, at, length):
            continue
        if not needs_someone and kind is Kind.HEALTH and _is_work(tokens, at):
            continue
        return kind, length
    return None


def _is_said_of_someone(tokens: list[_Token], at: int, length: int) -> bool:
    """ "ik ben …", "mijn moeder is …", "nu ben ik …", "omdat ik … ben": somebody and a verb, hardly a word between."""
    rules = _rules()
    someone = verb = False
    for token in reversed(tokens[max(0, at - FAR) : at]):
        someone = someone or token.word in rules["people"]
        verb = verb or token.word in rules["verbs"]
        if token.word not in rules["people"] | rules["verbs"] | rules["between"]:
            break
    if someone and not verb:
        after = tokens[at + length : at + length + 2]
        verb = bool(after) and after[0].word in rules["verbs"]
    return someone and verb


def _is_work(tokens: list[_Token], at: int) -> bool:
    """Whether it is about a trade: "mensen met een depressie", "de cursus diabetes"."""
    rules, before = _rules(), [token.word for token in tokens[max(0, at - FAR) : at]]
    if rules["work"] & set(before):
        return True
    return any(word in rules["with_others"] and after in ("met", "with") for word, after in pairwise(before))


def _without_harmless(tokens: list[_Token]) -> list[_Token]:
    """The sentence with the words of trades taken out."""
    harmless, kept, at = _rules()["harmless"], [], 0
    while at < len(tokens):
        length = next((length for length, *_ in _phrases_at(harmless, tokens, at)), 0)
        if length == 0:
            kept.append(tokens[at])
        else:
            kept.append(_Token("", tokens[at].start, tokens[at + length - 1].end))
        at += max(1, length)
    return kept


def _phrases_at(rules: "_Phrases", tokens: list[_Token], at: int) -> Iterator[tuple[int, Kind, bool]]:
    """The phrases that stand at this place, the longest first."""
    for phrase, kind, needs_someone in rules.beginning_with(tokens[at].word):
        words = tokens[at : at + len(phrase)]
        if len(words) == len(phrase) and all(_fits(one, token.word) for one, token in zip(phrase, words, strict=True)):
            yield len(phrase), kind, needs_someone


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _sentences(text: str) -> Iterator[list[_Token]]:
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        yield _tokens(text[start:end], start)
        start = end


def _tokens(text: str, start: int = 0) -> list[_Token]:
    """The words, without accents and capitals, in a text that begins at `start`; "burn-out" is two."""
    words = _LETTERS.finditer(text)
    return [_Token(_folded(word[0]), word.start() + start, word.end() + start) for word in words]


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


class _Phrases:
    """Rows of words by their first word, the longest first."""

    def __init__(self) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], Kind, bool]]] = {}
        self._starts: dict[int, dict[str, list[tuple[tuple[str, ...], Kind, bool]]]] = {}

    def add(self, words: str, kind: Kind, needs_someone: bool) -> None:
        phrase = tuple(words.split())
        first = phrase[0]
        if first.endswith("*"):
            place = self._starts.setdefault(len(first) - 1, {}).setdefault(first[:-1], [])
        else:
            place = self._exact.setdefault(first, [])
        place.append((phrase, kind, needs_someone))
        place.sort(key=lambda one: -len(one[0]))

    def beginning_with(self, word: str) -> Iterator[tuple[tuple[str, ...], Kind, bool]]:
        yield from self._exact.get(word, ())
        for length, starts in self._starts.items():
            yield from starts.get(word[:length], ())


@cache
def _rules() -> dict[str, Any]:
    """The words of the file, ready to be looked for."""
    data = yaml.safe_load(Path(__file__).with_name("sensitive_words.yml").read_text("utf-8"))
    rules: dict[str, Any] = {
        name: frozenset(data[name]) for name in ("people", "verbs", "between", "with_others", "work")
    }
    rules |= {name: frozenset(data[name]) for name in ("relatives", "born")}
    phrases, harmless = _Phrases(), _Phrases()
    for kind in Kind:
        for needs_someone, name in ((False, "always"), (True, "about_someone")):
            for words in data.get(kind.value, {}).get(name, []):
                phrases.add(words, kind, needs_someone)
    for words in data["harmless"]:
        harmless.add(words, Kind.HEALTH, needs_someone=False)
    return rules | {"phrases": phrases, "harmless": harmless}
