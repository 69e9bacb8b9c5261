"""The case API for machines: the assistant, and later chain partners."""

from apiflask import APIFlask


def init_app(app: APIFlask) -> None:
    """Register /api/v1."""
