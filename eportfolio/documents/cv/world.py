"""The months, languages, countries and cities of the world, read once: nothing can be opened in the closed room."""

from functools import cache
from pathlib import Path

from .lines import fold

_FILE = Path(__file__).with_name("words_of_the_world.txt")
_LISTS = Path(__file__).with_name("words.txt")
_MORE_MONTHS = {"maa": 3, "mrt": 3, "jl": 7, "sept": 9, "july": 7, "june": 6, "juil": 7, "fev": 2, "avr": 4, "aout": 8}


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    parts = _LISTS.read_text(encoding="utf-8").split("[")[1:]
    named = (part.partition("]") for part in parts)
    return {
        name: tuple(" ".join(word.split()) for word in words.split(",") if word.strip()) for name, _, words in named
    }


def listed(name: str) -> tuple[str, ...]:
    """One of the lists in `words.txt`, in its order."""
    return _lists()[name]


@cache
def _words(kind: str) -> tuple[str, ...]:
    with _FILE.open(encoding="utf-8") as lines:
        return next(tuple(line.rstrip("\n").split("|")[1:]) for line in lines if line.startswith(kind + "|"))


@cache
def months() -> dict[str, int]:
    """The folded name or abbreviation of each month, to its number."""
    found = (word.split("=") for word in _words("month"))
    return {name: int(number) for name, number in found} | _MORE_MONTHS


@cache
def languages() -> frozenset[str]:
    """Folded names of languages, in many languages."""
    return frozenset(_words("language")) | frozenset(listed("more languages"))


@cache
def countries() -> frozenset[str]:
    """Folded names of countries, and the codes that people write behind a town."""
    return frozenset(_words("country")) | {
        "nl",
        "be",
        "de",
        "uk",
        "usa",
        "u.k.",
        "vk",
        "vs",
        "nederland",
        "holland",
        "the netherlands",
    }


@cache
def cities() -> frozenset[str]:
    """Folded names of Dutch municipalities and towns, and of large cities elsewhere."""
    return frozenset(_words("city")) | frozenset(fold(place) for place in listed("towns"))


def prepare() -> None:
    """Read all of it now."""
    for words in (months, languages, countries, cities):
        words()
