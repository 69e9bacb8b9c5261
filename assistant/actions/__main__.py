"""The action server, on loopback only: `python -m actions`."""

from __future__ import annotations

import logging
import sys

from rasa_sdk.endpoint import create_app

from .case_api import CaseApi
from .services import Services, connect, read_articles
from .settings import SettingsError, read_settings


def main() -> None:
    """Read the settings, connect the case API, serve until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s actions %(levelname)s %(message)s")
    try:
        settings = read_settings()
        articles = read_articles()
    except (SettingsError, OSError) as error:
        sys.exit(f"assistant: {error}")
    connect(Services(CaseApi(settings.api_url, settings.service_key), articles))
    app = create_app("actions", cors_origins="")
    app.run("127.0.0.1", settings.port, access_log=False)


if __name__ == "__main__":
    main()
