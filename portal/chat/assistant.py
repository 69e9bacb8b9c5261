"""The assistant, seen from the portal: one small class with a time-out and named errors.

The browser never talks to Rasa; Rasa gets the conversation's token, the words, and what `Around` names.
"""

import json
from dataclasses import dataclass
from threading import BoundedSemaphore

import requests
from flask import current_app
from requests import Session as HttpSession
from requests.adapters import HTTPAdapter

from ..config import Settings
from .parts import Reply, replies_of

READY_TIMEOUT = 0.4
"""Seconds to find out whether the assistant is awake; a page does not wait longer."""
LARGEST_ANSWER = 500_000
MOST_AT_ONCE = 8
"""Messages that one process has with the assistant at a time: it thinks about one after the other, and its actions
must find a free thread here for the case API."""


class AssistantAway(RuntimeError):
    """Rasa is not there, too slow, or answers nonsense."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the assistant must know to understand a message: the language, the benefit, and what was just explained."""

    language: str
    scheme: str | None = None
    about: str | None = None

    def on_the_wire(self) -> dict[str, str]:
        known = {"language": self.language, "scheme": self.scheme, "about": self.about}
        return {name: value for name, value in known.items() if value is not None}


class ChatClient:
    """Posts messages to Rasa's REST channel on loopback."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.rasa_url.rstrip("/")
        self._token = settings.rasa_token.get_secret_value()
        self._timeout = settings.rasa_timeout
        self._http = HttpSession()
        self._http.trust_env = False
        self._http.mount("http://", HTTPAdapter(pool_maxsize=2 * MOST_AT_ONCE))
        self._room = BoundedSemaphore(MOST_AT_ONCE)

    @property
    def patience(self) -> float:
        """Seconds that a message waits at most: for a free place, and then for the answer."""
        return 2 * self._timeout + 1.0

    def is_awake(self) -> bool:
        """Whether Rasa has its model loaded: it opens its channel only then."""
        try:
            answer = self._http.get(f"{self._url}/webhooks/rest/", timeout=READY_TIMEOUT)
            return answer.ok and bool(answer.json().get("status") == "ok")
        except (requests.RequestException, ValueError, AttributeError):
            return False

    def send(self, token: str, message: str, around: Around) -> list[Reply]:
        """Say something in a conversation and return what comes back; raises AssistantAway."""
        if not self._room.acquire(timeout=self._timeout):
            raise AssistantAway("too busy")
        try:
            replies = replies_of(json.loads(self._post(token, message, around)))
        except (requests.RequestException, ValueError, RecursionError) as problem:
            raise AssistantAway(type(problem).__name__) from problem
        finally:
            self._room.release()
        if not replies:
            raise AssistantAway("no reply")
        return replies

    def _post(self, token: str, message: str, around: Around) -> bytes:
        with self._http.post(
            f"{self._url}/webhooks/rest/webhook",
            params={"token": self._token},
            json={"sender": token, "message": message, "metadata": around.on_the_wire()},
            timeout=(1.0, self._timeout),
            allow_redirects=False,
            stream=True,
        ) as answer:
            answer.raise_for_status()
            body = b""
            for piece in answer.iter_content(64 * 1024):
                body += piece
                if len(body) > LARGEST_ANSWER:
                    raise ValueError("the answer is too large")
        return body


def client() -> ChatClient:
    """The chat client of this app."""
    found: ChatClient = current_app.extensions["houvast_chat"]
    return found
