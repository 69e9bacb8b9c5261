"""Everything that is kept about one client, for her to take along (GDPR art. 15 and 20)."""

from .model import (
    JOB_NAME,
    KEPT_FOR,
    AlreadyRunning,
    DataExport,
    ExportState,
    Part,
    ask_for_export,
    drop_expired,
    export_of,
    fail,
    finish,
    forget_parts,
    latest_export,
    note_fetched,
    note_part,
    note_progress,
    start,
)
from .rows import NOT_EXPORTED, TABLES, rows_of, tables_of_the_case
from .sink import PartsSink, content_of

__all__ = [
    "JOB_NAME",
    "KEPT_FOR",
    "NOT_EXPORTED",
    "TABLES",
    "AlreadyRunning",
    "DataExport",
    "ExportState",
    "Part",
    "PartsSink",
    "ask_for_export",
    "content_of",
    "drop_expired",
    "export_of",
    "fail",
    "finish",
    "forget_parts",
    "latest_export",
    "note_fetched",
    "note_part",
    "note_progress",
    "rows_of",
    "start",
    "tables_of_the_case",
]
