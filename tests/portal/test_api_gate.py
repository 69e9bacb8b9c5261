"""What every call to the API goes through: key, conversation, media type, size, repeats, limits, errors."""

import dataclasses
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from eportfolio.base import now
from eportfolio.conversations import LIFETIME
from portal import create_app
from portal.api.bodies import LARGEST
from portal.config import Settings
from portal.limits import limiter
from tests.client import PortalClient
from tests.machine import Machine, machine_of, problem_of
from tests.people import People, Someone

MESSAGE = {"tekst": "Goedemorgen, ik heb een vraag."}


@pytest.fixture
def client(people: People) -> Someone:
    return people.client()


@pytest.fixture
def machine(app: Flask, client: Someone) -> Machine:
    return machine_of(app, client)


def test_without_the_key_nothing_is_said_about_the_conversation(machine: Machine) -> None:
    for key in ("", "wrong", "é"):
        answer = dataclasses.replace(machine, key=key).get("{gesprek}")
        problem_of(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_unknown_ended_and_expired_conversations_are_not_found(machine: Machine) -> None:
    for token in ("x" * 32, "short", "with%00nul-and-more", "../../inloggen"):
        problem_of(machine.get(f"/gesprekken/{token}"), 404)
        if "%" not in token:
            problem_of(dataclasses.replace(machine, token=token).get("{dossier}"), 404)
    with time_machine.travel(now() + LIFETIME):
        problem_of(machine.get("{gesprek}"), 404)
    assert machine.get("{gesprek}").status_code == 200


def test_a_file_is_reached_in_its_own_conversation_only(app: Flask, machine: Machine, people: People) -> None:
    other = machine_of(app, people.client())
    crossed = dataclasses.replace(machine, case_id=other.case_id)
    for path in ("", "/afspraken", "/sollicitaties", "/documenten", "/berichten", "/intake"):
        problem_of(crossed.get("{dossier}" + path), 404)
        assert machine.get("{dossier}" + path).status_code == 200
    problem_of(crossed.post("{dossier}/berichten", MESSAGE), 404)


def test_a_file_without_a_conversation_is_refused_with_the_place(machine: Machine) -> None:
    answer = machine.app.test_client().get(
        f"/api/v1/dossiers/{machine.case_id}", headers={"Authorization": f"Bearer {machine.key}"}
    )
    assert problem_of(answer, 400)["errors"][0]["location"] == "header.Gesprek-Id"


def test_all_mistakes_come_together(machine: Machine) -> None:
    answer = machine.post("{dossier}/sollicitaties", {"functie": " ", "datum": "31-12-2026", "hoe": "duif", "extra": 1})
    problem = problem_of(answer, 400)
    places = {mistake["location"] for mistake in problem["errors"]}
    assert places == {"json.werkgever", "json.functie", "json.datum", "json.hoe", "json.extra"}
    assert all(mistake["message"] for mistake in problem["errors"])


def test_a_refusal_of_the_case_file_names_the_field_on_the_wire(machine: Machine) -> None:
    told = {"werkgever": "De Linde", "functie": "Kok", "datum": "2999-01-01", "hoe": "email"}
    problem = problem_of(machine.post("{dossier}/sollicitaties", told), 400)
    assert [mistake["location"] for mistake in problem["errors"]] == ["json.datum"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 60_000, b'{"tekst": "\\ud800"}', b'{"tekst": "a\\u0000b"}']
)
def test_a_body_that_is_no_good_json_is_a_bad_request(machine: Machine, body: bytes) -> None:
    problem_of(machine.post("{dossier}/berichten", body), 400)


def test_another_kind_of_body_and_a_body_too_large_are_refused(machine: Machine) -> None:
    problem_of(machine.post("{dossier}/berichten", MESSAGE, Content_Type="text/plain"), 415)
    problem_of(machine.post("{dossier}/berichten", b'{"tekst": "' + b"a" * LARGEST + b'"}'), 413)


def test_unknown_addresses_and_methods_are_problems(machine: Machine) -> None:
    problem_of(machine.get("/bestaat-niet"), 404)
    problem_of(machine.get("{dossier}/"), 404)
    problem_of(machine.app.test_client().get("/api/iets"), 404)
    refused = machine.put("{dossier}/berichten", MESSAGE)
    problem_of(refused, 405)
    assert "POST" in refused.headers["Allow"]


def test_a_page_that_is_not_there_stays_a_page(web: PortalClient) -> None:
    answer = web.get("/bestaat-niet")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_no_cookie_is_read_or_given_and_nothing_is_kept(machine: Machine, web: PortalClient, client: Someone) -> None:
    web.sign_in(client)
    headers = {"Authorization": f"Bearer {machine.key}", "Gesprek-Id": machine.token}
    for path in (f"/api/v1/gesprekken/{machine.token}", "/api/v1/openapi.json", "/api/v1/bestaat-niet"):
        answer = web.get(path, headers=headers)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["API-Version"] == "1.0.0"
    problem_of(web.get(f"/api/v1/gesprekken/{machine.token}"), 401)


def test_the_same_key_does_the_work_once(machine: Machine) -> None:
    first = machine.post("{dossier}/berichten", MESSAGE, Idempotency_Key="bericht-0001")
    again = machine.post("{dossier}/berichten", MESSAGE, Idempotency_Key="bericht-0001")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json() == first.get_json()
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert machine.get("{dossier}/berichten").get_json()["aantal"] == 1
    machine.post("{dossier}/berichten", MESSAGE, Idempotency_Key="bericht-0002")
    assert machine.get("{dossier}/berichten").get_json()["aantal"] == 2


def test_a_key_belongs_to_one_request_and_one_client(app: Flask, machine: Machine, people: People) -> None:
    machine.post("{dossier}/berichten", MESSAGE, Idempotency_Key="bericht-0001")
    problem_of(machine.post("{dossier}/berichten", {"tekst": "Iets anders"}, Idempotency_Key="bericht-0001"), 409)
    other = machine_of(app, people.client())
    assert other.post("{dossier}/berichten", MESSAGE, Idempotency_Key="bericht-0001").status_code == 201
    problem_of(machine.post("{dossier}/berichten", MESSAGE, Idempotency_Key="kort"), 400)


def test_the_key_of_a_refused_request_is_free_again(machine: Machine) -> None:
    problem_of(machine.post("{dossier}/berichten", {"tekst": ""}, Idempotency_Key="bericht-0001"), 400)
    assert machine.post("{dossier}/berichten", MESSAGE, Idempotency_Key="bericht-0001").status_code == 201


def test_a_key_is_forgotten_after_a_day(machine: Machine) -> None:
    machine.post("{dossier}/berichten", MESSAGE, Idempotency_Key="bericht-0001")
    with time_machine.travel(now() + LIFETIME * 0.9):
        machine.post("{dossier}/berichten", MESSAGE, Idempotency_Key="bericht-0001")
        assert machine.get("{dossier}/berichten").get_json()["aantal"] == 1


@pytest.fixture
def limited(settings: Settings) -> Iterator[Flask]:
    """The same portal with rate limits on."""
    app = create_app(settings.model_copy(update={"rate_limits": True}))
    app.testing = True
    yield app
    limiter.enabled = False
    app.extensions["houvast_engine"].dispose()


def test_one_conversation_cannot_use_up_the_calls_of_another(limited: Flask, client: Someone, people: People) -> None:
    busy, calm = machine_of(limited, client), machine_of(limited, people.client())
    statuses = [busy.get("{gesprek}").status_code for _ in range(125)]
    assert statuses == [200] * 120 + [429] * 5
    refused = busy.get("{gesprek}")
    problem_of(refused, 429)
    assert refused.headers["Retry-After"]
    assert calm.get("{gesprek}").status_code == 200
    stranger = dataclasses.replace(calm, key="wrong")
    assert {stranger.get("{gesprek}").status_code for _ in range(40)} == {401, 429}
