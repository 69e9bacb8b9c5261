"""Words as people type them, brought to a form that can be compared: folded, chat spelling written out, made concepts.

A concept is one name for the words that people use for the same thing ("holiday", "vakantie", "op reis"). It lets a
question in English or in street language teach something about the same question in formal Dutch. The words come from
`knowledge/search_words.yml`, through the training data; nothing is downloaded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from components.numbers import as_digits, kind_of_number
from components.spelling import Spelling

_NOT_WORD = re.compile(r"[^0-9a-z%]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_ENDINGS = ("ingen", "heden", "ing", "eren", "eert", "en", "es", "er", "et", "e", "s", "t", "d")
_SHORTEST_STEM = 4
_SHORTEST_PART = 4
_MOST_FOR_PAIRS = 14

# What is typed in a hurry or heard by a telephone, and what it stands for.
_WRITTEN_OUT = {
    "ff": "even", "ffies": "even", "effe": "even", "effen": "even", "egt": "echt", "ech": "echt", "gwn": "gewoon",
    "ofzo": "", "enzo": "", "iig": "", "idd": "inderdaad", "wrm": "waarom", "wnr": "wanneer", "wanner": "wanneer",
    "hvl": "hoeveel", "hoevel": "hoeveel", "hoelang": "hoe lang", "mn": "mijn", "me": "mijn", "mij": "mijn",
    "m": "hem", "dr": "haar", "zn": "zijn", "n": "een", "t": "het", "ie": "hij", "jij": "je", "u": "je",
    "uw": "je", "jou": "je", "jouw": "je", "nie": "niet", "niks": "niets", "nix": "niets", "da": "dat", "wa": "wat",
    "as": "als", "kga": "ik ga", "kheb": "ik heb", "kunt": "kan", "kun": "kan", "moeten": "moet", "moete": "moet",
    "magik": "mag ik", "bro": "", "yo": "", "fam": "", "doekoe": "geld", "cash": "geld", "flappen": "geld",
    "euries": "euro", "vang": "krijg", "vangen": "krijgen", "baas": "werkgever", "solliciteer": "solliciteren",
    "pls": "", "plz": "", "gonna": "going to", "wanna": "want to", "gotta": "have to", "im": "i am", "ive": "i have",
    "dont": "do not", "cant": "can not", "ur": "your", "thx": "thanks", "bijstant": "bijstand",
    "uitkerring": "uitkering", "utkering": "uitkering", "uitk": "uitkering", "wwuitkering": "ww uitkering",
    "bijstandsuitkering": "bijstand", "bijstanduitkering": "bijstand", "werkloosheidsuitkering": "ww",
    "werkloosheidswet": "ww", "solliciteeren": "solliciteren", "vakansie": "vakantie", "verhuise": "verhuizen",
    "verhuisen": "verhuizen", "ih": "in het", "vd": "van de", "vh": "van het", "bv": "bijvoorbeeld", "evt": "eventueel",
}  # fmt: skip

# What people say while they think or to be polite: no concept of its own.
_FILLERS = frozenset((
    "ja", "nou", "hallo", "hoi", "hey", "hi", "yeah", "well", "so", "uh", "uhm", "um", "eh", "ehm", "okay", "ok",
    "eigenlijk", "gewoon", "even", "zeg", "eens", "toch", "misschien", "maybe", "basically", "actually", "just", "like",
    "goed", "goedemorgen", "goedemiddag", "goedendag", "dag", "sorry", "alstublieft", "please", "graag", "afvragen",
    "vroeg", "wonder", "weten", "know", "wou", "wilde", "wil", "want", "vraag", "question",
))  # fmt: skip


def fold(text: str) -> str:
    """Lower case without accents and marks, chat spelling and numbers written out, words separated by one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", "").replace("`", ""))
    plain = _NOT_WORD.sub(" ", "".join(char for char in decomposed if not unicodedata.combining(char)))
    return " ".join(written for word in plain.split() if (written := _WRITTEN_OUT.get(word, as_digits(word))))


def sentences(text: str) -> list[str]:
    """The sentences of a message; one without marks is one sentence."""
    return [one.strip() for one in _SENTENCE.split(text.strip()) if one.strip()]


class Concepts:
    """Turns a text into its concepts and the pairs of them, in no order: learners put words in another one."""

    def __init__(self, same: Sequence[Sequence[str]], stop: Sequence[str]) -> None:
        self._stop = frozenset(stop)
        self._spelling = Spelling({})
        self._table: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for group in same:
            kept = "_" + fold(group[0]).replace(" ", "_")
            for phrase in filter(None, map(fold, group)):
                self._table.setdefault(phrase, kept)
                if " " not in phrase:
                    self._stems.setdefault(_stem(phrase), kept)
        self._longest = max((len(phrase.split()) for phrase in self._table), default=1)

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> Concepts:
        """From the `same` and `stop` lists of the training data."""
        return cls(words["same"], words["stop"])

    def know(self, counts: Mapping[str, int]) -> None:
        """Learn which words exist, by how often they are used, so that a slip in one of them can be put right."""
        parts = {word for phrase in (*self._table, *self._stems) for word in phrase.split()}
        self._spelling = Spelling({**dict.fromkeys(parts | self._stop, 2), **counts})

    def view(self, folded: str) -> str:
        """The concepts of a folded text and their pairs, as words separated by spaces."""
        found = self.concepts(folded)
        kinds = sorted(set(found))
        if len(kinds) > _MOST_FOR_PAIRS:
            return " ".join(found)
        pairs = [f"{one}+{other}" for place, one in enumerate(kinds) for other in kinds[place + 1 :]]
        return " ".join([*found, *pairs])

    def concepts(self, folded: str) -> list[str]:
        """The concepts of a folded text, in its order; a word that stands in no list is its own concept."""
        words, found, at = [self._spelling.meant(word) for word in folded.split()], [], 0
        while at < len(words):
            size, concepts = self._longest_at(words, at)
            found += concepts
            at += size
        return found

    def _longest_at(self, words: list[str], at: int) -> tuple[int, list[str]]:
        for size in range(min(self._longest, len(words) - at), 0, -1):
            if kept := self._table.get(" ".join(words[at : at + size])):
                return size, [kept]
        number = kind_of_number(words, at)
        return 1, [number] if number else self._of_word(words[at])

    def _of_word(self, word: str) -> list[str]:
        if word in self._stop or word in _FILLERS:
            return []
        stem = _stem(word)
        if kept := self._named(stem):
            return [kept]
        return [stem, *self._parts(word)]

    def _named(self, stem: str) -> str | None:
        return self._table.get(stem) or self._stems.get(stem)

    def _parts(self, word: str) -> list[str]:
        """The known half or halves of a compound: "vakantieregels", "bijstandsaanvraag"."""
        found = []
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            for half in (word[:at], word[at:]):
                kept = self._named(half) or self._named(half.removesuffix("s"))
                if kept and kept not in found:
                    found.append(kept)
        return found


def _stem(word: str) -> str:
    """Cut one Dutch or English ending and a doubled letter: "verplichtingen" → "verplicht", "stoppen" → "stop"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    if len(word) > _SHORTEST_STEM - 1 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word
