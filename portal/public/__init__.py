"""Pages for everybody: accessibility statement, privacy, and whether the portal is alive."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from .. import db as database
from ..security import public

blueprint = Blueprint("public", __name__)


@blueprint.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("public/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept, why, and who sees it."""
    return render_template("public/privacy.html")


@blueprint.get("/livez")
@public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """The database answers too; 503 otherwise."""
    if database.answers():
        return {"status": "ok"}
    return {"status": "no database"}, 503
