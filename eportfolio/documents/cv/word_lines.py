"""What paragraphs, tabs and tables of a word processor come down to, whatever the format calls them."""

import re
from dataclasses import dataclass, field

from .dates import is_only_dates
from .headings import kind_of_heading
from .lines import Cell, Line, Run, Style, finished

MOST_LINES = 3_000
_LETTER = 5.2
"""Points: about the width of a letter, to know which tab stop comes next."""
_DEFAULT_TAB = 35.4
_ALIGNED_BY_SPACES = re.compile(r"(\s{3,})")
_LONG_CELL = 12


@dataclass(slots=True)
class Paragraph:
    """One paragraph being read; positions in points."""

    left: float = 0.0
    first: float = 0.0
    tabs: tuple[float, ...] = ()
    bullet: bool = False
    level: int | None = None
    gap: float = 1.0
    lines: list[Line] = field(default_factory=list)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.at = self.left + self.first
        self._new_line()

    def add(self, text: str, style: Style) -> None:
        """More text; three spaces or more are meant as a tab, also when they come in parts."""
        runs = self.lines[-1].cells[-1].runs
        if runs and text[:1].isspace() and runs[-1].text[-1:].isspace():
            spaces = len(runs[-1].text) - len(runs[-1].text.rstrip())
            runs[-1].text, text = runs[-1].text.rstrip(), " " * spaces + text
        for number, part in enumerate(_ALIGNED_BY_SPACES.split(text[:20_000])):
            if number % 2:
                self.at += len(part) * _LETTER / 2
                self._new_cell()
            elif part:
                self.lines[-1].cells[-1].runs.append(Run(part, style))
                self.at += len(part) * _LETTER
                self.lines[-1].cells[-1].x1 = self.at

    def tab(self) -> None:
        """On to the next stop, which may be the indent of the lines below."""
        stops = sorted({*self.tabs, *((self.left,) if self.first < 0 else ())})
        following = [stop for stop in stops if stop > self.at + 0.5]
        self.at = following[0] if following else (self.at // _DEFAULT_TAB + 1) * _DEFAULT_TAB
        self._new_cell()

    def line_break(self) -> None:
        """A new line in the same paragraph."""
        self.at = self.left
        self._new_line()

    def _new_cell(self) -> None:
        self.lines[-1].cells.append(Cell([], self.at, self.at))

    def _new_line(self) -> None:
        gap = self.gap if not self.lines else 1.0
        bullet = self.bullet and not self.lines
        self.lines.append(Line([Cell([], self.at, self.at)], gap, bullet, self.level))

    def finish(self) -> list[Line]:
        """The lines with something on them."""
        return [line for one in self.lines if (line := finished(one)) is not None]


def row_lines(cells: list[list[Line]], lefts: list[float]) -> list[Line]:
    """One row of a table: columns with a story of their own follow each other, others are read across."""
    for lines, left in zip(cells, lefts, strict=True):
        for line in lines:
            for cell in line.cells:
                cell.x0, cell.x1 = cell.x0 + left, cell.x1 + left
    filled = [lines for lines in cells if lines]
    if len(filled) < 2 or _are_stories(filled):
        return [line for lines in filled for line in lines]
    filled[0] = _joined_dates(filled[0])
    rows: list[Line] = []
    for number in range(max(len(lines) for lines in filled)):
        beside = [lines[number] for lines in filled if number < len(lines)]
        row = Line([cell for line in beside for cell in line.cells], beside[0].gap if number else 1.3)
        row.bullet = beside[-1].bullet if len(beside) == 1 else False
        row.level = beside[0].level
        rows.append(row)
    return rows


def _are_stories(filled: list[list[Line]]) -> bool:
    with_headings = sum(any(_is_heading(line) for line in lines) for lines in filled)
    most = max(sum(_is_heading(line) for line in lines) for lines in filled)
    longest = max(len(lines) for lines in filled)
    is_labels = len(filled) == 2 and len(filled[0]) == 1 and _is_heading(filled[0][0])
    return not is_labels and (
        most >= 2 or (with_headings > 1 and longest > 1) or (longest > _LONG_CELL and len(filled[0]) > 2)
    )


def _is_heading(line: Line) -> bool:
    return not line.bullet and len(line.cells) == 1 and kind_of_heading(line.cells[0].text.rstrip(":")) is not None


def _joined_dates(lines: list[Line]) -> list[Line]:
    """A range that was broken over two lines of a narrow cell becomes one line again."""
    if len(lines) == 2 and all(len(line.cells) == 1 for line in lines):
        whole = f"{lines[0].text} {lines[1].text}"
        if is_only_dates(whole) and not (
            is_only_dates(lines[0].text) and is_only_dates(lines[1].text) and "-" not in whole
        ):
            lines[0].cells[0].runs += [Run(" ", lines[0].style), *lines[1].cells[0].runs]
            return lines[:1]
    return lines
