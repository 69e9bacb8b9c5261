"""One installation and one browser for all browser tests; people of their own, so that no test waits for another."""

import shutil
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from e2e.accessibility import DESKTOP, PHONE
from e2e.browser import TIME_ZONE, NoBrowser, launch
from e2e.installation import FOLDER, Installation
from e2e.visitor import Visitor
from tests.people import People

PATIENCE = 20_000
"""Milliseconds that a page may take on a machine that is busy training the assistant."""
PICTURES = FOLDER / "failed"
FAILED = pytest.StashKey[bool]()

type Enter = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the assistant comes after what does not, and what breaks things on purpose comes last."""

    def turn(item: pytest.Item) -> tuple[bool, bool]:
        return item.path.name == "test_resilience.py", "assistant" in getattr(item, "fixturenames", ())

    items.sort(key=turn)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, so that the browsers' last pages are kept."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """A running portal, worker and database; the assistant follows."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    with Installation() as running:
        yield running
        if request.session.testsfailed:
            running.keep_folder = True
            print(f"\nLogs: {running.folder / 'log'}. Last pages: {PICTURES}")


@pytest.fixture(scope="session")
def assistant(installation: Installation) -> Installation:
    """The same installation, with Rasa ready to talk."""
    installation.wait_for_assistant()
    return installation


@pytest.fixture
def people(installation: Installation) -> Iterator[People]:
    """Makes clients, coaches and files with names of their own."""
    with installation.owner_db() as db:
        yield People(db)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each visitor has a profile of her own in it."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except NoBrowser as problem:
            pytest.exit(str(problem), 1)
        yield browser
        browser.close()


@pytest.fixture
def enter(browser: Browser, installation: Installation, request: pytest.FixtureRequest) -> Iterator[Enter]:
    """Lets somebody in at a fresh browser: `enter()`, `enter(phone=True)`, `enter(scripts=False)`."""
    visitors: list[Visitor] = []

    def come(*, phone: bool = False, scripts: bool = True, language: str = "nl-NL", **more: Any) -> Visitor:
        context = browser.new_context(
            locale=language,
            timezone_id=TIME_ZONE,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        visitors.append(Visitor(context, installation.address, scripts=scripts))
        return visitors[-1]

    yield come
    if request.node.stash.get(FAILED, False):
        _keep_last_pages(visitors, request.node.name)
    for visitor in visitors:
        visitor.leave()


def _keep_last_pages(visitors: list[Visitor], test: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for number, visitor in enumerate(visitors):
        name = "".join(letter if letter.isalnum() else "-" for letter in test)
        visitor.page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True)
        (PICTURES / f"{name}-{number}.html").write_text(visitor.page.content())
