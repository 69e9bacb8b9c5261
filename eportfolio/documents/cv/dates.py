"""Dates as people write them on a CV, and what they mean: `sept. 2019 – heden` is from 2019-09 until now."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from .lines import fold
from .world import listed, months

_EARLIEST = 1930
_NOW_WORDS = listed("words for now")
_UNTIL_WORDS = listed("words for until")
_SINCE_WORDS = listed("words for since")
_SCHOOL_YEARS = "schooljaar|cursusjaar|studiejaar"
_SEASONS = (
    rf"{_SCHOOL_YEARS}|zomer|winter|voorjaar|najaar|lente|herfst|summer|spring|autumn|fall|begin|medio|eind|circa|"
    r"ca\.?|q[1-4]"
)
_LEFTOVER = re.compile(
    r"^[\s()\[\]|,;:.·•–—\-/]*"
    r"(?:(?:\(|,|·|-|\|)?\s*(?:ca\.? )?\d{1,2}\s*(?:jaar|jaren|jr|maanden|maand|mnd|mnden|years?|yrs?|"
    r"months?|mos?|yil|ay|lat|lata|rok|mies|jahre?|monate?|ans?|mois)\.?\s*(?:(?:,|en|and|und|et|i|ve)?\s*\d{1,2}\s*"
    r"(?:maanden|maand|mnd|months?|mos?|ay|mies|monate?|mois)\.?)?\)?)?[\s()\[\]|,;:.·•–—\-]*$"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dates:
    """One date or range: as written, where, and what it means. A single date is an `end` without a `start`."""

    written: str
    at: int
    until: int
    start: str | None
    end: str | None
    ongoing: bool

    @property
    def is_range(self) -> bool:
        """Whether both sides were given."""
        return self.ongoing or self.start is not None


@cache
def _range_pattern() -> re.Pattern[str]:
    names = "|".join(sorted((re.escape(name) for name in months()), key=len, reverse=True))
    month = rf"(?:{names})(?![^\W\d_])\.?"
    year = r"(?:19|20)\d\d(?!\d)"
    short = r"(?:['’`‘]\d\d(?!\d))"
    date = (
        rf"(?:(?:{_SEASONS})\s+)?(?:"
        rf"\d{{1,2}}\.?\s+{month},?\s*(?:de\s+)?{year}"
        rf"|{month}\s*(?:\d{{1,2}},\s*)?[-/,]?\s*(?:de\s+)?(?:{year}|{short})"
        rf"|(?<!\d)\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?(?:{year}|{short})"
        rf"|(?<![\d.,/-])[0-3]?\d[-/](?:0?[1-9]|1[0-2])[-/]\d\d(?![\w/.-])"
        rf"|(?<!\d)(?:0?[1-9]|1[0-2])\s?[-/.]\s?(?:{year}|{short})"
        rf"|(?<!\d){year}[-/.](?:0[1-9]|1[0-2])(?:[-/.]\d\d)?(?!\d)"
        rf"|(?<!\d){year}\s+{month}"
        rf"|(?<![\d.,€$]){year}|(?<!\w){short})(?:\s?(?:r\.|г\.|р\.|yili))?"
    )
    now = "|".join(sorted((re.escape(word) for word in _NOW_WORDS), key=len, reverse=True))
    until = "|".join(sorted((re.escape(word) for word in _UNTIL_WORDS), key=len, reverse=True))
    since = "|".join(_SINCE_WORDS)
    slash = rf"/(?=\s*(?:(?:\d\d?[-/.])?{year}|{month}))"
    dash = rf"(?:\s*(?:-+|>|→|~|{slash})\s*(?:(?:{until})\s+)?|\s+(?:{until})\s+|\s*t/m\s*)"
    return re.compile(
        rf"(?<![\w@])(?:(?P<since>{since}|{until})\s+)?"
        rf"(?:(?P<from>{date})(?:{dash}(?P<to>{date})|(?:{dash}|\s+(?=tot\s))(?P<now>(?:{now})(?!\w))|(?P<short>\s?[-/]\s?\d\d(?!\d))"
        rf"|(?P<open>\s*-(?=\s*$|\s*[|•·)])))?"
        rf"|(?P<first>{month}){dash}(?P<second>{month}\s*{year}))(?!\w)(?!@)"
    )


@lru_cache(maxsize=4_096)
def dates_in(text: str) -> tuple[Dates, ...]:
    """Every date or range in `text`, from left to right."""
    if not any(letter.isdigit() for letter in text):
        return ()
    folded = _same_length(text)
    found = []
    for match in _range_pattern().finditer(folded):
        dates = _meaning(match, text)
        is_money = folded[: match.start()].rstrip().endswith(("€", "$", "£", "eur"))
        if dates is not None and not is_money:
            found.append(dates)
    return tuple(found)


@lru_cache(maxsize=4_096)
def is_only_dates(text: str) -> bool:
    """Whether there is nothing but one date or range, and perhaps how long that was."""
    if len(text) > 80 or not any(letter.isdigit() for letter in text):
        return False
    found = dates_in(text)
    return len(found) == 1 and is_nothing_else(text[: found[0].at] + " " + text[found[0].until :])


def is_nothing_else(rest: str) -> bool:
    """Whether what stands around a date is only brackets, dashes, or a duration."""
    return len(rest) < 60 and _LEFTOVER.match(fold(rest)) is not None


def means_now(text: str) -> bool:
    """Whether it is a word for today."""
    return fold(text).strip(" .-") in _NOW_WORDS


_folded = lru_cache(maxsize=4_096)(fold)


def _same_length(text: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    folded = [_folded(letter) for letter in text[:2000]]
    return "".join(new if len(new) == 1 else (new[:1] or "_") for new in folded)


def _meaning(match: re.Match[str], text: str) -> Dates | None:
    start = partial_date(match["from"] or "")
    end: str | None = None
    ongoing = bool(match["now"] or match["open"])
    if match["first"]:
        end = partial_date(match["second"])
        start = partial_date(f"{match['first']} {end[:4]}") if end else None
    elif match["to"]:
        end = partial_date(match["to"])
    elif match["short"]:
        end = start[:2] + re.sub(r"\D", "", match["short"]) if start else None
        if end and start and end < start[:4]:
            return None
    if start is None and end is None:
        return None
    start, end, ongoing = _sides(match, start, end, ongoing)
    at, until = match.span()
    if match["since"] and not (ongoing and end is None and match["now"] is None and match["open"] is None):
        at += len(match["since"]) + 1 if not (match["to"] or match["now"]) else 0
    return Dates(text[at:until].strip(" ()-–—"), at, until, start, end, ongoing)


def _sides(
    match: re.Match[str], start: str | None, end: str | None, ongoing: bool
) -> tuple[str | None, str | None, bool]:
    """One date alone is when something ended, unless `since` stands before it."""
    if end is None and not ongoing:
        if match["since"] in ("sinds", "vanaf", "since", "seit", "depuis", "od", "desde"):
            return start, None, True
        return None, start, False
    return start, end, ongoing


def partial_date(text: str) -> str | None:
    """`2019-09` or `2019`: the month and year of one date; days are dropped. None when it cannot be."""
    folded = fold(text).strip(" .,")
    year_found = re.search(r"(?:19|20)\d\d(?!\d)", folded)
    if year_found:
        year, rest = int(year_found[0]), folded[: year_found.start()] + " " + folded[year_found.end() :]
    elif short := re.search(r"(?:['`‘]|^\d\d?[-/]\d\d?[-/])(\d\d)$", folded):
        year, rest = 2000 + int(short[1]), folded[: short.start(1)].rstrip("'`‘-/ ")
        year -= 100 if year > dt.date.today().year + 1 else 0
    else:
        return None
    if not _EARLIEST <= year <= dt.date.today().year + 10:
        return None
    month = _month_in(rest, year_first=bool(year_found and year_found.start() == 0))
    return f"{year}-{month:02d}" if month else str(year)


def _month_in(rest: str, *, year_first: bool) -> int | None:
    for word in re.findall(r"[^\W\d_]+", rest):
        if word in months():
            return months()[word]
    numbers = [int(number) for number in re.findall(r"\d+", rest)]
    if any(word.isalpha() for word in rest.split()):
        return None
    if len(numbers) == 2 and not year_first:
        day, month = numbers
        return month if 1 <= month <= 12 else day if 1 <= day <= 12 else None
    if numbers and 1 <= numbers[0] <= 12:
        return numbers[0]
    return None
