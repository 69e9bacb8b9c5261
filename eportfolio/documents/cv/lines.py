"""What the layout of any document comes down to: lines of cells, with how they look.

A cell is what stands apart on its line: behind a tab, in a column, or at the right margin. Lines come in reading order.
"""

import re
import unicodedata
from dataclasses import dataclass, field

BULLETS = "•◦▪▫‣⁃●○■□◆◇➢➤✓✔►▸→·∙–-*"
_LEADING_BULLET = re.compile(rf"\s*(?:[{re.escape(BULLETS)}]\s+|[•◦▪‣●■➢►▸]\s*)(?=\S)")
_LIGATURE = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff\ufffd]")
_PAGE_NUMBER = re.compile(
    r"(?:.{0,60}[–|-] )?(?:(?:pagina|page|seite|strona|sayfa|blz\.?) )?\d{1,2}\s*(?:/|van|of|von|z|sur|de)\s*\d{1,2}"
    r"|(?:.{0,60}[–|-] )?(?:pagina|page|seite|strona|sayfa|blz\.?) \d{1,2}"
    r"|(?:c\.?v\.?|curriculum vitae|resume)\b.{0,60}[–|-] ?\d{1,2}", re.IGNORECASE
)  # fmt: skip
SOFT_HYPHENS = "\x02\xad\ufffe"


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks; `size` in points, 0 where the format does not say."""

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    font: str = ""
    colour: str = ""


PLAIN = Style()


@dataclass(slots=True)
class Run:
    """Text that looks the same from its first letter to its last."""

    text: str
    style: Style


@dataclass(slots=True)
class Cell:
    """Text that stands together on one line."""

    runs: list[Run]
    x0: float = 0.0
    x1: float = 0.0
    has_icon: bool = False
    y: float = 0.0

    @property
    def text(self) -> str:
        """All of it, with single spaces."""
        return tidy("".join(run.text for run in self.runs))

    @property
    def style(self) -> Style:
        """Of its first visible text."""
        return next((run.style for run in self.runs if run.text.strip()), Style())

    def between(self, at: int, until: int | None = None) -> "Cell":
        """The part of a tidied cell from letter `at` to `until`."""
        runs, place = [], 0
        for run in self.runs:
            end = place + len(run.text)
            text = run.text[max(0, at - place) : (len(run.text) if until is None else max(0, until - place))]
            if text:
                runs.append(Run(text, run.style))
            place = end
        return Cell(runs, self.x0, self.x1, self.has_icon, self.y)

    def tidied(self) -> "Cell":
        """The same with runs that together are exactly `text`."""
        runs: list[Run] = []
        for run in self.runs:
            text = _clean(run.text)
            if not runs or runs[-1].text.endswith(" "):
                text = text.lstrip()
            if text and runs and runs[-1].style == run.style:
                runs[-1].text += text
            elif text:
                runs.append(Run(text, run.style))
        if runs:
            runs[-1].text = runs[-1].text.rstrip()
        return Cell([run for run in runs if run.text], self.x0, self.x1, self.has_icon, self.y)


@dataclass(slots=True)
class Line:
    """Cells on one height. `gap` is the distance to the line above in line heights, `level` the heading level."""

    cells: list[Cell] = field(default_factory=list)
    gap: float = 0.0
    bullet: bool = False
    level: int | None = None

    @property
    def text(self) -> str:
        """Cells are joined by tabs, which `tidy` would take for spaces."""
        return "\t".join(cell.text for cell in self.cells if cell.text)

    @property
    def style(self) -> Style:
        """Of its first cell."""
        return self.cells[0].style if self.cells else Style()

    @property
    def is_printed(self) -> bool:
        """Whether its place on paper is known; a word processor breaks lines only when it prints."""
        return any(cell.y for cell in self.cells)

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.cells[0].x0 if self.cells else 0.0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.cells[-1].x1 if self.cells else 0.0


def tidy(text: str) -> str:
    """Normalised, without invisible characters, with single spaces."""
    return _clean(text).strip()


def _clean(text: str) -> str:
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return re.sub(r"\s+", " ", _UNWANTED.sub("", unicodedata.normalize("NFC", text)))


def fold(text: str) -> str:
    """For comparing: no capitals, no accents, plain dashes and quotes."""
    plain = text.replace("ı", "i").replace("İ", "i").replace("ł", "l").replace("Ł", "l").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", plain.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub("[‐-―]", "-", plain).replace("’", "'")


def is_page_number(text: str) -> bool:
    """Whether it is what stands at the foot of a page: its number, perhaps with the name of the paper."""
    return _PAGE_NUMBER.fullmatch(tidy(text)) is not None


_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def is_leftward(text: str) -> bool:
    """Whether there are letters in it that are read from right to left."""
    return _LEFTWARD.search(text) is not None


def finished(line: Line) -> Line | None:
    """The line tidied, without its bullet and empty cells; None when nothing is left."""
    line.cells = [cell for cell in (one.tidied() for one in line.cells) if cell.text]
    if len(line.cells) > 1 and line.cells[0].text in (*BULLETS, "o"):
        line.bullet, line.cells = True, line.cells[1:]
    elif line.cells and (found := _LEADING_BULLET.match(line.cells[0].text)):
        line.bullet = True
        line.cells[0] = line.cells[0].between(len(found[0])).tidied()
    return line if line.cells and line.cells[0].text else None
