"""Tables as CSV that every spreadsheet opens: semicolons, UTF-8 with its mark, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response, make_response

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""OWASP, CSV Injection: a cell that begins so is run by a spreadsheet."""


def csv_response(header: Sequence[str], rows: Iterable[Sequence[str]], filename: str) -> Response:
    """The table as a file to keep."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    response = make_response(text.getvalue().encode("utf-8-sig"))
    response.mimetype = "text/csv"
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
