"""What goes wrong is said in plain words, with what to do next; to machines as a problem (RFC 9457)."""

from http import HTTPStatus

from apiflask import APIFlask
from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from eportfolio import access
from eportfolio.base import CaseFileError, Conflict, Invalid, NotAllowed, NotFound

from . import logs
from .security import local_path

DESIGNED = (400, 403, 404, 409, 413, 422, 429, 500)
STATUS_OF: dict[type[CaseFileError], int] = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422}
API = "/api/"
SECONDS_TO_RECOVER = 5
"""What a database needs to be there again after it was killed."""
READ_AT_MOST = 64 * 1024 * 1024
"""Bytes of a too large body that are still taken in: a browser shows our answer only after it has sent its own."""


def init_app(app: APIFlask) -> None:
    """Register the designed answers for every error a person or a machine can meet."""
    app.register_error_handler(CaseFileError, _case_file_refused)
    app.register_error_handler(StaleDataError, _somebody_was_first)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)


def status_of(error: CaseFileError) -> int:
    """The HTTP status of a refusal by the case file."""
    return next((status for kind, status in STATUS_OF.items() if isinstance(error, kind)), 409)


def page(status: int, **context: object) -> ResponseReturnValue:
    """The designed answer of this status; what was not committed is rolled back by portal.db."""
    if request.path.startswith(API):
        return _problem(status)
    shown = status if status in DESIGNED else 400 if status < 500 else 500
    if shown == 500:
        return current_app.jinja_env.get_template("errors/500.html").render(), status
    return render_template(f"errors/{shown}.html", **context), status


def _case_file_refused(error: CaseFileError) -> ResponseReturnValue:
    return page(status_of(error))


def _somebody_was_first(_error: StaleDataError) -> ResponseReturnValue:
    _start_over()
    return page(409)


def _unstorable(error: DataError) -> ResponseReturnValue:
    """A value that no form check caught and no column can hold: the sender's mistake, though ours to look at."""
    logs.report_error(error)
    _start_over()
    return page(400)


def _database_away(error: OperationalError) -> ResponseReturnValue:
    """It stopped, is starting, or had no time: nothing was stored, and the same request may be sent again."""
    logs.report_error(error)
    answer = current_app.make_response(page(503))
    answer.headers["Retry-After"] = str(SECONDS_TO_RECOVER)
    return answer


def _form_too_old(_error: CSRFError) -> ResponseReturnValue:
    """A form of before a restart of the browser, or of a session that another tab has ended."""
    if g.get("actor") is not None or request.path.startswith(API):
        return page(400)
    if request.endpoint in ("auth.sign_out", "auth.sign_out_everywhere"):
        onward = local_path(request.form.get("verder"))
        return redirect(url_for("auth.signed_out", reden=request.form.get("reden"), verder=onward), 303)
    if request.endpoint == "kiosk.wipe":
        place, reason = request.args.get("plek"), request.form.get("reden")
        return redirect(url_for("kiosk.ended", plek=place, reden=reason), 303)
    if request.endpoint == "auth.sign_in" and not request.cookies:
        return page(400, no_cookies=True)
    flash(_("Uw pagina was te oud. Probeer het nog een keer."), "warning")
    return redirect(url_for("auth.sign_in"), 303)


def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    left = min(READ_AT_MOST, request.content_length or 0)
    while left > 0 and (chunk := request.environ["wsgi.input"].read(min(64 * 1024, left))):
        left -= len(chunk)
    return page(413, is_file=request.mimetype == "multipart/form-data")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    answer = current_app.make_response(page(code))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _broken(error: Exception) -> ResponseReturnValue:
    if current_app.testing or current_app.debug:
        raise error
    logs.report_error(error)
    return page(500)


def _problem(status: int) -> ResponseReturnValue:
    """Machines get application/problem+json; the API brings the builder."""
    phrase = HTTPStatus(status).phrase
    answer: ResponseReturnValue = current_app.extensions["houvast_problem"](status, phrase, phrase)
    return answer


def _start_over() -> None:
    """The database gave up this transaction, and the page around the message asks it again, as the same person."""
    session = g.get("db")
    if session is None:
        return
    session.rollback()
    if g.get("actor") is not None:
        access.act_as(session, g.actor)
