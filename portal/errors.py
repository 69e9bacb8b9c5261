"""What goes wrong is said in plain words, with what to do next."""

from apiflask import APIFlask
from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from eportfolio.base import CaseFileError, Conflict, Invalid, NotAllowed, NotFound

DESIGNED = (400, 403, 404, 413, 422, 429, 500)
STATUS_OF: dict[type[CaseFileError], int] = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422}


def init_app(app: APIFlask) -> None:
    """Register the designed pages for every error a person can meet."""
    app.register_error_handler(CaseFileError, _case_file_refused)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)


def status_of(error: CaseFileError) -> int:
    """The HTTP status of a refusal by the case file."""
    return next((status for kind, status in STATUS_OF.items() if isinstance(error, kind)), 409)


def _case_file_refused(error: CaseFileError) -> ResponseReturnValue:
    status = status_of(error)
    if status == 409:
        return page(409, "errors/409.html")
    return page(status, f"errors/{status}.html")


def _form_too_old(_error: CSRFError) -> ResponseReturnValue:
    if g.get("actor") is None and request.method == "POST":
        flash(_("Uw pagina was te oud. Probeer het nog een keer."), "warning")
        return redirect(url_for("auth.sign_in"), 303)
    return page(400, "errors/400.html")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    return page(code, f"errors/{code if code in DESIGNED else 400 if code < 500 else 500}.html")


def _broken(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("unexpected error at %s", request.endpoint, exc_info=error)
    if current_app.testing or current_app.debug:
        raise error
    return page(500, "errors/500.html")


def page(status: int, template: str) -> ResponseReturnValue:
    """An error page; what was not committed is rolled back by portal.db."""
    return render_template(template), status
