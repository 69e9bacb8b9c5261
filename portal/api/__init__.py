"""The case API, /api/v1: for the assistant (service key and conversation id), and later for chain partners.

Names on the wire are Dutch, as the Dutch REST API Design Rules ask; `schemas` is the map to the code.
Errors are RFC 9457, all of them together. Each request goes through the same gate: who calls (`callers`), is the body
JSON of a fair size (`bodies`), was this request sent before (`repeats`). Then the route calls the same commands of the
case file as the pages do.
"""

from apiflask import APIBlueprint, APIFlask
from flask import Response

from ..csrf import csrf

PREFIX = "/api/v1"
VERSION = "1.0.0"

blueprint = APIBlueprint("api", __name__, url_prefix=PREFIX)


def init_app(app: APIFlask) -> None:
    """Register /api/v1 with its gate, its errors and its description."""
    description.init_app(app)
    problems.init_app(app)
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)


@blueprint.after_request
def _version_header(response: Response) -> Response:
    response.headers["API-Version"] = VERSION
    return response


from . import bodies, callers, description, problems, repeats  # noqa: E402  they need the blueprint

callers.guard(blueprint)
bodies.guard(blueprint)
repeats.guard(blueprint)

from . import routes  # noqa: E402, F401  they register themselves
