"""DOCX inside the closed room: no macros, no outside parts, and the text as a person sees it."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import ClassVar
from xml.etree import ElementTree

from . import xml_guard
from .checked import Checked
from .media import Cleaned, MediaType, Refusal, Refused
from .office import Package
from .plain_text import paragraphs_of
from .text_lines import TextLines

_MAIN_PART = b"wordprocessingml.document.main+xml"
_RUNS_PROGRAMS = re.compile(
    r"(^|/)(vbaproject|vbadata|activex)|/embeddings/.*\.(bin|exe|docm|xlsm|pptm)$", re.IGNORECASE
)
_FIELD_RUNS_PROGRAM = re.compile(r"^\s*(DDE|DDEAUTO)\b", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ORDINARY_LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_NOWHERE = "about:blank"
_WORDS_OWN_TEMPLATE = "Normal.dotm"
_SMALLEST_VISIBLE = 4
"""Half-points: text of 2 points or less cannot be read by a person, so it is not read here either."""


def check(content: bytes, media_type: MediaType) -> Checked:
    """Fine as it is, or with the parts it would fetch from elsewhere cut off; raises Refused."""
    package = Package(content)
    replaced: dict[str, bytes] = {}
    is_word = False
    for name, data in package.checked_parts():
        if _RUNS_PROGRAMS.search(name):
            raise Refused(Refusal.MACROS)
        if name == "[Content_Types].xml":
            is_word = _MAIN_PART in data
            if b"macroEnabled" in data:
                raise Refused(Refusal.MACROS)
        elif name.endswith(".rels"):
            harmless = _without_outside_parts(data)
            if harmless is not None:
                replaced[name] = harmless
        elif name.startswith("word/") and name.endswith(".xml"):
            _refuse_programs_in_fields(data)
    if not is_word or "word/document.xml" not in package.names:
        raise Refused(Refusal.UNKNOWN_TYPE if not is_word else Refusal.DAMAGED)
    if not replaced:
        return Checked()
    return Checked(content=package.with_parts(replaced), cleaned=frozenset({Cleaned.EXTERNAL}))


def _without_outside_parts(data: bytes) -> bytes | None:
    """The relations with pictures, templates and frames from elsewhere pointing nowhere; None when there are none.

    Links that a reader clicks stay, when they go to the web, mail or a telephone.
    """
    tree = ElementTree.fromstring(data)  # noqa: S314 - xml_guard has refused every declaration
    changed = False
    for relation in tree.iter(_RELATION):
        if relation.get("TargetMode") != "External":
            continue
        kind = relation.get("Type", "").rpartition("/")[2]
        if kind == "hyperlink" and _ORDINARY_LINK.match(relation.get("Target", "")):
            continue
        nowhere = _WORDS_OWN_TEMPLATE if kind == "attachedTemplate" else _NOWHERE
        if relation.get("Target") != nowhere:
            relation.set("Target", nowhere)
            changed = True
    if not changed:
        return None
    ElementTree.register_namespace("", _RELATION[1 : _RELATION.index("}")])
    target = BytesIO()
    ElementTree.ElementTree(tree).write(target, encoding="UTF-8", xml_declaration=True)
    return target.getvalue()


def _refuse_programs_in_fields(data: bytes) -> None:
    """Refuse a field that starts a program (DDE), also when its instruction is spread over runs."""
    if b"DDE" not in data.upper() and b"instrText" not in data:
        return
    fields = _Fields()
    xml_guard.parse(data, start=fields.start, end=fields.end, text=fields.text)
    if any(_FIELD_RUNS_PROGRAM.match(field) for field in fields.found):
        raise Refused(Refusal.MACROS)


class _Fields:
    """Collects the instructions of the fields in one part."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._inside = False
        self._open = [""]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        if local == "fldChar":
            kind = _attribute(attributes, "fldCharType")
            if kind == "begin":
                self._open.append("")
            elif len(self._open) > 1:
                self.found.append(self._open.pop() if kind == "end" else self._open[-1])
        elif local == "fldSimple":
            self.found.append(_attribute(attributes, "instr"))
        self._inside = local == "instrText"

    def end(self, name: str) -> None:
        self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            self._open[-1] += text


def read_text(content: bytes) -> list[str]:
    """Header, body and footer; a table row with short cells is one line with tabs."""
    package = Package(content)
    headers = sorted(name for name in package.names if re.fullmatch(r"word/header\d*\.xml", name))
    footers = sorted(name for name in package.names if re.fullmatch(r"word/footer\d*\.xml", name))
    lines: list[str] = []
    for name in (*headers, "word/document.xml", *footers):
        part = _Text()
        xml_guard.parse(package.part(name), start=part.start, end=part.end, text=part.text)
        is_margin = name != "word/document.xml"
        lines += [line for line in part.gathered.lines if not (is_margin and line in lines)]
    return paragraphs_of(lines)


class _Text:
    """Walks over one part and gathers what is visible."""

    _SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText"})
    _BREAKS: ClassVar[dict[str, str]] = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

    def __init__(self) -> None:
        self.gathered = TextLines()
        self._skipping = 0
        self._in_run_properties = 0
        self._hidden = False
        self._in_text = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        if self._skipping or local in self._SKIPPED:
            self._skipping += 1
        elif local == "rPr":
            self._in_run_properties += 1
        elif self._in_run_properties:
            self._hidden = self._hidden or _hides(local, attributes)
        elif local == "t":
            self._in_text = True
        elif _is_word(name):
            self._start_block(local)

    def _start_block(self, local: str) -> None:
        if local == "p":
            self.gathered.open_paragraph()
        elif local == "tr":
            self.gathered.open_row()
        elif local == "tc":
            self.gathered.open_cell()
        elif local == "r":
            self._hidden = False
        elif local in self._BREAKS and not self._hidden:
            self.gathered.add(self._BREAKS[local])

    def end(self, name: str) -> None:
        local = _local(name)
        if self._skipping:
            self._skipping -= 1
        elif local == "rPr":
            self._in_run_properties -= 1
        elif local == "t":
            self._in_text = False
        elif local == "p" and _is_word(name):
            self.gathered.close_paragraph()
        elif local == "tr" and _is_word(name):
            self.gathered.close_row()

    def text(self, text: str) -> None:
        if self._in_text and not self._skipping and not self._hidden:
            self.gathered.add(text)


def _hides(local: str, attributes: Mapping[str, str]) -> bool:
    value = _attribute(attributes, "val")
    if local in ("vanish", "webHidden"):
        return value not in ("0", "false", "off")
    return local == "sz" and value.isdigit() and int(value) <= _SMALLEST_VISIBLE


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _is_word(name: str) -> bool:
    """Drawings have paragraphs and runs of their own namespace."""
    return "wordprocessingml" in name


def _attribute(attributes: Mapping[str, str], local: str) -> str:
    return next((value for name, value in attributes.items() if _local(name) == local), "")
