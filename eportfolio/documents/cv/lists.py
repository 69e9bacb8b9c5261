"""Skills, languages and driving licences: lists in sentences, columns, groups and grids."""

import re
from dataclasses import dataclass

from .headings import kind_of_heading
from .lines import Cell, Line, fold
from .world import languages, listed

_MOST = 80
_SAME_COLUMN = 25.0
_SEPARATORS = re.compile(r"\s*[,;•·|▪◦●]\s*(?![^()]*\))|\s+[–—/]\s+(?![^()]*\))|\t")
_LEVEL_WORDS = r"[abc][12]\+?(?:[/-][abc]?[12])?|" + "|".join(listed("levels of languages"))
_LEVEL = re.compile(rf"(?<!\w)(?:{_LEVEL_WORDS})(?!\w)")
_ITEM_LEVEL = re.compile(rf"\s*(?:[:–—(-]\s*)(?:{_LEVEL_WORDS})(?:\s+(?:{_LEVEL_WORDS}|kennis|niveau))*\s*\)?$")
_GROUP = re.compile(r"^([^:]{2,40}):\s+(.+)$")
_LABEL_OF_LANGUAGES = re.compile(
    r"^(?:moedertaal(?:\(en\)|/moedertalen)?|moedertalen|(?:andere|vreemde) ta(?:al|len)(?:/talen)?|"
    r"(?:mother tongue|other language)(?:s|\(s\))?|native|ana dili?|muttersprache)\s*[:–-]\s*",
    re.IGNORECASE,
)
_LICENCE_LABEL = re.compile("|".join(listed("words for a driving licence")))
_CATEGORY = re.compile(r"(?<![\w.@-])(AM|A1|A2|A|B1|BE|B\+|B|C1E|C1|CE|C|D1E|D1|DE|D|T)(?![\w@])")
_BEHIND_LABEL = re.compile(
    r"^[^a-z]*(?:(?:categorie(?:en)?|cat\.?|kat\.?|klasse|class|category|sinif[ıi]?|type|b sinifi|en|and|ve|i|und|et|"
    r"met|eigen|aanwezig|in bezit|auto|code)\W*|[A-Z+0-9]{1,3}\W*)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language as written, and what was said about how well."""

    name: str
    level: str = ""


def skills_of(lines: list[Line], everything: list[Line]) -> list[str]:
    """Each skill by itself, without the names of groups and without levels; `everything` shows how wide a column is."""
    texts = _unwrapped([line for line in lines if line.cells], everything)
    found: list[str] = []
    for text in texts:
        group = _GROUP.match(text)
        if group and not _LEVEL.fullmatch(fold(group[2]).strip()):
            if _LICENCE_LABEL.search(fold(group[1])) or kind_of_heading(group[1]) == "languages":
                continue
            text = group[2]
        if len(text) > 160 and "," not in text and "•" not in text:
            continue
        found += [item for piece in _SEPARATORS.split(text) if (item := _skill(piece))]
    return _unique(found)[:_MOST]


def _skill(text: str) -> str:
    text = text.strip(" .,;:–—-•|*")
    found = _ITEM_LEVEL.search(_same_length(text))
    if found and found.start() > 1:
        text = text[: found.start()].strip(" .,;:–—-(")
    if (not 1 < len(text) <= 80 and text not in ("C", "R")) or len(text.split()) > 9 or _LEVEL.fullmatch(fold(text)):
        return ""
    return text if re.search(r"[^\W\d_]", text) else ""


def _unwrapped(lines: list[Line], everything: list[Line]) -> list[str]:
    """Cells as lines, with lists in running text put together again and names of groups without items left out."""
    texts: list[str] = []
    right = max((line.x1 for line in lines), default=0.0)
    for at, line in enumerate(lines):
        if _is_group_name(lines, at):
            continue
        alone = len(line.cells) == 1
        if len(line.cells) == 2 and not line.bullet and line.cells[0].text.endswith(":"):
            texts.append(f"{line.cells[0].text} {line.cells[1].text}")
            continue
        if alone and at and not line.bullet and _goes_on_in_grid(line, lines[at - 1]):
            wrapped = lines[at - 1].cells[-1].text
            texts = [f"{text} {line.text}" if text == wrapped else text for text in texts]
            continue
        for cell in line.cells:
            above = texts[-1] if texts else ""
            runs_on = alone and not line.bullet and above and at and len(lines[at - 1].cells) == 1
            is_list = bool(re.search(r"[,;•·|]", above))
            is_full = lines[at - 1].x1 > right - 60 if right and at else True
            if runs_on and (
                above.rstrip()[-1:] in tuple(",;•·|&/")
                or (cell.text[:1].islower() and (is_list or is_full))
                or (is_list and _did_not_fit(line, lines[at - 1], everything))
            ):
                texts[-1] = f"{above} {cell.text}"
            else:
                texts.append(_with_groups_marked(cell))
    return texts


def _did_not_fit(line: Line, above: Line, everything: list[Line]) -> bool:
    """Whether the first word of a printed line had no room behind the line above it, as wide as its column is."""
    if not line.is_printed:
        return False
    right = max(one.x1 for one in everything if abs(one.x0 - line.x0) < _SAME_COLUMN)
    letter = (line.x1 - line.x0) / max(len(line.text), 1)
    return above.x1 + (len(line.text.split()[0]) + 1) * letter > right


def _goes_on_in_grid(line: Line, above: Line) -> bool:
    """A grid is filled from the left, so a cell with nothing left of it belongs to the last cell above it."""
    last = above.cells[-1]
    return len(above.cells) > 1 and abs(line.x0 - last.x0) < 3 and line.style == last.style


def _with_groups_marked(cell: Cell) -> str:
    """`Bold label` before plain items is a group, with or without its colon."""
    if len(cell.runs) == 2 and cell.runs[0].style.bold and not cell.runs[1].style.bold:
        label, rest = cell.runs[0].text.rstrip(": "), cell.runs[1].text.lstrip(": –-")
        if "," in rest or "•" in rest or "·" in rest:
            return f"{label}: {rest}"
    return cell.text


def _is_group_name(lines: list[Line], at: int) -> bool:
    """A line that looks different from the items below it, or that is a heading once more."""
    line = lines[at]
    if len(line.cells) > 1 or line.bullet:
        return False
    text = line.cells[0].text
    if at + 1 >= len(lines):
        return False
    below = lines[at + 1]
    if text.endswith(":") and len(text.split()) < 6:
        return True
    differs = line.style.bold and not below.style.bold and below.cells[0].text
    is_list = below.bullet or bool(re.search(r"[,;•·|]", below.text))
    return bool(differs and (is_list or kind_of_heading(text)) and not re.search(r"[,;•·|]", text))


def languages_of(lines: list[Line]) -> list[Spoken]:
    """Every language in its section; in a grid the level stands below or beside."""
    found: list[Spoken] = []
    for line in lines[:60]:
        cells = [piece for cell in line.cells for piece in _SEPARATORS.split(cell.text) if piece.strip()]
        named = [language for piece in cells if (language := _language(piece, len(line.cells) == 1 or line.bullet))]
        if len(line.cells) > 1 and len(named) == 1 and _language(line.cells[0].text, False):
            level = next((cell.text for cell in line.cells[1:] if _LEVEL.search(fold(cell.text))), "")
            named = [Spoken(named[0].name, named[0].level or level)]
        if not named and _is_named_beside(line):
            named = [Spoken(line.cells[0].text.strip(" :"), line.cells[1].text)]
        if not named and found:
            levels = [cell.text for cell in line.cells if _LEVEL.search(fold(cell.text))]
            for back, level in enumerate(reversed(levels), 1):
                if back <= len(found) and not found[-back].level:
                    found[-back] = Spoken(found[-back].name, level)
        found += named
    names: dict[str, Spoken] = {}
    for language in found:
        names.setdefault(fold(language.name), language)
    return list(names.values())[:20]


def _is_named_beside(line: Line) -> bool:
    """One unknown word with its level in the next column."""
    if len(line.cells) < 2:
        return False
    name, level = line.cells[0].text.strip(" :"), line.cells[1].text
    is_word = re.fullmatch(r"[^\W\d_][\w'’-]{2,24}(?: [\w'’-]{2,20})?", name) is not None and not _LEVEL.search(
        fold(name)
    )
    return is_word and _LEVEL.match(fold(level)) is not None


def labelled_languages(lines: list[Line]) -> list[Spoken]:
    """Languages behind a label such as `Talen:`, where there is no section of them."""
    for line in lines:
        for cell in line.cells:
            found = _GROUP.match(cell.text)
            if found and kind_of_heading(found[1]) == "languages":
                return [one for piece in _SEPARATORS.split(found[2]) if (one := _language(piece, True))]
        if len(line.cells) > 1 and kind_of_heading(line.cells[0].text.rstrip(":")) == "languages":
            pieces = [piece for cell in line.cells[1:] for piece in _SEPARATORS.split(cell.text)]
            return [one for piece in pieces if (one := _language(piece, True))]
    return []


def labelled_skills(lines: list[Line]) -> list[Line]:
    """What stands behind a label such as `Vaardigheden:`, where there is no section of them."""
    found = []
    for line in lines:
        cells = line.cells
        label, colon, behind = cells[0].text.partition(":") if len(cells) == 1 else (cells[0].text.rstrip(":"), ":", "")
        if colon and kind_of_heading(label) == "skills" and (behind.strip() or len(cells) > 1):
            rest = cells[1:] or [cells[0].between(len(label) + 1).tidied()]
            found.append(Line(rest, line.gap))
    return found


def _language(text: str, may_be_unknown: bool) -> Spoken | None:
    """`Nederlands: moedertaal`, `English (C1)`, `Turks` …; an unknown word counts when a level stands behind it."""
    text = _LABEL_OF_LANGUAGES.sub("", text.strip(" .•"))
    match = re.match(r"^([^\W\d_][^\W\d_'’-]*(?:[ -][^\W\d_'’-]+){0,2}?)(?=\s*(?:[:–—(]|-\s|\s-|\s|$))(.*)$", text)
    if not match:
        return None
    words = text.split()
    for count in (3, 2, 1):
        name = " ".join(words[:count]).strip(" :,.–-()")
        if len(words) >= count and fold(name) in languages():
            level = " ".join(words[count:]).strip(" :,.–—-()")
            if level and not _LEVEL.search(fold(level)) and len(level.split()) > 5:
                return None
            return Spoken(name, level)
    behind = re.match(r"^([^\W\d_][\w'’ -]{2,24}?)\s*(?:[:–—(]|\s-\s)\s*(.+?)\)?$", text)
    if may_be_unknown and behind and _LEVEL.search(fold(behind[2])) and not _LEVEL.fullmatch(fold(behind[1]).strip()):
        return Spoken(behind[1].strip(), behind[2].strip())
    return None


def licences_of(sections: list[Line], everything: list[Line]) -> list[str]:
    """Categories of driving licences, under their heading or behind a word for it."""
    found: list[str] = []
    for line in sections[:6]:
        text = line.text
        categories = _CATEGORY.findall(text)
        if len(text) < 60 and categories:
            found += categories
    if not found:
        for line in everything:
            found += _behind_label(line.text.replace("\t", " ")[:400])
    return _unique(found)[:12]


def _behind_label(text: str) -> list[str]:
    label = _LICENCE_LABEL.search(_same_length(text))
    if label is None:
        return []
    behind = text[label.end() :]
    part = _BEHIND_LABEL.match(behind)
    found = _CATEGORY.findall(part[0] if part else "")
    if not found:
        before = re.search(r"(?<!\w)(AM|A1|A2|A|BE|B|C1|CE|C|D)[\s-]+$", text[: label.start()])
        found = [before[1]] if before else []
    return found


def _same_length(text: str) -> str:
    folded = [fold(letter) for letter in text]
    return "".join(new if len(new) == 1 else (new[:1] or "_") for new in folded)


def _unique(items: list[str]) -> list[str]:
    seen: dict[str, str] = {}
    for item in items:
        seen.setdefault(fold(item), item)
    return list(seen.values())
