"""Whether the embedded database is prepared already: finding out by loading the portal would take half of a start.

What was prepared is kept beside the cluster and holds as long as migrations and demo people are the same files and the
database still has the revisions it had then, so that a restored older dump is migrated again.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import psycopg

from tools import embedded
from tools.bootstrap import ROOT

FILE_NAME = "prepared.json"
SOURCES = ("eportfolio/migrations/**/*.py", "portal/demo*.py", "portal/cli.py")


def remembered(var: Path, database: embedded.EmbeddedDatabase, *, demo: bool) -> str | None:
    """Return what preparing said last time when there is nothing to prepare now, else None."""
    try:
        kept: dict[str, Any] = json.loads((var / FILE_NAME).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return str(kept["said"]) if kept["state"] == _state(database, demo=demo) else None


def remember(var: Path, database: embedded.EmbeddedDatabase, said: str, *, demo: bool) -> None:
    """Keep that the database is prepared, and what preparing said."""
    (var / FILE_NAME).write_text(json.dumps({"state": _state(database, demo=demo), "said": said}))


def _state(database: embedded.EmbeddedDatabase, *, demo: bool) -> list[Any]:
    files = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return [total.hexdigest(), _revisions(database), demo]


def _revisions(database: embedded.EmbeddedDatabase) -> list[str]:
    with database.superuser(embedded.DATABASE) as connection:
        try:
            rows = connection.execute("SELECT version_num FROM alembic_version ORDER BY version_num").fetchall()
        except psycopg.errors.UndefinedTable:
            return []
    return [str(row[0]) for row in rows]
