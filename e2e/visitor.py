"""Someone at a browser, who finds things by what is written on them; what goes wrong unseen is remembered."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from e2e import accessibility
from tests.people import PASSWORD, Someone

_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d{3})")
_SAME_HTML = re.compile("/same-html$")


class Visitor:
    """A browser of one person. `trouble` holds console errors and requests to other hosts."""

    def __init__(self, context: BrowserContext, address: str, *, scripts: bool = True) -> None:
        self.context = context
        self.address = address
        self.scripts = scripts
        self.trouble: list[str] = []
        self._may_meet: set[int] = set()
        self._twin: Page | None = None
        context.on("request", self._watch_request)
        context.on("console", self._watch_console)
        context.on("weberror", lambda error: self.trouble.append(f"script error: {error.error}"))
        self.page: Page = context.new_page()

    @property
    def main(self) -> Locator:
        """What the page is about: everything but the frame around it."""
        return self.page.get_by_role("main")

    @property
    def path(self) -> str:
        """Where the person is."""
        return urlsplit(self.page.url).path

    def go(self, path: str) -> Self:
        """Type an address."""
        self.page.goto(self.address + path)
        return self

    def sign_in_as(self, name: str) -> Self:
        """Choose one of the demo people."""
        self.go("/inloggen")
        self.page.get_by_role("button", name=name).click()
        expect(self.page.get_by_role("button", name=re.compile("^(Uitloggen|Sign out)$"))).to_be_visible()
        return self

    def sign_in(self, someone: Someone) -> Self:
        """Sign in with address and password."""
        self.go("/inloggen")
        self.enter_password(someone)
        expect(self.page.get_by_role("button", name=re.compile("^(Uitloggen|Sign out)$"))).to_be_visible()
        return self

    def enter_password(self, someone: Someone, *, password: str = PASSWORD) -> None:
        """Fill in the form of the sign-in page and send it."""
        self.page.get_by_label(re.compile("^E-mail")).fill(someone.account.email)
        self.page.get_by_label(re.compile("^(Wachtwoord|Password)")).fill(password)
        self.page.get_by_role("button", name=re.compile("^(Log in|Sign in)$")).click()

    def menu(self, name: str) -> Self:
        """Choose from the main menu, which a phone folds away."""
        menu = self.page.get_by_role("navigation", name=re.compile("[Mm]enu")).and_(self.page.locator(":visible"))
        summary = menu.locator("summary")
        if summary.count():
            summary.click()
        menu.get_by_role("link", name=name).click()
        return self

    def follow(self, name: str | re.Pattern[str], *, exact: bool = False) -> Self:
        """Follow a link of the page."""
        self.main.get_by_role("link", name=name, exact=exact).first.click()
        return self

    def press(self, name: str | re.Pattern[str], *, exact: bool = False) -> Self:
        """Press a button of the page."""
        self.main.get_by_role("button", name=name, exact=exact).first.click()
        return self

    def fill(self, label: str, words: str) -> Self:
        """Write in a field."""
        self.field(label).fill(words)
        return self

    def field(self, label: str) -> Locator:
        """The field to write in with this label."""
        return self.main.get_by_role("textbox", name=label).first

    def choose(self, label: str, *, group: str | None = None) -> Self:
        """Pick an option or tick a box."""
        where = (
            self.main.get_by_role("group", name=group).or_(self.main.get_by_role("radiogroup", name=group))
            if group
            else self.main
        )
        where.get_by_label(label, exact=True).first.check()
        return self

    def sees(self, words: str | re.Pattern[str]) -> Self:
        """The page says this."""
        expect(self.main.get_by_text(words).and_(self.page.locator(":visible")).first).to_be_visible()
        return self

    def is_on(self, heading: str | re.Pattern[str]) -> Self:
        """The page has this first heading."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        return self

    def check(self, *, language: str = "nl") -> Self:
        """The page is good for everybody, as it is on this screen now."""
        size = self.page.viewport_size or accessibility.DESKTOP
        page = self._readable_page()
        findings = accessibility.audit(page) + accessibility.look_at_frame(page, language)
        findings += accessibility.look_at_width(page, {"width": size["width"], "height": size["height"]})
        assert not findings, f"{self.path}:\n" + "\n".join(findings)
        return self

    @contextmanager
    def may_meet(self, *statuses: int) -> Iterator[None]:
        """Within this, the browser may complain in its console that the server answered so."""
        self._may_meet |= set(statuses)
        yield
        self._may_meet -= set(statuses)

    def leave(self) -> None:
        """Close the browser; nothing may have gone wrong unseen."""
        self.context.close()
        if self._twin is not None:
            self._twin.context.close()
        assert not self.trouble, "\n".join(self.trouble)

    def _readable_page(self) -> Page:
        """The page itself, or, since axe needs scripts, the same HTML in a browser that has them."""
        if self.scripts:
            return self.page
        if self._twin is None:
            assert self.context.browser is not None
            self._twin = self.context.browser.new_context(viewport=self.page.viewport_size).new_page()
            self._twin.route(
                _SAME_HTML, lambda route: route.fulfill(body=self.page.content(), content_type="text/html")
            )
        self._twin.goto(f"{self.address}/same-html")
        return self._twin

    def _watch_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.address:
            self.trouble.append(f"asked another host: {request.url}")

    def _watch_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        refused = _REFUSED.match(message.text)
        if refused is None or int(refused[1]) not in self._may_meet:
            self.trouble.append(f"console of {self.page.url}: {message.text} ({message.location.get('url')})")
