"""The assistant's client of the case API, on a transport without a network."""

import json
import socket
import threading
from contextlib import closing
from typing import Any

import pytest

from assistant.actions.case_api import (
    Article,
    Call,
    CaseApi,
    CaseApiAway,
    NotKnown,
    OverHttp,
    Refused,
    Reply,
    SchemeNeeded,
)
from assistant.actions.moments import in_words
from assistant.actions.settings import SettingsError, read_settings
from assistant.actions.shelf import Shelf

ARTICLE = {
    "id": "ww-duration", "titel": "Hoe lang?", "alineas": ["Een.", "Twee."], "bron": "WW art. 42",
    "nagekekenOp": "2026-11-22", "wieBeslist": "UWV", "regelingNodig": False, "verwant": [],
}  # fmt: skip


class Line:
    """Answers as told, and remembers what was asked."""

    def __init__(self, status: int = 200, wire: Any = None, raw: bytes | None = None) -> None:
        self.reply = Reply(status, json.dumps(wire).encode() if raw is None else raw)
        self.calls: list[Call] = []

    def __call__(self, call: Call) -> Reply:
        self.calls.append(call)
        return self.reply


def api_on(line: Line) -> CaseApi:
    return CaseApi("http://portal.test/api/v1/", "the-key", line)


def test_it_calls_under_the_conversation_with_the_service_key() -> None:
    line = Line(wire=ARTICLE)
    found = api_on(line).article("con/ver sation", "ww-duration")
    (call,) = line.calls
    assert call.method == "GET"
    assert call.url == "http://portal.test/api/v1/gesprekken/con%2Fver%20sation/artikelen/ww-duration"
    assert call.headers["Authorization"] == "Bearer the-key"
    assert isinstance(found, Article)
    assert found.paragraphs == ("Een.", "Twee.")
    assert found.checked_on == "2026-11-22"


def test_it_hears_that_the_scheme_is_needed() -> None:
    found = api_on(Line(wire={**ARTICLE, "regelingNodig": True})).article("c", "ww-duration")
    assert found == SchemeNeeded("ww-duration")


def test_an_answer_goes_out_in_the_words_of_the_person() -> None:
    line = Line(wire={"geaccepteerd": False, "melding": "Vul een getal in.", "klaar": False, "vraag": None})
    answered = api_on(line).answer("c", "hours", "één dag")
    assert json.loads(line.calls[0].body or b"") == {"vraag": "hours", "tekst": "één dag"}
    assert (answered.accepted, answered.message, answered.complete) == (False, "Vul een getal in.", False)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 302])
def test_a_failing_api_is_away(status: int) -> None:
    with pytest.raises(CaseApiAway):
        api_on(Line(status, {})).conversation("c")


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[]", b'{"taal": "nl"}', b'{"taal": "nl", "regeling": null, "intake": {"status": 1}}']
)
def test_an_api_that_answers_nonsense_is_away(raw: bytes) -> None:
    with pytest.raises(CaseApiAway):
        api_on(Line(raw=raw)).conversation("c")


def test_not_known_and_refused_have_names_of_their_own() -> None:
    with pytest.raises(NotKnown):
        api_on(Line(404, {"title": "Niet gevonden"})).article("c", "x")
    with pytest.raises(Refused) as refused:
        api_on(Line(409, {"title": "Al verstuurd"})).answer("c", "goal", "geheim verhaal")
    assert (refused.value.status, refused.value.title) == (409, "Al verstuurd")
    assert "geheim" not in str(refused.value)


def test_nobody_listening_is_away() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(CaseApiAway, match="ConnectionRefusedError"):
        OverHttp()(Call("GET", f"http://127.0.0.1:{port}/api/v1/gesprekken/c", {}, None))


def test_a_portal_that_never_answers_is_away_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.actions.case_api.TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(CaseApiAway, match="TimeoutError"):
        OverHttp()(Call("GET", f"http://127.0.0.1:{silent.getsockname()[1]}/x", {}, None))


def test_it_speaks_plain_http() -> None:
    heard: list[bytes] = []

    def answer(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            request = b""
            while not request.endswith(b"}"):
                request += connection.recv(4096)
            heard.append(request)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=(server,))
        thread.start()
        with closing(OverHttp()) as line:
            reply = line(Call("PUT", f"http://127.0.0.1:{server.getsockname()[1]}/a", {"X-A": "b"}, b'{"c":1}'))
        thread.join()
    assert reply == Reply(200, b"{}")
    assert heard[0].startswith(b"PUT /a HTTP/1.1\r\n")
    assert heard[0].endswith(b'{"c":1}')


class Counter:
    """A server that says on which connection a request came; it hangs up without a word after `closes_after`."""

    def __init__(self, closes_after: int = 99) -> None:
        self.came: list[tuple[int, bytes]] = []
        self._closes_after = closes_after
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.getsockname()[1]}/x"

    def __enter__(self) -> "Counter":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._server.close()

    def _serve(self) -> None:
        for number in range(9):
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection:
                for _ in range(self._closes_after):
                    request = connection.recv(4096)
                    if not request:
                        break
                    self.came.append((number, request.split(b" ", 1)[0]))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")


def test_one_connection_serves_many_calls() -> None:
    with Counter() as server, closing(OverHttp()) as line:
        for _ in range(3):
            assert line(Call("GET", server.url, {}, None)) == Reply(200, b"{}")
    assert server.came == [(0, b"GET")] * 3


def test_a_connection_that_was_closed_meanwhile_costs_no_question_and_repeats_no_deed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Counter(closes_after=1) as server, closing(OverHttp()) as line:
        line(Call("GET", server.url, {}, None))
        assert line(Call("GET", server.url, {}, None)).status == 200, "asked again on a connection of its own"
        with pytest.raises(CaseApiAway):
            line(Call("POST", server.url, {}, b"{}"))
        assert line(Call("POST", server.url, {}, b"{}")).status == 200
        monkeypatch.setattr("assistant.actions.case_api.KEPT_OPEN", 0.0)
        assert line(Call("POST", server.url, {}, b"{}")).status == 200, "an old connection is not used for a deed"
    assert [method for _, method in server.came] == [b"GET", b"GET", b"POST", b"POST"]


def test_an_article_is_fetched_once_per_benefit_and_language() -> None:
    line = Line(wire=ARTICLE)
    shelf = Shelf(api_on(line))
    for scheme, language in [("ww", "nl"), ("ww", "nl"), ("ww", "en"), ("participatiewet", "nl"), ("ww", "nl")]:
        found = shelf.article("c", "ww-duration", scheme=scheme, language=language)
        assert isinstance(found, Article)
    assert len(line.calls) == 3
    for _ in range(2):
        shelf.article("c", "ww-duration", scheme=None, language="nl")
    assert len(line.calls) == 5, "without a benefit the case API knows best"


def test_an_article_is_fetched_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(wire=ARTICLE)
    shelf = Shelf(api_on(line))
    shelf.article("c", "ww-duration", scheme="ww", language="nl")
    monkeypatch.setattr("assistant.actions.shelf.FRESH", 0.0)
    shelf.article("c", "ww-duration", scheme="ww", language="nl")
    assert len(line.calls) == 2


def test_settings_are_checked_at_the_start() -> None:
    settings = read_settings({"HOUVAST_SERVICE_KEY": "k", "HOUVAST_API_URL": "http://127.0.0.1:1/api/v1/"})
    assert (settings.api_url, settings.port) == ("http://127.0.0.1:1/api/v1", 5055)
    for wrong in ({}, {"HOUVAST_SERVICE_KEY": "k", "HOUVAST_ACTIONS_PORT": "x"},
                  {"HOUVAST_SERVICE_KEY": "k", "HOUVAST_API_URL": "ftp://x"}):  # fmt: skip
        with pytest.raises(SettingsError):
            read_settings(wrong)


def test_a_moment_is_said_in_local_time() -> None:
    assert in_words("2026-11-23T16:00:00Z", "nl") == "maandag 23 november om 17.00 uur"
    assert in_words("2026-07-01T22:30:00Z", "en") == "Thursday 2 July at 00:30"
