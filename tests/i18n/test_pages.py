"""A page speaks the language that its reader chose, and nothing on an English page is left in Dutch."""

import re

import html5lib
import pytest
from flask import Flask
from werkzeug.test import TestResponse

import i18n
from i18n import LANGUAGES, Language, choose_locale, direction_of
from tests.client import PortalClient
from tests.people import PASSWORD, People, Someone

LANGUAGE = re.compile(r"<html[^>]*\blang=\"(\w+)\"[^>]*\bdir=\"(\w+)\"")
DUTCH = re.compile(
    r"\b(?:het|een|uw|niet|wij|naar|zijn|dat|voor|maar|wordt|heeft|staat|deze|als|met|bij)\b", re.IGNORECASE
)
"""Words of nearly every Dutch sentence, and of no English one."""
DUTCH_NAMES = ("Tijdelijk besluit digitale toegankelijkheid overheid",)


# Which language


@pytest.mark.parametrize(
    ("switch", "profile", "browser", "expected"),
    [
        ("en", "nl", "nl", "en"),
        (None, "en", "nl", "en"),
        (None, None, "en", "en"),
        (None, None, None, "nl"),
        ("xx", "en", None, "en"),
        ("xx", None, "tlh", "nl"),
        ("", "", "", "nl"),
        (None, None, "en-GB", "en"),
        (None, "en_US", "nl", "en"),
        (None, None, "EN", "en"),
    ],
)
def test_first_wish_that_we_speak(switch: str | None, profile: str | None, browser: str | None, expected: str) -> None:
    assert choose_locale(switch, profile, browser) == expected


def test_direction_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {direction_of(code) for code in i18n.CODES} == {"ltr"}
    assert direction_of("xx") == "ltr"
    monkeypatch.setattr(i18n, "LANGUAGES", (*LANGUAGES, Language("ar", "العربية", "rtl")))
    assert direction_of("ar") == "rtl"
    assert direction_of("nl") == "ltr"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "nl"),
        ("en-GB,en;q=0.9", "en"),
        ("nl,en;q=0.8", "nl"),
        ("de,en;q=0.5", "en"),
        ("tlh", "nl"),
        ("*", "nl"),
        (";;=,", "nl"),
    ],
)
def test_browser_is_asked_when_nobody_chose(header: str | None, language: str, web: PortalClient) -> None:
    response = web.get("/", headers={"Accept-Language": header} if header else {})
    assert language_of(response.text) == language
    assert "Accept-Language" in response.vary


def test_profile_goes_before_browser(web: PortalClient, people: People) -> None:
    client = in_english(people.client(), people)
    page = web.sign_in(client).get("/vandaag", headers={"Accept-Language": "nl"}).text
    assert language_of(page) == "en"


def test_switch_goes_before_profile_and_is_remembered(web: PortalClient, people: People, app: Flask) -> None:
    client = people.client(password=True)
    web.sign_in(client)
    assert language_of(web.get("/vandaag").text) == "nl"
    back = web.submit("/taal", {"language": "en"}, page="/vandaag")
    assert back.status_code == 303
    assert language_of(web.get("/vandaag").text) == "en"
    elsewhere = app.test_client()
    elsewhere.submit("/inloggen", {"email": client.account.email, "password": PASSWORD})
    assert language_of(elsewhere.get("/vandaag").text) == "en", "the choice goes along to another browser"


def test_switch_without_signing_in_holds_for_this_browser_only(web: PortalClient, app: Flask) -> None:
    web.submit("/taal", {"language": "en"}, page="/")
    assert language_of(web.get("/privacy").text) == "en"
    assert language_of(app.test_client().get("/privacy").text) == "nl"


@pytest.mark.parametrize("language", ["xx", "", "../en", "en-GB"])
def test_switch_to_a_language_that_we_do_not_speak_changes_nothing(language: str, web: PortalClient) -> None:
    web.submit("/taal", {"language": language}, page="/")
    assert language_of(web.get("/").text) == "nl"


# English pages


MISSING = "/bestaat-niet"
PUBLIC = ("/", "/inloggen", "/toegankelijkheid", "/privacy", "/uitgelogd", "/uitgelogd?reden=tijd", MISSING)
OF_CLIENT = (
    *("/vandaag", "/intake", "/plan", "/chat", "/berichten", "/rechten-en-plichten", MISSING),
    *("/afspraken", "/afspraken/voorstel", "/sollicitaties", "/sollicitaties/nieuw"),
    *("/documenten", "/documenten/nieuw"),
    *("/mijn-gegevens", "/mijn-gegevens/verstuurd", "/mijn-gegevens/wie-keek", "/rechten-en-plichten/gen-objection"),
)
OF_COACH = (
    *("/coach", "/coach/postbus", "/coach/klanten/{case}", "/coach/klanten/{case}/berichten"),
    *("/coach/klanten/{case}/documenten", "/coach/klanten/{case}/intake", "/coach/klanten/{case}/sollicitaties"),
    *("/coach/klanten/{case}/afspraken", "/coach/klanten/{case}/afspraken/voorstel"),
)


def in_english(someone: Someone, people: People) -> Someone:
    someone.account.locale = "en"
    people.db.commit()
    return someone


def language_of(page: str) -> str:
    """The language that a page says it is in."""
    found = LANGUAGE.search(page)
    assert found is not None
    assert found[2] == "ltr"
    return found[1]


def assert_english(response: TestResponse) -> None:
    """The page is there, says that it is English, and what people read on it is."""
    assert response.status_code == (404 if response.request.path == MISSING else 200)
    assert language_of(response.text) == "en"
    text = visible(response.text)
    for name in DUTCH_NAMES:
        text = text.replace(name, "")
    found = [text[max(0, hit.start() - 60) : hit.end() + 60] for hit in DUTCH.finditer(text)]
    assert found == []


def visible(page: str) -> str:
    """The texts of a page that are not in another language of their own."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in {"script", "style"} or child.get("lang", "en") != "en":
                child.text = ""
                for below in list(child):
                    child.remove(below)
    named = [value for one in root.iter() for key, value in one.attrib.items() if key in {"aria-label", "alt", "title"}]
    return " ".join(" ".join([*root.itertext(), *named]).split())


@pytest.mark.parametrize("path", PUBLIC)
def test_dutch_is_recognised(path: str, web: PortalClient) -> None:
    """What the other tests here do not want to see is really seen."""
    page = web.get(path).text
    assert language_of(page) == "nl"
    assert len(DUTCH.findall(visible(page))) > 5


@pytest.mark.parametrize("path", PUBLIC)
def test_english_in_public(path: str, web: PortalClient) -> None:
    assert_english(web.get(path, headers={"Accept-Language": "en"}))


@pytest.mark.parametrize("path", OF_CLIENT)
def test_english_for_the_client(path: str, web: PortalClient, people: People) -> None:
    client = in_english(people.client(given="Elif", family="Kaya"), people)
    assert_english(web.sign_in(client).get(path))


@pytest.mark.parametrize("path", OF_COACH)
def test_english_for_the_coach(path: str, web: PortalClient, people: People) -> None:
    coach = in_english(people.coach(given="Samira", family="Kaya"), people)
    case = people.client(coach=coach, given="Elif", family="Kaya").case
    assert case is not None
    assert_english(web.sign_in(coach).get(path.format(case=case.id)))


def test_english_for_the_manager(web: PortalClient, people: People) -> None:
    coach = people.client().coach
    manager = in_english(people.manager(coach), people)
    for path in ("/beheer", f"/beheer/{coach.account.id}"):
        assert language_of(web.sign_in(manager).get(path).text) == "en"


@pytest.mark.parametrize("path", ["/kiosk", "/kiosk/hulp", "/kiosk/klaar"])
def test_english_at_the_shared_computer(path: str, web: PortalClient) -> None:
    assert_english(web.get(path, headers={"Accept-Language": "en"}))


def test_english_for_who_helps_at_the_shared_computer(web: PortalClient, people: People) -> None:
    assert_english(web.sign_in(in_english(people.helper(), people)).get("/balie"))
