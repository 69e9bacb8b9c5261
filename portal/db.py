"""One database session per request: committed when the answer is good, rolled back otherwise."""

from flask import Flask, Response, current_app, g, request
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from eportfolio.audit import AccessLogEntry
from eportfolio.database import make_engine

from .config import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ReadRequestWrote(RuntimeError):
    """A GET tried to change something: a programming error, never the user's."""


def init_app(app: Flask, settings: Settings) -> None:
    """Give the app its session factory and the rule when a request is committed."""
    engine = make_engine(settings.portal_database_url, pool_size=8)
    app.extensions["houvast_engine"] = engine
    app.extensions["houvast_sessions"] = sessionmaker(engine, expire_on_commit=False)
    app.after_request(_finish)
    app.teardown_request(_close)


def open_session() -> Session:
    """The session of this request, opened at its first use."""
    if "db" not in g:
        g.db = current_app.extensions["houvast_sessions"]()
        if request.method in SAFE_METHODS:
            event.listen(g.db, "before_flush", _refuse_writes)
    session: Session = g.db
    return session


def new_session() -> Session:
    """A session outside any request, for commands and jobs; the caller commits."""
    session: Session = current_app.extensions["houvast_sessions"]()
    return session


def answers() -> bool:
    """Whether the database answers."""
    try:
        open_session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _refuse_writes(session: Session, *_: object) -> None:
    changed = [row for row in (*session.new, *session.dirty, *session.deleted) if not isinstance(row, AccessLogEntry)]
    if any(session.is_modified(row) for row in changed):
        raise ReadRequestWrote(f"{request.method} {request.path} wrote {type(changed[0]).__name__}")


def _finish(response: Response) -> Response:
    session: Session | None = g.get("db")
    if session is not None:
        if response.status_code < 400 or g.get("keep_changes", False):
            session.commit()
        else:
            session.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()
