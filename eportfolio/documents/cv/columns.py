"""Which parts of a page are read one after the other, and which belong together on one line.

A sidebar is read by itself; a column with dates, labels or headings belongs to what stands beside it. The difference is
in the words: two columns that both have headings of their own are two stories.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from .contact_words import looks_like_contact
from .dates import dates_in, is_only_dates
from .headings import kind_of_heading
from .lines import Cell, Line, fold
from .tables import role_of

_LEAST_ROWS = 3
_TOLERANCE = 2.0
_OVERSHOOT = 25.0
"""Points: a word alone on its line that sticks out of a narrow column by less does not end the column."""
_INDENT = 70.0
"""Points: headings that begin further from the edge of a column than this show that it begins elsewhere."""


@dataclass(slots=True)
class Row:
    """Cells on one height of a page; `y` grows upwards, as in PDF."""

    cells: list[Cell]
    y: float
    size: float
    above: float | None = None
    is_head_of_table: bool = False

    def line(self) -> Line:
        """For reading, with the distance to the row above it in its own column."""
        gap = 0.0 if self.above is None else max(0.0, (self.above - self.y) / max(self.size, 1.0))
        return Line(list(self.cells), gap=gap)


@dataclass(frozen=True, slots=True)
class _Gutter:
    """White from top to bottom of some rows, left of `x`."""

    x: float
    first: int
    last: int
    score: float


def in_reading_order(rows: list[Row], goes_on_at: float | None = None) -> list[Row]:
    """Rows of one page: what is above the columns, each column, what is below.

    A column that goes on at the top of the next page, at `goes_on_at`, is read last.
    """
    for row in rows:
        roles = [role_of(cell.text) for cell in row.cells]
        row.is_head_of_table = len(roles) > 1 and (len(roles) - roles.count(None)) * 3 >= len(roles) * 2
    ordered = list(_ordered(rows, 0, goes_on_at))
    for above, row in zip([None, *ordered], ordered, strict=False):
        row.above = above.y if above is not None and above.y > row.y else None
    return ordered


def _ordered(rows: list[Row], depth: int, goes_on_at: float | None = None) -> Iterator[Row]:
    gutter = _best_gutter(rows) if depth < 3 else None
    if gutter is None:
        yield from _joined_words(rows)
        return
    band = rows[gutter.first : gutter.last + 1]
    yield from _ordered(rows[: gutter.first], depth + 1)
    left, right = _side(band, gutter.x, left=True), _side(band, gutter.x, left=False)
    is_last = goes_on_at is not None and goes_on_at < gutter.x and gutter.last == len(rows) - 1
    left_goes_on = is_last and bool(_headings(right))
    for side in (right, left) if left_goes_on else (left, right):
        yield from _ordered(side, depth + 1)
    yield from _ordered(rows[gutter.last + 1 :], depth + 1)


def _side(rows: list[Row], x: float, *, left: bool) -> list[Row]:
    picked = ([cell for cell in row.cells if (cell.x0 < x) == left] for row in rows)
    return [
        Row(cells, max(cell.y for cell in cells), max(cell.style.size for cell in cells), None, row.is_head_of_table)
        for row, cells in zip(rows, picked, strict=True)
        if cells
    ]


def _best_gutter(rows: list[Row]) -> _Gutter | None:
    edges = sorted({round(cell.x0) for row in rows for cell in row.cells})
    found: list[_Gutter] = []
    for edge in edges[1:][:60]:
        for first, last in _bands(rows, edge - _TOLERANCE):
            for start, end, score in _two_stories(rows[first : last + 1], edge - _TOLERANCE):
                found.append(_Gutter(edge - _TOLERANCE, first + start, first + end, score))
    return max(found, key=lambda gutter: gutter.score, default=None)


def _bands(rows: list[Row], x: float) -> Iterator[tuple[int, int]]:
    """First and last of each run of rows that nothing crosses at `x`, where both sides have something."""
    start: int | None = None
    for at, row in enumerate([*rows, None]):
        is_crossed = row is None or (
            any(cell.x0 < x - 0.5 and cell.x1 > x + (1 if len(row.cells) > 1 else _OVERSHOOT) for cell in row.cells)
            and not any(x <= cell.x0 < x + _TOLERANCE * 2 for cell in row.cells)
        )
        if not is_crossed:
            start = at if start is None else start
        elif start is not None:
            yield from _trimmed(rows, start, at - 1, x)
            start = None


def _trimmed(rows: list[Row], first: int, last: int, x: float) -> Iterator[tuple[int, int]]:
    """Rows with something on the right side begin the band; what stands only left before belongs above it."""
    right = [at for at in range(first, last + 1) if any(cell.x0 >= x for cell in rows[at].cells)]
    left = [at for at in range(first, last + 1) if any(cell.x0 < x for cell in rows[at].cells)]
    if len(right) >= _LEAST_ROWS and len(left) >= _LEAST_ROWS:
        yield first, last


def _two_stories(band: list[Row], x: float) -> Iterator[tuple[int, int, float]]:
    """From which row to which both sides are read by themselves, and how sure it is.

    Not for a column of dates, labels, headings or places. Contact details without a heading are a story of their own as
    far as they go, and not in what stands further up or down.
    """
    left, right = _side(band, x, left=True), _side(band, x, left=False)
    heads_left, heads_right = _headings(left), _headings(right)
    if _is_beside(left) or _is_beside(right) or (len(heads_right) < 2 and _dates_stand_beside(band, x)):
        return
    size = float(len(left) + len(right))
    if heads_left and heads_right and not _same_rows(heads_left, heads_right, left, right):
        near = sum(row.cells[0].x0 < x + _INDENT for row in heads_right)
        yield 0, len(band) - 1, size * max(near / len(heads_right), 0.1)
    elif heads_right and not heads_left and _is_contact(left):
        yield 0, len(band) - 1, size / 2
    elif heads_left and not heads_right:
        beside = [at for at, row in enumerate(band) if any(cell.x0 >= x for cell in row.cells)]
        if _is_contact(right):
            yield beside[0], beside[-1], size / 2
        elif _has_ranges(left) and _has_ranges(right) and _is_running_text(right):
            is_flow = bool(_headings(_side(band[beside[0] + 1 : beside[-1] + 1], x, left=True)))
            yield (0, len(band) - 1, size / 3) if is_flow else (beside[0], beside[-1], size / 3)


def _has_ranges(side: list[Row]) -> bool:
    return any(dates.is_range for row in side for cell in row.cells for dates in dates_in(cell.text))


def _is_running_text(side: list[Row]) -> bool:
    """Lines of some length that nearly all begin at one of two places: a column that goes on from another one."""
    left = min(row.cells[0].x0 for row in side)
    own = [row for row in side if row.cells[0].x0 < left + 30]
    return len(side) > 2 and len(own) * 5 > len(side) * 4 and median(len(row.cells[0].text) for row in side) > 11


def _is_beside(side: list[Row]) -> bool:
    """A column that is mostly dates, or headings with nothing of their own below them."""
    texts = [row.cells[0].text if len(row.cells) == 1 else "" for row in side]
    dates, heads = _covered(texts, is_only_dates), _covered(texts, lambda text: kind_of_heading(text) is not None)
    is_all_labels = (dates + heads) * 4 >= len(side) * 3
    return dates * 2 > len(side) or (heads > 0 and heads * 2 >= len(side)) or is_all_labels


def _dates_stand_beside(band: list[Row], x: float) -> bool:
    """Whether most dates at the left have something on their own line just right of them: a time line, not a story."""
    dated = [row for row in band if row.cells[0].x0 < x and dates_in(row.cells[0].text)]
    own = [row for row in dated if _is_about_dates(row.cells[0].text)]
    beside = [row for row in own if any(x <= cell.x0 < x + _TOLERANCE * 2 for cell in row.cells[1:])]
    return len(beside) > 1 and len(beside) * 5 > len(own) * 2


def _is_about_dates(text: str) -> bool:
    """Dates alone, or the first half of a range that was broken."""
    return is_only_dates(text) or is_only_dates(f"{text} 2000") or is_only_dates(f"{text} - 2000")


def _covered(texts: list[str], is_one: Callable[[str], bool]) -> int:
    """How many lines are one of these, alone or together with the next, as a narrow column breaks them."""
    covered: set[int] = set()
    for at, text in enumerate(texts):
        if is_one(text):
            covered.add(at)
        elif at + 1 < len(texts) and is_one(f"{text} {texts[at + 1]}"):
            covered |= {at, at + 1}
    return len(covered)


def _headings(side: list[Row]) -> list[Row]:
    return [row for row in side if kind_of_heading(row.cells[0].text) is not None and not row.is_head_of_table]


def _same_rows(heads_left: list[Row], heads_right: list[Row], left: list[Row], right: list[Row]) -> bool:
    """Whether what looks like headings on the right only repeats the rows of headings left, as groups of skills do."""
    return all(any(abs(head.y - other.y) < 1 for other in heads_left) for head in heads_right) and len(
        heads_left
    ) * 3 > len(left) > 6 * len(heads_left) + len(right)


def _is_contact(side: list[Row]) -> bool:
    texts = [cell.text for row in side for cell in row.cells]
    found = sum(looks_like_contact(text) for text in texts)
    return found >= 2 and found * 4 >= len(texts) and not any(is_only_dates(text) for text in texts)


def _joined_words(rows: list[Row]) -> Iterator[Row]:
    """A word or range of dates that was broken in a narrow column is put together again, and so is a broken heading."""
    for at, row in enumerate(rows):
        for cell in row.cells:
            for below in rows[at + 1 : at + 4]:
                under = next((one for one in below.cells if _is_below(one, cell)), None)
                if under is not None and not _goes_on(cell, under, row, below):
                    break
                if under is not None:
                    _join(cell, under)
                    below.cells.remove(under)
    _join_rows_of_table(rows)
    _lift_headings(rows)
    yield from (row for row in rows if row.cells)


def _is_below(under: Cell, cell: Cell) -> bool:
    """Whether both begin or both end at the same place, as in a column that is set to the left or to the right."""
    return abs(under.x0 - cell.x0) < 6 or abs(under.x1 - cell.x1) < 1.5


def _join_rows_of_table(rows: list[Row]) -> None:
    """Below dates and two cells or more on a row, what stands under the cells only goes on with them."""
    for at, row in enumerate(rows):
        if len(row.cells) < 3 or not is_only_dates(row.cells[0].text):
            continue
        last = row
        for below in rows[at + 1 : at + 5]:
            over = [next((one for one in row.cells[1:] if abs(one.x0 - cell.x0) < 3), None) for cell in below.cells]
            same = [cell for cell, one in zip(below.cells, over, strict=True) if one and one.style == cell.style]
            if not below.cells or len(same) < len(below.cells) or last.y - below.y > 1.6 * row.size:
                break
            for cell, one in zip(list(below.cells), over, strict=True):
                if one is not None:
                    _join(one, cell)
            below.cells.clear()
            last = below


def _lift_headings(rows: list[Row]) -> None:
    """A heading in the left column that stands a little lower than the first line beside it belongs to that line."""
    for before, above, row in zip([None, *rows], rows, rows[1:], strict=False):
        heading = row.cells[0] if row.cells else None
        if heading is None or not above.cells or kind_of_heading(heading.text) is None:
            continue
        drop = above.y - row.y
        stands_apart = before is None or before.y - above.y > 1.3 * drop
        if above.cells[0].x0 > heading.x1 and drop < row.size and stands_apart:
            above.cells.insert(0, row.cells.pop(0))


def _goes_on(cell: Cell, under: Cell, row: Row, below: Row) -> bool:
    text = "".join(run.text for run in cell.runs).rstrip()
    if text.endswith("\xad"):
        return True
    is_narrow = len(row.cells) > 1 or len(below.cells) > 1
    if is_narrow and fold(text)[-1:] in ("-", "/") and is_only_dates(f"{text}{under.text}"):
        cell.runs[-1].text = cell.runs[-1].text.rstrip() + "\xad"
        return True
    if is_narrow and _is_broken_date(cell.text, under.text):
        return True
    if _is_stacked_range(cell, under, row, below):
        cell.runs[-1].text += " – "
        return True
    close = row.y - below.y < 1.6 * row.size
    whole = kind_of_heading(f"{cell.text} {under.text}")
    is_new = (
        None in (kind_of_heading(cell.text), kind_of_heading(under.text)) or len(row.cells) == len(below.cells) == 1
    )
    return close and cell.style == under.style and whole is not None and is_new


def _is_broken_date(text: str, under: str) -> bool:
    """Two lines that are a date or range only together; a bullet is no part of it."""
    is_half = not any(letter.isdigit() for letter in under) and fold(under)[:1] == "-"
    if is_half and is_only_dates(text) and is_only_dates(f"{text} {under} 2000"):
        return True
    has_words = all(any(letter.isalnum() for letter in one) for one in (text, under))
    if not has_words or not is_only_dates(f"{text} {under}"):
        return False
    has_dash = fold(text)[-1:] == "-" or fold(under)[:1] == "-"
    return not is_only_dates(under) or not is_only_dates(text) or has_dash


def _is_stacked_range(cell: Cell, under: Cell, row: Row, below: Row) -> bool:
    """From and until above each other in a column of their own."""
    if row.y - below.y > 1.7 * row.size or cell.style != under.style:
        return False
    if not is_only_dates(cell.text) or not is_only_dates(under.text):
        return False
    first, second = dates_in(cell.text)[0], dates_in(under.text)[0]
    return not first.is_range and not second.is_range and (first.end or "") < (second.end or "")


def _join(cell: Cell, under: Cell) -> None:
    last = cell.runs[-1]
    if last.text.rstrip().endswith("\xad"):
        last.text = last.text.rstrip()[:-1] + ("-" if under.text[:1].isupper() else "")
    else:
        last.text += " "
    cell.runs += under.runs
    cell.x1 = max(cell.x1, under.x1)
