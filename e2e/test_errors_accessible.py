"""What goes wrong is as good to read as what goes well: refused forms and error pages, in each language."""

import pytest
from playwright.sync_api import Response, expect

from e2e import accessibility, forms, site
from e2e.accessibility import DESKTOP, NARROWEST, PHONE
from e2e.conftest import Enter
from e2e.forms import WrongForm
from e2e.story import Story, tell
from e2e.test_every_page_accessible import in_language, look
from e2e.visitor import Visitor
from eportfolio.people import Role
from tests.people import People, Someone

LANGUAGES = ["nl", "en"]
WHERE_THE_FOCUS_IS = """() => {
    const here = document.activeElement;
    return here.matches(".hv-error-summary") || here.getAttribute("aria-invalid") === "true";
}"""
MANY = 60
"""More calls for help than each of the processes, which count for themselves, takes from one person in a minute."""
CALL_FOR_HELP = """async (many) => {
    const form = document.querySelector("form[action='/uitloggen']");
    form.action = "/kiosk/hulp";
    const call = () => fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    await Promise.all(Array.from({ length: many }, call));
    form.requestSubmit();
}"""

every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def story(people: People) -> Story:
    """People with full files."""
    return tell(people)


@every_language
def test_refused_forms_of_a_client(enter: Enter, story: Story, language: str) -> None:
    """Each comes back filled in, says what is wrong, and has the focus there."""
    refuse_all(in_language(enter().sign_in(story.busy), language), forms.OF_CLIENT, story, language)


@every_language
def test_refused_forms_of_staff_and_strangers(enter: Enter, people: People, story: Story, language: str) -> None:
    """The same for the coach, the manager, and who signs in."""
    refuse_all(in_language(enter().sign_in(story.coach), language), forms.OF_COACH, story, language)
    manager = Someone(people.account(Role.MANAGER, password=True))
    refuse_all(in_language(enter().sign_in(manager), language), forms.OF_MANAGER, story, language)
    refuse_all(in_language(enter().go("/"), language), forms.SIGNED_OUT, story, language)


def refuse_all(visitor: Visitor, wrong: tuple[WrongForm, ...], story: Story, language: str) -> None:
    """Send every form wrongly, and look at what comes back."""
    findings: list[str] = []
    with visitor.may_meet(422):
        for form in wrong:
            visitor.page.set_viewport_size(DESKTOP)
            findings += [f"{form.path(story)}: {line}" for line in refuse(visitor, form, story, language)]
    assert not findings, f"{len(findings)} findings:\n" + "\n".join(findings)


def refuse(visitor: Visitor, form: WrongForm, story: Story, language: str) -> list[str]:
    """Send this form wrongly; return what is not as it should be."""
    visitor.go(form.path(story))
    there = visitor.main.locator(f"form[action='{site.actions_of_forms(visitor)[form.endpoint]}']").last
    for name, words in form.typed.items():
        there.locator(f"[name={name}]").fill(words)
    with visitor.page.expect_response(lambda answer: _is_answer_to(answer, form)) as sent:
        there.locator("button[type=submit]").first.click()
    visitor.page.wait_for_function(WHERE_THE_FOCUS_IS)
    findings = [] if sent.value.status == 422 else [f"answered {sent.value.status}"]
    for name, words in form.typed.items():
        if visitor.main.locator(f"form [name={name}]").first.input_value() != words:
            findings.append(f"{name} did not come back")
    findings += accessibility.audit(visitor.page) + accessibility.look_at_frame(visitor.page, language)
    findings += accessibility.look_at_width(visitor.page, NARROWEST)
    return findings + accessibility.look_at_width(visitor.page, PHONE)


def _is_answer_to(answer: Response, form: WrongForm) -> bool:
    return answer.request.method == "POST" and site.endpoint_of_form(answer.url) == form.endpoint


@every_language
def test_error_pages(enter: Enter, people: People, language: str) -> None:
    """Not there, not yours, too old, too large, too often."""
    visitor = in_language(
        enter(user_agent=f"an own browser {language}").sign_in(people.client(password=True)), language
    )
    stranger = in_language(enter().go("/"), language)
    findings = []
    for who, path, status in (
        (stranger, "/er-is-hier-niets", 404),
        (visitor, "/er-is-hier-niets", 404),
        (visitor, "/ontvangst/2026-999999", 404),
        (visitor, "/coach", 403),
        (visitor, "/uitloggen", 405),
    ):
        with who.may_meet(status):
            who.go(path)
            findings += [f"{path}: {line}" for line in look(who, language)]
    for path in ("/berichten", "/documenten/nieuw"):
        findings += [f"{path}: {line}" for line in look_at_old_form(visitor, path, language)]
    findings += look_at_too_many(visitor, language)
    assert not findings, f"{len(findings)} findings:\n" + "\n".join(findings)


def look_at_old_form(visitor: Visitor, path: str, language: str) -> list[str]:
    """A form whose protection against forgery is not valid any more."""
    visitor.go(path)
    visitor.page.evaluate("() => document.querySelectorAll('main [name=csrf_token]').forEach((one) => one.remove())")
    with visitor.may_meet(400):
        visitor.main.locator("form[method=post] button[type=submit]").last.click()
        expect(visitor.page.locator(".hv-error-page")).to_be_visible()
        return look(visitor, language)


def look_at_too_many(visitor: Visitor, language: str) -> list[str]:
    """Somebody who presses the button again and again."""
    visitor.go("/mijn-gegevens")
    with visitor.may_meet(429):
        visitor.page.evaluate(CALL_FOR_HELP, MANY)
        expect(visitor.page.locator(".hv-error-page")).to_be_visible()
        return look(visitor, language)


@every_language
def test_a_file_that_is_too_large(enter: Enter, people: People, language: str) -> None:
    """Without scripts nothing stops the file on its way; the answer says what to do."""
    visitor = in_language_without_scripts(enter(scripts=False).sign_in(people.client(password=True)), language)
    visitor.go("/documenten/nieuw")
    visitor.main.locator("[name=kind]").first.check()
    large = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + b"0" * 12_000_000}
    visitor.main.locator("[type=file]").set_input_files(large)
    with visitor.may_meet(413, 422):
        visitor.main.locator("form[method=post] button[type=submit]").first.click()
        expect(visitor.main.locator("text=10 MB").first).to_be_visible()
        visitor.check(language=language)


def in_language_without_scripts(visitor: Visitor, language: str) -> Visitor:
    """Switch to this language; the page says which one it is in by itself."""
    button = visitor.page.locator(f"button[name=language][value={language}]")
    if button.count():
        button.first.click()
        expect(visitor.page.locator(f"html[lang={language}]")).to_be_attached()
    return visitor
