"""A CV cut into its parts, by its headings: known by their words, and others by looking the same."""

from collections import Counter
from dataclasses import dataclass, field

from .contact_words import looks_like_contact
from .dates import dates_in
from .headings import Part, kind_by_a_word, kind_of_heading
from .lines import Line, Style, finished, fold
from .tables import role_of
from .world import languages

_LABELLED = (
    Part.LANGUAGES,
    Part.SKILLS,
    Part.LICENCES,
    Part.EXPERIENCE,
    Part.EDUCATION,
    Part.COURSES,
    Part.VOLUNTEERING,
)
_OF_LANGUAGES = (
    "moedertaal", "moedertalen", "andere talen", "andere taal", "vreemde talen", "mother tongue", "mother tongues",
    "mother tongue(s)", "other languages", "other language(s)", "moedertaal/moedertalen", "moedertaal(en)", "ana dil",
    "ana dili", "diger diller", "muttersprache", "langue maternelle", "autres langues", "jezyk ojczysty", "inne jezyki",
    "lingua madre", "altre lingue", "lengua materna",
)  # fmt: skip


@dataclass(slots=True)
class Section:
    """One part with its lines; `part` is None for what stands above the first heading."""

    part: Part | None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Looks:
    """How headings of this document look, learned from those that are known by their words."""

    body: Style
    known: dict[tuple[Style, bool, int | None], int]
    unknown: dict[tuple[Style, bool, int | None], int]
    needs_emphasis: bool
    largest: float

    @property
    def main(self) -> tuple[Style, bool, int | None] | None:
        """How most of them look."""
        return max(self.known, key=lambda look: self.known[look], default=None)


def sections_of(lines: list[Line]) -> list[Section]:
    """The parts in the order of the document."""
    looks = _learn(lines)
    sections = [Section(None)]
    for at, line in enumerate(lines):
        if len(sections) > 1 and _is_title_of_paper(line, looks):
            sections.append(Section(None))
        part = _heading(line, looks, sections[-1].part)
        if part is None and len(sections) > 1 and _is_other_heading(lines, at, looks):
            part = kind_by_a_word(line.text) or Part.OTHER
        if part is None:
            sections[-1].lines.append(line)
        elif part is sections[-1].part and sections[-1].lines and len(line.cells) == 1 and _look(line) != looks.main:
            continue
        else:
            rest = Line(line.cells[1:], line.gap, line.bullet)
            sections.append(Section(part, _unbulleted(rest) if rest.cells else []))
    return sections


def _is_title_of_paper(line: Line, looks: _Looks) -> bool:
    """The largest words, larger than the headings: a name on top of a column that is read after another one."""
    size = line.style.size
    return (
        looks.main is not None
        and size >= looks.largest
        and size > looks.main[0].size + 0.9
        and len(line.cells) == 1
        and kind_of_heading(line.text) is None
    )


def _unbulleted(line: Line) -> list[Line]:
    done = finished(line)
    return [done] if done else []


def _look(line: Line) -> tuple[Style, bool, int | None]:
    text = line.cells[0].text
    return line.cells[0].style, text.isupper(), line.level


def _learn(lines: list[Line]) -> _Looks:
    letters: Counter[Style] = Counter()
    for line in lines:
        for cell in line.cells:
            for run in cell.runs:
                letters[run.style] += len(run.text)
    body = max(letters, key=lambda style: letters[style], default=Style())
    known, unknown, emphasised = Counter(), Counter(), 0  # type: ignore[var-annotated]
    for at, line in enumerate(lines):
        if line.bullet:
            continue
        if kind_of_heading(line.cells[0].text.rstrip(":")) is not None:
            known[_look(line)] += 1
            emphasised += len(line.cells) == 1 and _is_emphasised(line, body)
        elif _may_be_heading(lines, at) and not _is_followed_by_dates(lines, at):
            unknown[_look(line)] += 1
        else:
            unknown[_look(line)] += 0 if len(line.cells[0].text) > 50 else 3
    largest = max((cell.style.size for line in lines for cell in line.cells), default=0.0)
    return _Looks(body, dict(known), dict(unknown), needs_emphasis=emphasised >= 2, largest=largest)


def _is_emphasised(line: Line, body: Style) -> bool:
    text, style = line.cells[0].text, line.cells[0].style
    return (
        line.level is not None
        or (text.isupper() and len(text) > 3)
        or (style.bold and not body.bold)
        or style.size > body.size + 0.9
        or (style.font != body.font and style.bold)
        or (style.colour != body.colour and style.size >= body.size)
    )


def _heading(line: Line, looks: _Looks, current: Part | None) -> Part | None:
    if line.bullet or not line.cells:
        return None
    text = line.cells[0].text
    if len(line.cells) > 1:
        return _label(line, text, looks, current)
    part = kind_of_heading(text.rstrip(": "))
    if part is None or (looks.needs_emphasis and not _is_emphasised(line, looks.body) and not text.endswith(":")):
        return None
    if part is Part.CONTACT and current is None and not _is_emphasised(line, looks.body):
        return None
    if current in (Part.EXPERIENCE, Part.EDUCATION) and looks.main and not _stands_out_like(line, looks):
        return None
    return part


def _stands_out_like(line: Line, looks: _Looks) -> bool:
    """Inside work and schools a word such as `Stage` is a heading only when it looks like the other headings."""
    look = _look(line)
    if looks.known.get(look, 0) > 1 or look == looks.main:
        return True
    style, upper, level = look
    main_style, main_upper, main_level = looks.main or look
    return (
        level == main_level
        and upper == main_upper
        and style.size >= main_style.size - 0.6
        and style.bold == main_style.bold
    )


def _label(line: Line, text: str, looks: _Looks, current: Part | None) -> Part | None:
    """A heading in a column of its own, with the first line of its part beside it."""
    if fold(text).strip(": ") in _OF_LANGUAGES:
        beside = fold(line.cells[1].text)
        is_label = looks.main is not None and _look(line)[0] != line.cells[1].style
        return Part.LANGUAGES if is_label or beside.split()[0] in languages() else None
    part = kind_of_heading(text.rstrip(": "))
    if part is None:
        return None
    if all(kind_of_heading(cell.text) is not None or role_of(cell.text) is not None for cell in line.cells[1:]):
        return None
    if _look(line) == looks.main and _is_emphasised(line, looks.body):
        return part
    if current in (Part.EXPERIENCE, Part.EDUCATION, Part.COURSES, Part.VOLUNTEERING):
        if part is current and role_of(text) is not None:
            return None
        is_new = _is_emphasised(line, looks.body) and not dates_in(line.text)
        return part if is_new and part in (*_LABELLED, Part.OTHER) else None
    if part in (Part.CONTACT,) or (part is Part.OTHER and current is None):
        return None
    return part if part in _LABELLED or _is_emphasised(line, looks.body) else None


def _may_be_heading(lines: list[Line], at: int) -> bool:
    line = lines[at]
    text = line.text
    if len(line.cells) > 1 or line.bullet or not 3 < len(text) < 40 or len(text.split()) > 5:
        return False
    if any(letter.isdigit() for letter in text) or text[-1] in ".,;" or looks_like_contact(text):
        return False
    if fold(text) in languages():
        return False
    return at + 1 < len(lines)


def _is_followed_by_dates(lines: list[Line], at: int) -> bool:
    return any(dates_in(one.text) for one in lines[at + 1 : at + 3])


def _is_other_heading(lines: list[Line], at: int, looks: _Looks) -> bool:
    """Words that we do not know, but set like the headings that we know, and like nothing else."""
    if not _may_be_heading(lines, at) or looks.main is None or not _is_emphasised(lines[at], looks.body):
        return False
    if _is_followed_by_dates(lines, at) and kind_by_a_word(lines[at].text) is None:
        return False
    look = _look(lines[at])
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below is None or _look(below) == look or kind_of_heading(below.cells[0].text.rstrip(": ")) is not None:
        return False
    is_only_upper = look[0] == looks.body and look[2] is None
    if is_only_upper and lines[at].gap < 1.2 * below.gap:
        return False
    return look == looks.main and looks.unknown.get(look, 0) <= looks.known.get(look, 0) and looks.known[look] >= 2
