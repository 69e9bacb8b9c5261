"""The application log on the client's and the coach's pages."""

import datetime as dt
import re
import uuid
from html.parser import HTMLParser

import pytest
import time_machine
from sqlalchemy.orm import Session

from eportfolio import applications, audit, receipts
from eportfolio.applications import Details, How, JobApplication, Stage
from eportfolio.base import today
from tests.client import PortalClient
from tests.people import People, Someone, act

FORM = {
    "job": "Verzorgende",
    "employer": "Thuiszorg Maasstad",
    "stage": "sent",
    "applied_on": "20-11-2026",
    "how": "email",
}
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _in_november():  # type: ignore[no-untyped-def]
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=True):
        yield


def log(db: Session, client: Someone, **changes: object) -> JobApplication:
    """A committed application of this client."""
    values = {"employer": "Zorggroep De Linde", "job": "Helpende", "applied_on": today(), "how": How.EMAIL, **changes}
    actor = act(db, client)
    logged = applications.log_application(db, client.case, by=actor, details=Details(**values))  # type: ignore[arg-type]
    db.commit()
    return logged.application


def step(db: Session, client: Someone, application: JobApplication, stage: Stage, on: dt.date, words: str = "") -> None:
    actor = act(db, client)
    applications.move_to(db, application, by=actor, stage=stage, on=on, words=words or None)
    db.commit()


def part(page: str, element_id: str) -> str:
    """The outer HTML of one element, without spaces between tags and without the keys that differ per page."""

    class Cutter(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=False)
            self.depth, self.kept = 0, []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if self.depth or ("id", element_id) in attrs:
                self.kept.append(self.get_starttag_text() or "")
                self.depth += tag not in {"input", "br", "img", "use", "meta", "link"}

        def handle_endtag(self, tag: str) -> None:
            if self.depth:
                self.kept.append(f"</{tag}>")
                self.depth -= 1

        def handle_data(self, data: str) -> None:
            if self.depth:
                self.kept.append(" ".join(data.split()))

    cutter = Cutter()
    cutter.feed(page)
    assert cutter.kept, f"no #{element_id} on the page"
    return re.sub(r'(name="(?:form_key|csrf_token)" value=)"[^"]*"', r"\1", "".join(cutter.kept))


def test_client_logs_an_application_and_sees_number_and_words(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    form = web.get("/sollicitaties/nieuw")
    assert "Uw coach ziet wat u hier opschrijft zodra u het bewaart." in form.text
    assert 'value="23-11-2026"' in form.text
    sent = web.submit("/sollicitaties/nieuw", {**FORM, "vacancy_url": "www.maasstad.example/vacature?id=1&x=2"})
    assert sent.status_code == 303
    page = web.get(sent.location)
    number = re.search(r"nummer (2026-\d{6})", page.text)[1]
    assert f'href="/ontvangst/{number}"' in page.text
    assert "Thuiszorg Maasstad" in web.get(f"/ontvangst/{number}").text
    link = re.search(r'<a href="(https://www\.maasstad\.example[^"]*)"([^>]*)>', page.text)
    assert link[1] == "https://www.maasstad.example/vacature?id=1&amp;x=2"
    assert 'rel="noopener noreferrer"' in link[2]
    assert "geen wettelijk bewijs" in web.get("/sollicitaties").text
    act(db, client)
    assert applications.find(db, client.case.id).total == 1


def test_wrong_values_come_back_filled_in_with_every_error(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    wrong = {"job": "   ", "employer": "A&B <Zorg>", "applied_on": "31-02-2026", "vacancy_url": "javascript:alert(1)"}
    page = web.submit("/sollicitaties/nieuw", {**FORM, **wrong, "how": ""})
    assert page.status_code == 422
    assert 'value="A&amp;B &lt;Zorg&gt;"' in page.text
    assert 'value="31-02-2026"' in page.text
    for words in ("Vul in welk werk het is.", "februari 2026 heeft 28 dagen", "Kies hoe u solliciteert.", "webadres"):
        assert words in part(page.text, "fouten")
    assert "<title>Fout: Nieuwe sollicitatie" in page.text
    act(db, client)
    assert applications.find(db, client.case.id).total == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"applied_on": "24-11-2026"}, "Deze dag is nog niet geweest."),
        ({"employer": "x" * 161}, "U mag hier 160 tekens gebruiken."),
        ({"note": "x" * 2001}, "U mag hier 2000 tekens gebruiken."),
        ({"how": "carrier pigeon"}, "Not a valid choice"),
        ({"vacancy_url": "https://"}, "Dit webadres klopt niet."),
        ({"vacancy_url": "https://" + "a" * 600 + ".example"}, "U mag hier 600 tekens gebruiken."),
    ],
)
def test_each_impossible_value_is_refused(web: PortalClient, people: People, wrong: dict[str, str], words: str) -> None:
    page = web.sign_in(people.client()).submit("/sollicitaties/nieuw", {**FORM, **wrong})
    assert page.status_code == 422
    if "valid choice" not in words:
        assert words in page.text


def test_a_plan_may_have_a_date_to_come(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    sent = web.submit("/sollicitaties/nieuw", {**FORM, "stage": "planned", "applied_on": "1 december 2026"})
    assert sent.status_code == 303
    assert "Van plan" in web.get(sent.location).text


def test_a_double_click_logs_once_and_leads_to_the_same_page(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    data = {**FORM, "form_key": str(uuid.uuid4())}
    first, second = web.submit("/sollicitaties/nieuw", data), web.submit("/sollicitaties/nieuw", data)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    act(db, client)
    assert applications.find(db, client.case.id).total == 1
    assert len(receipts.receipts_of(db, client.case.id)) == 1


def test_a_refused_form_may_be_sent_again_with_the_same_key(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    data = {**FORM, "form_key": str(uuid.uuid4())}
    assert web.submit("/sollicitaties/nieuw", {**data, "job": ""}).status_code == 422
    assert web.submit("/sollicitaties/nieuw", data).status_code == 303


def test_client_says_what_happened_and_how_it_went(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    application = log(db, client, applied_on=dt.date(2026, 11, 10))
    url = f"/sollicitaties/{application.id}"
    web.sign_in(client)
    told = web.submit(f"{url}/stap", {"stage": "interview", "on": "19-11-2026", "words": ""})
    assert told.location == url
    page = web.get("/sollicitaties")
    ask = re.search(rf'href="({url}/gesprek/[^"]+)"', page.text)[1]
    assert "Hoe ging het gesprek bij Zorggroep De Linde?" in page.text
    empty = web.submit(ask, {"experience": " ", "outcome": "rejected", "outcome_words": "Te weinig ervaring"})
    assert empty.status_code == 422
    assert "Te weinig ervaring</textarea>" in empty.text
    homeless = web.submit(ask, {"experience": "Goed", "outcome": "", "outcome_words": "Zij bellen nog"})
    assert homeless.status_code == 422
    assert "Kies hierboven ook wat het wordt." in homeless.text
    done = web.submit(
        ask,
        {
            "experience": "Fijn gesprek, maar ik miste\r\nhet bewijs medicijnen.",
            "outcome": "rejected",
            "outcome_words": "Te weinig ervaring",
        },
    )
    assert done.status_code == 303
    page = web.get(url)
    assert "Fijn gesprek, maar ik miste" in page.text
    assert "Te weinig ervaring" in page.text
    assert "Afgewezen" in page.text
    assert "Uw gesprek van" not in page.text


def test_news_in_the_future_is_refused_but_an_interview_may_come(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    url = f"/sollicitaties/{log(db, client).id}"
    web.sign_in(client)
    refused = web.submit(f"{url}/stap", {"stage": "rejected", "on": "24-11-2026"})
    assert refused.status_code == 422
    assert "Deze dag is nog niet geweest." in refused.text
    assert web.submit(f"{url}/stap", {"stage": "interview", "on": "24-11-2026"}).status_code == 303
    assert "komt nog" in web.get(url).text
    assert web.submit(f"{url}/stap", {"stage": "sent", "on": "23-11-2026"}).status_code == 422


def test_removing_can_be_undone_on_the_next_page(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    application = log(db, client)
    web.sign_in(client)
    removed = web.submit(f"/sollicitaties/{application.id}/verwijder", page=f"/sollicitaties/{application.id}")
    page = web.get(removed.location)
    assert "staat niet meer in uw lijst" in page.text
    assert web.get(f"/sollicitaties/{application.id}").status_code == 404
    back = re.search(r'action="([^"]+/zet-terug)"', page.text)[1]
    assert web.submit(back, page="/sollicitaties").status_code == 303
    assert web.get(f"/sollicitaties/{application.id}").status_code == 200
    assert "staat niet meer in uw lijst" not in web.get(removed.location).text


def test_empty_list_says_what_will_come(web: PortalClient, people: People) -> None:
    page = web.sign_in(people.client()).get("/sollicitaties")
    assert "U heeft nog geen sollicitaties opgeschreven" in page.text
    nothing_found = web.get("/sollicitaties?zoek=zzz")
    assert "Niets gevonden" in nothing_found.text


@pytest.mark.parametrize(
    "query", ["", "?toon=open", "?toon=closed", "?zoek=linde&toon=all", "?pagina=2", "?toon=x&pagina=y"]
)
def test_list_fragment_is_its_part_of_the_page(web: PortalClient, db: Session, people: People, query: str) -> None:
    client = people.client()
    for number in range(applications.PAGE_SIZE + 1):
        log(db, client, employer=f"De Linde {number}", note="Gebeld & gemaild")
    web.sign_in(client)
    page = web.get(f"/sollicitaties{query}")
    fragment = web.get(f"/sollicitaties{query}", headers=HTMX)
    assert not fragment.text.lstrip().lower().startswith("<!doctype")
    assert part(fragment.text, "lijst") == part(page.text, "lijst")
    web.sign_in(client.coach)
    address = f"/coach/klanten/{client.case.id}/sollicitaties{query}"
    assert part(web.get(address, headers=HTMX).text, "lijst") == part(web.get(address).text, "lijst")


def test_coach_reads_words_marks_them_read_and_the_client_sees_it(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    application = log(db, client, applied_on=dt.date(2026, 11, 10))
    step(db, client, application, Stage.INTERVIEW, dt.date(2026, 11, 19), "Fijn gesprek")
    web.sign_in(client.coach)
    base = f"/coach/klanten/{client.case.id}/sollicitaties"
    page = web.get(base)
    assert "Nieuw sinds u keek (1)" in page.text
    assert page.text.count("Fijn gesprek") == 2
    shown = re.search(r'name="version" value="(\d+)"', page.text)[1]
    step(db, client, application, Stage.OFFER, today(), "Ze belden net")
    seen = web.submit(f"{base}/{application.id}/gelezen", {"version": shown}, page=base)
    assert seen.status_code == 303
    assert "Nieuw sinds u keek (1)" in web.get(base).text
    detail = web.get(f"{base}/{application.id}")
    assert "Ze belden net" in detail.text
    shown = re.search(r'name="version" value="(\d+)"', detail.text)[1]
    web.submit(f"{base}/{application.id}/gelezen", {"version": shown}, page=base)
    assert "Nieuw sinds u keek" not in web.get(base).text
    web.sign_in(client)
    assert f"Gelezen door {client.coach.account.name}" in web.get(f"/sollicitaties/{application.id}").text
    act(db, client)
    looks = audit.looks_by_others(db, client.case.id, client.account.id)
    assert {look.subject for look in looks} == {audit.Subject.APPLICATION}
    assert any(look.label == application.label for look in looks)


def test_another_person_s_application_does_not_exist(web: PortalClient, db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    application = log(db, client)
    web.sign_in(stranger)
    url = f"/sollicitaties/{application.id}"
    assert web.get(url).status_code == 404
    assert web.get(f"{url}/wijzig").status_code == 404
    assert web.submit(f"{url}/stap", {"stage": "offer", "on": "20-11-2026"}, page="/sollicitaties").status_code == 404
    assert web.submit(f"{url}/verwijder", page="/sollicitaties").status_code == 404
    assert web.get(f"/sollicitaties?verwijderd={application.id}").status_code == 404
    assert web.get(f"/sollicitaties/{uuid.uuid4()}").status_code == 404
    web.sign_in(people.coach())
    address = f"/coach/klanten/{client.case.id}/sollicitaties"
    for target in (address, f"{address}/{application.id}"):
        assert web.get(target).status_code == 404
    assert web.submit(f"{address}/{application.id}/gelezen", {"version": "1"}, page="/coach").status_code == 404
    own = people.client(coach=client.coach)
    web.sign_in(client.coach)
    assert web.get(f"/coach/klanten/{own.case.id}/sollicitaties/{application.id}").status_code == 404


def test_coach_has_no_business_in_the_client_s_door(web: PortalClient, people: People) -> None:
    client = people.client()
    assert web.sign_in(client.coach).get("/sollicitaties").status_code == 403
    assert web.sign_in(client).get(f"/coach/klanten/{client.case.id}/sollicitaties").status_code == 403


def test_long_numbers_are_masked_on_a_shared_computer(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    application = log(db, client, contact="Mevrouw De Vries, 06 8123 4567", note="Bel 010-1234567")
    url = f"/sollicitaties/{application.id}"
    assert "06 8123 4567" in web.sign_in(client).get(url).text
    masked = web.sign_in(client, kiosk=True).get(url).text
    assert "8123" not in masked
    assert "1234567" not in masked
    assert "Mevrouw De Vries" in masked


def test_hostile_words_stay_words(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    application = log(db, client, employer="<script>alert(1)</script>", note="<img src=x onerror=alert(1)>")
    for someone, url in (
        (client, f"/sollicitaties/{application.id}"),
        (client.coach, f"/coach/klanten/{client.case.id}/sollicitaties/{application.id}"),
        (client.coach, f"/coach/klanten/{client.case.id}/sollicitaties"),
    ):
        text = web.sign_in(someone).get(url).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
