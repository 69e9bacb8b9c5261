"""The zip with everything: written from front to back, one thing in memory at a time.

What a person wants to read is there as PDF, text and tables; what a machine wants to read as JSON, JSON Resume and
Europass; what she sent in is there as she sent it.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, cast

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from eportfolio import audit, portfolio
from eportfolio.applications import JobApplication
from eportfolio.base import now
from eportfolio.cv_files import europass, json_resume
from eportfolio.cv_files.choice import CvChoice
from eportfolio.documents.model import content_of
from eportfolio.export import TABLES, PartsSink, reading, rows_of, tables_of_the_case
from eportfolio.people import CaseFile
from eportfolio.portfolio.entries import Portfolio
from eportfolio.storage import FileStore, StorageError

from .. import labels
from ..agreements.plan import plan_of, plan_pdf
from ..happened import happened
from ..pdf import render_pdf
from ..presentation import clock, date_text
from .cv_document import document_of
from .cv_pdf import cv_pdf
from .spreadsheet import as_csv
from .table_words import table_text

FORMAT = "houvast-export/1"
JSON_RESUME = "json-resume.json"
"""What `portal.takeaway.bringing` looks for when she brings an export in again."""


@dataclass(frozen=True, slots=True)
class Hers:
    """Whose everything it is, and where her files are."""

    db: Session
    case: CaseFile
    store: FileStore
    language: str


def write_archive(hers: Hers, out: PartsSink | IO[bytes], *, progress: Callable[[int, int], None]) -> None:
    """Write the zip to `out`, which need not be able to go back; tells `progress` how many steps of how many are done.

    Raises storage.StorageUnavailable when the store does not take it.
    """
    steps = _steps(hers)
    total = len(steps) + reading.count_documents(hers.db, hers.case.id)
    done = 0
    with zipfile.ZipFile(cast(IO[bytes], out), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, make in steps:
            progress(done, total)
            _put(archive, name, make())
            done += 1
        missing: list[str] = []
        for number, _name in enumerate(_put_documents(hers, archive, missing)):
            progress(done + number + 1, total)
        _put(archive, _("LEESMIJ.txt"), [_read_me(hers, missing)])
    progress(total, total)


def _steps(hers: Hers) -> list[tuple[str, Callable[[], Iterable[bytes]]]]:
    """The files but for her documents: the name of each, and what makes it."""
    return [
        ("data.json", lambda: _everything(hers)),
        (JSON_RESUME, lambda: [json_resume.write(_portfolio(hers), at=now())]),
        ("europass.xml", lambda: [_europass(hers)]),
        ("cv.pdf", lambda: [_cv(hers)]),
        (_("plan.pdf"), lambda: [plan_pdf(plan_of(hers.db, hers.case), hers.case)]),
        (_("sollicitaties.csv"), lambda: _applications(hers)),
        (_("ontvangstbewijzen.pdf"), lambda: [_receipts(hers)]),
        (_("berichten.txt"), lambda: _messages(hers)),
        (_("wie-keek.csv"), lambda: _who_looked(hers)),
    ]


def _put(archive: zipfile.ZipFile, name: str, content: Iterable[bytes]) -> None:
    with archive.open(name, "w") as entry:
        for piece in content:
            entry.write(piece)


def _everything(hers: Hers) -> Iterator[bytes]:
    """data.json, row by row."""
    about = {"format": FORMAT, "made_at": now().isoformat(), "name": hers.case.client.name}
    yield f'{{\n"about": {json.dumps(about, ensure_ascii=False)}'.encode()
    for table in tables_of_the_case():
        yield f',\n"{TABLES.get(table.name, table.name)}": ['.encode()
        between = "\n"
        rows = rows_of(hers.db, table, case_id=hers.case.id, account_id=hers.case.client_id)
        for row in rows:
            yield f"{between}{json.dumps(row, ensure_ascii=False, default=str)}".encode()
            between = ",\n"
        yield b"]"
    yield b"\n}\n"


def _portfolio(hers: Hers) -> Portfolio:
    return portfolio.portfolio_of(hers.db, hers.case.id)


def _europass(hers: Hers) -> bytes:
    return europass.write(_portfolio(hers), language=hers.language, document_id=str(hers.case.id))


def _cv(hers: Hers) -> bytes:
    """Everything in her portfolio on one CV; what she left out of others is hers as well."""
    everything = CvChoice(language=hers.language, without=frozenset())
    return cv_pdf(document_of(_portfolio(hers), everything, name=hers.case.client.name), document_id=str(hers.case.id))


def _applications(hers: Hers) -> Iterator[bytes]:
    head = [_("Werkgever"), _("Functie"), _("Datum"), _("Hoe"), _("Stand"), _("Contactpersoon"), _("Vacature"),
            _("Notitie"), _("Stappen")]  # fmt: skip
    return as_csv(head, map(_application, reading.every_application(hers.db, hers.case.id)))


def _application(row: JobApplication) -> list[object]:
    steps = [f"{step.on.isoformat()} {labels.stage_tag(step.stage)[0]}: {step.told or ''}" for step in row.stages]
    return [row.employer, row.job, row.applied_on.isoformat(), labels.how_name(row.how), labels.stage_tag(row.stage)[0],
            row.contact, row.vacancy_url, row.note, "\n".join(steps)]  # fmt: skip


def _receipts(hers: Hers) -> bytes:
    rows = reading.every_receipt(hers.db, hers.case.id)
    return render_pdf("pdf/receipts.html", receipts=rows, client=hers.case.client, made_at=now())


def _messages(hers: Hers) -> Iterator[bytes]:
    for message in reading.every_message(hers.db, hers.case.id):
        head = f"{date_text(message.sent_at)}, {clock(message.sent_at)}, {message.sender_name}"
        about = f" ({message.about_label})" if message.about_label else ""
        yield f"{head}{about}\n{message.text}\n\n".encode()


def _who_looked(hers: Hers) -> Iterator[bytes]:
    head = [_("Wanneer"), _("Wie"), _("Rol"), _("Wat"), _("Hoe"), _("Waarom")]
    return as_csv(head, map(_look, reading.every_look(hers.db, hers.case.id)))


def _look(row: audit.AccessLogEntry) -> list[object]:
    return [row.at.isoformat(timespec="seconds"), row.actor_name, labels.role_name(row.role),
            happened(row, None), labels.channel_name(row.channel), row.reason]  # fmt: skip


def _put_documents(hers: Hers, archive: zipfile.ZipFile, missing: list[str]) -> Iterator[str]:
    """Her files as she sent them, the oldest first; the name of one that cannot be opened goes to `missing`."""
    for number, document in enumerate(reading.every_document(hers.db, hers.case.id), start=1):
        name = _safe_name(document.name)
        try:
            content = content_of(document, hers.store)
        except StorageError:
            missing.append(document.name)
        else:
            info = zipfile.ZipInfo(f"{_('documenten')}/{number:03d}-{name}", document.created_at.timetuple()[:6])
            archive.writestr(info, content, compress_type=zipfile.ZIP_STORED)  # they are compressed already
        yield name


def _safe_name(name: str) -> str:
    """A file name that every system can unpack, in this folder and in no other."""
    return re.sub(r'[\x00-\x1f/\\:*?"<>|]+', "_", name).strip(". ")[:100] or "bestand"


def _read_me(hers: Hers, missing: list[str]) -> bytes:
    tables = [(TABLES.get(table.name, table.name), table_text(table.name)) for table in tables_of_the_case()]
    text = render_template(
        "takeaway/read_me.txt",
        client=hers.case.client,
        coach=hers.case.coach,
        made_at=now(),
        names=[name for name, _make in _steps(hers)],
        tables=tables,
        missing=missing,
    )
    return text.replace("\n", "\r\n").encode()
