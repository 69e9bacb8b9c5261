"""Jobs and schools in a table with a row of headings, or with a label before each thing."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from .dates import Dates, dates_in, is_only_dates
from .lines import Line, fold
from .world import listed


class Role(StrEnum):
    """What a column or label holds."""

    DATES = "dates"
    FROM = "from"
    UNTIL = "until"
    TITLE = "title"
    ORGANISATION = "organisation"
    PLACE = "place"
    DETAILS = "details"


_ROLES = {word: role for role in reversed(Role) for word in listed(f"column of {role.value}")}
_TELLING = frozenset(
    [
        "werkgever",
        "employer",
        "functie",
        "periode",
        "bedrijf",
        "opleiding",
        "onderwijsinstelling",
        "position",
        "period",
        "degree",
    ]
)
"""Words that tell the role of a longer heading as well."""
_LABEL = re.compile(r"^([^\W\d][\w /-]{1,28}?)\s*:\s*(.*)$")


@dataclass(slots=True)
class Labelled:
    """One entry whose parts were named."""

    title: str = ""
    organisation: str = ""
    place: str = ""
    dates: Dates | None = None
    written: str = ""
    description: list[str] = field(default_factory=list)

    def add(self, role: Role, text: str) -> None:
        """Put `text` behind what this role already has."""
        if role is Role.DATES:
            self.written = f"{self.written} {text}".strip()
        elif role is Role.FROM:
            self.written = text
        elif role is Role.UNTIL:
            self.written = f"{self.written} - {text}".strip(" -") if self.written else text
        elif role is Role.DETAILS:
            self.description.append(text)
        else:
            name = role.value
            setattr(self, name, f"{getattr(self, name)} {text}".strip())

    def finish(self) -> "Labelled":
        """Read the dates that were gathered."""
        found = dates_in(self.written)
        self.dates = found[0] if found else None
        return self


def role_of(text: str) -> Role | None:
    """The role that a heading of a column, or a label, names."""
    words = fold(text).strip(" :*").replace(" ", "-")
    if words in _ROLES:
        return _ROLES[words]
    parts = re.split(r"-?(?:/|-en-|-and-|&)-?", words)
    if len(parts) > 1 and parts[0] in _ROLES and parts[1] in _ROLES:
        return _ROLES[parts[0]]
    known = [_ROLES[word] for word in words.split("-") if word in _TELLING]
    return known[0] if known and len(words) < 30 and words.count("-") < 3 else None


def table_entries(lines: list[Line]) -> list[Labelled]:
    """The rows under a row of headings; none when there is no such row on top."""
    if not lines or len(lines[0].cells) < 2:
        return []
    roles = [role_of(cell.text) for cell in lines[0].cells]
    if sum(role is not None for role in roles) * 3 < len(roles) * 2 or (
        Role.TITLE not in roles and Role.ORGANISATION not in roles
    ):
        return []
    columns = [(cell.x0, role or Role.DETAILS) for cell, role in zip(lines[0].cells, roles, strict=True)]
    entries: list[Labelled] = []
    for line in lines[1:]:
        placed = [(_role_at(cell.x0, columns), cell.text) for cell in line.cells]
        begins = any(role in (Role.DATES, Role.FROM) and dates_in(text) for role, text in placed)
        if begins or not entries or (len(placed) == len(columns) and not _goes_on(entries[-1])):
            entries.append(Labelled())
        for role, text in placed:
            entries[-1].add(role, text)
    return [entry.finish() for entry in entries]


def _role_at(x: float, columns: list[tuple[float, Role]]) -> Role:
    """The role of the column that begins nearest to `x`."""
    return min((abs(left - x), number, role) for number, (left, role) in enumerate(columns))[2]


def _goes_on(entry: Labelled) -> bool:
    return entry.written.rstrip().endswith(("-", "–")) and not is_only_dates(entry.written)


def labelled_entries(lines: list[Line]) -> list[Labelled]:
    """Entries written as `Functie: …`, `Werkgever: …`; none when fewer than half of the lines are."""
    read = [_label(line) for line in lines]
    roles = [role for role, _ in read if role is not None]
    if Role.TITLE not in roles or len(set(roles)) < 2 or roles.count(Role.TITLE) + roles.count(Role.ORGANISATION) < 2:
        return []
    first = roles[0]
    entries: list[Labelled] = []
    last = Role.DETAILS
    for (role, text), line in zip(read, lines, strict=True):
        if role is first or not entries:
            entries.append(Labelled())
        if role is not None and text:
            entries[-1].add(role, text)
        elif role is None:
            entries[-1].description.append(line.text.replace("\t", " "))
        last = role or last
    return [entry.finish() for entry in entries]


def _label(line: Line) -> tuple[Role | None, str]:
    text = line.cells[0].text
    if len(line.cells) > 1 and (role := role_of(text)):
        return role, " ".join(cell.text for cell in line.cells[1:]).lstrip(": ")
    found = _LABEL.match(text)
    if found and (role := role_of(found[1])):
        return role, " ".join([found[2], *(cell.text for cell in line.cells[1:])]).strip()
    return None, text
