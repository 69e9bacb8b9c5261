"""A small stand-in for the case API, for the test stories only: one client, four intake questions, every article.

It speaks the agreed wire format and remembers per conversation, so that a story can walk through a whole intake.
`python tests/fake_api.py 8099` runs it by hand.
"""

from __future__ import annotations

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

SCHEME_DEPENDENT = {"ww-volunteer-work", "pw-volunteer-work"}
COUNTERPARTS = {("ww-holiday", "participatiewet"): "pw-holiday-abroad", ("pw-holiday-abroad", "ww"): "ww-holiday"}
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "doel",
        "tekst": "Wat voor werk zoekt u?",
        "uitleg": "Noem een beroep.",
        "soort": "short_text",
    },
    {
        "id": "rijbewijs",
        "tekst": "Hebt u een rijbewijs?",
        "uitleg": "",
        "soort": "yes_no",
        "keuzes": [{"waarde": "ja", "label": "Ja"}, {"waarde": "nee", "label": "Nee"}],
    },
    {"id": "uren", "tekst": "Hoeveel uur wilt u werken?", "uitleg": "", "soort": "number", "magOverslaan": True},
    {
        "id": "verhaal",
        "tekst": "Wat wilt u zelf nog vertellen?",
        "uitleg": "",
        "soort": "long_text",
        "magOverslaan": True,
    },
]


URGENT = {
    "gevaar": ["112"],
    "zelfdoding": ["113", "0800-0113"],
    "geweld": ["0800-2000"],
    "nood": ["088 000 00 00"],
    "toelichting": "Loop gerust binnen.",
}


class Memory:
    """What the stand-in remembers of one conversation."""

    def __init__(self, conversation_id: str) -> None:
        self.scheme: str | None = "ww" if conversation_id.startswith("ww") else None
        self.answers: dict[str, str] = {}  # by question id
        self.handed_over: list[str] = []
        self.sent = conversation_id.startswith("sent")


class FakeApi(ThreadingHTTPServer):
    """Listens on loopback; port 0 takes a free one. `memories` shows what arrived."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.memories: dict[str, Memory] = {}
        self.is_away = False

    def memory(self, conversation_id: str) -> Memory:
        """The memory of this conversation, made when it is new."""
        return self.memories.setdefault(conversation_id, Memory(conversation_id))


class Handler(BaseHTTPRequestHandler):
    """Routes by pattern; everything else is 404."""

    server: FakeApi

    def do_GET(self) -> None:
        """Conversation, article, next question."""
        self._route(
            {
                r"": lambda memory: self._answer(200, conversation(memory)),
                r"/artikelen/([^/]+)": lambda memory, article_id: self._answer(
                    200, article(unquote(article_id), self.path.partition("?regeling=")[2] or memory.scheme)
                ),
                r"/noodhulp": lambda _memory: self._answer(200, URGENT),
                r"/intake/volgende-vraag": lambda memory: self._answer(200, next_question(memory)),
            }
        )

    def do_PUT(self) -> None:
        """The scheme."""

        def choose(memory: Memory) -> None:
            memory.scheme = self._body()["regeling"]
            self._answer(200, conversation(memory))

        self._route({r"/regeling": choose})

    def do_POST(self) -> None:
        """An answer, a handover."""

        def answer(memory: Memory) -> None:
            said = self._body()
            if said["vraag"] not in {question["id"] for question in QUESTIONS}:
                self._answer(404, {"status": 404, "title": "Niet gevonden"})
                return
            self._answer(200, judge(memory, **said))

        def hand_over(memory: Memory) -> None:
            memory.handed_over.append(self._body()["vraag"])
            self._answer(
                201, {"verwachtAntwoord": "2026-11-23T16:00:00Z", "coach": "Samira de Wit", "adres": "/berichten/1"}
            )

        def named(memory: Memory) -> None:
            number = re.search(r"\d+", self._body()["tekst"])
            place = int(number[0]) - 1 if number else -1
            self._answer(200, {"klaar": False, "vraag": posed(place) if 0 <= place <= len(memory.answers) else None})

        self._route(
            {
                r"/intake/eerdere-vraag": named,
                r"/intake/antwoorden": answer,
                r"/overdrachten": hand_over,
            }
        )

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def _route(self, routes: dict[str, Any]) -> None:
        if self.server.is_away:
            self._answer(503, {"status": 503, "title": "Even niet beschikbaar"})
            return
        for pattern, handle in routes.items():
            found = re.fullmatch(r"/api/v1/gesprekken/([^/]+)" + pattern, self.path.partition("?")[0])
            if found:
                conversation_id, *rest = found.groups()
                handle(self.server.memory(unquote(conversation_id)), *rest)
                return
        self._answer(404, {"status": 404, "title": "Niet gevonden"})

    def _body(self) -> dict[str, Any]:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, status: int, wire: dict[str, Any]) -> None:
        body = json.dumps(wire).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def conversation(memory: Memory) -> dict[str, Any]:
    """Language, scheme and how far the intake is."""
    status = "verstuurd" if memory.sent else "bezig" if memory.answers else "geen"
    progress = {"status": status, "vraagNummer": len(memory.answers) + 1, "totaal": len(QUESTIONS)}
    return {"taal": "nl", "regeling": memory.scheme, "intake": progress}


def article(article_id: str, scheme: str | None) -> dict[str, Any]:
    """Any article, in the words of the benefit where there are two of it, or that the benefit is needed."""
    if article_id in SCHEME_DEPENDENT and scheme is None:
        return {"id": article_id, "regelingNodig": True}
    article_id = COUNTERPARTS.get((article_id, scheme), article_id)
    return {
        "id": article_id,
        "titel": f"Over {article_id}",
        "alineas": ["Eerste alinea.", "Tweede alinea."],
        "bron": "Werkloosheidswet art. 42",
        "nagekekenOp": "2026-11-22",
        "wieBeslist": "UWV",
        "regelingNodig": False,
        "verwant": [{"id": "ww-level", "titel": "Hoe hoog is mijn WW?"}],
    }


def posed(number: int) -> dict[str, Any]:
    """One question as it goes over the wire."""
    empty = {"keuzes": [], "magOverslaan": False, "huidig": None, "waarom": "Zo zoekt uw coach gericht mee."}
    return {"nummer": number + 1, "totaal": len(QUESTIONS), **empty, **QUESTIONS[number]}


def next_question(memory: Memory) -> dict[str, Any]:
    """The first question without an answer."""
    open_ones = [number for number, question in enumerate(QUESTIONS) if question["id"] not in memory.answers]
    return {"klaar": False, "vraag": posed(open_ones[0])} if open_ones else {"klaar": True}


def judge(memory: Memory, vraag: str, tekst: str) -> dict[str, Any]:
    """Take an answer the way the engine would."""
    number = next(place for place, item in enumerate(QUESTIONS) if item["id"] == vraag)
    words = tekst.strip().lower()
    if words == "dat klopt" and vraag in memory.answers:
        after = next_question(memory)
        return {"geaccepteerd": True, "melding": None, "klaar": after["klaar"], "vraag": after.get("vraag")}
    if words == "terug":
        return {"geaccepteerd": False, "melding": None, "klaar": False, "vraag": posed(max(number - 1, 0))}
    note = problem_with(QUESTIONS[number]["soort"], words)
    if note:
        return {"geaccepteerd": False, "melding": note, "klaar": False, "vraag": posed(number)}
    memory.answers[vraag] = tekst
    after = next_question(memory)
    return {"geaccepteerd": True, "melding": None, "klaar": after["klaar"], "vraag": after.get("vraag")}


def problem_with(kind: str, words: str) -> str | None:
    """What the engine would say of these words; None when it takes them."""
    if kind == "number" and not re.search(r"\d", words) and words != "weet ik niet":
        return "Vul een getal in, bijvoorbeeld 24."
    if kind == "yes_no" and not re.match(r"(ja|nee|yes|no)\b", words):
        return "Kies ja of nee."
    return None


if __name__ == "__main__":
    FakeApi(int(sys.argv[1])).serve_forever()
