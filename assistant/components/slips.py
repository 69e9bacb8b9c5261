"""What fingers, hurry and learning do to a sentence; the same slips for the same sentence every time."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from components.words import fold

_FEWEST_WORDS = 3
_SHORTEST_WORD = 4
_HOW_OFTEN = 0.3
_NEXT_KEY = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqetrutyiosapfdhgkljxzvcmn", strict=True))
_HEARD = (("ij", "ei"), ("ei", "ij"), ("ch", "g"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("tt", "t"), ("ss", "s"))

# What people say before they come to their question, so that it counts for nothing.
_BEFORE = {
    "nl": (
        "ik heb een vraag", "hallo", "ik ben 43 en alleen", "ik heb twee kinderen", "ik woon in een klein dorp",
        "mijn situatie is een beetje lastig", "ik zit al een tijd thuis", "goedemorgen ik wou wat vragen",
        "ja hallo ik wil eigenlijk weten", "ik weet niet of ik hier goed zit maar", "het gaat om mij en mijn man",
        "ik heb vorig jaar heel wat meegemaakt", "sorry mijn nederlands is niet zo goed", "beste meneer of mevrouw",
        "nou ik zit dus met het volgende", "ik heb jaren in een fabriek gestaan en toen ging die dicht",
        "mijn vrouw werkt een paar uur in de zorg en de huur is hoog",
        "vorige week was ik jarig en toen hoorde ik iets",
        "een vriendin vertelde mij er iets over", "ik las er iets over in de krant en nu maak ik mij zorgen",
        "we wonen hier nu drie jaar en het gaat best goed", "mijn dochter zit op de basisschool",
        "ik ben 58 en heb altijd hard gewerkt", "eerst was ik kok en later chauffeur",
        "ik heb al gebeld maar stond heel lang in de wacht", "ik heb nooit eerder hulp gevraagd",
        "sinds de zomer gaat alles anders bij ons", "ik ben 24 en woon op een kamer",
        "even kijken hoe zeg ik dat", "mijn moeder helpt mij soms maar zij weet het ook niet",
        "ik kom uit een ander land en ken de regels niet zo goed", "mijn buurman zegt weer iets heel anders",
    ),
    "en": (
        "hello i have a question", "i am 35 and alone", "i have two kids", "my situation is a bit difficult",
        "good morning", "sorry for my english", "so basically", "i am not sure if this is the right place but",
        "i worked for years in a factory and then it closed", "my wife works a few hours and the rent is high",
        "a friend told me something about it", "i read about it and now i am worried",
        "we live here for three years now and it goes well", "my daughter is in primary school",
        "i am 58 and i always worked hard", "first i was a cook and later a driver",
        "i called already but i had to wait very long", "i never asked for help before",
        "since last summer everything is different", "i am 24 and i live in a room",
        "let me see how do i say this", "i come from another country and i do not know the rules so well",
        "my neighbour says something else", "yeah hi there so my question is",
    ),
}  # fmt: skip
_ENGLISH = frozenset(
    ("the", "my", "do", "does", "is", "are", "how", "what", "when", "can", "i", "to", "for", "of", "with", "must")
)


def with_slips(text: str, turn: int = 0) -> str | None:
    """The text with slips in about a third of its long words; None when it is too short to have any."""
    words = fold(text).split()
    if len(words) < _FEWEST_WORDS:
        return None
    dice = random.Random(zlib.crc32(f"{text}{turn}".encode()))  # noqa: S311  no secret hangs on it
    slipped = [
        _slip(word, dice) if len(word) >= _SHORTEST_WORD and dice.random() < _HOW_OFTEN else word for word in words
    ]
    return " ".join(slipped) if slipped != words else None


def with_beginning(text: str) -> str:
    """The text after something that people say first."""
    words = fold(text).split()
    language = "en" if 2 * sum(word in _ENGLISH for word in words) >= len(words) / 2 else "nl"
    before = _BEFORE[language]
    return f"{before[zlib.crc32(text.encode()) % len(before)]} {text}"


def _slip(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    kinds: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        lambda: word[: at + 1] + word[at:],
        lambda: word[:at] + _NEXT_KEY.get(word[at], word[at]) + word[at + 1 :],
        lambda: word[:-1],
        lambda: _as_heard(word),
    )
    return kinds[dice.randrange(len(kinds))]()


def _as_heard(word: str) -> str:
    return next((word.replace(right, heard, 1) for right, heard in _HEARD if right in word), word[:-1])
