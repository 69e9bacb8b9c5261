"""A visit to a shared computer: the entry address, calling somebody, and the end of it."""

from contextlib import nullcontext

from flask import g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from eportfolio import help_requests
from i18n import CODES, LANGUAGES

from .. import db as database
from .. import htmx, shared_computer
from ..limits import limiter
from ..security import local_path, passive, public
from . import blueprint

HARMLESS = {"kiosk", "kiosk_place", "csrf_token"}
"""What a browser may still hold on the last page: which computer it is, and the secret of an empty form."""
SHOWN = 30
"""Seconds that the last page stands before the start page of this computer comes back."""


@blueprint.get("/kiosk")
@blueprint.get("/kiosk/<office>")
@blueprint.get("/kiosk/<office>/<spot>")
@public
def entry(office: str = "", spot: str = "") -> ResponseReturnValue:
    """The entry address of a shared computer, with its place if it has one; 404 for a place that does not exist."""
    if g.actor is not None:
        return redirect(url_for("auth.start"))
    here = help_requests.place_of(database.open_session(), office, spot) if office else None
    shared_computer.mark(office, spot)
    rest = shared_computer.ended_url(shared_computer.TIME) if "language" in session else None
    return render_template("kiosk/entry.html", here=here, all_languages=LANGUAGES, languages=[], kiosk_rest_url=rest)


@blueprint.post("/kiosk/eigen-computer")
@public
def own_computer() -> ResponseReturnValue:
    """This is no shared computer after all; only for a browser without a place and nobody signed in."""
    if g.actor is None and not session.get("kiosk_place"):
        shared_computer.unmark()
    return redirect(url_for("auth.start"), 303)


@blueprint.get("/kiosk/hulp")
@public
@passive
def help_status() -> ResponseReturnValue:
    """Is somebody coming? Asked by the page every few seconds; as a page of its own without scripts."""
    return htmx.answer("kiosk/help.html", "kiosk/_help_state.html", request_open=shared_computer.help_state())


@blueprint.post("/kiosk/hulp")
@public
@limiter.limit("10 per minute")
def ask_help() -> ResponseReturnValue:
    """Call an employee; what was typed on the page stays with scripts, and the page comes back without them."""
    shared_computer.ask_for_help()
    return _help_changed()


@blueprint.post("/kiosk/hulp/niet-meer-nodig")
@public
def stop_asking() -> ResponseReturnValue:
    """The person can go on alone."""
    shared_computer.stop_asking()
    return _help_changed()


@blueprint.post("/kiosk/wis")
@public
def wipe() -> ResponseReturnValue:
    """Stop and wipe everything; `reden=tijd` when the page did so because nobody was there any more."""
    reason = shared_computer.TIME if request.form.get("reden") == shared_computer.TIME else None
    return shared_computer.leave(make_response(redirect(shared_computer.ended_url(reason), 303)), reason=reason)


@blueprint.get("/kiosk/klaar")
@public
def ended() -> ResponseReturnValue:
    """A clean page after the visit; the browser learns again which computer it is, and nothing else.

    A browser without scripts comes here by itself when its time is over, with everything it still holds: then that
    goes first, with a redirect, since what one answer wipes and sets at the same time is anybody's guess.
    """
    if g.actor is not None:
        return redirect(url_for("auth.start"))
    if set(session) - HARMLESS and "schoon" not in request.args:
        return _wipe_first()
    label = request.args.get("plek")
    office, spot = shared_computer.labels_in(label)
    start = shared_computer.entry_url(label)
    session.clear()
    if office:
        shared_computer.mark(office, spot)
    wished = request.args.get("taal", "")
    with force_locale(wished) if wished in CODES else nullcontext():
        page = render_template(
            "kiosk/ended.html",
            kiosk=False,
            languages=[],
            start_url=start,
            goes_on=label is not None,
            lapsed=request.args.get("reden") == shared_computer.TIME,
        )
    response = make_response(page)
    if office:
        response.headers["Refresh"] = f"{SHOWN}; url={start}"
    return response


def _wipe_first() -> ResponseReturnValue:
    place, reason, language = (request.args.get(name) for name in ("plek", "reden", "taal"))
    here = url_for(".ended", plek=place, reden=reason, taal=language, schoon=1)
    response = make_response(redirect(here, 303))
    session.clear()
    if request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        response.headers["Clear-Site-Data"] = shared_computer.WIPE
    return response


def _help_changed() -> ResponseReturnValue:
    if htmx.wants_fragment():
        next_page = local_path(request.form.get("next"))
        return render_template(
            "kiosk/_help_state.html", request_open=shared_computer.help_state(), next_page=next_page, fresh=True
        )
    return redirect(local_path(request.form.get("next")) or shared_computer.start_url(), 303)
