"""Text as it may be shown and stored: plain, normalised, limited."""

import re
import unicodedata
from collections.abc import Iterable

MOST_CHARACTERS = 200_000
"""Some 60 pages; a CV is far below."""

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\t\n]+")


def paragraphs_of(pieces: Iterable[str]) -> list[str]:
    """Each non-empty paragraph or line, until 200,000 characters are reached."""
    paragraphs: list[str] = []
    room = MOST_CHARACTERS
    for piece in pieces:
        text = _SPACES.sub(" ", _UNWANTED.sub("", unicodedata.normalize("NFC", piece[:room]))).strip()
        if not text:
            continue
        paragraphs.append(text[:room])
        room -= len(paragraphs[-1])
        if room <= 0:
            break
    return paragraphs
