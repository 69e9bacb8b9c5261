"""The shared computer in the job centre: short, visible, and nothing stays behind; and the employee who helps there."""

from flask import Blueprint

from eportfolio.people import Role

from ..security import guard

blueprint = Blueprint("kiosk", __name__)
guard(blueprint, Role.HELPER)

from . import desk, together, visit  # noqa: E402, F401  routes register themselves
