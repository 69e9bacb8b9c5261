"""Errors of the API: application/problem+json (RFC 9457), 400 for what is wrong in the request, all errors together."""

import json
from http import HTTPStatus
from typing import Any

from apiflask import APIFlask, HTTPError
from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from eportfolio.base import CaseFileError

from ..errors import status_of
from . import blueprint

MEDIA_TYPE = "application/problem+json"


def init_app(app: APIFlask) -> None:
    """Answer every error under /api/v1 as a problem, also for addresses that do not exist there."""
    blueprint.register_error_handler(HTTPException, _http_problem)
    blueprint.register_error_handler(HTTPError, _validation_problem)
    blueprint.register_error_handler(CaseFileError, _case_file_problem)
    app.error_processor(_validation_problem)


def problem(status: int, title: str, detail: str, *, errors: list[dict[str, str]] | None = None) -> Response:
    """One problem document; `errors` has `location` and `message` per mistake."""
    body: dict[str, Any] = {"status": status, "title": title, "detail": detail, "instance": request.path}
    if errors:
        body["errors"] = errors
    response = current_app.response_class(json.dumps(body, ensure_ascii=False), status=status, mimetype=MEDIA_TYPE)
    response.headers["API-Version"] = API_VERSION
    return response


API_VERSION = "1.0.0"


def _http_problem(error: HTTPException) -> Response:
    status = error.code or 500
    return problem(status, HTTPStatus(status).phrase, error.description or HTTPStatus(status).phrase)


def _case_file_problem(error: CaseFileError) -> Response:
    status = status_of(error)
    status = 400 if status == 422 else status
    return problem(status, HTTPStatus(status).phrase, str(error) or HTTPStatus(status).phrase)


def _validation_problem(error: HTTPError) -> Response:
    if error.status_code != 422:
        return problem(error.status_code, HTTPStatus(error.status_code).phrase, error.message or "")
    mistakes = [
        {"location": f"{place}.{field}", "message": str(message)}
        for place, fields in (error.detail or {}).items()
        for field, messages in _flat(fields).items()
        for message in (messages if isinstance(messages, list) else [messages])
    ]
    return problem(400, "Bad Request", "The request is not valid; see errors.", errors=mistakes)


def _flat(fields: Any) -> dict[str, Any]:
    return fields if isinstance(fields, dict) else {"": fields}
