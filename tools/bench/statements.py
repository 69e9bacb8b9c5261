"""How many SQL statements a page takes: counted in a portal of our own on the database of the measured installation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from werkzeug.test import Client

from portal import create_app
from tools import embedded
from tools.bench.http import forms_of
from tools.bench.installation import BASE, FOLDER
from tools.local_secrets import kept_secrets


def statements_of(person: str, paths: list[str]) -> dict[str, int]:
    """Sign in as a demo person and return the number of statements of each page, transaction control left out."""
    database = embedded.start(FOLDER)
    keys = kept_secrets(FOLDER, {})
    os.environ.update(
        HOUVAST_DATABASE_URL=database.portal_url,
        HOUVAST_DEMO="true",
        HOUVAST_RATE_LIMITS="false",
        HOUVAST_FILE_STORE=str(FOLDER / "files"),
        HOUVAST_BASE_URL=BASE,
        **{f"HOUVAST_{name.upper()}": value for name, value in keys.items()},
    )
    try:
        app = create_app()
        client = Client(app)
        page = client.get("/inloggen").get_data(as_text=True)
        form = next(form for form in forms_of(page) if person in form.text)
        client.post(form.action, data=form.fields)
        return {path: _count(client, app.extensions["houvast_engine"], path) for path in paths}
    finally:
        database.stop()


def _count(client: Client, engine: Engine, path: str) -> int:
    client.get(path)  # what is only done once per process does not count
    with _counted(engine) as statements:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(statements)


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
