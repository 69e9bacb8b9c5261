"""The description of the API: it is the committed one, and what it says is what happens (schemathesis)."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from eportfolio import agreements
from portal.api.description import openapi
from tests.eportfolio.test_agreements import terms
from tests.machine import Machine, machine_of
from tests.people import People, act

EXAMPLES = 6
COMMITTED = Path(__file__).parent.parent.parent / "docs" / "openapi.json"
OPERATIONS = [
    (method, path)
    for path, item in json.loads(COMMITTED.read_text(encoding="utf-8"))["paths"].items()
    for method in item
]
NOT_CHECKED = [positive_data_acceptance]
"""The case file refuses more than a schema can say, such as a date that has been."""


def test_the_committed_description_is_that_of_the_code(app: Flask) -> None:
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == openapi(app), "run `make api`"


def test_the_description_is_for_everybody(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.get_json() == openapi(app)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.fixture
def known(app: Flask, people: People) -> dict[str, Any]:
    """Ids that exist, so that calls reach further than 404, and the headers of a caller."""
    client = people.client()
    machine = machine_of(app, client)
    with app.extensions["houvast_sessions"]() as db:
        agreement, _ = agreements.propose(db, client.case, by=act(db, client.coach), terms=terms())
        db.commit()
    return {
        "machine": machine,
        "gesprekId": machine.token,
        "dossierId": machine.case_id,
        "afspraakId": str(agreement.id),
        "sollicitatieId": _made(machine, "sollicitaties"),
        "berichtId": _made(machine, "berichten"),
        "artikelId": "gen-objection",
    }


def _made(machine: Machine, kind: str) -> str:
    bodies = {
        "sollicitaties": {"werkgever": "De Linde", "functie": "Kok", "datum": "2026-01-12", "hoe": "email"},
        "berichten": {"tekst": "Goedemorgen"},
    }
    made = machine.post("{dossier}/" + kind, bodies[kind]).get_json()
    return str(made["id"])


@pytest.fixture(scope="module")
def schema(app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_what_the_description_says_is_what_happens(
    schema: Any, known: dict[str, Any], method: str, path: str, mode: GenerationMode
) -> None:
    machine = known["machine"]
    credentials = {"Authorization": f"Bearer {machine.key}"}

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def call(case: schemathesis.Case) -> None:
        if mode is GenerationMode.POSITIVE:
            case.path_parameters.update({name: known[name] for name in case.path_parameters})
            real = {"Gesprek-Id": machine.token, "If-Match": "*"}
            case.headers.update({name: real[name] for name in real if name in case.headers})
        case.call_and_validate(headers=credentials, excluded_checks=NOT_CHECKED)

    call()
