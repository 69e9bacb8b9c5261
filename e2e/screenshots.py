"""`make screenshots`: pictures of the main pages with the demo people, on a desktop and on a phone.

    python -m e2e.screenshots FOLDER

The first page of the client, as it stands in the README, is FOLDER/today-desktop.png.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from e2e import deeds
from e2e.accessibility import DESKTOP, PHONE
from e2e.browser import TIME_ZONE, launch
from e2e.installation import Installation
from e2e.visitor import Visitor

SIZES = {"desktop": DESKTOP, "phone": PHONE}
ELIF, GRACE, SAMIRA, ANNEKE, FARID = "Elif Yılmaz", "Grace Mensah", "Samira de Wit", "Anneke Visser", "Farid Amrani"

PAGES: dict[str | None, dict[str, str]] = {
    None: {
        "front": "/",
        "sign-in": "/inloggen",
        "kiosk": "/kiosk/werkplein-zuid/3",
        "not-found": "/er-is-hier-niets",
        "outages": "/storingen",
    },
    ELIF: {
        "today": "/vandaag",
        "intake": "/intake",
        "question": "/intake/periode",
        "check": "/intake/controleren",
        "profile": "/profiel",
        "profile-work": "/profiel/werk",
        "profile-skills": "/profiel/vaardigheden",
        "agreements": "/afspraken",
        "plan": "/plan",
        "applications": "/sollicitaties",
        "new-application": "/sollicitaties/nieuw",
        "application-report": "/sollicitaties/verslag",
        "documents": "/documenten",
        "new-document": "/documenten/nieuw",
        "cv": "/cv",
        "cv-preview": "/cv/bekijken",
        "messages": "/berichten",
        "appointments": "/gesprekken",
        "new-appointment": "/gesprekken/nieuw",
        "timeline": "/tijdlijn",
        "rights": "/rechten-en-plichten",
        "rights-in-advance": "/rechten-en-plichten/vooraf",
        "article": "/rechten-en-plichten/ww-holiday",
        "my-data": "/mijn-gegevens",
        "contact": "/mijn-gegevens/contact",
        "mail-choices": "/mijn-gegevens/mail",
        "take-along": "/mijn-gegevens/meenemen",
        "bring-in": "/mijn-gegevens/inlezen",
        "erase": "/mijn-gegevens/wissen",
        "retention": "/mijn-gegevens/bewaren",
        "who-looked": "/mijn-gegevens/wie-keek",
        "sent": "/mijn-gegevens/verstuurd",
    },
    GRACE: {"today-in-english": "/vandaag", "intake-sent": "/intake"},
    SAMIRA: {"coach": "/coach", "coach-agenda": "/coach/gesprekken"},
    ANNEKE: {"helper": "/balie"},
    FARID: {"manager": "/beheer", "editors": "/redactie"},
}


class Photographer:
    """Takes pictures of one installation into one folder."""

    def __init__(self, browser: Browser, installation: Installation, folder: Path) -> None:
        self.browser = browser
        self.installation = installation
        self.folder = folder

    def visit(self, size: str, someone: str | None) -> Visitor:
        """A browser of this size, with this demo person at it."""
        context = self.browser.new_context(
            viewport=SIZES[size], locale="nl-NL", timezone_id=TIME_ZONE, reduced_motion="reduce"
        )
        visitor = Visitor(context, self.installation.address)
        return visitor.sign_in_as(someone) if someone else visitor

    def take(self, visitor: Visitor, name: str, size: str) -> None:
        """Keep what this browser shows: a screen on a desktop, the whole page on a phone."""
        visitor.page.evaluate("() => document.fonts.ready")
        visitor.page.screenshot(path=self.folder / f"{name}-{size}.png", full_page=size == "phone")

    def take_pages(self) -> None:
        """The pages that have an address."""
        for size in SIZES:
            for someone, pages in PAGES.items():
                visitor = self.visit(size, someone)
                for name, path in pages.items():
                    self.take(visitor.go(path), name, size)
                visitor.context.close()

    def take_behind(self, name: str, someone: str, path: str, lead: Callable[[Visitor], object]) -> None:
        """A page that one comes to by doing something."""
        for size in SIZES:
            visitor = self.visit(size, someone)
            lead(visitor.go(path))
            self.take(visitor, name, size)
            visitor.context.close()


def read_cv(visitor: Visitor) -> None:
    """A CV with what was read in it beside it."""
    deeds.send_in_cv(visitor)
    deeds.read_cv(visitor)


def main(arguments: list[str]) -> int:
    """Take all pictures; return 2 when no folder was named."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with Installation() as installation, sync_playwright() as playwright:
        browser = launch(playwright)
        photographer = Photographer(browser, installation, folder)
        photographer.take_pages()
        photographer.take_behind("agreement", ELIF, "/afspraken", lambda one: one.follow("Cursus medicijnen geven"))
        photographer.take_behind("document", ELIF, "/vandaag", deeds.send_in_cv)
        photographer.take_behind("document-read", ELIF, "/vandaag", read_cv)
        photographer.take_behind("application", ELIF, "/sollicitaties", lambda one: one.follow("Verzorgende thuiszorg"))
        photographer.take_behind("board", ELIF, "/sollicitaties", lambda one: one.follow("Bord", exact=True))
        photographer.take_behind("message-thread", ELIF, "/berichten", lambda one: one.follow("Open sollicitatie"))
        photographer.take_behind("appointment", ELIF, "/gesprekken", lambda one: one.follow("Even bellen"))
        photographer.take_behind("coach-timeline", SAMIRA, "/coach", lambda one: one.follow(ELIF).follow("Tijdlijn"))
        photographer.take_behind("coach-profile", SAMIRA, "/coach", lambda one: one.follow(ELIF).follow("Profiel"))
        photographer.take_behind("coach-file", SAMIRA, "/coach", lambda one: one.follow(GRACE))
        installation.wait_for_assistant()
        photographer.take_behind("chat", ELIF, "/chat", lambda one: deeds.say(one, "Mag ik op vakantie als ik WW heb?"))
        browser.close()
    print(f"Pictures are in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
