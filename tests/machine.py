"""A caller of the case API: the service key, one conversation, and JSON both ways."""

import json
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from eportfolio import conversations
from eportfolio.access import Channel
from tests.people import Someone, act

KEY = "development-only-not-secret"


@dataclass
class Machine:
    """Calls the API as the assistant does in the conversation of `someone`."""

    app: Flask
    token: str
    case_id: str
    key: str = KEY
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.call("PUT", path, body, **headers)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """One call; `path` may say {gesprek} and {dossier}, header names are written with underscores."""
        sent = {"Authorization": f"Bearer {self.key}", "Gesprek-Id": self.token, **self.headers}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        data = body if isinstance(body, bytes | None) else json.dumps(body)
        address = path.format(gesprek=f"/gesprekken/{self.token}", dossier=f"/dossiers/{self.case_id}")
        return self.app.test_client(use_cookies=False).open(f"/api/v1{address}", method=method, data=data, headers=sent)


def machine_of(app: Flask, someone: Someone, *, language: str = "nl") -> Machine:
    """Begin a conversation of this client, as the chat page does, and call the API in it."""
    with app.extensions["houvast_sessions"]() as db:
        actor = act(db, someone, Channel.WEB)
        conversation = conversations.start_or_go_on(db, someone.case, by=actor, language=language)
        db.commit()
        return Machine(app, conversation.token, str(someone.case.id))


def problem_of(response: TestResponse, status: int) -> dict[str, Any]:
    """The problem document of a refusal, which must have the form of RFC 9457."""
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    assert response.headers["API-Version"]
    body: dict[str, Any] = response.get_json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body
