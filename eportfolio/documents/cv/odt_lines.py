"""The lines of an ODT: paragraphs with their styles, tabs, lists, tables and frames."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from .. import xml_guard
from ..office import Package
from .lines import PLAIN, Line, Style, is_page_number
from .word_lines import MOST_LINES, Paragraph, row_lines

Element = ElementTree.Element
_SKIPPED = frozenset({"tracked-changes", "annotation", "forms", "note-citation", "script", "sequence-decls"})
_LENGTH = re.compile(r"^(-?[\d.]+)(cm|mm|in|pt|px)$")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "px": 0.75}
_AROUND_ROWS = frozenset(
    {
        "table-header-rows",
        "table-rows",
        "table-row-group",
        "table-columns",
        "table-header-columns",
        "table-column-group",
    }
)
_SMALLEST_VISIBLE = 2.0


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style says about letters and paragraphs."""

    style: Style = PLAIN
    left: float = 0.0
    first: float = 0.0
    tabs: tuple[float, ...] = ()
    before: float = 0.0
    width: float = 0.0
    level: int | None = None
    hidden: bool = False


def lines_of(content: bytes) -> list[Line]:
    """Header, body and footer."""
    package = Package(content)
    looks: dict[str, Element] = {}
    lines: list[Line] = []
    margins: list[Element] = []
    if "styles.xml" in package.names:
        tree = _tree(package.part("styles.xml"))
        looks |= _named(tree)
        margins = [one for one in tree.iter() if _local(one.tag) in ("header", "footer")]
    body = _tree(package.part("content.xml"))
    looks |= _named(body)
    reader = _Reader(_resolved(looks))
    for margin in margins:
        if _local(margin.tag) == "header":
            lines += reader.block(margin)
    lines += [
        line for one in body.iter() if _local(one.tag) == "text" and "office" in one.tag for line in reader.block(one)
    ]
    known = {line.text for line in lines}
    for margin in margins:
        if _local(margin.tag) == "footer":
            found = reader.block(margin)
            lines += [line for line in found if not (line.text in known or is_page_number(line.text))]
    return lines[:MOST_LINES]


def _tree(data: bytes) -> Element:
    xml_guard.check(data)
    return ElementTree.fromstring(data)  # noqa: S314 - guarded above


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _attribute(element: Element, local: str) -> str:
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == local), "")


def _named(tree: Element) -> dict[str, Element]:
    return {_attribute(one, "name"): one for one in tree.iter() if _local(one.tag) == "style"}


def _points(text: str) -> float:
    found = _LENGTH.match(text)
    return float(found[1]) * _POINTS[found[2]] if found and found[1].count(".") < 2 else 0.0


def _resolved(styles: dict[str, Element]) -> dict[str, _Look]:
    looks: dict[str, _Look] = {}

    def look(name: str, depth: int) -> _Look:
        if name not in looks and name in styles and depth < 12:
            style = styles[name]
            looks[name] = _changed(look(_attribute(style, "parent-style-name"), depth + 1), style)
        return looks.get(name, _Look())

    for name in styles:
        look(name, 0)
    return looks


def _changed(look: _Look, style: Element) -> _Look:
    level = _attribute(style, "default-outline-level")
    if level.isdigit():
        look = replace(look, level=int(level))
    for properties in style:
        kind = _local(properties.tag)
        if kind == "text-properties":
            look = _changed_text(look, properties)
        elif kind == "paragraph-properties":
            look = replace(
                look,
                left=_points(_attribute(properties, "margin-left")) or look.left,
                first=_points(_attribute(properties, "text-indent")) or look.first,
                before=_points(_attribute(properties, "margin-top")) or look.before,
                tabs=tuple(
                    _points(_attribute(stop, "position"))
                    for stop in properties.iter()
                    if _local(stop.tag) == "tab-stop"
                )
                or look.tabs,
            )
        elif kind == "table-column-properties":
            look = replace(look, width=_points(_attribute(properties, "column-width")))
    return look


def _changed_text(look: _Look, properties: Element) -> _Look:
    style, hidden = look.style, look.hidden
    for name, value in properties.attrib.items():
        local = name.rpartition("}")[2]
        if local == "font-weight":
            style = replace(style, bold=value == "bold" or (value.isdigit() and int(value) >= 600))
        elif local == "font-style":
            style = replace(style, italic=value in ("italic", "oblique"))
        elif local == "font-size" and (size := _points(value)):
            style = replace(style, size=size)
            hidden = hidden or size <= _SMALLEST_VISIBLE
        elif local == "color":
            style = replace(style, colour=value.lstrip("#").lower())
        elif local == "display":
            hidden = value == "none"
    return replace(look, style=style, hidden=hidden)


def _own(element: Element, name: str) -> Iterator[Element]:
    """The rows or columns of a table, not those of a table inside it."""
    for child in element:
        local = _local(child.tag)
        if local == name:
            yield child
        elif local in _AROUND_ROWS:
            yield from _own(child, name)


class _Reader:
    """Walks over the text; knows how far the last paragraph was off."""

    def __init__(self, looks: dict[str, _Look]) -> None:
        self._looks = looks
        self._gap = 1.0
        self._count = 0

    def block(self, element: Element, *, in_list: bool = False) -> list[Line]:
        """The lines of everything in a body, cell, list or text box."""
        lines: list[Line] = []
        for child in element:
            local = _local(child.tag)
            if local in _SKIPPED or self._count > MOST_LINES:
                continue
            if local in ("p", "h"):
                lines += self._paragraph(child, bullet=in_list and local == "p")
            elif local == "table":
                lines += self._table(child)
            else:
                lines += self.block(child, in_list=in_list or local == "list-item")
        return lines

    def _table(self, table: Element) -> list[Line]:
        widths: list[float] = []
        for column in _own(table, "table-column"):
            width = self._looks.get(_attribute(column, "style-name"), _Look()).width or 150.0
            repeated = _attribute(column, "number-columns-repeated")
            widths += [width] * min(int(repeated) if repeated.isdigit() else 1, 50)
        lines: list[Line] = []
        for row in _own(table, "table-row"):
            if self._count <= MOST_LINES:
                cells = [cell for cell in row if _local(cell.tag) == "table-cell"]
                lines += row_lines([self.block(cell) for cell in cells], [sum(widths[:at]) for at in range(len(cells))])
        self._gap = 1.5
        return lines

    def _paragraph(self, element: Element, *, bullet: bool) -> list[Line]:
        look = self._looks.get(_attribute(element, "style-name"), _Look())
        level = _attribute(element, "outline-level") if _local(element.tag) == "h" else ""
        at = int(level) if level.isdigit() else look.level
        paragraph = Paragraph(look.left, look.first, look.tabs, bullet, at, self._gap + (0.5 if look.before > 5 else 0))
        boxes: list[Element] = []
        self._inside(element, look, paragraph, boxes)
        lines = paragraph.finish()
        self._gap = 1.0 if lines else 2.0
        self._count += len(lines) + 1
        for box in boxes:
            lines += self.block(box)
        return lines

    def _inside(self, element: Element, look: _Look, paragraph: Paragraph, boxes: list[Element]) -> None:
        self._text(element.text, look, paragraph)
        for child in element:
            local = _local(child.tag)
            if local == "text-box":
                boxes.append(child)
            elif local == "tab":
                paragraph.tab()
            elif local == "line-break":
                paragraph.line_break()
            elif local == "s":
                count = _attribute(child, "c")
                self._text(" " * min(int(count) if count.isdigit() else 1, 100), look, paragraph)
            elif local not in _SKIPPED:
                own = self._looks.get(_attribute(child, "style-name")) if local == "span" else None
                self._inside(child, _over(look, own) if own else look, paragraph, boxes)
            self._text(child.tail, look, paragraph)

    @staticmethod
    def _text(text: str | None, look: _Look, paragraph: Paragraph) -> None:
        if text and not look.hidden:
            paragraph.add(re.sub(r"[\n\r\t]+ *", " ", text), look.style)


def _over(look: _Look, own: _Look) -> _Look:
    """A character style says only what differs from the paragraph."""
    style = Style(
        size=own.style.size or look.style.size,
        bold=own.style.bold or look.style.bold,
        italic=own.style.italic or look.style.italic,
        colour=own.style.colour or look.style.colour,
    )
    return replace(look, style=style, hidden=look.hidden or own.hidden)
