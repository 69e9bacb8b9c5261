"""Makes the calls to the action server cheap: a turn of the intake makes four of them.

Rasa 3.6 checks the JSON schema itself again for every answer (24 ms), opens a connection for every call, and sends
along how every earlier message compared with every intent. The answers are still checked; only the schema no longer
is, because it never changes.
"""

from __future__ import annotations

from typing import Any

import aiohttp
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import EndpointConfig

from components.memory import as_understood

_POOL: list[aiohttp.TCPConnector] = []
KEPT_OPEN = 3.0
"""Seconds; less than the action server waits for a next call, so that no call meets a closed door."""


def make_calls_cheap() -> None:
    """Replace what is slow; the same answers pass, and a wrong one raises the same ValidationError."""
    check_schema_only_once()
    _send_what_was_understood()
    _keep_connections()


def check_schema_only_once() -> None:
    """Compile the schema of an answer now, instead of for each answer."""
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def is_valid(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = is_valid


def _send_what_was_understood() -> None:
    """The latest message goes along whole; of the earlier ones only what was understood."""
    whole = RemoteAction._action_call_format

    def slim(self: RemoteAction, tracker: Any, domain: Any) -> dict[str, Any]:
        call = whole(self, tracker, domain)
        call["tracker"]["events"] = [as_understood(event) for event in call["tracker"]["events"]]
        return call

    RemoteAction._action_call_format = slim


def _keep_connections() -> None:
    """One pool for all calls of this process; made at the first call, because it belongs to the running loop."""

    def session(self: EndpointConfig) -> aiohttp.ClientSession:
        if not _POOL:
            _POOL.append(aiohttp.TCPConnector(keepalive_timeout=KEPT_OPEN))
        return aiohttp.ClientSession(
            connector=_POOL[0],
            connector_owner=False,
            headers=self.headers,
            timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
        )

    EndpointConfig.session = session


async def close_connections() -> None:
    """Before a loop ends that is not the end of the process."""
    while _POOL:
        await _POOL.pop().close()
