"""Numbers, yes, no, "I do not know" and "skip" as people write them, in Dutch and English."""

from __future__ import annotations

import re
import unicodedata

_UNITS = [
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
    "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
]  # fmt: skip
_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_UNITS_EN = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS_EN = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_PARTS = {"honderd": 100, "hundred": 100, "half": 0.5, "halve": 0.5, "anderhalf": 1.5, "anderhalve": 1.5}


def _number_words() -> dict[str, float]:
    table: dict[str, float] = {name: value for names in (_UNITS, _UNITS_EN) for value, name in enumerate(names)}
    for number, (dutch, english) in enumerate(zip(_TENS, _TENS_EN, strict=True), start=2):
        table[dutch] = table[english] = number * 10
        for unit in range(1, 10):
            # accents are gone before we look: tweeëndertig is tweeendertig
            table[f"{_UNITS[unit]}en{dutch}"] = table[f"{english} {_UNITS_EN[unit]}"] = number * 10 + unit
    return table | _PARTS


_NUMBER_WORDS = _number_words()
_NUMBER_WORD = re.compile(r"\b(" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + r")\b")
_DIGITS = re.compile(r"(?:(?<!\w)-)?(?<!\d)\d{1,12}(?:[.,]\d{1,4})?(?!\d)")
_ONE = {"een", "one"}
_A_FEW = re.compile(r"\b(?:paar|enkele|couple|few|several)\b")

_ORDINALS = {
    name: number
    for names in (
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    )
    for number, name in enumerate(names.split(), start=1)
}
_LONGEST_WISH = 16
"""Words: somebody who says more than this tells something, and is not asking for a question."""
_AGAIN = re.compile(
    r"\b(?:verander\w*|wijzig\w*|aanpas\w*|pas|corrigeer\w*|corrigeren|verbeter\w*|herstel\w*|overdoen|opnieuw|terug|naar"
    r"|fout|verkeerd|klopt niet|change|edit|correct|fix|redo|again|back|go to|wrong)\b"
)
_COUNT = (
    r"(?:\d{1,3}(?:e|de|ste|st|nd|rd|th)?|"
    + "|".join(sorted([*_NUMBER_WORDS, *_ORDINALS], key=len, reverse=True))
    + ")"
)
_QUESTION_NUMBER = re.compile(
    rf"\b(?:(?:vraag|antwoord|question|answer) (?:nummer |nr |number |no )?(?P<after>{_COUNT})"
    rf"|(?P<before>{_COUNT}) (?:vraag|antwoord|question|answer))\b"
)

_PREVIOUS = re.compile(r"\b(?:vorige|laatste|previous|last) (?:vraag|antwoord|question|answer)\b")

_YES = {"ja", "jawel", "jazeker", "jep", "j", "yes", "yeah", "yep", "y"}
_NO = {"nee", "neen", "nope", "no", "n"}
_WEAK_YES = {
    "graag", "zeker", "klopt", "natuurlijk", "inderdaad", "ok", "oke", "okay", "sure", "correct", "right",
    "certainly", "please", "wel",
}  # fmt: skip
_WEAK_NO = {"niet", "geen", "nooit", "not", "never", "none"}

_FILLERS = {
    "ik", "dat", "het", "dit", "nog", "echt", "eigenlijk", "sorry", "helaas", "maar", "even", "de", "deze", "graag",
    "please", "i", "it", "that", "this", "the", "really", "yet", "do", "am", "im", "would",
}  # fmt: skip
_UNKNOWN = {
    "weet niet", "niet weet", "weet niet meer", "niet meer weet", "weet ook niet", "zou niet weten", "weet t niet",
    "geen idee", "geen flauw idee", "niet zeker", "not know", "dont know", "don t know", "not remember",
    "dont remember", "don t remember", "dunno", "no idea", "not sure", "no clue",
}  # fmt: skip
_SKIP = {
    "sla over", "sla vraag over", "overslaan", "vraag overslaan", "over slaan", "volgende", "volgende vraag",
    "liever niet", "liever niet zeggen", "wil liever niet zeggen", "zeg liever niet", "wil niet zeggen", "zeg niet",
    "skip", "skip question", "next", "next question", "pass", "rather not", "rather not say", "d rather not say",
    "prefer not to say",
}  # fmt: skip
_BACK = {
    "terug", "vorige", "vorige vraag", "ga terug", "terug naar vorige", "back", "go back", "previous",
    "previous question", "go to previous question",
}  # fmt: skip


def plain(text: str) -> str:
    """Lower case, without accents, with straight quotes and single spaces; digits of other scripts become 0-9."""
    text = text.replace("’", "'").replace("‘", "'").replace("−", "-").replace("–", "-").replace("—", "-")
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (_ascii_digit(letter) for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(kept).casefold().split())


def bare(text: str) -> str:
    """As `plain`, with letters and digits only."""
    return " ".join(re.sub(r"[^\w]|_", " ", plain(text)).split())


def says_unknown(text: str) -> bool:
    """Whether the whole text says "I do not know"; a longer text that only contains it does not."""
    return text.strip() in {"?", "??"} or _without_fillers(text) in _UNKNOWN


def says_skip(text: str) -> bool:
    """Whether the whole text asks to skip the question."""
    return _without_fillers(text) in _SKIP


def says_back(text: str) -> bool:
    """Whether the whole text asks for the question before."""
    return _without_fillers(text) in _BACK


def asked_for_again(text: str) -> int | None:
    """The number of the question that somebody wants to see again: "verander mijn antwoord op vraag 4" is 4."""
    said = bare(text)
    if len(said.split()) > _LONGEST_WISH or not _AGAIN.search(said):
        return None
    found = _QUESTION_NUMBER.search(said)
    if found is None:
        return None
    number = found["after"] or found["before"]
    return _ORDINALS.get(number) or int(numbers_in(number)[0])


def asked_for_previous(text: str) -> bool:
    """Whether somebody wants to see the question before this one again: "ik wil mijn vorige antwoord veranderen"."""
    said = bare(text)
    is_short = len(said.split()) <= _LONGEST_WISH
    return is_short and _AGAIN.search(said) is not None and _PREVIOUS.search(said) is not None


def yes_or_no(text: str) -> bool | None:
    """True, False, or None when the text says neither clearly. A clear first word wins: "ja, maar niet altijd"."""
    said = bare(text).split()
    if not said:
        return None
    strong = [token in _YES for token in said if token in _YES | _NO]
    if said[0] in _YES | _NO or len(set(strong)) == 1:
        return strong[0]
    if strong:
        return None
    if any(token in _WEAK_NO for token in said):
        return False
    return True if any(token in _WEAK_YES for token in said) else None


def numbers_in(text: str) -> list[float]:
    """The different numbers in a text, in order. Digits win over words; "een" counts only when it is alone."""
    said = plain(text)
    if digits := _DIGITS.findall(said):
        return _different([float(found.replace(",", ".")) for found in digits])
    found = _NUMBER_WORD.findall(said.replace("-", " "))
    if _A_FEW.search(said):
        return []
    if others := [name for name in found if name not in _ONE]:
        found = others
    return _different([_NUMBER_WORDS[name] for name in found])


def hours_said(text: str) -> str | None:
    """The text with "3 dagen van 8 uur" as 24; None for days, a half week or full time, which are no hours yet."""
    said = plain(text)
    if times := _DAYS_OF_HOURS.search(said) or _TIMES.search(said):
        days, hours = numbers_in(times["days"]), numbers_in(times["hours"])
        if len(days) == len(hours) == 1:
            return f"{days[0] * hours[0]:g}"
    in_days = _IN_DAYS.search(said) is not None
    return None if in_days and not _HOURS.search(said) else text


def minutes_in(text: str) -> list[float]:
    """As `numbers_in`, but in minutes: "anderhalf uur" is 90, "drie kwartier" is 45; "30 of 45" is two numbers."""
    said = re.sub(r"\b(?:een|one|a) and a half|\b(?:een en een half)", "anderhalf", plain(text))
    said = _ABOUT.sub(r"\g<amount> \g<unit>", _CLOCK.sub(r"\g<hours> uur \g<minutes> min", said))
    parts = [
        part
        for part in re.split(r"\bof\b|\bor\b|\btot\b|\bto\b|(?<=\d)\s?-", said)
        if re.search(r"\d|uur|uren|kwartier|hour|min", part)
    ]
    found = [minutes for part in parts or [said] if (minutes := _minutes(part)) is not None]
    return _different(found)


_DAYS_OF_HOURS = re.compile(
    r"(?P<days>\S+) (?:hele )?(?:dag(?:en)?|ochtend(?:en)?|middag(?:en)?|avond(?:en)?|days?|mornings?|afternoons?)"
    r" (?:per week |a week )?(?:van|a|of|x|met) (?P<hours>\S+) ?(?:uur|uren|u|hours?)\b"
)
_TIMES = re.compile(
    r"\b(?P<days>\d{1,2}|[a-z]+)(?: ?x ?| ?\* ?| (?:keer|maal|times) )(?P<hours>\d{1,2}(?:[.,]5)?|[a-z]+)\b"
)
_CLOCK = re.compile(r"\b(?P<hours>\d{1,2}) ?(?:u|uur|h|:) ?(?P<minutes>[0-5]\d)\b(?! ?min)")
_ABOUT = re.compile(  # "een uur of anderhalf" is about one and a half hours, not one hour or one and a half
    r"\b(?:een|'n) (?P<unit>uurtje|uur|kwartier|minuut) of (?P<amount>(?!een\b)[a-z]+|\d{1,3})\b(?! ?(?:uur|min|kwart))"
)
_IN_DAYS = re.compile(
    r"\b(?:dag\w*|days?|ochtend\w*|middag\w*|mornings?|afternoons?"
    r"|halve week|half (?:a |the )?week|half ?-?time|halftijds?"
    r"|full ?-?time|voltijds?|part ?-?time|deeltijds?)\b"
)
_HOURS = re.compile(r"\b(?:\d+ ?)?(?:uur|uren|uurtjes?|u|hours?|hrs?|h)\b")
_TIME = re.compile(r"(?P<hours>uurtje|uur|uren|hours?|h\b|u\b)|(?P<quarters>kwartier\w*)|(?P<minutes>min\w*)")


def _minutes(text: str) -> float | None:
    total, rest, units = 0.0, text, 0
    while unit := _TIME.search(rest):
        before = numbers_in(rest[: unit.start()])
        amount = before[-1] if before else 1
        total += amount * {"hours": 60, "quarters": 15, "minutes": 1}[str(unit.lastgroup)]
        rest, units = rest[unit.end() :], units + 1
    left = numbers_in(rest)
    if not units:
        return left[0] if len(left) == 1 else None
    if left:  # "an hour and a half", "1 uur 30"
        total += left[0] * 60 if left[0] < 1 else left[0]
    return total


def _ascii_digit(letter: str) -> str:
    return str(unicodedata.digit(letter)) if letter.isdigit() and not letter.isascii() else letter


def _without_fillers(text: str) -> str:
    return " ".join(token for token in bare(text).split() if token not in _FILLERS)


def _different(numbers: list[float]) -> list[float]:
    return list(dict.fromkeys(numbers))
