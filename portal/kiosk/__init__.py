"""The shared computer in the job centre: short, visible, and nothing stays behind."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from eportfolio.people import Role

from ..security import guard, public

blueprint = Blueprint("kiosk", __name__)
guard(blueprint, Role.HELPER)


@blueprint.get("/kiosk")
@public
def entry() -> ResponseReturnValue:
    """The entry address of a shared computer."""
    session["kiosk"] = True
    return render_template("kiosk/entry.html")


@blueprint.post("/kiosk/hulp")
@public
def ask_help() -> ResponseReturnValue:
    """Call an employee."""
    return redirect(url_for("kiosk.entry"), 303)


@blueprint.post("/kiosk/wis")
@public
def wipe() -> ResponseReturnValue:
    """Stop and wipe everything."""
    return redirect(url_for("kiosk.ended"), 303)


@blueprint.get("/kiosk/klaar")
@public
def ended() -> ResponseReturnValue:
    """A clean page after the session."""
    return render_template("kiosk/ended.html")


@blueprint.get("/balie")
def desk() -> ResponseReturnValue:
    """The centre employee's page: who asked for help."""
    return render_template("kiosk/desk.html")
