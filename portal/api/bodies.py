"""What a body may be: JSON, and no larger than a person can type."""

from apiflask import APIBlueprint
from flask import abort, request

LARGEST = 64 * 1024


def guard(blueprint: APIBlueprint) -> None:
    """413 for a body that is too large, 415 for one that is not JSON."""
    blueprint.before_request(_check)


def _check() -> None:
    request.max_content_length = LARGEST
    if request.method not in ("POST", "PUT"):
        return
    if request.mimetype != "application/json":
        abort(415, description="The body must be application/json.")
    _read()


def _read() -> None:
    """Read the body here once; brackets without end are a mistake of the sender, not of ours."""
    try:
        request.get_json()
    except RecursionError:
        abort(400, description="The body is nested too deeply.")
