"""The case API as the assistant sees it: one small class, named answers and named errors.

The only module of the assistant that knows HTTP. Standard library only and Python 3.10 syntax, so that the main
test suite can drive it against the real portal through a transport of its own. Names on the wire are Dutch, here
they are English. No error message repeats what a person wrote.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

TIMEOUT_SECONDS = 3.0
KEPT_OPEN = 8.0
"""Seconds that a connection is used again; the portal closes one after fifteen."""
LARGEST_ANSWER = 1_000_000
ACCEPTED = "application/json, application/problem+json"


class CaseApiError(Exception):
    """Something went wrong between the assistant and the case API."""


class CaseApiAway(CaseApiError):
    """No usable answer: not reachable, too slow, failing, or not speaking the agreed language."""


class NotKnown(CaseApiError):
    """The API does not know this conversation, article or question (404)."""


class Refused(CaseApiError):
    """The API understood and refused (other 4xx); `title` is the problem's title (RFC 9457)."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(f"refused with {status}: {title}")
        self.status = status
        self.title = title


@dataclass(frozen=True)
class Call:
    """One request, as a transport must send it."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None


@dataclass(frozen=True)
class Reply:
    """One response, as a transport hands it back."""

    status: int
    body: bytes


Transport = Callable[[Call], Reply]


@dataclass(frozen=True)
class Conversation:
    """What the assistant may know of the person: language, scheme and how far the intake is."""

    language: str
    scheme: str | None
    intake_status: str
    question_number: int
    question_total: int


@dataclass(frozen=True)
class Related:
    """Another article that belongs with the one shown."""

    id: str
    title: str


@dataclass(frozen=True)
class Article:
    """An answer for this person's scheme and language, with its source and the date it was checked."""

    id: str
    title: str
    paragraphs: tuple[str, ...]
    source: str
    checked_on: str
    who_decides: str
    related: tuple[Related, ...]


@dataclass(frozen=True)
class SchemeNeeded:
    """The answer differs per scheme and the scheme is not known yet."""

    article_id: str


@dataclass(frozen=True)
class Choice:
    """One of the answers the intake engine offers."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question of the intake engine, in the person's language."""

    id: str
    number: int
    total: int
    text: str
    help: str
    why: str
    kind: str
    choices: tuple[Choice, ...]
    may_skip: bool
    current: str | None


@dataclass(frozen=True)
class Answered:
    """What the engine made of an answer; `question` is the next one, or the same one with a `message` why."""

    accepted: bool
    message: str | None
    complete: bool
    question: Question | None


@dataclass(frozen=True)
class HandedOver:
    """The question is with the coach; `expected_at` is UTC in ISO 8601."""

    coach: str
    expected_at: str
    url: str


@dataclass(frozen=True)
class UrgentHelp:
    """Numbers to call, by what is wrong; `note` is what the centre itself says."""

    danger: tuple[str, ...] = ("112",)
    suicide: tuple[str, ...] = ("113", "0800-0113")
    violence: tuple[str, ...] = ("0800-2000",)
    needs: tuple[str, ...] = ()
    note: str = ""


class CaseApi:
    """Calls the case API for one conversation at a time; every method may raise a CaseApiError."""

    def __init__(self, base_url: str, service_key: str, transport: Transport | None = None) -> None:
        self._base_url = base_url.rstrip("/")
        self._service_key = service_key
        self._transport = transport or OverHttp()

    def conversation(self, conversation_id: str) -> Conversation:
        """The language, scheme and intake state of this conversation."""
        wire = self._call("GET", conversation_id)
        return _understood(_read_conversation, wire)

    def choose_scheme(self, conversation_id: str, scheme: str) -> None:
        """Remember the scheme (`ww` or `participatiewet`) for this conversation only."""
        self._call("PUT", conversation_id, "regeling", body={"regeling": scheme})

    def article(self, conversation_id: str, article_id: str, *, scheme: str | None = None) -> Article | SchemeNeeded:
        """The article for this benefit, by default the person's, or SchemeNeeded; NotKnown when there is none."""
        wire = self._call("GET", conversation_id, "artikelen", article_id, query=scheme and f"regeling={scheme}")
        return _understood(_read_article, {"id": article_id, **wire})

    def next_question(self, conversation_id: str) -> Question | None:
        """The next question of the intake; None when every question has been answered."""
        wire = self._call("GET", conversation_id, "intake", "volgende-vraag")
        return _understood(_read_next_question, wire)

    def question_named(self, conversation_id: str, words: str) -> Question | None:
        """The question whose number is in these words; None when there is no such question (yet)."""
        wire = self._call("POST", conversation_id, "intake", "eerdere-vraag", body={"tekst": words})
        return _understood(lambda found: _read_question(found["vraag"]) if found["vraag"] else None, wire)

    def urgent_help(self, conversation_id: str) -> UrgentHelp:
        """Whom to call when somebody is in need, at the centre of this person."""
        return _understood(_read_urgent_help, self._call("GET", conversation_id, "noodhulp"))

    def answer(self, conversation_id: str, question_id: str, text: str) -> Answered:
        """Hand one answer, a choice value or free words, to the intake engine."""
        body = {"vraag": question_id, "tekst": text}
        wire = self._call("POST", conversation_id, "intake", "antwoorden", body=body)
        return _understood(_read_answered, wire)

    def hand_over(self, conversation_id: str, question: str) -> HandedOver:
        """Send the question to the coach as a message; only after the person said yes."""
        wire = self._call("POST", conversation_id, "overdrachten", body={"vraag": question})
        return _understood(_read_handed_over, wire)

    def _call(
        self, method: str, *path: str, body: dict[str, str] | None = None, query: str | None = None
    ) -> dict[str, Any]:
        url = "/".join([self._base_url, "gesprekken", *(quote(part, safe="") for part in path)])
        url += f"?{query}" if query else ""
        headers = {"Accept": ACCEPTED, "Authorization": f"Bearer {self._service_key}"}
        payload = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            payload = json.dumps(body).encode()
        reply = self._transport(Call(method, url, headers, payload))
        _raise_for(reply)
        return _as_object(reply) if reply.body else {}


class OverHttp(threading.local):
    """The usual transport: a connection per thread that stays open, no proxy, no redirects."""

    def __init__(self) -> None:
        self._connection: http.client.HTTPConnection | None = None
        self._to = ("", "")
        self._used_at = 0.0

    def __call__(self, call: Call) -> Reply:
        """One call; raises CaseApiAway. What may have arrived is never sent twice, only asked twice."""
        was_open = self._is_open_to(call)
        try:
            return self._send(call)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            if was_open and call.method == "GET" and not isinstance(error, TimeoutError):
                return self(call)
            raise CaseApiAway(f"no answer from the case API: {type(error).__name__}") from error

    def close(self) -> None:
        """Close what this thread has open."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _is_open_to(self, call: Call) -> bool:
        """Whether the connection goes there and was used just now; otherwise a new one is opened."""
        parts = urlsplit(call.url)
        to = (parts.scheme, parts.netloc)
        if self._connection is not None and to == self._to and time.monotonic() - self._used_at < KEPT_OPEN:
            return True
        self.close()
        connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = connect(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        self._to = to
        return False

    def _send(self, call: Call) -> Reply:
        assert self._connection is not None
        parts = urlsplit(call.url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self._connection.request(call.method, target, body=call.body, headers=call.headers)
        response = self._connection.getresponse()
        reply = Reply(response.status, response.read(LARGEST_ANSWER))
        self._used_at = time.monotonic()
        if not response.isclosed() or response.will_close:
            self.close()
        return reply


def _raise_for(reply: Reply) -> None:
    if 200 <= reply.status < 300:
        return
    if reply.status == 404:
        raise NotKnown("the case API does not know this")
    if 400 <= reply.status < 500 and reply.status != 429:
        raise Refused(reply.status, _problem_title(reply))
    raise CaseApiAway(f"the case API answered with {reply.status}")


def _problem_title(reply: Reply) -> str:
    try:
        return str(_as_object(reply).get("title", ""))
    except CaseApiAway:
        return ""


def _as_object(reply: Reply) -> dict[str, Any]:
    try:
        wire = json.loads(reply.body)
    except ValueError as error:
        raise CaseApiAway("the case API did not answer in JSON") from error
    if not isinstance(wire, dict):
        raise CaseApiAway("the case API did not answer with an object")
    return wire


def _understood(read: Callable[[dict[str, Any]], Any], wire: dict[str, Any]) -> Any:
    try:
        return read(wire)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CaseApiAway(f"the case API left something out: {type(error).__name__}") from error


def _read_conversation(wire: dict[str, Any]) -> Conversation:
    intake = wire["intake"]
    return Conversation(
        language=wire["taal"],
        scheme=wire["regeling"],
        intake_status=intake["status"],
        question_number=int(intake["vraagNummer"] or 0),
        question_total=int(intake["totaal"] or 0),
    )


def _read_article(wire: dict[str, Any]) -> Article | SchemeNeeded:
    if wire.get("regelingNodig"):
        return SchemeNeeded(wire["id"])
    return Article(
        id=wire["id"],
        title=wire["titel"],
        paragraphs=tuple(str(paragraph) for paragraph in wire["alineas"]),
        source=wire["bron"],
        checked_on=wire["nagekekenOp"],
        who_decides=wire["wieBeslist"],
        related=tuple(Related(item["id"], item["titel"]) for item in wire.get("verwant") or []),
    )


def _read_next_question(wire: dict[str, Any]) -> Question | None:
    return None if wire["klaar"] else _read_question(wire["vraag"])


def _read_question(wire: dict[str, Any]) -> Question:
    return Question(
        id=wire["id"],
        number=int(wire["nummer"]),
        total=int(wire["totaal"]),
        text=wire["tekst"],
        help=wire.get("uitleg") or "",
        why=wire.get("waarom") or "",
        kind=wire["soort"],
        choices=tuple(Choice(str(item["waarde"]), item["label"]) for item in wire.get("keuzes") or []),
        may_skip=bool(wire.get("magOverslaan")),
        current=None if wire.get("huidig") is None else str(wire["huidig"]),
    )


def _read_answered(wire: dict[str, Any]) -> Answered:
    question = wire.get("vraag")
    return Answered(
        accepted=bool(wire["geaccepteerd"]),
        message=wire.get("melding"),
        complete=bool(wire["klaar"]),
        question=_read_question(question) if question else None,
    )


def _read_urgent_help(wire: dict[str, Any]) -> UrgentHelp:
    names = ("gevaar", "zelfdoding", "geweld", "nood")
    return UrgentHelp(*(tuple(map(str, wire[name])) for name in names), note=wire.get("toelichting") or "")


def _read_handed_over(wire: dict[str, Any]) -> HandedOver:
    return HandedOver(coach=wire["coach"], expected_at=wire["verwachtAntwoord"], url=wire["adres"])
