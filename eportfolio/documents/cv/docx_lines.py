"""The lines of a DOCX: paragraphs with their styles, tabs, lists, tables and text boxes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from .. import xml_guard
from ..office import Package
from .lines import PLAIN, Line, Style, is_page_number
from .word_lines import MOST_LINES, Paragraph, row_lines

Element = ElementTree.Element
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "instrText", "rPr", "pPr"})
_AROUND_ROWS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_SMALLEST_VISIBLE = 2.0
_TWIPS = 20.0
_NAMED_LEVEL = re.compile(r"(?:heading|kop|überschrift|titre|titolo|encabezado|nagłówek|başlık)\s*(\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says about letters and paragraphs."""

    style: Style = PLAIN
    level: int | None = None
    bullet: bool = False
    left: float = 0.0
    first: float = 0.0
    tabs: tuple[float, ...] = ()
    hidden: bool = False


def lines_of(content: bytes) -> list[Line]:
    """Header, body and footer."""
    package = Package(content)
    styles = _styles(package)
    parts = [
        *sorted(name for name in package.names if re.fullmatch(r"word/header\d*\.xml", name)),
        "word/document.xml",
        *sorted(name for name in package.names if re.fullmatch(r"word/footer\d*\.xml", name)),
    ]
    lines: list[Line] = []
    for name in parts:
        found = _Reader(styles).block(_tree(package.part(name)))
        known = {line.text for line in lines}
        in_body = name == "word/document.xml"
        lines += [line for line in found if in_body or not (line.text in known or is_page_number(line.text))]
    return lines[:MOST_LINES]


def _tree(data: bytes) -> Element:
    xml_guard.check(data)
    return ElementTree.fromstring(data.replace(_STRICT[1:-1].encode(), _W[1:-1].encode()))  # noqa: S314 - guarded above


def _styles(package: Package) -> dict[str, _Look]:
    """Each paragraph and character style with what it inherits; `` is the default."""
    if "word/styles.xml" not in package.names:
        return {"": _Look()}
    tree = _tree(package.part("word/styles.xml"))
    default = _changed(_Look(), tree.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"), None)
    found = {style.get(f"{_W}styleId", ""): style for style in tree.iter(f"{_W}style")}
    looks: dict[str, _Look] = {"": default}

    def look(name: str, depth: int) -> _Look:
        if name not in looks and name in found and depth < 12:
            style = found[name]
            based = style.find(f"{_W}basedOn")
            parent = look(based.get(f"{_W}val", ""), depth + 1) if based is not None else default
            own = _changed(parent, style.find(f"{_W}rPr"), style.find(f"{_W}pPr"))
            named = style.find(f"{_W}name")
            title = (named.get(f"{_W}val") or "") if named is not None else ""
            level = _NAMED_LEVEL.search(title)
            if level:
                own = replace(own, level=int(level[1]))
            elif re.search(r"list bullet|opsomming|lijst.*opsom", title, re.IGNORECASE):
                own = replace(own, bullet=True)
            looks[name] = own
        return looks.get(name, default)

    for name in found:
        look(name, 0)
    plain = next((name for name, style in found.items() if _is_default_paragraph(style)), "")
    looks["__paragraph__"] = looks.get(plain, default)
    return looks


def _is_default_paragraph(style: Element) -> bool:
    return style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true", "on")


def _changed(look: _Look, run: Element | None, paragraph: Element | None) -> _Look:
    """`look` with what these properties say otherwise."""
    if paragraph is not None:
        look = _changed_paragraph(look, paragraph)
    if run is None:
        return look
    style, hidden = look.style, look.hidden
    for one in run:
        name, value = one.tag.rpartition("}")[2], one.get(f"{_W}val", "")
        is_on = value not in ("0", "false", "off", "none")
        if name == "b":
            style = replace(style, bold=is_on)
        elif name == "i":
            style = replace(style, italic=is_on)
        elif name == "sz" and value.isdigit():
            style = replace(style, size=int(value) / 2)
            hidden = hidden or int(value) / 2 <= _SMALLEST_VISIBLE
        elif name == "color":
            style = replace(style, colour="" if value == "auto" else value.lower())
        elif name in ("vanish", "webHidden"):
            hidden = is_on
    return replace(look, style=style, hidden=hidden)


def _changed_paragraph(look: _Look, paragraph: Element) -> _Look:
    for one in paragraph:
        name = one.tag.rpartition("}")[2]
        if name == "ind":
            left = one.get(f"{_W}left") or one.get(f"{_W}start")
            hanging, first = one.get(f"{_W}hanging"), one.get(f"{_W}firstLine")
            look = replace(
                look,
                left=_points(left) if left else look.left,
                first=-_points(hanging) if hanging else _points(first) if first else look.first,
            )
        elif name == "tabs":
            stops = tuple(_points(tab.get(f"{_W}pos")) for tab in one if tab.get(f"{_W}val") != "clear")
            look = replace(look, tabs=stops)
        elif name == "outlineLvl":
            value = one.get(f"{_W}val", "")
            look = replace(look, level=int(value) + 1 if value.isdigit() and int(value) < 9 else None)
        elif name == "numPr":
            number = one.find(f"{_W}numId")
            look = replace(look, bullet=number is None or number.get(f"{_W}val") != "0")
    return look


def _points(value: str | None) -> float:
    try:
        return float(value or 0) / _TWIPS
    except ValueError:
        return 0.0


def _own(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, not those of a table inside it."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag.rpartition("}")[2] in _AROUND_ROWS:
            yield from _own(child, tag)


class _Reader:
    """Walks over one part; knows how far the last paragraph was off."""

    def __init__(self, styles: dict[str, _Look]) -> None:
        self._styles = styles
        self._gap = 1.0
        self._count = 0

    def block(self, element: Element) -> list[Line]:
        """The lines of everything in a body, cell or text box."""
        lines: list[Line] = []
        for child in element:
            name = child.tag.rpartition("}")[2]
            if self._count > MOST_LINES:
                break
            if name == "p" and child.tag.startswith(_W):
                lines += self._paragraph(child)
            elif name == "tbl":
                lines += self._table(child)
            elif name not in _SKIPPED and name not in ("sectPr", "tcPr", "tblPr"):
                lines += self.block(child)
        return lines

    def _table(self, table: Element) -> list[Line]:
        lines: list[Line] = []
        widths = [_points(column.get(f"{_W}w")) for column in table.iterfind(f"{_W}tblGrid/{_W}gridCol")]
        for row in _own(table, f"{_W}tr"):
            cells = list(_own(row, f"{_W}tc"))
            lefts, column = [], 0
            for cell in cells:
                lefts.append(sum(widths[:column]) if column <= len(widths) and any(widths) else column * 150.0)
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                value = span.get(f"{_W}val", "1") if span is not None else "1"
                column += int(value) if value.isdigit() else 1
            lines += row_lines([self.block(cell) for cell in cells], lefts)
            if self._count > MOST_LINES:
                break
        self._gap = 1.5
        return lines

    def _paragraph(self, element: Element) -> list[Line]:
        properties = element.find(f"{_W}pPr")
        name = ""
        if properties is not None and (style := properties.find(f"{_W}pStyle")) is not None:
            name = style.get(f"{_W}val", "")
        base = self._styles.get(name) if name else None
        look = base or self._styles.get("__paragraph__") or self._styles[""]
        if properties is not None:
            look = _changed_paragraph(look, properties)
        bullet = look.bullet and look.level is None
        paragraph = Paragraph(
            look.left, look.first, look.tabs, bullet, look.level, self._gap + self._before(properties)
        )
        boxes: list[Element] = []
        self._runs(element, look, paragraph, boxes)
        lines = paragraph.finish()
        self._gap = 1.0 if lines else 2.0
        self._count += len(lines) + 1
        for box in boxes:
            lines += self.block(box)
        return lines

    @staticmethod
    def _before(properties: Element | None) -> float:
        spacing = properties.find(f"{_W}spacing") if properties is not None else None
        return 0.5 if spacing is not None and _points(spacing.get(f"{_W}before")) > 5 else 0.0

    def _runs(self, element: Element, look: _Look, paragraph: Paragraph, boxes: list[Element]) -> None:
        for child in element:
            name = child.tag.rpartition("}")[2]
            if name == "txbxContent":
                boxes.append(child)
            elif name == "r" and child.tag.startswith(_W):
                self._run(child, look, paragraph, boxes)
            elif name not in _SKIPPED:
                self._runs(child, look, paragraph, boxes)

    def _run(self, run: Element, look: _Look, paragraph: Paragraph, boxes: list[Element]) -> None:
        properties = run.find(f"{_W}rPr")
        if properties is not None:
            named = properties.find(f"{_W}rStyle")
            styled = self._styles.get(named.get(f"{_W}val", "")) if named is not None else None
            if styled is not None:
                bold, italic = look.style.bold or styled.style.bold, look.style.italic or styled.style.italic
                look = replace(look, style=replace(look.style, bold=bold, italic=italic))
        look = _changed(look, properties, None)
        if look.hidden:
            return
        for child in run:
            name = child.tag.rpartition("}")[2]
            if name == "t" and child.text:
                paragraph.add(child.text, look.style)
            elif name == "tab":
                paragraph.tab()
            elif name in ("br", "cr"):
                paragraph.line_break()
            elif name == "noBreakHyphen":
                paragraph.add("-", look.style)
            elif name not in _SKIPPED:
                self._runs(child, look, paragraph, boxes)
