"""The case API, /api/v1: for the assistant (service key and conversation id), and later for chain partners.

Names on the wire are Dutch, as the Dutch REST API Design Rules ask; `schemas` is the map to the code.
Errors are RFC 9457, all of them together.
"""

from apiflask import APIBlueprint, APIFlask

from ..csrf import csrf

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="gesprekken")


def init_app(app: APIFlask) -> None:
    """Register /api/v1 with its errors and its description."""
    description.init_app(app)
    problems.init_app(app)
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)


from . import conversations, description, problems  # noqa: E402  the routes register themselves
