"""The page on which a coach or an employee shows the code with which a client lets her help; the same in both doors."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from eportfolio import helping
from eportfolio.helping import CODE_HOLDS


def page(*, make_url: str, back_url: str) -> ResponseReturnValue:
    """The code that holds now, or the button that makes one."""
    code = helping.open_code(g.db, by=g.actor)
    until = code.made_at + CODE_HOLDS if code else None
    return render_template("helped/code.html", code=code, until=until, make_url=make_url, back_url=back_url)
