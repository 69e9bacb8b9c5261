"""The browser of the tests and of the pictures."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
"""No requests of the browser's own."""
TIME_ZONE = "Europe/Amsterdam"


class NoBrowser(RuntimeError):
    """There is no Chromium on this machine."""


def launch(playwright: Playwright) -> Browser:
    """Start Playwright's own browser when it is installed, else the machine's Chromium; raises NoBrowser."""
    own = Path(playwright.chromium.executable_path)
    path = str(own) if own.exists() else next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        raise NoBrowser("There is no browser: run `make setup`, or `playwright install chromium`.")
    # A container's root may not make the namespaces of Chromium's sandbox; the pages are our own.
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *QUIET])
