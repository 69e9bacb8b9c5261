"""The front door: who are you, for how long, and out again."""

from flask import Blueprint

blueprint = Blueprint("auth", __name__)

from . import (  # noqa: E402, F401  routes register themselves
    confirm,
    password,
    sessions,
    sign_in,
)
