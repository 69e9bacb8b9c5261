"""Jobs, schools and courses: what each is called, at which organisation, where and when."""

import re
from dataclasses import dataclass, field

from .dates import Dates, is_nothing_else
from .grouping import Group, Piece, groups_of
from .lines import Cell, Line, fold
from .places import is_place, may_be_place, town_of
from .roles import is_school_name, likeness
from .tables import Labelled, labelled_entries, table_entries

_MOST_ENTRIES = 60
_LONGEST = 200
_STRONG = re.compile(r"\s+[|•·–—‖/]\s+|\s+-\s+|\s*[|‖]\s*|\t|\s*;\s+")
_JOINT = re.compile(
    r"^(?:(?:bij|at|@|te|w|we|chez|bei|presso)\s+(?=\S)|[,;:|@·•–—-]+\s*)+"
    r"|(?:\s+(?:bij|at|@|te|bei|chez)|[\s,;:|@·•–—(*†\ufe0e-]+)$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"^\(([^()]+)\)$")
_BRACKETS_BEHIND = re.compile(r"(.*\S)\s*\(([^()]{3,80})\)$")
_AT = re.compile(r"\s+(?:bij|at|@|chez|bei)\s+", re.IGNORECASE)
_FINISHED = re.compile(
    r"[\s;,(–-]*\b(?:"
    r"(?P<no>niet (?:afgerond|voltooid|behaald)|geen diploma|zonder diploma|gestopt|not completed|unfinished)|"
    r"(?:met )?diploma(?: (?:behaald|gehaald|ontvangen))?|(?:diploma|certificaat) (?:behaald|gehaald|ja)|"
    r"behaald|afgerond|geslaagd|"
    r"graduated|completed|cum laude|getuigschrift(?: behaald)?|ukonczone|mezun)\)?\.?$", re.IGNORECASE
)  # fmt: skip


@dataclass(slots=True)
class Entry:
    """One job, school or course, as plain texts."""

    title: str = ""
    organisation: str = ""
    city: str = ""
    dates: Dates | None = None
    description: list[str] = field(default_factory=list)
    finished: bool | None = None
    is_title_first: bool | None = None


@dataclass(slots=True)
class _Part:
    """Some words of a header that belong together."""

    text: str
    line: int
    is_beside: bool = False


def entries_of(
    lines: list[Line], *, is_school: bool, is_course: bool = False, usual: bool | None = None
) -> list[Entry]:
    """The entries of one section, at most 60, in its order; `usual` is whether titles come first elsewhere."""
    lines = [line for line in lines if line.cells][:800]
    structured = table_entries(lines) or labelled_entries(lines)
    if structured:
        tails = [one.organisation.rpartition(", ")[2] for one in structured if ", " in one.organisation]
        all_towns = 1 < len(tails) == len(structured) and all(may_be_place(tail) for tail in tails)
        named = (_from_labels(one, all_towns) for one in structured[:_MOST_ENTRIES])
        return [entry for entry in named if entry.title or entry.organisation]
    groups = groups_of(lines)[:_MOST_ENTRIES]
    parts = [_parts_of(group, 3 if is_school and not is_course else 2) for group in groups]
    towns = _take_places(parts)
    _split_single(parts, is_school, is_course)
    late = _take_places(parts)
    entries = [
        Entry(dates=group.dates, city=town or more) for group, town, more in zip(groups, towns, late, strict=True)
    ]
    _name(entries, parts, is_school, usual)
    for entry, group, own in zip(entries, groups, parts, strict=True):
        entry.description = _description(group, own)
        _mark_finished(entry)
    return [entry for entry in entries if len(entry.title) > 1 or entry.organisation]


def _from_labels(labelled: Labelled, towns_behind: bool) -> Entry:
    entry = Entry(labelled.title, labelled.organisation, town_of(labelled.place), labelled.dates, labelled.description)
    if not labelled.place:
        before, _, behind = entry.organisation.rpartition(", ")
        if before and (is_place(behind) or towns_behind):
            entry.organisation, entry.city = before, town_of(behind)
    _mark_finished(entry)
    return entry


def _parts_of(group: Group, most: int) -> list[_Part]:
    """The header cut where something else begins: other line, cell or look, or a dash or bar between."""
    parts: list[_Part] = []
    for number, piece in enumerate(group.header):
        named = [part for part in parts if not is_place(part.text)]
        if len(named) >= most and not is_place(piece.text) and number > 1 and piece.dates is None:
            group.details[:0] = group.header[number:]
            break
        for at, cell in enumerate(piece.cells):
            texts = _pieces_of(cell)
            beside = 0 < at == len(piece.cells) - 1 and len(texts) == 1
            parts += [_Part(text, number, is_beside=beside) for text in texts]
    return [part for part in parts if not is_nothing_else(part.text)]


def _pieces_of(cell: Cell) -> list[str]:
    """Cut at bars and dashes, and where the look changes between words."""
    marked = ""
    for run in cell.runs:
        glued = not marked or not run.text or (marked[-1].isalnum() and run.text[0].isalnum())
        marked += run.text if glued or not run.text.strip() else f"\t{run.text}"
    texts = [_IN_BRACKETS.sub(r"\1", _JOINT.sub("", text).strip()) for text in _STRONG.split(marked)]
    found: list[str] = []
    for text in texts:
        if not text:
            continue
        if found and (found[-1].count("(") > found[-1].count(")")):
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text[:_LONGEST])
    return found


def _take_places(parts: list[list[_Part]]) -> list[str]:
    """Take the places out of each header, also unknown towns that stand where the known ones of the section stand."""
    known = [part for own in parts for part in own if len(own) > 1 and is_place(part.text)]
    beside = [part for own in parts for part in own if part.is_beside]
    all_beside = bool(beside) and sum(is_place(part.text) for part in beside) * 3 >= len(beside)
    last = [own[-1] for own in parts if len(own) > 2]
    all_last = bool(last) and sum(is_place(part.text) for part in last) * 2 >= len(last)
    behind, bracketed = _town_behind(parts), _town_in_brackets(parts)
    towns = []
    for own in parts:
        town = ""
        for part in list(own):
            named = len(own) > 1
            is_town = (
                part in known or (part.is_beside and all_beside) or (len(own) > 2 and part is own[-1] and all_last)
            )
            if named and is_town and may_be_place(town_of(part.text)):
                town = town or town_of(part.text)
                own.remove(part)
        for part in own:
            before, comma, after = part.text.rpartition(", ")
            while comma and (is_place(after) or (behind and may_be_place(after) and not town)):
                if len(before) < 2 or (not is_place(after) and len(own) == 1 and ", " not in before):
                    break
                town, part.text = town_of(after), before
                before, comma, after = part.text.rpartition(", ")
            in_words = re.match(r"(.*\S)\s+(?:te|in|im|à|en)\s+(\S.*)$", part.text)
            if in_words and (is_place(in_words[2]) or (" te " in part.text and may_be_place(in_words[2]))):
                part.text, town = in_words[1], town or town_of(in_words[2])
            in_brackets = _BRACKETS_BEHIND.match(part.text)
            if in_brackets and (is_place(in_brackets[2]) or (bracketed and may_be_place(in_brackets[2]))):
                part.text, town = in_brackets[1], town or town_of(in_brackets[2])
        towns.append(town)
    return towns


def _town_behind(parts: list[list[_Part]]) -> bool:
    """Whether in this section what stands behind the last comma of a name is usually a town."""
    tails = [part.text.rpartition(", ")[2] for own in parts for part in own if ", " in part.text]
    return len(tails) > 1 and sum(is_place(tail) for tail in tails) * 2 > len(tails)


def _town_in_brackets(parts: list[list[_Part]]) -> bool:
    """Whether in this section what stands in brackets behind a name is usually a town."""
    found = [in_brackets[2] for own in parts for part in own if (in_brackets := _BRACKETS_BEHIND.match(part.text))]
    return len(found) > 1 and sum(is_place(one) for one in found) * 2 >= len(found)


def _is_organisation_in_brackets(text: str, is_school: bool) -> bool:
    """`Kok (Restaurant De Pan, Gouda)`, and not `Kok (mbo 2)`."""
    name, comma, _ = text.partition(", ")
    like = likeness(name, is_school=is_school)
    return like < -0.5 or (bool(comma) and like <= 0 and text[0].isupper() and not re.search(r"\d", text))


def _split_single(parts: list[list[_Part]], is_school: bool, is_course: bool) -> None:
    """A header of one part only: cut at `bij`, or at its comma, or take what stands in brackets."""
    for own in parts:
        with_town = len(own) == 2 and may_be_place(own[1].text) and _AT.search(own[0].text) is not None
        if len(own) != 1 and not with_town:
            continue
        text = own[0].text
        halves = _AT.split(text, maxsplit=1)
        if with_town:
            halves[1] += f"{',' if is_place(own[1].text) else ''} {own[1].text}"
        found = _BRACKETS_BEHIND.match(text)
        if len(halves) == 1 and found and (is_course or _is_organisation_in_brackets(found[2], is_school)):
            halves = [found[1], found[2]]
        if len(halves) == 1:
            halves = text.split(", ")
        if len(halves) > 1 and all(half.strip() for half in halves):
            own[:] = [_Part(_JOINT.sub("", half.strip()), own[0].line) for half in halves]


def _name(entries: list[Entry], parts: list[list[_Part]], is_school: bool, usual: bool | None) -> None:
    """Decide for the whole section whether titles or organisations come first: people are consistent.

    Where organisations come first, an occupation alone is another one at the organisation above it.
    """
    pairs = [own for own in parts if len(own) > 1]
    vote = sum(likeness(own[0].text, is_school=is_school) - likeness(own[1].text, is_school=is_school) for own in pairs)
    title_first = vote > 0 or (vote == 0 and usual is not False)
    for above, entry, own in zip([None, *entries], entries, parts, strict=False):
        texts = [part.text for part in own]
        if not texts:
            continue
        if len(texts) == 1:
            like = likeness(texts[0], is_school=is_school)
            entry.title, entry.organisation = ("", texts[0]) if like < -0.5 and not is_school else (texts[0], "")
            if like > 0.3 and not is_school and not title_first and entry.dates and above:
                entry.organisation = above.organisation
            continue
        at = _organisation_at(texts, is_school, title_first)
        entry.is_title_first = at > 0
        entry.organisation = _JOINT.sub("", texts.pop(at))
        entry.title = ", ".join(texts if is_school else texts[:2])


def _organisation_at(texts: list[str], is_school: bool, title_first: bool) -> int:
    if is_school:
        schools = [at for at, text in enumerate(texts) if is_school_name(text)]
        if len(schools) == 1 and likeness(texts[schools[0]], is_school=True) < 0.5:
            return schools[0]
    if len(texts) > 2:
        scores = [likeness(text, is_school=is_school) for text in texts]
        if min(scores) < 0:
            return scores.index(min(scores))
    return 1 if title_first else 0


def _description(group: Group, own: list[_Part]) -> list[str]:
    lines: list[str] = []
    for piece in group.details:
        text = piece.text
        if not piece.line.bullet and lines and text[:1].islower() and not lines[-1].endswith("."):
            lines[-1] = f"{lines[-1]} {text}"
        elif text:
            lines.append(text)
    return lines[:40]


def _mark_finished(entry: Entry) -> None:
    for name in ("title", "organisation"):
        text = getattr(entry, name)
        found = _FINISHED.search(text)
        if found and found.start() > 2 and text[found.start()] in ";,(–- ":
            if found[0].strip()[0].isalpha() and fold(found[0]).strip() in ("diploma",):
                continue
            entry.finished = not found["no"]
            setattr(entry, name, text[: found.start()].rstrip(" ;,(–-"))


__all__ = ["Entry", "Piece", "entries_of"]
