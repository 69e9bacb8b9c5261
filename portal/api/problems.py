"""Errors of the API: application/problem+json (RFC 9457), 400 for what is wrong in the request, all errors together.

The texts are for programmers and in English, as those of the libraries are.
"""

import json
from http import HTTPStatus
from typing import Any, NoReturn

from apiflask import APIFlask, HTTPError
from flask import Response, abort, current_app, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from eportfolio.applications import ChangedMeanwhile
from eportfolio.base import CaseFileError, Invalid

from ..errors import status_of
from . import VERSION, blueprint

MEDIA_TYPE = "application/problem+json"
NOT_VALID = "The request is not valid; see errors."
KEPT_HEADERS = ("Allow", "Retry-After")
FIELDS = {
    "agency_does": "organisatieDoet",
    "answer": "tekst",
    "answer_by": "antwoordVoor",
    "applications": "sollicitaties",
    "applied_on": "datum",
    "client_does": "klantDoet",
    "contact": "contactpersoon",
    "due_on": "klaarOp",
    "employer": "werkgever",
    "job": "functie",
    "note": "opmerking",
    "on": "datum",
    "review_on": "terugkijkenOp",
    "text": "tekst",
    "title": "titel",
    "vacancy_url": "vacature",
    "why": "waarom",
    "words": "toelichting",
}
"""The names of the case file's fields on the wire, for its refusals."""


def init_app(app: APIFlask) -> None:
    """`portal.errors` builds its answers to machines with this, also for addresses that do not exist."""
    app.extensions["houvast_problem"] = problem


def problem(status: int, title: str, detail: str, *, errors: list[dict[str, str]] | None = None) -> Response:
    """One problem document; `errors` has `location` and `message` per mistake."""
    body: dict[str, Any] = {"status": status, "title": title, "detail": detail, "instance": request.path}
    if errors:
        body["errors"] = errors
    response = current_app.response_class(json.dumps(body, ensure_ascii=False), status=status, mimetype=MEDIA_TYPE)
    response.headers["API-Version"] = VERSION
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def refuse(status: int, detail: str, *, location: str = "", message: str = "") -> NoReturn:
    """End this request with a problem, about one place in it if there is one."""
    errors = [{"location": location, "message": message}] if location else None
    abort(problem(status, HTTPStatus(status).phrase, detail, errors=errors))


@blueprint.errorhandler(HTTPException)
def _http_problem(error: HTTPException) -> Response:
    if error.response is not None:
        return current_app.make_response(error.get_response())
    status = error.code or 500
    phrase = HTTPStatus(status).phrase
    response = problem(status, phrase, error.description or phrase)
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            response.headers[name] = value
    if status == 429:
        response.headers.setdefault("Retry-After", "60")
    return response


@blueprint.errorhandler(CaseFileError)
def _case_file_problem(error: CaseFileError) -> Response:
    detail = str(error) or HTTPStatus(status_of(error)).phrase
    if isinstance(error, Invalid):
        place = f"json.{FIELDS.get(error.field or '', error.field)}" if error.field else "json"
        return problem(400, "Bad Request", NOT_VALID, errors=[{"location": place, "message": detail}])
    status = 412 if isinstance(error, ChangedMeanwhile) else status_of(error)
    return problem(status, HTTPStatus(status).phrase, detail)


@blueprint.errorhandler(HTTPError)
def _validation_problem(error: HTTPError) -> Response:
    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return problem(error.status_code, HTTPStatus(error.status_code).phrase, error.message or "")
    place = next(iter(error.detail), "json")
    errors = [
        {"location": ".".join([place, *map(str, mistake["loc"])]), "message": mistake["msg"]}
        for mistake in cause.errors(include_url=False, include_context=False, include_input=False)
    ]
    return problem(400, "Bad Request", NOT_VALID, errors=errors)
