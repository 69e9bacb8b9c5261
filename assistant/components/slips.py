"""What fingers, hurry and learning do to a sentence; the same slips for the same sentence every time."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from components.words import fold

_FEWEST_WORDS = 3
_SHORTEST_WORD = 4
_HOW_OFTEN = (0.3, 0.5)  # of the long words: in a hurry, and by somebody who writes as she hears
_NEXT_KEY = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqetrutyiosapfdhgkljxzvcmn", strict=True))
_HEARD = (("ij", "ei"), ("ei", "ij"), ("ou", "au"), ("au", "ou"), ("ch", "g"), ("g", "ch"), ("aa", "a"), ("ee", "e"),
          ("oo", "o"), ("uu", "u"), ("tt", "t"), ("ss", "s"), ("ll", "l"), ("nn", "n"), ("kk", "k"), ("pp", "p"),
          ("dt", "t"), ("z", "s"), ("v", "f"), ("ie", "i"), ("tie", "sie"), ("isch", "ies"), ("c", "k"), ("eu", "u"),
          ("d", "t"), ("th", "t"), ("ea", "ee"), ("ck", "k"), ("ph", "f"), ("ght", "t"))  # fmt: skip


def with_slips(text: str, turn: int = 0) -> str | None:
    """The text with slips in about a third of its long words; None when it is too short to have any."""
    words = fold(text).split()
    if len(words) < _FEWEST_WORDS:
        return None
    often = _HOW_OFTEN[min(turn, len(_HOW_OFTEN) - 1)]
    dice = random.Random(zlib.crc32(f"{text}{turn}".encode()))  # noqa: S311  no secret hangs on it
    slipped = [_slip(word, dice) if len(word) >= _SHORTEST_WORD and dice.random() < often else word for word in words]
    return " ".join(slipped) if slipped != words else None


def _slip(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    kinds: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        lambda: word[: at + 1] + word[at:],
        lambda: word[:at] + _NEXT_KEY.get(word[at], word[at]) + word[at + 1 :],
        lambda: word[:-1],
        lambda: _as_heard(word, dice),
        lambda: _as_heard(word, dice),
    )
    return kinds[dice.randrange(len(kinds))]()


def _as_heard(word: str, dice: random.Random) -> str:
    written = [(right, heard) for right, heard in _HEARD if right in word]
    return word.replace(*dice.choice(written), 1) if written else word[:-1]
