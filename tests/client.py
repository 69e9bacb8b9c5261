"""A test client that behaves as a browser: signs in, carries CSRF tokens, and refuses invalid pages."""

import re
from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from eportfolio import access
from portal.auth.people import SignedIn
from tests.people import Someone

CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"')


class PortalClient(FlaskClient):
    """`sign_in(someone)`, then `get` and `submit`; every HTML page is parsed strictly."""

    def sign_in(self, someone: Someone, *, kiosk: bool = False) -> "PortalClient":
        """Sign in without the form: a session row and its cookie."""
        sessions = self.application.extensions["houvast_sessions"]
        with sessions() as db:
            access.act_at_the_door(db)
            row, token = access.start_session(db, someone.account, kiosk=kiosk)
            db.commit()
            user = SignedIn(token, row)
        with self.session_transaction() as cookie:
            cookie["_user_id"] = user.get_id()
            cookie["_fresh"] = True
            cookie["kiosk"] = kiosk
        return self

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and response.status_code not in (302, 303):
            check_html(response.text, fragment=not response.text.lstrip().lower().startswith("<!doctype"))
        return response

    def submit(
        self, url: str, data: dict[str, Any] | None = None, *, page: str | None = None, **kw: Any
    ) -> TestResponse:
        """POST a form as the page `page` (default: the url itself) would: with its CSRF token."""
        token = self.csrf_token(page or url)
        return self.post(url, data={"csrf_token": token, **(data or {})}, **kw)

    def csrf_token(self, page: str = "/toegankelijkheid") -> str:
        """A token of this browser's session, from a form of the page or else of a public page."""
        for address in (page, "/inloggen", "/toegankelijkheid"):
            found = CSRF.search(self.get(address, follow_redirects=True).text)
            if found:
                return found[1] or found[2]
        raise AssertionError(f"no form with a CSRF token on {page}")


def check_html(text: str, *, fragment: bool = False) -> None:
    """Raise when the markup is not well-formed HTML5."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parseFragment(text) if fragment else parser.parse(text)
    errors = [
        f"{position}: {code} {data}"
        for position, code, data in parser.errors
        if code not in {"expected-doctype-but-got-start-tag"}
    ]
    assert not errors, "\n".join(errors[:5])
