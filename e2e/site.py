"""All pages of the portal as somebody finds them: by following every link, once per kind of page."""

import functools
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from pydantic import SecretStr
from werkzeug.exceptions import HTTPException

from e2e.visitor import Visitor
from eportfolio.intake.questionnaire import UnknownQuestion, current
from portal import create_app
from portal.config import Settings

FILES = re.compile(r"(_file|_pdf|_csv|_feed)$|^static$|^api\.")
"""Addresses that answer with something else than a page."""
ONE_OF_MANY = {"client.article", "client.receipt", "client.intake_question"}
"""Pages whose content differs and whose make-up does not: one of each kind is enough."""
EACH = {"client.agreement", "client.appointment", "client.document", "coach.agreement", "coach.appointment"}
"""Pages that look different for each row, because each row is in another state."""


@dataclass(frozen=True)
class Place:
    """An address and the kind of page that it leads to."""

    path: str
    endpoint: str
    kind: tuple[str, ...]


@functools.cache
def _app() -> Flask:
    """The portal as a map of addresses; it is never asked for a page, so its database may be nowhere."""
    nowhere = SecretStr("postgresql://nobody@127.0.0.1:1/nothing")
    return create_app(Settings(_env_file=None, database_url=nowhere))


def pages_of(*doors: str) -> set[str]:
    """The endpoints behind these doors that answer a GET with a page."""
    rules = [rule for rule in _app().url_map.iter_rules() if "GET" in (rule.methods or ())]
    endpoints = {rule.endpoint for rule in rules if rule.endpoint.partition(".")[0] in doors}
    return {endpoint for endpoint in endpoints if not FILES.search(endpoint)}


def place_of(path: str) -> Place | None:
    """What stands at an address; None when there is nothing to GET."""
    try:
        endpoint, values = _app().url_map.bind("127.0.0.1").match(urlsplit(path).path, "GET")
    except HTTPException:
        return None
    kind = [endpoint]
    if endpoint == "client.intake_question":
        kind.append(_kind_of_question(values["page"]))
    elif endpoint not in ONE_OF_MANY:
        kind += [str(value) for value in values.values() if endpoint in EACH or not isinstance(value, uuid.UUID)]
    return Place(path, endpoint, tuple(kind))


def endpoint_of_form(action: str) -> str | None:
    """What a form of a page is sent to."""
    try:
        endpoint, _values = _app().url_map.bind("127.0.0.1").match(urlsplit(action).path, "POST")
    except HTTPException:
        return None
    return str(endpoint)


def actions_of_forms(visitor: Visitor) -> dict[str | None, str]:
    """The page's forms with something to fill in: the endpoint of each, and its action as it stands there."""
    pick = """() => [...document.querySelectorAll("main form[method=post]")]
        .filter((form) => form.querySelector("input:not([type=hidden]), textarea, select"))
        .map((form) => form.getAttribute("action"))"""
    return {endpoint_of_form(action): action for action in visitor.page.evaluate(pick)}


def walk(
    visitor: Visitor, starts: Iterable[str], *, goes: Callable[[str], bool] = lambda _path: True
) -> Iterator[Place]:
    """Go to each kind of page once, beginning with `starts`, as far as links lead and `goes` allows."""
    waiting = [place for place in map(place_of, starts) if place]
    known = {place.kind for place in waiting}
    while waiting:
        here = waiting.pop(0)
        visitor.go(here.path)
        yield here
        for place in map(place_of, _links(visitor)):
            if place and place.kind not in known and not FILES.search(place.endpoint) and goes(place.path):
                known.add(place.kind)
                waiting.append(place)


def _links(visitor: Visitor) -> list[str]:
    own = "(own) => [...document.links].filter((a) => a.origin === own).map((a) => a.pathname + a.search)"
    found: list[str] = visitor.page.evaluate(own, visitor.address)
    return found


def _kind_of_question(page: str) -> str:
    try:
        return str(current().question_on_page(page).kind)
    except UnknownQuestion:
        return page
