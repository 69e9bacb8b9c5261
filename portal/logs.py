"""Logs without personal data: method, route, status and time; never a body, a query, an address or a name.

An error is told by its type and the lines of our code that it passed: its text may quote what somebody typed.
"""

import logging
import time
import traceback
import uuid
from pathlib import Path

import structlog
from flask import Flask, Response, g, request

from .config import Settings

ROOT = Path(__file__).parent.parent


def init_app(app: Flask, settings: Settings) -> None:
    """One JSON line per request in production, a readable one elsewhere (of errors only)."""
    renderer = structlog.processors.JSONRenderer() if settings.is_production else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.INFO if settings.is_production else logging.WARNING
        ),
        cache_logger_on_first_use=True,
    )
    app.before_request(_start_clock)
    app.after_request(_log_request)


def report_error(error: BaseException) -> None:
    """Log an unexpected error: what kind, where, in which request."""
    structlog.get_logger("houvast").error(
        "error",
        kinds=[type(one).__qualname__ for one in _chain(error)],
        where=_places(error),
        route=_route(),
        request_id=g.get("request_id"),
    )


def _start_clock() -> None:
    g.request_id = uuid.uuid4().hex
    g.started = time.perf_counter()


def _log_request(response: Response) -> Response:
    structlog.get_logger("houvast").info(
        "request",
        method=request.method if request.method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") else "other",
        route=_route(),
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        request_id=g.get("request_id"),
    )
    return response


def _route() -> str:
    """The pattern of the address, without what stands in it."""
    return request.url_rule.rule if request.url_rule else "-"


def _chain(error: BaseException) -> list[BaseException]:
    found = [error]
    while (cause := found[-1].__cause__) is not None and cause not in found:
        found.append(cause)
    return found


def _places(error: BaseException) -> list[str]:
    """The lines of our own code, outermost first, and the line where it broke."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename]
    shown = [*ours, *frames[-1:]] if frames[-1:] != ours[-1:] else ours
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in shown]
