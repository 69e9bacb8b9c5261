"""The assistant, seen from the portal: one small class with a time-out and named errors.

The browser never talks to Rasa; Rasa gets the conversation's token, the words, and what `Around` names.
"""

import json
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from threading import BoundedSemaphore
from urllib.parse import quote, urlsplit

from flask import current_app
from urllib3 import Timeout, connection_from_url
from urllib3.exceptions import HTTPError

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
        rasa = urlsplit(settings.rasa_url)
        self._rasa = connection_from_url(settings.rasa_url, maxsize=2 * MOST_AT_ONCE, retries=False)
        self._path = rasa.path.rstrip("/")
        self._token = quote(settings.rasa_token.get_secret_value(), safe="")
        self._timeout = settings.rasa_timeout
        self._room = BoundedSemaphore(MOST_AT_ONCE)

    @property
    def patience(self) -> float:
        """Seconds that a message waits at most: for a free place, and then for the answer."""
        return 2 * self._timeout + 1.0

    def is_awake(self) -> bool:
        """Whether Rasa has its model loaded: it opens its channel only then."""
        try:
            answer = self._rasa.request("GET", f"{self._path}/webhooks/rest/", timeout=READY_TIMEOUT)
            return answer.status == HTTPStatus.OK and bool(answer.json().get("status") == "ok")
        except (HTTPError, ValueError, AttributeError):
            return False

    def send(self, token: str, message: str, around: Around) -> list[Reply]:
        """Say something in a conversation and return what comes back; raises AssistantAway."""
        if not self._room.acquire(timeout=self._timeout):
            raise AssistantAway("too busy")
        try:
            replies = replies_of(json.loads(self._post(token, message, around)))
        except (HTTPError, ValueError, RecursionError) as problem:
            raise AssistantAway(type(problem).__name__) from problem
        finally:
            self._room.release()
        if not replies:
            raise AssistantAway("no reply")
        return replies

    def _post(self, token: str, message: str, around: Around) -> bytes:
        """What came back, not yet read; the connection stays open for the next message when all of it was taken in."""
        answer = self._rasa.request(
            "POST",
            f"{self._path}/webhooks/rest/webhook?token={self._token}",
            json={"sender": token, "message": message, "metadata": around.on_the_wire()},
            timeout=Timeout(connect=1.0, read=self._timeout),
            redirect=False,
            preload_content=False,
        )
        with closing(answer):
            body = answer.read(LARGEST_ANSWER + 1)
        if answer.status != HTTPStatus.OK or len(body) > LARGEST_ANSWER:
            raise ValueError("no answer, or too large a one")
        return body


def client() -> ChatClient:
    """The chat client of this app."""
    found: ChatClient = current_app.extensions["houvast_chat"]
    return found
