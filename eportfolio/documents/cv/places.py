"""Towns and countries on a CV: taken off the name of an employer, and kept as the place."""

import re

from .lines import fold
from .world import cities, countries

_BRACKETS = re.compile(r"^(.*\S)\s*\(([^()]{2,40})\)$")


def is_place(text: str) -> bool:
    """Whether it is a town, a country, or both."""
    plain = fold(text).strip(" .,|")
    if not plain or len(plain) > 60:
        return False
    in_brackets = _BRACKETS.match(plain)
    if in_brackets:
        return is_place(in_brackets[1]) and is_place(in_brackets[2])
    words = re.sub(r"\s+(?:e\.o\.|en omgeving|centrum|noord|zuid|oost|west)$", "", plain)
    if words in cities() or words in countries() or re.fullmatch(r"remote|thuiswerk|hybride|hybrid", words):
        return True
    parts = [part.strip() for part in re.split(r"[,/]", words) if part.strip()]
    return (
        len(parts) > 1
        and all(part in cities() or part in countries() or len(part) == 2 for part in parts)
        and any(is_place(part) for part in parts[:1])
    ) or (len(parts) == 2 and parts[1] in countries() and len(parts[0].split()) <= 3 and not re.search(r"\d", parts[0]))


def may_be_place(text: str) -> bool:
    """Whether it has the form of a place name: a few capitalised words without figures."""
    words = text.strip(" .,").split()
    return (
        0 < len(words) <= 4
        and words[0][:1].isupper()
        and not any(letter.isdigit() for letter in text)
        and len(text) < 40
    )


def town_of(text: str) -> str:
    """The town alone, without the country behind it."""
    text = re.sub(r"\s*\([^()]*\)\s*$", "", text).strip(" ,.|")
    parts = [part.strip() for part in text.split(",")]
    return parts[0] if len(parts) > 1 and parts[0] else text
