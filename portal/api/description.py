"""The OpenAPI 3.1 description, made from the code and committed as docs/openapi.json."""

from typing import Any

from apiflask import APIFlask
from flask import Response, g, request

from . import blueprint
from .problems import API_VERSION, MEDIA_TYPE

PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"location": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
HEADER = {"API-Version": {"schema": {"type": "string"}, "description": "The version of this API, for instance 1.0.0."}}


def init_app(app: APIFlask) -> None:
    """Say what the API is; every response carries its version."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        VALIDATION_ERROR_STATUS_CODE=422,
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        LOCAL_SPEC_JSON_INDENT=2,
    )
    app.title, app.version = "Houvast dossier-API", API_VERSION
    app.description = "De case file of one client, for the assistant and for chain partners."
    app.contact = {"name": "Houvast", "url": "https://houvast.example/api", "email": "api@houvast.example"}
    app.security_schemes = {"serviceKey": {"type": "http", "scheme": "bearer"}}
    app.servers = [{"url": "https://houvast.example/api/v1", "description": "An example installation"}]
    app.spec_processor(_finish_spec)
    blueprint.after_request(_version_header)


def _version_header(response: Response) -> Response:
    response.headers["API-Version"] = API_VERSION
    g.keep_changes = False
    return response


def _finish_spec(spec: dict[str, Any]) -> dict[str, Any]:
    """Paths relative to the server address, problem responses everywhere, and the version header."""
    prefix = "/api/v1"
    spec["paths"] = {path.removeprefix(prefix): item for path, item in spec["paths"].items()}
    spec.setdefault("components", {}).setdefault("schemas", {})["Probleem"] = PROBLEM_SCHEMA
    for item in spec["paths"].values():
        for operation in (value for value in item.values() if isinstance(value, dict)):
            responses = operation.setdefault("responses", {})
            for status, words in (("400", "Bad request"), ("401", "No service key"), ("404", "Not found")):
                responses[status] = {
                    "description": words,
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
                }
            for response in responses.values():
                response.setdefault("headers", {}).update(HEADER)
    return spec


def openapi(app: APIFlask) -> dict[str, Any]:
    """The description as a dictionary."""
    with app.test_request_context():
        spec: dict[str, Any] = app.spec
    return spec


def is_api_path() -> bool:
    """Whether this request is for the API."""
    return request.path.startswith("/api/")
