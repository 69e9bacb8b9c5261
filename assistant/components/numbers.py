"""Numbers as people say them, and what they tell: an age, a percentage, an amount.

A telephone writes "vijfentwintig" where fingers write "25". The number itself teaches nothing; that somebody is 22 or
64 does, because the rules have ages in them.
"""

from __future__ import annotations

from collections.abc import Sequence

_SMALL = {
    "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11,
    "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18,
    "negentien": 19, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80,
    "negentig": 90, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_BIG = (("duizend", 1000), ("thousand", 1000), ("honderd", 100), ("hundred", 100))
_UNITS = {"een": 1, **_SMALL}
_BEFORE_AGE = frozenset(("ben", "am", "is", "im", "wordt", "word", "turn", "turns", "aged", "leeftijd", "bijna"))
_NOT_AN_AGE = frozenset((
    "uur", "uren", "hours", "hour", "week", "weken", "weeks", "dag", "dagen", "days", "maand", "maanden", "months",
    "euro", "euros", "procent", "percent", "keer", "times", "km", "minuten", "minutes", "kilometer", "x", "graden",
))  # fmt: skip
_YOUNGEST, _OLDEST = 15, 99
_YOUTH_ENDS, _LATE_BEGINS = 27, 55
_FEW, _A_LOT, _FIRST_YEAR, _LAST_YEAR = 13, 100, 1950, 2040


def as_digits(word: str) -> str:
    """The word in digits when it is a number above one in Dutch or English ("vijfentwintig"), otherwise the word."""
    value = _value(word)
    return word if value is None or value == 1 else str(value)


def kind_of_number(words: Sequence[str], at: int) -> str | None:
    """What the number at this place tells; None when there is no number."""
    word = words[at]
    if not word.rstrip("%").isdigit():
        return None
    if word.endswith("%"):
        return "#percent"
    number = int(word)
    if _is_age(words, at, number):
        return "#young" if number < _YOUTH_ENDS else "#late" if number >= _LATE_BEGINS else "#age"
    if number < _FEW:
        return "#few"
    if _FIRST_YEAR <= number <= _LAST_YEAR:
        return "#year"
    return "#some" if number < _A_LOT else "#amount"


def _is_age(words: Sequence[str], at: int, number: int) -> bool:
    if not _YOUNGEST <= number <= _OLDEST:
        return False
    after = words[at + 1 : at + 3]
    if after[:2] == ["jaar", "oud"] or after[:1] == ["jarige"] or after[:2] in (["years", "old"], ["year", "old"]):
        return True
    return at > 0 and words[at - 1] in _BEFORE_AGE and not set(after[:1]) & _NOT_AN_AGE


def _value(word: str) -> int | None:
    if word in _UNITS:
        return _UNITS[word]
    if word in _TENS:
        return _TENS[word]
    for name, times in _BIG:
        if name in word:
            return _of_big(word, name, times)
    if not word.endswith("tig"):
        return None
    for tens, value in _TENS.items():
        if word.endswith("en" + tens) and (unit := _UNITS.get(word.removesuffix("en" + tens))) is not None:
            return value + unit
    return None


def _of_big(word: str, name: str, times: int) -> int | None:
    before, after = word.split(name, 1)
    first = 1 if not before else _value(before)
    rest = 0 if not after else _value(after.removeprefix("en"))
    return None if first is None or rest is None else first * times + rest
