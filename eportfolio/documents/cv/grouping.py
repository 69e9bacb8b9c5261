"""Which lines of a section belong to one job or school.

Each has its dates somewhere in its first lines. How many lines above the dates it begins is seen from the first one in
the section, and checked with the look of the others.
"""

import re
from dataclasses import dataclass, field
from statistics import median

from .dates import Dates, dates_in, is_nothing_else
from .lines import Cell, Line, Run, Style

_LONGEST_HEADER = 110
_LONGEST_DATED = 170
"""What begins with a range of dates is no sentence."""
_PROSE = 90
_SHORT_SENTENCE = re.compile(r"[A-ZÀ-Þ][^\WA-ZÀ-Þ]*(?:[ ,]+[^\WA-ZÀ-Þ]+){2,4}\.$")
_SENTENCE_END = re.compile(r"\.$|[a-zß-ÿ]{3}[.!?]\s+[A-ZÀ-Þ]")


@dataclass(slots=True)
class Piece:
    """One line of a section: its cells without the dates, the dates, and whether it tells about something above it."""

    cells: list[Cell]
    dates: Dates | None
    gap: float
    is_detail: bool
    line: Line
    dates_first: bool = False

    @property
    def look(self) -> Style:
        """Of its first words that are not dates."""
        return self.cells[0].style if self.cells else Style()

    @property
    def x0(self) -> float:
        """Where its words begin."""
        return self.cells[0].x0 if self.cells else self.line.x0

    @property
    def text(self) -> str:
        """Its words without the dates."""
        return " ".join(cell.text for cell in self.cells)


@dataclass(slots=True)
class Group:
    """The lines of one entry: what names it, its dates, and what is told about it."""

    header: list[Piece] = field(default_factory=list)
    details: list[Piece] = field(default_factory=list)
    dates: Dates | None = None


def groups_of(lines: list[Line]) -> list[Group]:
    """The entries of one section, in its order."""
    pieces = [_piece(line) for line in _with_whole_dates(lines)]
    anchors = _anchors(pieces)
    if not anchors:
        return _without_dates(pieces)
    _mark_details(pieces, anchors)
    starts = _starts(pieces, anchors)
    groups = []
    for number, (start, anchor) in enumerate(zip(starts, anchors, strict=True)):
        end = starts[number + 1] if number + 1 < len(starts) else len(pieces)
        groups += _with_undated(pieces[start:end], anchor - start)
    return [*_undated_before(pieces[: starts[0]], pieces[starts[0]].look), *groups]


def _with_whole_dates(lines: list[Line]) -> list[Line]:
    """Dates, and what stands behind them in brackets, that ran on to the next line are put together again."""
    whole: list[Line] = []
    for line in lines:
        above = whole[-1] if whole else None
        is_alone = above is not None and len(line.cells) == 1 and not line.bullet
        if above is not None and is_alone and (_runs_on(above.cells[-1].text, line.text) or _is_broken(above, line)):
            above.cells[-1].runs += [Run(" ", above.style), *line.cells[0].runs]
            above.cells[-1] = above.cells[-1].tidied()
        else:
            whole.append(line)
    return whole


def _is_broken(above: Line, line: Line) -> bool:
    """A printed name that goes on on the next line: behind a comma, or as it looks with a small letter."""
    if line.style != above.style or not line.is_printed or line.gap > 1.9:
        return False
    if above.text.endswith(",") and len(line.text.split()) < 5:
        return not above.bullet
    is_marked = line.style.bold or line.style.italic
    return is_marked and abs(line.x0 - above.x0) < 3 and line.text[:1].islower()


def _runs_on(above: str, text: str) -> bool:
    if len(text) > 60 or len(above) > 160 or not any(letter.isdigit() for letter in above + text):
        return False
    if above.count("(") > above.count(")") and ")" in text:
        return True
    found = dates_in(f"{above} {text}")
    return any(
        dates.at < len(above) - 2 and dates.until > len(above) + 2 and dates.is_range for dates in found
    ) and not any(dates.is_range for dates in dates_in(above.rstrip(" -–—")))


def _piece(line: Line) -> Piece:
    cells: list[Cell] = []
    dates: Dates | None = None
    first = False
    for at, cell in enumerate(line.cells):
        found = None if dates else _dates_of(cell, line)
        if found is None:
            cells.append(cell)
            continue
        dates, first = found, at == 0 and found.at <= 2
        before, after = cell.between(0, found.at).tidied(), cell.between(found.until).tidied()
        cells += [part for part in (before, after) if part.text.strip(" ()[]|,;:.·•–—-/")]
        if is_nothing_else(after.text) and cells and cells[-1] is after:
            cells.pop()
    is_listed = dates is not None and (first or line.text.count(" | ") > 1)
    is_detail = line.bullet or len(line.text) > (_LONGEST_DATED if is_listed else _LONGEST_HEADER)
    return Piece(cells, dates, line.gap, is_detail, line, first)


def _dates_of(cell: Cell, line: Line) -> Dates | None:
    """A date that dates the line: alone in its cell, at its begin or end, or in brackets; not one inside a sentence."""
    text = cell.text
    found = dates_in(text) if len(text) < 200 and any(letter.isdigit() for letter in text) else []
    for dates in found:
        before, after = text[: dates.at], text[dates.until :]
        alone = is_nothing_else(before) and is_nothing_else(after)
        if alone:
            return dates
        if line.bullet and not dates.is_range:
            continue
        at_edge = is_nothing_else(before) or is_nothing_else(after)
        in_brackets = before.rstrip().endswith("(") and after.lstrip().startswith(")")
        beside = before.rstrip()[-1:] in ("|", ",", "·", "•", "–", "-", ";") and after.lstrip()[:1] in (
            "|",
            "·",
            "•",
            "–",
            "-",
            ";",
            ",",
            "(",
        )
        is_listed = dates.at <= 2 and dates.is_range
        most = _LONGEST_DATED if is_listed or text.count(" | ") > 1 else _LONGEST_HEADER
        is_sentence = len(text) > most or (text.endswith(".") and len(text.split()) > 8)
        if (
            (at_edge or in_brackets or beside)
            and not is_sentence
            and (dates.is_range or text.count(" | ") > 1 or not _in_sentence(before, after))
        ):
            return dates
    return None


def _in_sentence(before: str, after: str) -> bool:
    return len((before + after).split()) > 10 or before.rstrip().casefold().endswith((" in", " sinds", " per", " tot"))


def _anchors(pieces: list[Piece]) -> list[int]:
    """Lines with dates, one for each entry: ranges where the section has ranges, and single dates that stand apart."""
    dated = [at for at, piece in enumerate(pieces) if piece.dates is not None]
    kept: list[int] = []
    for at in dated:
        piece = pieces[at]
        if kept and _only_more_of(pieces, kept[-1], at):
            continue
        if piece.line.bullet and not piece.cells and kept:
            continue
        kept.append(at)
    return kept


def _only_more_of(pieces: list[Piece], before: int, at: int) -> bool:
    """A second date line directly below the first without words of its own, such as how long it was."""
    return at == before + 1 and not pieces[at].cells and not pieces[before].cells and pieces[before].dates is not None


def _mark_details(pieces: list[Piece], anchors: list[int]) -> None:
    """What is indented deeper than the names, or runs on as prose, tells about the entry above."""
    heads = [pieces[at] for at in anchors if pieces[at].cells and not pieces[at].line.bullet]
    left = min((piece.x0 for piece in heads), default=None)
    if left is None:
        left = min((piece.x0 for piece in pieces if piece.cells and not piece.is_detail), default=0.0)
    dates_on_top = anchors[0] == 0 and not pieces[0].cells
    for at, piece in enumerate(pieces):
        if at in anchors or not piece.cells:
            continue
        text = piece.text
        may_be_name = at + 1 in anchors and not dates_on_top
        deeper = left + 4 < piece.x0 < left + 60 and not may_be_name
        goes_on = text[:1].islower() and not piece.look.bold and at > 0 and (pieces[at - 1].is_detail or len(text) > 40)
        is_sentence = _SENTENCE_END.search(text) and (len(text.split()) > 5 or _SHORT_SENTENCE.match(text))
        is_prose = len(text) > _PROSE or is_sentence or goes_on
        piece.is_detail = (
            piece.is_detail or bool(is_prose) or (deeper and not any(cell.has_icon for cell in piece.cells))
        )


def _starts(pieces: list[Piece], anchors: list[int]) -> list[int]:
    above = _lines_above(pieces, anchors)
    starts: list[int] = []
    first_look: Style | None = None
    gaps = [piece.gap for piece in pieces if piece.gap > 0]
    usual_gap = median(gaps) if gaps else 0.0
    for number, anchor in enumerate(anchors):
        lowest = anchors[number - 1] + 1 if number else 0
        start = _best_start(pieces, anchor, lowest, above, first_look, usual_gap)
        starts.append(start)
        if first_look is None:
            named = next((piece for piece in pieces[start : anchor + 1] if piece.cells), None)
            first_look = named.look if named else None
    return starts


def _lines_above(pieces: list[Piece], anchors: list[int]) -> int:
    """How many lines of an entry stand above its dates, seen from the first one in the section."""
    count = 0
    while count < 3 and anchors[0] - count > 0 and not pieces[anchors[0] - count - 1].is_detail:
        count += 1
    if pieces[anchors[0]].cells and count == 1 and len(pieces[0].text) > 70 and not pieces[0].look.bold:
        return 0
    return count


def _best_start(
    pieces: list[Piece], anchor: int, lowest: int, above: int, first_look: Style | None, usual_gap: float
) -> int:
    if first_look is None:
        return max(lowest, anchor - above)
    best, best_score = anchor, -1.0
    for start in range(anchor, max(lowest, anchor - 4) - 1, -1):
        piece = pieces[start]
        if start != anchor and (piece.is_detail or not piece.cells):
            break
        score = 2.0 if start == anchor - above else 0.0
        score += 3.0 if piece.cells and piece.look == first_look and not piece.line.bullet else 0.0
        score += 1.5 if start == 0 or pieces[start - 1].is_detail or piece.gap > usual_gap * 1.2 else 0.0
        score -= 0.2 * abs(anchor - above - start)
        if piece.line.bullet and anchor > lowest:
            score -= 2.0
        if score > best_score:
            best, best_score = start, score
    return best


def _with_undated(pieces: list[Piece], anchor: int) -> list[Group]:
    """One group, and those after it that have no dates but the same look as its first line."""
    look = pieces[0].look
    others = [piece.look for piece in pieces[1:] if piece.cells and piece.look != look]
    cuts = [0]
    for at in range(anchor + 1, len(pieces)):
        piece = pieces[at]
        stands_out = look.bold or any(look.size > other.size + 0.9 for other in others)
        new = piece.cells and piece.look == look and stands_out and not piece.is_detail
        if new and pieces[at - 1].is_detail and at - cuts[-1] > 1:
            cuts.append(at)
    groups = []
    for number, cut in enumerate(cuts):
        end = cuts[number + 1] if number + 1 < len(cuts) else len(pieces)
        groups.append(_group(pieces[cut:end], anchor if number == 0 else 0))
    return groups


def _group(pieces: list[Piece], anchor: int) -> Group:
    group = Group(dates=pieces[anchor].dates if anchor < len(pieces) else None)
    in_header = True
    for at, piece in enumerate(pieces):
        if at > anchor and (piece.is_detail or len(group.header) > 4):
            in_header = False
        if at == anchor and piece.line.bullet and at > 0:
            right = piece.cells[1:]
            group.details.append(Piece(piece.cells[:1], None, piece.gap, True, piece.line))
            if right:
                group.header.append(Piece(right, None, piece.gap, False, piece.line))
            in_header = False
        elif in_header:
            group.header.append(piece)
        else:
            group.details.append(piece)
    group.header = [piece for piece in group.header if piece.cells]
    return group


def _undated_before(pieces: list[Piece], look: Style) -> list[Group]:
    """Entries above the first one with dates; introductory sentences are left out."""
    named = [piece for piece in pieces if piece.cells and not piece.is_detail and piece.look == look and look.bold]
    return [Group(header=[piece]) for piece in named]


def _without_dates(pieces: list[Piece]) -> list[Group]:
    """A section without any dates: each line that looks like the first begins an entry."""
    pieces = [piece for piece in pieces if piece.cells]
    if not pieces:
        return []
    if all(piece.line.bullet for piece in pieces):
        return [Group(header=[piece]) for piece in pieces]
    look = pieces[0].look
    differs = any(piece.look != look for piece in pieces if not piece.is_detail)
    groups: list[Group] = []
    for piece in pieces:
        is_prose = len(piece.text) > _PROSE or piece.is_detail
        if not is_prose and (piece.look == look if differs else True):
            groups.append(Group(header=[piece]))
        elif groups and not is_prose and not groups[-1].details:
            groups[-1].header.append(piece)
        elif groups:
            groups[-1].details.append(piece)
    return groups
