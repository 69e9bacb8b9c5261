"""The shared computer: how a browser is marked as one, and how a visit ends without leaving anything behind.

Not a door: the front door, the kiosk and the guards all ask it. A browser is marked by the entry address
of the computer (/kiosk/werkplein-zuid/3) or by the person's own choice at sign-in.
"""

import uuid
from typing import Any

from flask import Response, g, request, session, url_for
from flask_babel import get_locale
from flask_login import logout_user

import i18n
from eportfolio import access, help_requests, people
from eportfolio.access import Actor, LoginSession
from eportfolio.help_requests import HelpRequest, Place
from eportfolio.people import Role

from . import db as database
from .forget import forget_kiosk_visit

KEPT_AT_SIGN_IN = ("language", "kiosk", "kiosk_place", "help")
"""What a browser still knows when somebody signs in: nothing about a person."""
WIPE = '"cache", "cookies", "storage"'
TIME = "tijd"
"""Why a visit ended: nobody was there any more."""


def is_shared() -> bool:
    """Whether this browser is that of a shared computer."""
    return bool(session.get("kiosk"))


def mark(office: str = "", spot: str = "") -> None:
    """From here on this is a shared computer, at the place of its entry address."""
    session["kiosk"] = True
    session["kiosk_place"] = "/".join(part for part in (office, spot) if part)


def unmark() -> None:
    """It was somebody's own computer after all."""
    for name in ("kiosk", "kiosk_place", "help"):
        session.pop(name, None)


def place() -> Place | None:
    """Where this computer stands, as far as its entry address told."""
    office, spot = labels_in(session.get("kiosk_place"))
    return help_requests.place_of(database.open_session(), office, spot) if office else None


def labels_in(text: str | None) -> tuple[str, str]:
    """Office and spot in the place of an entry address ("werkplein-zuid/3"); empty for what cannot be one."""
    office, _, spot = (text or "").partition("/")
    if not help_requests.OFFICE.fullmatch(office) or (spot and not help_requests.SPOT.fullmatch(spot)):
        return "", ""
    return office, spot


def entry_url(label: str | None) -> str:
    """The start page of the computer with this place; the front page when it became a shared one at sign-in."""
    if label is None:
        return url_for("auth.start")
    office, spot = labels_in(label)
    return url_for("kiosk.entry", office=office or None, spot=spot or None)


def start_url() -> str:
    """The start page of this computer."""
    return entry_url(session.get("kiosk_place"))


def ended_url(reason: str | None = None) -> str:
    """The clean last page; it names entry address and language, since the browser has forgotten both by then."""
    language = str(get_locale())
    other = language if language != i18n.DEFAULT else None
    return url_for("kiosk.ended", plek=session.get("kiosk_place"), reden=reason, taal=other)


def leave(response: Response, *, reason: str | None = None) -> Response:
    """End the visit: the session on the server, what was said to the assistant here, and what the browser holds.

    Works for a session that has timed out as well; at home the language stays.
    """
    row: LoginSession | None = g.get("login") or g.get("lapsed")
    shared = is_shared() or (row is not None and row.kiosk)
    if reason != TIME:
        stop_asking()
    if row is not None:
        _end(row)
    language = session.get("language")
    logout_user()
    session.clear()
    if shared:
        response.headers["Clear-Site-Data"] = WIPE
    elif language:
        session["language"] = language
    return response


def _end(row: LoginSession) -> None:
    db = database.open_session()
    actor = Actor(row.account_id, row.account.role, row.account.name, row.channel)
    access.act_as(db, actor)
    access.end_session(db, row.id, account_id=row.account_id)
    if row.kiosk and actor.role is Role.CLIENT:
        forget_kiosk_visit(db, people.case_of_client(db, actor.account_id), by=actor)


def ask_for_help() -> None:
    """Call an employee; a second press changes nothing while somebody is on the way."""
    if help_state() is None:
        db = _someone()
        session["help"] = str(help_requests.ask(db, place=place(), language=str(get_locale())))
        g.pop("help_request", None)


def stop_asking() -> None:
    """The person needs no help any more."""
    known = _known_request()
    if known is not None:
        help_requests.withdraw(_someone(), known)
    session.pop("help", None)
    g.help_request = None


def help_state() -> HelpRequest | None:
    """The open request of this browser; asks the database only when there may be one."""
    if "help_request" not in g:
        known = _known_request()
        g.help_request = help_requests.my_request(_someone(), known) if known else None
    found: HelpRequest | None = g.help_request
    return found


def frame() -> dict[str, Any]:
    """What the layouts show on a shared computer."""
    if not is_shared():
        return {"kiosk": False}
    return {
        "kiosk": True,
        "kiosk_help": help_state() if request.endpoint else None,  # an unknown address asks nothing
        "kiosk_help_url": url_for("kiosk.ask_help"),
        "kiosk_wipe_url": url_for("kiosk.wipe", plek=session.get("kiosk_place")),
        "kiosk_rest_url": ended_url(TIME),
        "kiosk_start_url": start_url(),
    }


def _known_request() -> uuid.UUID | None:
    try:
        return uuid.UUID(session.get("help", ""))
    except ValueError:
        return None


def _someone() -> Any:
    """The database session, as the signed-in person or as nobody at the door."""
    db = database.open_session()
    if g.get("actor") is None:
        access.act_at_the_door(db)
    return db
