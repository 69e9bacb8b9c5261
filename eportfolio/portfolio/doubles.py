"""Whether something stands in the portfolio already, though written a little differently."""

import re
import unicodedata
from collections.abc import Iterable

from .content import Entry
from .entries import Education, Experience, Language, Licence, Period, Skill
from .model import PortfolioEntry

_NOT_WORDS = re.compile(r"[\W_]+")
_LICENCE_WORDS = re.compile(
    r"\b(rijbewijs|driving|licence|license|categorie|category|certificaat|certificate|diploma)\b"
)
_LEGAL_FORMS = re.compile(r"\b(b ?v|n ?v|vof|ltd|inc|gmbh)$")
_SAME_LANGUAGE = (
    {"nederlands", "dutch"}, {"engels", "english"}, {"duits", "german", "deutsch"}, {"frans", "french", "francais"},
    {"turks", "turkish", "turkce"}, {"arabisch", "arabic"}, {"pools", "polish", "polski"}, {"spaans", "spanish"},
    {"oekraiens", "ukrainian"}, {"tigrinya", "tigrynia"}, {"farsi", "persian", "perzisch"}, {"portugees", "portuguese"},
    {"italiaans", "italian"}, {"russisch", "russian"}, {"somalisch", "somali"}, {"koerdisch", "kurdish"},
)  # fmt: skip


def double_of(rows: Iterable[PortfolioEntry], entry: Entry) -> PortfolioEntry | None:
    """The row that already says this, or None: capitals, accents, points and how precise a date is do not matter."""
    return next((row for row in rows if same_thing(row.entry, entry)), None)


def same_thing(one: Entry, other: Entry) -> bool:
    """Whether two entries are about the same job, school, skill, language or proof."""
    if isinstance(one, Experience) and isinstance(other, Experience):
        return _same_work(one, other)
    if isinstance(one, Education) and isinstance(other, Education):
        return _same_work(one, other)
    if isinstance(one, Skill) and isinstance(other, Skill):
        return plain(one.name) == plain(other.name)
    if isinstance(one, Language) and isinstance(other, Language):
        return _language(one.name) == _language(other.name)
    if isinstance(one, Licence) and isinstance(other, Licence):
        return _licence(one.name) == _licence(other.name)
    return False


def plain(text: str | None) -> str:
    """Small letters without accents, and one space for everything that is no letter or digit."""
    letters = unicodedata.normalize("NFKD", (text or "").casefold().replace("ı", "i"))
    return _NOT_WORDS.sub(" ", "".join(one for one in letters if not unicodedata.combining(one))).strip()


def _same_work(one: Experience | Education, other: Experience | Education) -> bool:
    """The same name at the same place, or one of the two in the same period; two periods apart are two jobs."""
    same_title = plain(one.title) == plain(other.title)
    places = _organisation(one.organisation), _organisation(other.organisation)
    same_place = places[0] == places[1] or not all(places)
    return same_title and same_place and _may_be_same(one.period, other.period)


def _may_be_same(one: Period, other: Period) -> bool:
    """Whether both can be the same time: as precise as both know, `2019` and `2019-03` are."""
    return _agree(one.start, other.start) and (
        _agree(one.end, other.end) and not (one.ongoing and other.end) and not (other.ongoing and one.end)
    )


def _agree(one: str | None, other: str | None) -> bool:
    return not one or not other or one.startswith(other) or other.startswith(one)


def _organisation(text: str | None) -> str:
    return _LEGAL_FORMS.sub("", plain(text)).strip()


def _language(text: str) -> str:
    name = plain(text)
    return next((min(names) for names in _SAME_LANGUAGE if name in names), name)


def _licence(text: str) -> str:
    return " ".join(_LICENCE_WORDS.sub("", plain(text)).split()) or plain(text)
