"""The language of a page: chosen by browser, switch and profile; a switch keeps the page; nothing is left in Dutch."""

import re
from collections.abc import Iterable, Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from playwright.sync_api import expect

from e2e import site
from e2e.conftest import Enter
from e2e.story import Story, tell
from e2e.test_every_page_accessible import in_language
from e2e.visitor import Visitor
from i18n import DEFAULT, LANGUAGES
from tests.people import People
from tools.messages import catalogue_of

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
FEWEST_LETTERS = 4
"""Of a text that can be told apart from a name or an abbreviation."""
STAFF_OR_KIOSK = ("/coach", "/kiosk")
AS_IT_WAS_SENT = "client.receipt"
"""The copy on a receipt stays in the language in which it was sent."""
TEXTS = """() => {
    const root = document.documentElement;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = new Set();
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const isQuoted = parent.closest("script, style, .hv-pre, .hv-quote, [name=locale]");
        const isOurs = parent.closest("[lang]") === root && !isQuoted;
        if (isOurs) texts.add(walker.currentNode.data.trim());
    }
    for (const name of ["aria-label", "title", "alt"])
        for (const one of document.querySelectorAll(`[${name}]`)) texts.add(one.getAttribute(name).trim());
    return [...texts].filter(Boolean);
}"""

every_other_language = pytest.mark.parametrize("language", [one.code for one in LANGUAGES if one.code != DEFAULT])


@pytest.fixture
def story(people: People) -> Story:
    """People with full files."""
    return tell(people)


@pytest.mark.parametrize(("wish", "page"), [("nl-BE", "nl"), ("en-US", "en"), ("fr-FR", "nl"), ("tr-TR", "nl")])
def test_the_browser_chooses_first(enter: Enter, wish: str, page: str) -> None:
    """A language that we do not speak gives Dutch."""
    visitor = enter(language=wish).go("/")
    expect(visitor.page.locator("html")).to_have_attribute("lang", page)
    expect(visitor.page.locator("html")).to_have_attribute("dir", "ltr")


def test_a_switch_keeps_the_page_and_what_was_typed(enter: Enter, people: People) -> None:
    """Also the filter of a list, and also the words in a form that was not sent."""
    visitor = enter().sign_in(people.client(password=True))
    visitor.go("/sollicitaties?zoek=kok")
    in_language(visitor, "en")
    assert visitor.page.url.endswith("/sollicitaties?zoek=kok")
    visitor.go("/berichten").page.locator("textarea[name=text]").fill("Halverwege een zin")
    in_language(visitor, "nl")
    assert visitor.path == "/berichten"
    expect(visitor.page.locator("textarea[name=text]")).to_have_value("Halverwege een zin")
    visitor.check()


def test_the_choice_goes_along_to_another_browser(enter: Enter, people: People) -> None:
    """A person's choice belongs to the person; the next one at this browser starts with the browser's language."""
    client = people.client(password=True)
    visitor = enter().sign_in(client)
    in_language(visitor, "en")
    other = enter(language="nl-NL").sign_in(client)
    expect(other.page.locator("html")).to_have_attribute("lang", "en")
    other.check(language="en")


@every_other_language
def test_nothing_is_left_in_dutch(enter: Enter, story: Story, language: str) -> None:
    """No text on a page is one that the catalogue of this language has, or should have, in other words."""
    dutch = list(_texts_of_catalogue(language))
    assert story.busy.case is not None
    file = f"/coach/klanten/{story.busy.case.id}"
    visits = (
        (enter().go("/"), ["/", "/inloggen", "/uitgelogd"]),
        (enter().sign_in(story.busy), ["/vandaag"]),
        (enter().sign_in(story.sent), ["/vandaag", "/intake"]),
        (enter().sign_in(story.new), ["/vandaag", "/intake", "/afspraken", "/documenten", "/plan"]),
        (enter().sign_in(story.coach), ["/coach", file]),
        (enter().go("/kiosk"), ["/kiosk", "/inloggen"]),
    )
    left = []
    for visitor, starts in visits:
        in_language(visitor, language)
        for place in site.walk(visitor, starts, goes=lambda path: file in path or not path.startswith(STAFF_OR_KIOSK)):
            if place.endpoint != AS_IT_WAS_SENT:
                left += [f"{place.path}: {text}" for text in left_in_dutch(visitor, dutch)]
    assert not left, f"{len(left)} texts:\n" + "\n".join(left)


def left_in_dutch(visitor: Visitor, dutch: Iterable[re.Pattern[str]]) -> list[str]:
    """The texts of this page that are Dutch ones of ours."""
    texts: list[str] = visitor.page.evaluate(TEXTS)
    return [text for text in texts if any(pattern.fullmatch(text) for pattern in dutch)]


def _texts_of_catalogue(language: str) -> Iterator[re.Pattern[str]]:
    """The Dutch texts that this language says otherwise, or does not say yet."""
    with catalogue_of(language).open("rb") as handle:
        catalogue = read_po(handle, locale=language)
    for message in catalogue:
        yield from _dutch_of(message)


def _dutch_of(message: Message) -> Iterator[re.Pattern[str]]:
    ours = message.id if isinstance(message.id, tuple) else (message.id,)
    theirs = message.string if isinstance(message.string, tuple) else (message.string,)
    for text in ours:
        letters = PLACEHOLDER.sub("", text)
        if sum(letter.isalpha() for letter in letters) >= FEWEST_LETTERS and text not in theirs:
            yield re.compile(".+".join(re.escape(part) for part in PLACEHOLDER.split(text.strip())))
