"""The OpenAPI 3.1 description, made from the code and committed as docs/openapi.json.

APIFlask writes paths and bodies; here come the parts that hold for every operation: problems, headers, the
conversation, and the schemas, named as the classes are.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from apiflask import APIFlask
from flask import Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from ..security import public
from . import PREFIX, VERSION, blueprint, callers, repeats
from .problems import MEDIA_TYPE
from .schemas.wire import Listed, Page, Received, Wire

ABOUT = """\
Het dossier van één klant, voor de assistent en later voor ketenpartners.

- **Wie**: `Authorization: Bearer <servicesleutel>`, en het gesprek waarin de klant spreekt: in het adres of in de
  header `Gesprek-Id`. Een gesprek geeft toegang tot het dossier van die klant en tot niets anders.
- **Fouten**: `application/problem+json` (RFC 9457), alle fouten in één antwoord, in het Engels, voor programmeurs.
- **Twee keer hetzelfde**: een POST met `Idempotency-Key` doet zijn werk één keer; herhalen geeft 24 uur lang
  hetzelfde antwoord.
- **Wijzigen**: wat versies heeft, krijgt een `ETag`; stuur die terug in `If-Match`. 412: iemand was eerder.
- **Grenzen**: 120 aanroepen per minuut per gesprek, 64 KiB per aanroep.
"""
TAGS = {
    "gesprekken": "Een gesprek van een klant met de assistent",
    "artikelen": "Rechten en plichten, met bron en datum",
    "dossiers": "Het dossier van een klant",
    "afspraken": "Afspraken tussen klant en organisatie",
    "sollicitaties": "Sollicitaties van de klant",
    "berichten": "Berichten tussen klant en coach",
}
PROBLEM = {
    "type": "object",
    "description": "Een fout (RFC 9457)",
    "required": ["status", "title", "detail", "instance"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "Het adres dat gevraagd werd"},
        "errors": {
            "type": "array",
            "description": "Elke fout in de invoer, met de plaats ervan",
            "items": {
                "type": "object",
                "required": ["location", "message"],
                "properties": {"location": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
HEADERS: dict[str, Any] = {
    "ApiVersion": {"schema": {"type": "string"}, "required": True, "description": "De versie van deze API"},
    "ETag": {"schema": {"type": "string"}, "required": True, "description": "De versie van wat is gelezen of gemaakt"},
    "Location": {"schema": {"type": "string"}, "description": "Het adres van wat is gemaakt of veranderd"},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "De ETag van wat u wilt veranderen",
    "schema": {"type": "string"},
}
PARAMETERS: dict[str, Any] = {
    "Gesprek": {
        "name": callers.HEADER,
        "in": "header",
        "required": True,
        "description": "Het gesprek waarin de klant spreekt",
        "schema": {"type": "string"},
    },
    "Herhaling": {
        "name": repeats.HEADER,
        "in": "header",
        "required": False,
        "description": "Een sleutel per opdracht, zodat herhalen veilig is",
        "schema": {"type": "string", "pattern": repeats.PATTERN, "minLength": 8, "maxLength": 64},
    },
    "AlsVersie": {**IF_MATCH, "required": False},
    "AlleenVersie": {**IF_MATCH, "required": True},
}
KEPT = "houvast_openapi"
EVERYWHERE = (400, 401, 404, 429)
WITH_BODY = (413, 415)
PROBLEMS = (400, 401, 403, 404, 409, 412, 413, 415, 428, 429)


def init_app(app: APIFlask) -> None:
    """Say what the API is."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        VALIDATION_ERROR_STATUS_CODE=422,  # the sign of a validation error; it goes out as 400
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
    )
    app.title, app.version, app.description = "Houvast dossier-API", VERSION, ABOUT
    app.contact = {"name": "Houvast", "url": "https://houvast.example/api", "email": "api@houvast.example"}
    app.license = {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"}
    app.tags = [{"name": name, "description": words} for name, words in TAGS.items()]
    app.security_schemes = {"serviceKey": {"type": "http", "scheme": "bearer"}}
    app.servers = [{"url": f"https://houvast.example{PREFIX}", "description": "Voorbeeld van een installatie"}]
    app.spec_processor(_finish)


@blueprint.get("/openapi.json")
@blueprint.doc(hide=True)
@public
def read_description() -> Response:
    """This description, for everybody, also from another website (as the design rules ask)."""
    response = jsonify(openapi(current_app))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def openapi(app: Any) -> dict[str, Any]:
    """The description as a dictionary, made once."""
    if KEPT not in app.extensions:
        for door in app.blueprints.values():  # APIFlask takes every blueprint for one of its own
            door.enable_openapi = door is blueprint
        with app.test_request_context():
            app.extensions[KEPT] = app.spec
    spec: dict[str, Any] = app.extensions[KEPT]
    return spec


def _finish(spec: Any) -> Any:
    spec["paths"] = {path.removeprefix(PREFIX): item for path, item in sorted(spec["paths"].items())}
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            _finish_operation(path, method, operation)
    spec["components"] |= {
        "schemas": {**_schemas(), "Probleem": PROBLEM},
        "responses": {f"Probleem{status}": _problem_response(status) for status in PROBLEMS},
        "parameters": PARAMETERS,
        "headers": HEADERS,
    }
    return spec


def _finish_operation(path: str, method: str, operation: dict[str, Any]) -> None:
    if_match, versioned = operation.pop("x-if-match"), operation.pop("x-versioned")
    refuses = operation.pop("x-refuses")
    operation["parameters"] = [_without_titles(_exact(parameter)) for parameter in operation.get("parameters", [])]
    operation["parameters"] += [_reference("parameters", name) for name in _shared(path, method, if_match)]
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    for status, response in operation["responses"].items():
        response["description"] = HTTPStatus(int(status)).phrase
        response["headers"] = _headers(versioned=versioned, made=status == "201" and "/overdrachten" not in path)
    with_body = (*WITH_BODY, *((409,) if method == "post" else ())) if method in ("post", "put") else ()
    for status in sorted({*EVERYWHERE, *with_body, *refuses}):
        operation["responses"][str(status)] = _reference("responses", f"Probleem{status}")


def _exact(parameter: dict[str, Any]) -> dict[str, Any]:
    """APIFlask does not know that an id in an address is a UUID."""
    is_uuid = parameter["in"] == "path" and parameter["name"] not in ("gesprekId", "artikelId")
    return {**parameter, "schema": {"type": "string", "format": "uuid"}} if is_uuid else parameter


def _shared(path: str, method: str, if_match: str | None) -> list[str]:
    names = ["Gesprek"] if path.startswith("/dossiers") else []
    names += ["Herhaling"] if method == "post" else []
    return names + {"optional": ["AlsVersie"], "required": ["AlleenVersie"]}.get(if_match or "", [])


def _headers(*, versioned: bool, made: bool) -> dict[str, Any]:
    headers = {"API-Version": _reference("headers", "ApiVersion")}
    if versioned:
        headers["ETag"] = _reference("headers", "ETag")
    if made:
        headers["Location"] = _reference("headers", "Location")
    return headers


def _reference(kind: str, name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _problem_response(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "headers": _headers(versioned=False, made=False),
        "content": {MEDIA_TYPE: {"schema": _reference("schemas", "Probleem")}},
    }


def _schemas() -> dict[str, Any]:
    """Every schema under the name of its class: what comes in as it is read, what goes out as it is written."""
    modes: list[tuple[type[BaseModel], Any]] = [
        (model, "validation" if issubclass(model, Received) else "serialization")
        for model in _descendants(Wire)
        if model not in (Received, Listed) and not issubclass(model, Page)
    ]
    _, definitions = models_json_schema(modes, ref_template="#/components/schemas/{model}")
    schemas: dict[str, Any] = _without_titles(definitions["$defs"])
    for schema in schemas.values():
        schema.pop("description", None)  # the docstring of the class, which is in English
    return {name: schemas[name] for name in sorted(schemas)}


def _descendants(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from _descendants(child)


def _without_titles(schema: Any) -> Any:
    """Without the titles that pydantic derives from the names: they say nothing new."""
    if isinstance(schema, list):
        return [_without_titles(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _without_titles(part) for key, part in schema.items() if not (key == "title" and isinstance(part, str))
    }
