"""Who is signed in now: Flask-Login over our own session rows."""

from dataclasses import dataclass

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from eportfolio import access
from eportfolio.access import Actor, LoginSession
from eportfolio.base import now
from eportfolio.people import Account, Role

from .. import db as database
from .. import helped
from ..security import is_passive
from ..shared_computer import KEPT_AT_SIGN_IN

login_manager = LoginManager()
login_manager.session_protection = None  # a phone changes its address; the session row is what counts


@dataclass
class SignedIn(UserMixin):
    """A live session and its person; its id is the secret token that the cookie holds."""

    token: str
    row: LoginSession

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    """Find out, before each request, who is there."""
    login_manager.init_app(app)
    app.before_request(_load_actor)


@login_manager.user_loader
def _load(token: str) -> SignedIn | None:
    db = database.open_session()
    row = access.session_of_token(db, token)
    if row is None:
        return None
    at = now()
    if not row.is_live(at) or row.account.disabled_at is not None:
        g.lapsed = row
        access.act_at_the_door(db)
        return None
    if not is_passive(request.endpoint):
        access.touch(db, row, at=at)
    return SignedIn(token, row)


def _load_actor() -> None:
    g.actor = None
    g.login = None
    g.lapsed = None
    if request.blueprint == "api":
        return
    if current_user.is_authenticated:
        sign_on(current_user.row)


def sign_on(row: LoginSession) -> None:
    """Let the person of this session be the actor of the request, as she is already for the database."""
    account = row.account
    g.db = database.open_session()
    g.login = row
    g.account = account
    beside = helped.helper() if account.role is Role.CLIENT else None
    g.actor = Actor(account.id, account.role, account.name, row.channel, beside)


def sign_in_person(account: Account, *, kiosk: bool) -> LoginSession:
    """Start a session for someone whose identity was proven, in a fresh cookie; an earlier one of this browser ends."""
    db = database.open_session()
    if g.get("login") is not None:
        access.act_as(db, g.actor)
        access.end_session(db, g.login.id, account_id=g.login.account_id)
    access.act_at_the_door(db)
    row, token = access.start_session(db, account, kiosk=kiosk, browser=request.user_agent.string)
    row.account = account
    kept = {name: session[name] for name in KEPT_AT_SIGN_IN if name in session}
    session.clear()
    session.update(kept)
    session["kiosk"] = kiosk
    login_user(SignedIn(token, row))
    sign_on(row)
    access.act_as(db, g.actor)
    return row
