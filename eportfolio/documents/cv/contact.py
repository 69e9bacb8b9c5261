"""Who the CV is of, and how to reach her: by labels, by form, and the name by its size and likeness to the address."""

import re
from dataclasses import dataclass

from .contact_words import EMAIL, PHONE, POSTCODE, looks_like_contact
from .dates import dates_in
from .headings import kind_of_heading
from .lines import Line, fold
from .places import is_place, town_of
from .roles import likeness
from .world import cities, countries, listed

_ROLE_OF = {
    label: role for role in ("address", "city", "last", "first", "name") for label in listed(f"label of {role}")
}
_LABEL = re.compile(r"^([^\W\d][^:\t]{1,34}?)\s*:\s*(.*)$", re.DOTALL)
_TITLE_OF_PAPER = re.compile(
    r"^\s*(?:europass[- ]?\w*\s*)?"
    r"(?:curriculum\s+vitae|c\.?v\.?|cv|resume|résumé|lebenslauf|życiorys|özgeçmiş)\b\s*(?:van|of|for|von|de|–|-|:|\|)?\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s+[|•·–/]\s+|\s*\|\s*")
_NAME_WORD = re.compile(r"^[^\W\d_][\w'’.\-]*$")
_SMALL_WORDS = frozenset(
    [
        "van",
        "de",
        "der",
        "den",
        "ter",
        "ten",
        "te",
        "het",
        "'t",
        "el",
        "al",
        "bin",
        "ben",
        "ibn",
        "von",
        "zu",
        "da",
        "di",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "op",
        "in",
        "'t",
    ]
)


@dataclass(slots=True)
class Contact:
    """What was found; empty where nothing was."""

    name: str = ""
    email: str = ""
    phone: str = ""
    city: str = ""
    headline: str = ""


def contact_of(top: list[Line], everything: list[Line]) -> Contact:
    """`top` are the lines above the first heading and of personal details; what lacks is looked for in the rest."""
    labelled = _labelled(top) | {
        key: value for key, value in _labelled(everything).items() if key in ("name", "first", "last")
    }
    email = _email(top) or _email(everything)
    phone = _phone(top) or _phone(everything)
    name = _labelled_name(labelled) or _name_by_look(top, everything, email)
    return Contact(
        name=name,
        email=email.removesuffix("."),
        phone=phone,
        city=_city(labelled, top, everything),
        headline=_headline(top, name),
    )


def _labelled(lines: list[Line]) -> dict[str, str]:
    """What stands behind a label, on the same line or in the next cell; the first one counts."""
    found: dict[str, str] = {}
    for line in lines[:200]:
        texts = [cell.text for cell in line.cells]
        if len(texts) > 1 and (role := _role(texts[0])):
            found.setdefault(role, " ".join(texts[1:]).lstrip(": "))
        for text in texts:
            for piece in re.split(r"\s+[|•·]\s+|\s*\|\s*", text):
                match = _LABEL.match(piece)
                if match and (role := _role(match[1])):
                    value = match[2] or (texts[1] if len(texts) > 1 and text is texts[0] else "")
                    if value:
                        found.setdefault(role, value)
    return found


def _role(text: str) -> str | None:
    return _ROLE_OF.get(re.sub(r"\s+", "-", fold(text).strip(" :*")))


def _labelled_name(labelled: dict[str, str]) -> str:
    first, last = labelled.get("first", ""), labelled.get("last", "")
    if first and last:
        return f"{_without_brackets(first)} {last}".strip()
    name = _without_brackets(labelled.get("name", ""))
    if not _could_be_name(name, most_words=7):
        return ""
    before, comma, after = name.partition(", ")
    return f"{after} {before}" if comma and after else name


def _without_brackets(text: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", text).strip()


def _email(lines: list[Line]) -> str:
    """The first address, put together again where a narrow column broke it."""
    for at, line in enumerate(lines):
        for cell in line.cells:
            text = cell.text[:500]
            if "@" not in text:
                continue
            below = lines[at + 1].cells[0].text.split()[0] if at + 1 < len(lines) else ""
            above = lines[at - 1].cells[-1].text.split()[-1] if at else ""
            found = EMAIL.search(text)
            for candidate in _rejoined(text, above, below, found[0] if found else ""):
                whole = EMAIL.search(candidate)
                if whole:
                    return whole[0]
    return ""


def _rejoined(text: str, above: str, below: str, found: str) -> list[str]:
    """What the address can have been before it was broken, the likeliest first."""
    ends_here = text.endswith(found) if found else True
    short = not found or len(found.rpartition(".")[2]) < 2 or text.rstrip()[-1] in ".-@_"
    candidates = []
    if ends_here and short and re.fullmatch(r"[\w.@-]{1,60}", below):
        candidates.append(text + below)
    if text.startswith("@"):
        candidates.append(above + text)
    return [*candidates, text]


def _phone(lines: list[Line]) -> str:
    """The first number that is long enough and no date; one behind a label for fax is passed over."""
    for line in lines:
        for cell in line.cells:
            for found in PHONE.finditer(cell.text[:500]):
                digits = re.sub(r"\D", "", found[0])
                count = len(digits) - 2 * found[0].startswith("00")
                is_date = any(dates.at == 0 for dates in dates_in(found[0]))
                if 9 <= count <= 14 and not is_date:
                    return found[0].strip()
    return ""


def _city(labelled: dict[str, str], top: list[Line], everything: list[Line]) -> str:
    for role in ("city", "address"):
        if role in labelled and (town := _town_in(labelled[role])):
            return town
    for line in (*top, *everything):
        for cell in line.cells:
            found = POSTCODE.search(cell.text)
            if found and (town := _town_in(cell.text)):
                return town
    if town := labelled.get("city", ""):
        return town_of(town)
    for line in top:
        for cell in line.cells:
            pieces = [piece.strip() for piece in _BETWEEN.split(cell.text)]
            for piece in pieces:
                if is_place(piece) and fold(town_of(piece)) in cities() | {fold(piece)}:
                    return town_of(piece)
    return _beside_address(top)


def _beside_address(top: list[Line]) -> str:
    """An unknown town: alone between bars or cells on the line of the e-mail address."""
    for line in top:
        pieces = [piece.strip() for cell in line.cells for piece in _BETWEEN.split(cell.text)]
        if len(pieces) > 1 and any(EMAIL.search(piece) for piece in pieces):
            for piece in pieces:
                words = piece.split()
                if (
                    0 < len(words) <= 3
                    and piece[:1].isupper()
                    and not looks_like_contact(piece)
                    and not re.search(r"[\d:@/]", piece)
                ):
                    return town_of(piece)
    return ""


def _town_in(text: str) -> str:
    """The town in an address: behind the postcode, or the last part that is a place."""
    text = _without_brackets(text)
    found = POSTCODE.search(text)
    if found:
        behind = text[found.end() :].strip(" ,;-|•·")
        town = re.split(r"\s*[,|•·;(]\s*|\s+-\s+", behind)[0].strip()
        before = re.split(r"\s*[,|•·;]\s*", text[: found.start()].rstrip(" ,"))[-1]
        if (not town or fold(town) in countries()) and is_place(before):
            return town_of(before)
        if town and fold(town) not in countries() and not looks_like_contact(town):
            return town
    if not found:
        foreign = re.search(r"(?<!\d)\d{2}-\d{3}\s+([^\W\d][\w' -]+)|(?<!\d)\d{4,5}\s+([^\W\d][\w' -]+)$", text)
        if foreign:
            return (foreign[1] or foreign[2]).strip()
    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        if fold(part) in cities():
            return part
    return ""


def _name_by_look(top: list[Line], everything: list[Line], email: str) -> str:
    """The largest text near the top that can be a name; the e-mail address decides between two."""
    near = everything[:60]
    best, best_score = "", 0.0
    sizes = [cell.style.size for line in near for cell in line.cells]
    largest = max(sizes, default=0.0)
    whole = ""
    for at, line in enumerate(near):
        for number, cell in enumerate(line.cells):
            if whole.endswith(f" {cell.text}"):
                continue
            text = _TITLE_OF_PAPER.sub("", cell.text).strip()
            whole = text = _goes_on(text, cell.style, near, at, number)
            if not _could_be_name(text, most_words=6):
                continue
            score = 3.0 if cell.style.size == largest and largest > min(sizes) else 0.0
            score += 3.0 * _resemblance(text, email)
            score += 1.5 if at < 3 else 0.5 if at < 8 else 0.0
            score += 0.5 if len(text.split()) > 1 else -1.0
            score += 1.0 if line in top else 0.0
            score -= 2.0 if is_place(text.rpartition(", ")[2]) else 0.0
            score -= 1.5 * max(0.0, likeness(text, is_school=False))
            if score > best_score:
                best, best_score = text, score
    return _capitalised(best) if best_score > 1.5 else ""


def _goes_on(text: str, style: object, near: list[Line], at: int, number: int) -> str:
    """A name set over two lines in the same large letters."""
    for below in near[at + 1 : at + 3]:
        same = [cell for cell in below.cells if cell.style == style]
        if not same or len(below.cells) > 2 or near[at].cells[number].style.size < 14 or below.gap > 1.9:
            break
        if (
            not all(_NAME_WORD.match(word) for word in same[0].text.split())
            or len(text.split()) + len(same[0].text.split()) > 5
        ):
            break
        word = same[0].text.split()[0]
        is_broken = word[:1].islower() and word.casefold() not in _SMALL_WORDS
        text = f"{text}{'' if is_broken else ' '}{same[0].text}"
    return text


def _could_be_name(text: str, *, most_words: int) -> bool:
    words = text.replace(",", " ").split()
    if not 1 < len(text) < 60 or not 0 < len(words) <= most_words or kind_of_heading(text) is not None:
        return False
    if any(letter in text for letter in "@:/|•·0123456789"):
        return False
    if not all(_NAME_WORD.match(word.strip("(),")) for word in words):
        return False
    return all(
        word[0].isupper() or word.casefold() in _SMALL_WORDS or word[0] in "'’" or not word[0].islower() or "'" in word
        for word in words
    )


def _resemblance(name: str, email: str) -> float:
    """The share of the words of a name that stand in the address."""
    local = re.sub(r"[^a-z]", "", fold(email.partition("@")[0]))
    words = [re.sub(r"[^a-z]", "", fold(word)) for word in re.split(r"[\s-]+", name)]
    words = [word for word in words if len(word) > 2]
    return sum(word in local for word in words) / len(words) if words and local else 0.0


def _capitalised(name: str) -> str:
    """A name in capitals is set in capitals and not written so."""
    if not name.isupper() or len(name) < 5:
        return name
    words: list[str] = []
    for word in re.split(r"([\s-]+)", name):
        small = word.casefold() if word.casefold() in _SMALL_WORDS else word.title()
        words.append(small if words else word.title())
    return "".join(words)


def _headline(top: list[Line], name: str) -> str:
    """The line under the name, when it is short and no address."""
    texts = [line.text for line in top]
    last = name.split()[-1] if name else ""
    for at, text in enumerate(texts[:6]):
        if last and last in text:
            below = texts[at + 1] if at + 1 < len(texts) else ""
            is_short = 0 < len(below.split()) <= 8 and not re.search(r"[\d\t:]", below)
            return below if is_short and not looks_like_contact(below) and not is_place(below) else ""
    return ""
