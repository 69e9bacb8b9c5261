"""Tables for a spreadsheet: comma-separated, safe to open, with letters that arrive."""

import csv
import io
from collections.abc import Iterable, Iterator

_ACTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A cell that begins so is run as a formula by spreadsheet programs (OWASP, CSV injection)."""
MARK = "\ufeff"
"""Tells Excel that the letters are UTF-8."""


def as_csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """The lines of the file, one at a time; a cell that would act gets an apostrophe before it."""
    yield MARK.encode()
    yield _line(head)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[object]) -> bytes:
    kept = io.StringIO()
    csv.writer(kept, delimiter=";", quoting=csv.QUOTE_ALL).writerow([_safe(cell) for cell in cells])
    return kept.getvalue().encode()


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_ACTS) else text
