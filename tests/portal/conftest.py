"""What several pages are tested with."""

import socket
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from eportfolio.people import Office
from portal.chat.assistant import ChatClient
from portal.config import Settings
from tests.client import PortalClient
from tests.people import People, Someone
from tests.portal.writing_messages import MONDAY_TEN
from tests.rasa import FakeRasa, listening


@pytest.fixture
def rasa(app: Flask, settings: Settings) -> Iterator[FakeRasa]:
    """A fake Rasa, and a portal that knows where it is."""
    with listening() as fake:
        before = app.extensions["houvast_chat"]
        changed = {"rasa_url": fake.url, "rasa_timeout": 0.5}
        app.extensions["houvast_chat"] = ChatClient(settings.model_copy(update=changed))
        yield fake
        app.extensions["houvast_chat"] = before


@pytest.fixture
def away(app: Flask, settings: Settings) -> Iterator[None]:
    """A portal whose assistant does not listen."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        before = app.extensions["houvast_chat"]
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        app.extensions["houvast_chat"] = ChatClient(settings.model_copy(update={"rasa_url": url}))
        yield
        app.extensions["houvast_chat"] = before


@pytest.fixture
def chat(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


@pytest.fixture
def home(web: PortalClient, client: Someone) -> PortalClient:
    return web.sign_in(client)


@pytest.fixture
def on_monday() -> Iterator[None]:
    """Ten o'clock on a working day."""
    with time_machine.travel(MONDAY_TEN, tick=True):
        yield


@pytest.fixture
def office(people: People) -> Office:
    """An office of this test alone, with an entry address of its own."""
    return people.office(f"Werkplein {uuid.uuid4().hex[:8]}")


@pytest.fixture
def helper(people: People, office: Office) -> Someone:
    helper = people.helper()
    helper.account.office_id = office.id
    helper.account.given_name = "Anneke"
    people.db.commit()
    return helper
