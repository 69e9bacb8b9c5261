"""ODT inside the closed room: no scripts, and the text of header, body and footer."""

import re
from collections.abc import Mapping

from . import xml_guard
from .checked import Checked
from .media import MediaType, Refusal, Refused
from .office import Package
from .plain_text import paragraphs_of
from .text_lines import TextLines

_RUNS_PROGRAMS = re.compile(r"^(Basic|Scripts)/|\.(exe|bat|cmd|js|vbs)$", re.IGNORECASE)
_MOST_REPEATED_SPACES = 100


def check(content: bytes, media_type: MediaType) -> Checked:
    """Fine as it is; raises Refused. LibreOffice itself asks before it fetches anything from elsewhere."""
    package = Package(content)
    for name, data in package.checked_parts():
        if _RUNS_PROGRAMS.search(name) or (name == "content.xml" and b"script:event-listener" in data):
            raise Refused(Refusal.MACROS)
        if name == "META-INF/manifest.xml" and b"encryption-data" in data:
            raise Refused(Refusal.ENCRYPTED)
    if "content.xml" not in package.names:
        raise Refused(Refusal.DAMAGED)
    return Checked()


def read_text(content: bytes) -> list[str]:
    """Header and footer come from the styles, the rest from the content."""
    package = Package(content)
    body = _Text()
    xml_guard.parse(package.part("content.xml"), start=body.start, end=body.end, text=body.text)
    margins = _Text(only_in=("header", "footer"))
    if "styles.xml" in package.names:
        xml_guard.parse(package.part("styles.xml"), start=margins.start, end=margins.end, text=margins.text)
    return paragraphs_of([*margins.gathered.lines, *body.gathered.lines])


class _Text:
    """Walks over one part and gathers its paragraphs and headings; with `only_in`, those inside these elements."""

    _SKIPPED = frozenset({"tracked-changes", "annotation", "forms", "note-citation", "script"})

    def __init__(self, *, only_in: tuple[str, ...] = ()) -> None:
        self.gathered = TextLines()
        self._skipping = 0
        self._only_in = only_in
        self._inside = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if self._skipping or local in self._SKIPPED:
            self._skipping += 1
        elif local in self._only_in:
            self._inside += 1
        elif local in ("p", "h"):
            self.gathered.open_paragraph()
        elif local == "table-row":
            self.gathered.open_row()
        elif local == "table-cell":
            self.gathered.open_cell()
        else:
            self.gathered.add(_blank(local, attributes))

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self._skipping:
            self._skipping -= 1
        elif local in self._only_in:
            self._inside -= 1
        elif local in ("p", "h"):
            self.gathered.close_paragraph(keep=not self._only_in or self._inside > 0)
        elif local == "table-row":
            self.gathered.close_row()

    def text(self, text: str) -> None:
        if not self._skipping:
            self.gathered.add(text)


def _blank(local: str, attributes: Mapping[str, str]) -> str:
    """The white space that an element stands for."""
    if local == "tab":
        return "\t"
    if local == "line-break":
        return "\n"
    if local == "s":
        count = next((value for name, value in attributes.items() if name.endswith(" c")), "1")
        return " " * min(int(count) if count.isdigit() else 1, _MOST_REPEATED_SPACES)
    return ""
