"""Does this name an occupation, an education or an organisation? By words and their endings, in many languages."""

import re

from .lines import fold
from .world import listed

_ORGANISATION_WORDS = frozenset(listed("organisation words"))
_ORGANISATION_ENDINGS = listed("organisation endings")
_OCCUPATION_WORDS = frozenset(listed("occupation words"))
_OCCUPATION_ENDINGS = listed("occupation endings")
_EDUCATION_WORDS = frozenset(listed("education words"))
_WORDS_OF_SCHOOLS = frozenset(listed("words of schools"))


def likeness(text: str, *, is_school: bool) -> float:
    """Above zero for a title (an occupation, a diploma), below zero for an organisation."""
    words = re.findall(r"[^\s,()/|]+", fold(text)[:200])
    if not words:
        return 0.0
    score = sum(_of_word(word.strip(";:"), is_school) for word in words)
    if not is_school and fold(words[-1]).endswith(("er", "ster", "ist", "eur", "ier", "ante", "ent")):
        score += 0.4
    if re.search(r"\b(?:[A-Z]{2,}\b.*&|& (?:Zn|Co|Zonen))", text):
        score -= 1
    return max(-3.0, min(3.0, score))


def is_school_name(text: str) -> bool:
    """Whether it has a word that only schools have in their names."""
    words = re.findall(r"[^\s,()/|]+", fold(text))
    return any(word in _WORDS_OF_SCHOOLS or word.endswith(("school", "college", "hogeschool")) for word in words)


def _of_word(word: str, is_school: bool) -> float:
    if is_school:
        if word in _EDUCATION_WORDS or word.split("-")[0] in ("mbo", "vmbo", "hbo") or word in ("in",):
            return 1.0 if word != "in" else 0.3
        if word in _ORGANISATION_WORDS or word.endswith(_ORGANISATION_ENDINGS):
            return -1.0
        return 0.4 if word in _OCCUPATION_WORDS or word.endswith(_OCCUPATION_ENDINGS) else 0.0
    if (
        word in _OCCUPATION_WORDS
        or word.endswith(_OCCUPATION_ENDINGS)
        or word.startswith(("leerling", "medewerk", "hoofd", "teamlei"))
    ):
        return 1.0
    if word in _ORGANISATION_WORDS or word.endswith(_ORGANISATION_ENDINGS):
        return -1.0
    return 0.0
