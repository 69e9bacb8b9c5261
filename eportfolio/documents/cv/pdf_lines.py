"""The lines of a PDF, from the place of each letter on its page."""

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from .columns import Row, in_reading_order
from .dates import dates_in
from .headings import kind_of_heading
from .lines import SOFT_HYPHENS, Cell, Line, Run, Style, finished, is_leftward, is_page_number

MOST_PAGES = 12
MOST_LETTERS = 40_000
"""A CV of twelve full pages; beyond, time would run out."""
_SMALLEST_VISIBLE = 2.0
"""Points: smaller text cannot be read by a person, so it is not read here either."""
_APART = 1.0
"""Distance in letter sizes beyond which text stands apart, where spaces are letters like others."""
_APART_WITHOUT_SPACE = 0.36
"""The same, in a document that writes its spaces, where there is none."""
_SPACE = 0.16
_SYMBOL_FONTS = ("symbol", "wingding", "dingbat", "webding")


@dataclass(slots=True)
class Letter:
    """One letter: its box, the line it stands on, and how it looks."""

    text: str
    x0: float
    x1: float
    y: float
    style: Style
    number: int = 0

    @property
    def is_space(self) -> bool:
        """White space that the document wrote itself."""
        return self.text.isspace()


@dataclass(slots=True)
class Piece:
    """Letters that stand together on one line."""

    cell: Cell
    y: float
    size: float


def lines_of(content: bytes) -> list[Line]:
    """All lines of all pages in reading order, without what repeats at the edges of each page."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    pages: list[list[Letter]] = []
    room = MOST_LETTERS
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        pages.append(list(_letters(page, room)))
        room -= len(pages[-1])
    letters = [letter for page in pages for letter in page]
    writes_spaces = sum(letter.is_space for letter in letters) * 25 > len(letters)
    rows = [list(_rows(_pieces(page, writes_spaces))) for page in pages]
    _drop_margins(rows)
    lines: list[Line] = []
    for page, following in zip(rows, [*rows[1:], []], strict=True):
        ordered = in_reading_order(page, _goes_on_at(following))
        lines += [line for row in ordered if (line := finished(row.line()))]
    return lines


def _goes_on_at(rows: list[Row]) -> float | None:
    """Where the text at the top of a page begins, when it goes on with what was on the page before."""
    if not rows or kind_of_heading(rows[0].cells[0].text.rstrip(": ")) is not None:
        return None
    return rows[0].cells[0].x0


def _letters(page: pypdfium2.PdfPage, most: int) -> Iterator[Letter]:
    text = page.get_textpage()
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int | None, Style] = {}
    for at in range(min(text.count_chars(), most)):
        if pdfium.FPDFText_IsGenerated(text, at) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, at)
        if not code or not pdfium.FPDFText_GetLooseCharBox(text, at, box):
            continue
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        thing = pdfium.FPDFText_GetTextObject(text, at)
        key = ctypes.cast(thing, ctypes.c_void_p).value
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(text, at, thing)
        if style.size > _SMALLEST_VISIBLE:
            yield Letter(_character(code, style.font), box.left, box.right, y.value, style, at)


def _character(code: int, font: str) -> str:
    """A private sign of a symbol font is a bullet; of an icon font it stays private, and is dropped later."""
    if 0xE000 <= code <= 0xF8FF and any(name in font.casefold() for name in _SYMBOL_FONTS):
        return "•"
    return chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else " "


def _style(text: pypdfium2.PdfTextPage, at: int, thing: object) -> Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, at, matrix)
    size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, at, name, 128, flags)
    font = name.value.decode("utf-8", "replace").partition("+")[2] or name.value.decode("utf-8", "replace")
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text, at, red, green, blue, alpha)
    folded = font.casefold()
    return Style(
        size=round(size * 2) / 2,
        bold=any(word in folded for word in ("bold", "black", "heavy", "semibold", "demi")),
        italic=any(word in folded for word in ("italic", "oblique")),
        font=font,
        colour=f"{red.value:02x}{green.value:02x}{blue.value:02x}",
    )


def _pieces(letters: list[Letter], writes_spaces: bool) -> Iterator[Piece]:
    lines = list(_on_one_line(letters))
    usual = _usual_white(lines)
    for line in lines:
        for part in _split(line, _beyond(_APART, 3 * _letter_spacing(line))):
            spacing = _letter_spacing(part)
            most = _APART_WITHOUT_SPACE if writes_spaces else _APART
            groups = _split(part, _beyond(most, 3 * spacing), over_spaces=False)
            for group in groups if spacing == 0 or writes_spaces else [part]:
                for item in _items(group, usual) if spacing == 0 else [group]:
                    piece = _piece(item, spacing)
                    if piece is not None:
                        yield piece


def _whites(letters: list[Letter]) -> list[float]:
    """How wide the white between the words of a line is, in letter sizes."""
    visible = [letter for letter in letters if not letter.is_space]
    gaps = ((after.x0 - before.x1) / max(after.style.size, 1.0) for before, after in pairwise(visible))
    return [gap for gap in gaps if gap > _SPACE]


def _usual_white(lines: list[list[Letter]]) -> float:
    """The white between two words on this page; 0 when its lines are stretched, so that it says nothing."""
    whites = [found for line in lines if (found := _whites(line))]
    if not whites:
        return 0.0
    usual = median(gap for found in whites for gap in found)
    long = [found for found in whites if len(found) > 3]
    is_stretched = sum(min(found) > 1.15 * usual for found in long) * 10 > len(long)
    return 0.0 if is_stretched else usual


def _items(letters: list[Letter], usual: float) -> Iterator[list[Letter]]:
    """Words that stand twice as far apart as usual are things of their own, as in a row of skills."""
    part: list[Letter] = []
    last: Letter | None = None
    for letter in letters:
        if letter.is_space:
            part.append(letter)
            continue
        white = 0.0 if last is None else (letter.x0 - last.x1) / max(letter.style.size, 1.0)
        if last is not None and usual and white > max(1.9 * usual, 0.45) and _are_words(last.text, letter.text):
            yield part
            part = []
        part.append(letter)
        last = letter
    if part:
        yield part


def _are_words(before: str, after: str) -> bool:
    """Letters on both sides: spaces around figures, dashes and bullets are often wide."""
    return before.isalpha() and after.isalpha()


def _beyond(sizes: float, more: float) -> Callable[[Letter, float], bool]:
    """Whether a distance is larger than so many letter sizes, and the white between the letters of a heading."""
    return lambda letter, gap: gap > sizes * letter.style.size + more


def _on_one_line(letters: list[Letter]) -> Iterator[list[Letter]]:
    """Letters that share a base line, from left to right; drawn twice to look bold counts once."""
    line: list[Letter] = []
    for letter in sorted(letters, key=lambda one: -one.y):
        if line and line[0].y - letter.y > 0.25 * max(letter.style.size, 4):
            yield _from_left(line)
            line = []
        line.append(letter)
    if line:
        yield _from_left(line)


def _from_left(line: list[Letter]) -> list[Letter]:
    kept: list[Letter] = []
    for letter in sorted(line, key=lambda one: one.x0):
        last = kept[-1] if kept else None
        same_place = last and last.text == letter.text and letter.x0 - last.x0 < 0.12 * letter.style.size
        if last and same_place and abs(letter.number - last.number) > 1:  # next to each other they are a ligature
            continue
        kept.append(letter)
    return kept


def _split(
    letters: list[Letter], is_apart: Callable[[Letter, float], bool], over_spaces: bool = True
) -> Iterator[list[Letter]]:
    """Cut where two visible letters are too far apart; a written space bridges it unless `over_spaces`."""
    part: list[Letter] = []
    end: float | None = None
    spaced = False
    for letter in letters:
        if letter.is_space:
            spaced = True
            if part:
                part.append(letter)
            continue
        if end is not None and is_apart(letter, letter.x0 - end) and (over_spaces or not spaced):
            yield part
            part = []
        part.append(letter)
        end, spaced = letter.x1, False
    if part:
        yield part


def _letter_spacing(letters: list[Letter]) -> float:
    """The white between all letters of a heading that is set wide; 0 for ordinary text."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(letters) if not before.is_space and not after.is_space]
    if len(gaps) < 3:
        return 0.0
    usual = median(gaps)
    return usual if usual > 0.06 * letters[0].style.size else 0.0


def _piece(letters: list[Letter], spacing: float) -> Piece | None:
    runs: list[Run] = []
    last: Letter | None = None
    visible = [letter for letter in letters if not letter.is_space]
    for letter in _as_read(letters):
        if last is not None and not letter.is_space and not last.is_space:
            wide = max(letter.x0 - last.x1, last.x0 - letter.x1) > _SPACE * letter.style.size + spacing * 1.6
            if wide:
                runs[-1].text += " "
        character = "\xad" if letter.text in SOFT_HYPHENS else letter.text
        if runs and (runs[-1].style == letter.style or letter.is_space):
            runs[-1].text += character
        else:
            runs.append(Run(character, letter.style))
        last = letter
    has_icon = any("\ue000" <= letter.text <= "\uf8ff" for letter in visible)
    if not visible:
        return None
    cell = Cell(runs, visible[0].x0, visible[-1].x1, has_icon, visible[0].y)
    return Piece(cell, visible[0].y, max(letter.style.size for letter in visible))


def _as_read(letters: list[Letter]) -> list[Letter]:
    """The letters of a line from left to right, in the order in which Arabic or Hebrew between them is read."""
    leftward = sum(is_leftward(letter.text) for letter in letters)
    if not leftward:
        return letters
    is_back = leftward * 2 > sum(letter.text.isalpha() for letter in letters)
    words = list(_split([one for one in letters if not one.is_space], _beyond(_SPACE, 0.0)))
    ordered: list[list[Letter]] = []
    for turns, group in groupby(words[::-1] if is_back else words, lambda word: _turns(word, is_back)):
        members = list(group)
        ordered += members[::-1] if turns else members
    return [letter for word in ordered for letter in (word[::-1] if _turns(word, False) else word)]


def _turns(word: list[Letter], is_back: bool) -> bool:
    """Whether a word runs against the line: Arabic in Dutch, or Dutch in Arabic; figures go with the line."""
    has_leftward = any(is_leftward(letter.text) for letter in word)
    return not has_leftward and any(letter.text.isalpha() for letter in word) if is_back else has_leftward


def _rows(pieces: Iterator[Piece]) -> Iterator[Row]:
    """Pieces at about the same height, also when they differ in size and so in base line."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: -one.y):
        if row and row[0].y - piece.y > 0.5 * min(row[0].size, piece.size):
            yield _row(row)
            row = []
        row.append(piece)
    if row:
        yield _row(row)


def _row(pieces: list[Piece]) -> Row:
    return Row(
        [piece.cell for piece in sorted(pieces, key=lambda one: one.cell.x0)],
        y=max(piece.y for piece in pieces),
        size=max(piece.size for piece in pieces),
    )


def _drop_margins(pages: list[list[Row]]) -> None:
    """Leave out page numbers, and what stands on top or at the foot of more than one page."""
    for page in pages:
        if page and is_page_number(" ".join(cell.text for cell in page[-1].cells)):
            page.pop()
    if len(pages) < 2:
        return
    seen: dict[str, int] = {}
    for page in pages:
        for text in {_without_numbers(row) for row in (*page[:2], *page[-2:])}:
            seen[text] = seen.get(text, 0) + 1
    for number, page in enumerate(pages):
        edges = [*page[-2:], *(page[:2] if number else [])]
        for row in edges:
            if seen[_without_numbers(row)] > 1 and row in page:
                page.remove(row)


def _without_numbers(row: Row) -> str:
    text = " ".join(cell.text for cell in row.cells)
    plain = "".join(letter for letter in text if not letter.isdigit())
    return text if dates_in(text) or sum(letter.isalpha() for letter in plain) < 3 else plain
