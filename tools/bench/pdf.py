"""How long the PDFs take: `python -m tools.bench.pdf` makes each kind of about ten pages and prints JSON.

Made in a process of its own without a database; seconds are of the clock on the wall; those of the processor
stand beside them, for a machine that has more to do.
`--out FOLDER` keeps the files, to look at them.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
from flask import Flask
from pydantic import SecretStr

from eportfolio.cv_files.choice import CvChoice, Design
from eportfolio.receipts import ReceiptKind
from portal import create_app
from portal.agreements import plan
from portal.applications import report
from portal.config import Settings
from portal.pdf import render_pdf
from portal.takeaway.cv_document import document_of
from portal.takeaway.cv_pdf import cv_pdf
from tools.bench import papers

TIMES = 5
KINDS: dict[str, Callable[[], bytes]] = {
    "report": lambda: report.as_pdf(papers.report(15), papers.CASE, made_at=papers.MOMENT, number="2026-004817"),
    "receipt": lambda: render_pdf(
        "pdf/receipt.html",
        receipt=papers.receipt(ReceiptKind.INTAKE, 185),
        client=papers.CASE.client,
        coach=papers.COACH,
    ),
    "receipts": lambda: render_pdf(
        "pdf/receipts.html", receipts=papers.receipts(19), client=papers.CASE.client, made_at=papers.MOMENT
    ),
    "plan": lambda: plan.plan_pdf(papers.plan(13), papers.CASE),
    "cv_classic": lambda: _cv(Design.CLASSIC),
    "cv_modern": lambda: _cv(Design.MODERN),
}


def main() -> int:
    """Measure each kind and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, help="a folder for the files")
    options.add_argument("--kind", choices=KINDS, action="append", help="only this kind")
    given = options.parse_args()
    print(json.dumps([measured(kind, given.out) for kind in given.kind or KINDS], indent=2))
    return 0


def measured(kind: str, folder: Path | None = None) -> dict[str, str | int | float]:
    """Make one kind `TIMES` times after a first; the median says what a person waits for."""
    make = KINDS[kind]
    with portal_without_database().test_request_context():
        first, content = _timed(make), make()
        turns = [_timed(make) for _turn in range(TIMES)]
    median = statistics.median(seconds for seconds, _processor in turns)
    processor = statistics.median(processor for _seconds, processor in turns)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{kind}.pdf").write_bytes(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    return {
        "kind": kind,
        "pages": pages,
        "kilobytes": round(len(content) / 1024),
        "first_seconds": round(first[0], 2),
        "median_seconds": round(median, 2),
        "processor_seconds": round(processor, 2),
        "ten_pages": round(median / pages * 10, 2),
    }


def _timed(make: Callable[[], bytes]) -> tuple[float, float]:
    started, processor = time.perf_counter(), time.process_time()
    make()
    return time.perf_counter() - started, time.process_time() - processor


def _cv(design: Design) -> bytes:
    choice = CvChoice(design)
    return cv_pdf(document_of(papers.portfolio(34), choice, name=papers.CLIENT), document_id="een-cv")


def portal_without_database() -> Flask:
    """The portal for its templates only: nothing listens at this address."""
    nowhere = "postgresql+psycopg://nobody@localhost/nothing"
    return create_app(Settings(database_url=SecretStr(nowhere), demo=True))


if __name__ == "__main__":
    sys.exit(main())
