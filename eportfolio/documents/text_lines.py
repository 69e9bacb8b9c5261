"""Gathers the lines of a word processor's document, whatever its format calls things."""


class TextLines:
    """Paragraphs in order. They nest (a text box sits inside a paragraph), and a row with short cells is one line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._paragraphs: list[list[str]] = []
        self._rows: list[list[list[str]]] = []

    def open_paragraph(self) -> None:
        self._paragraphs.append([])

    def add(self, text: str) -> None:
        """Text of the innermost open paragraph; outside any it is not text of the document."""
        if self._paragraphs:
            self._paragraphs[-1].append(text)

    def close_paragraph(self, *, keep: bool = True) -> None:
        if self._paragraphs:
            paragraph = "".join(self._paragraphs.pop())
            if keep:
                self._emit(paragraph)

    def open_row(self) -> None:
        self._rows.append([])

    def open_cell(self) -> None:
        if self._rows:
            self._rows[-1].append([])

    def close_row(self) -> None:
        """Cells of one line each are joined with tabs; longer ones follow each other."""
        if not self._rows:
            return
        filled = [cell for cell in self._rows.pop() if cell]
        if all(len(cell) == 1 for cell in filled):
            self._emit("\t".join(cell[0] for cell in filled))
        else:
            for line in (line for cell in filled for line in cell):
                self._emit(line)

    def _emit(self, paragraph: str) -> None:
        target = self._rows[-1][-1] if self._rows and self._rows[-1] else self.lines
        target.extend(line for line in paragraph.split("\n") if line.strip())
