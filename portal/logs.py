"""Logs without personal data: method, route, status and time; never a body, a query or a name."""

import logging
import time
import uuid

import structlog
from flask import Flask, Response, g, request

from .config import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """One JSON line per request in production, a readable one elsewhere."""
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


def _start_clock() -> None:
    g.request_id = uuid.uuid4().hex
    g.started = time.perf_counter()


def _log_request(response: Response) -> Response:
    structlog.get_logger("houvast").info(
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else "-",
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        request_id=g.get("request_id"),
    )
    return response
