"""Finds the known word that a misspelt one stands for: one slip away, or two in a long word.

Every known word is filed under itself with one letter left out; a misspelt word is looked up with one of its letters
left out. So one comparison covers a letter too many, one too few, a wrong one, and two that changed places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_SHORTEST = 5
_LONG = 9
_SOUNDS = (("sch", "sg"), ("ch", "g"), ("ij", "y"), ("ei", "y"), ("au", "ou"), ("ph", "f"), ("qu", "kw"), ("x", "ks"),
           ("c", "k"), ("z", "s"), ("v", "f"), ("dt", "t"), ("d", "t"))  # fmt: skip


class Spelling:
    """Knows words with how often they are used; a rarer word never wins from a more common one."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._known = frozenset(counts)
        self._near: dict[str, str] = {}
        self._sounds: dict[str, str] = {}
        for word in sorted(counts, key=lambda one: (-counts[one], one)):
            if len(word) < _SHORTEST or not word.isalpha():
                continue
            self._sounds.setdefault(_sound(word), word)
            for shorter in _with_one_left_out(word):
                self._near.setdefault(shorter, word)

    def meant(self, word: str) -> str:
        """The word itself when it is known or nothing is near, otherwise the known word that is near."""
        if word in self._known or len(word) < _SHORTEST or not word.isalpha():
            return word
        tries: Iterable[str] = _with_one_left_out(word)
        found = self._sounds.get(_sound(word)) or next((self._near[one] for one in tries if one in self._near), None)
        if found is None and len(word) >= _LONG:
            twice = (less for one in _with_one_left_out(word) for less in _with_one_left_out(one))
            found = next((self._near[one] for one in twice if one in self._near), None)
        return found if found is not None and found[0] == word[0] else word


def _with_one_left_out(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))]


def _sound(word: str) -> str:
    """How a word sounds, roughly: "vakansie" and "vakantie" differ, "verpligting" and "verplichting" do not."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])
