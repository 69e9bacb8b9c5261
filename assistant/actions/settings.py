"""Settings of the action server, read from the environment once, when it starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


class SettingsError(Exception):
    """The action server must not start with these settings."""


@dataclass(frozen=True)
class Settings:
    """Where the case API is and the key it knows the assistant by."""

    api_url: str
    service_key: str
    port: int


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises SettingsError when the service key is missing or the port is not a number."""
    key = environ.get("HOUVAST_SERVICE_KEY", "")
    if not key:
        raise SettingsError("HOUVAST_SERVICE_KEY is not set: the case API would refuse every question")
    port = environ.get("HOUVAST_ACTIONS_PORT", "5055")
    if not port.isdigit():
        raise SettingsError("HOUVAST_ACTIONS_PORT must be a number")
    url = environ.get("HOUVAST_API_URL", "http://127.0.0.1:8000/api/v1")
    if not url.startswith(("http://", "https://")):
        raise SettingsError("HOUVAST_API_URL must start with http:// or https://")
    return Settings(api_url=url.rstrip("/"), service_key=key, port=int(port))
