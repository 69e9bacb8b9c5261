"""The rows of one file, table by table, as far as their client may see them; a new table comes along by itself.

What is left out are keys and marks that say nothing about anybody: without the key of a file its name in our store
is noise, and the chain of the access log is our proof and not hers.
"""

import datetime as dt
import decimal
import importlib
import pkgutil
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Table, select
from sqlalchemy.orm import Session

from .. import __name__ as package_name
from .. import __path__ as package_path
from ..base import Base

SECRET = frozenset({"token", "token_hash", "wrapped_key", "stored_ref", "trace_id", "case_id", "parts"})
"""Columns that are never given out."""
NOT_EXPORTED = frozenset({"data_export"})
"""The export itself."""
TABLES = {
    "case_file": "file",
    "coach_assignment": "coaches",
    "fact": "facts",
    "intake": "intake",
    "agreement": "agreements",
    "agreement_version": "agreement_texts",
    "agreement_event": "agreement_answers",
    "job_application": "applications",
    "application_stage": "application_steps",
    "document": "documents",
    "document_use": "document_uses",
    "message": "messages",
    "conversation": "conversations",
    "chat_line": "conversation_lines",
    "receipt": "receipts",
    "access_log": "who_looked",
    "cv_version": "cvs",
    "portfolio_entry": "portfolio",
    "portfolio_share": "portfolio_shares",
    "data_request": "requests_about_data",
    "rights_read": "rights_read",
    "reminder": "reminders",
    "account": "account",
    "login_session": "sign_ins",
    "notice": "mails",
    "unsent_form": "unsent_forms",
}
"""Readable names in the file; a table that is not here comes along under its own name."""
OF_THE_ACCOUNT = ("login_session", "notice", "notice_choice", "unsent_form")
BATCH = 200


def tables_of_the_case() -> list[Table]:
    """Every table that holds something of a client: by her file, or by her account. Loads all models first."""
    for module in pkgutil.walk_packages(package_path, f"{package_name}."):
        if ".migrations" not in module.name and not module.name.endswith("_worker"):
            importlib.import_module(module.name)
    of_case = [table for table in Base.metadata.sorted_tables if "case_id" in table.columns]
    of_account = [Base.metadata.tables[name] for name in ("case_file", "account", *OF_THE_ACCOUNT)]
    return [table for table in (*of_account, *of_case) if table.name not in NOT_EXPORTED]


def rows_of(db: Session, table: Table, *, case_id: uuid.UUID, account_id: uuid.UUID) -> Iterator[dict[str, Any]]:
    """The rows of one table, a few at a time, as values that JSON has."""
    columns = [column for column in table.columns if not _is_secret(column.name, column.type)]
    query = select(*columns).where(_hers(table, case_id, account_id)).order_by(*table.primary_key.columns)
    for row in db.execute(query.execution_options(yield_per=BATCH)).mappings():
        yield {str(key): _plain(value) for key, value in row.items()}


def _hers(table: Table, case_id: uuid.UUID, account_id: uuid.UUID) -> ColumnElement[bool]:
    if table.name == "account":
        return table.c.id == account_id
    if table.name == "case_file":
        return table.c.id == case_id
    return table.c.case_id == case_id if "case_id" in table.columns else table.c.account_id == account_id


def _is_secret(name: str, kind: Any) -> bool:
    return name in SECRET or isinstance(kind, LargeBinary)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return float(value) if isinstance(value, decimal.Decimal) else value
