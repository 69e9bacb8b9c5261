"""The only way into the assistant: Rasa's REST channel, closed by a token and strict about what it takes.

Rasa checks `--auth-token` on its own HTTP API only, never on the REST channel, and logs the message text when
something fails. Both are wrong here: anything on the machine could talk in somebody's name, and what people write
must not reach a log.
"""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from components.remote_actions import make_calls_cheap

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 4000
LANGUAGES = ("nl", "en")
SCHEMES = ("ww", "participatiewet")
_CONVERSATION_ID = re.compile(r"[A-Za-z0-9_-]{8,128}")
_ARTICLE_ID = re.compile(r"[a-z0-9-]{1,80}")


class OneObjectPerUtterance(CollectingOutputChannel):
    """Keeps what belongs together: the text, its quick replies and its kind leave as one object.

    Rasa's collecting channel splits them and cuts a text at empty lines, so that the portal would have to guess.
    """

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collect one utterance as {"text"?, "buttons"?, "custom"?}."""
        said = {key: message[key] for key in ("text", "buttons", "custom") if message.get(key)}
        if said:
            self.messages.append(said)


class PortalInput(InputChannel):
    """`POST /webhooks/rest/webhook?token=…` with sender, message and metadata: language, scheme, about."""

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def name(cls) -> str:
        """The channel's part of the URL."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> PortalInput:
        """Take the token from credentials.yml; refuses to start without one."""
        token = (credentials or {}).get("token") or ""
        if len(token) < 16 or token.startswith("${"):
            raise RasaException("HOUVAST_RASA_TOKEN must have at least 16 characters")
        make_calls_cheap()
        return cls(token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes: readiness, and the conversation."""
        webhook = Blueprint("portal_input", "portal_input")

        @webhook.route("/", methods=["GET"])
        async def ready(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.args.get("token", "").encode(), self._token.encode()):
                return response.json({"error": "wrong token"}, status=401)
            message = self._message(request.json)
            if message is None:
                return response.json({"error": "sender, message or metadata is not as agreed"}, status=400)
            try:
                await on_new_message(message)
            except Exception as error:
                logger.error("a message could not be handled: %s", type(error).__name__)
                return response.json({"error": "could not be handled"}, status=500)
            return response.json(message.output_channel.messages)

        return webhook

    def _message(self, wire: Any) -> UserMessage | None:
        if not isinstance(wire, dict):
            return None
        sender, text, metadata = wire.get("sender"), wire.get("message"), wire.get("metadata") or {}
        if not isinstance(sender, str) or not _CONVERSATION_ID.fullmatch(sender):
            return None
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_MESSAGE:
            return None
        around = _around(metadata) if isinstance(metadata, dict) else None
        if around is None:
            return None
        return UserMessage(
            text.strip(),
            OneObjectPerUtterance(),
            sender,
            input_channel=self.name(),
            metadata=around,
        )


def _around(metadata: dict[str, Any]) -> dict[str, str] | None:
    """What the portal says around a message; None when it is not as agreed."""
    language, scheme, about = metadata.get("language", "nl"), metadata.get("scheme"), metadata.get("about")
    if language not in LANGUAGES or (scheme is not None and scheme not in SCHEMES):
        return None
    if about is not None and not (isinstance(about, str) and _ARTICLE_ID.fullmatch(about)):
        return None
    known = {"language": language, "scheme": scheme, "about": about}
    return {name: value for name, value in known.items() if value is not None}
