"""Quick, again, elsewhere, later: the application log as people use it between two other things."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from sqlalchemy.orm import Session

from eportfolio import applications
from eportfolio.applications import Stage
from tests.client import PortalClient
from tests.people import People, act
from tests.portal.applications import FORM, NOVEMBER_23, agree, log, step


@pytest.fixture(autouse=True)
def _in_november():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOVEMBER_23, tick=True):
        yield


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def test_three_answers_are_enough_and_the_rest_can_come_later(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    form = web.get("/sollicitaties/nieuw")
    assert '<details class="hv-details" id="meer">' in form.text
    three = {"job": "Kok", "employer": "Eetcafé De Haven", "how": "visit"}
    page = web.get(web.submit("/sollicitaties/nieuw", {**three, "stage": "sent", "applied_on": "23-11-2026"}).location)
    assert "Nog niet ingevuld: vacature, contactpersoon." in page.text


def test_what_is_folded_away_opens_when_something_there_is_wrong(web: PortalClient, people: People) -> None:
    web.sign_in(people.client())
    wrong = web.submit("/sollicitaties/nieuw", {**FORM, "applied_on": "gisteren"})
    assert wrong.status_code == 422
    assert '<details class="hv-details" id="meer" open>' in wrong.text


def test_a_copy_saves_typing_and_begins_today(web: PortalClient, db: Session, people: People) -> None:
    client, stranger = people.client(), people.client()
    old = log(db, client, applied_on=dt.date(2026, 10, 1), contact="mevrouw Öz", vacancy_url="https://a.example/1")
    foreign = log(db, stranger)
    form = web.sign_in(client).get(f"/sollicitaties/nieuw?van={old.id}")
    assert "Dit is een kopie van Helpende, Zorggroep De Linde." in form.text
    assert 'value="mevrouw Öz"' in form.text
    assert 'value="23-11-2026"' in form.text
    assert "https://a.example/1" not in form.text
    assert web.get(f"/sollicitaties/nieuw?van={foreign.id}").status_code == 404
    assert web.get("/sollicitaties/nieuw?van=onzin").status_code == 200


def test_back_and_send_again_gives_the_same_receipt(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    first = web.submit("/sollicitaties/nieuw", {**FORM, "form_key": str(uuid.uuid4())})
    number = re.search(r"nummer (2026-\d{6})", web.get(first.location).text)[1]
    again = web.submit("/sollicitaties/nieuw", {**FORM, "form_key": str(uuid.uuid4())})
    assert again.location == first.location
    assert f"Deze sollicitatie had u al opgeschreven. Uw bewijs van ontvangst is nummer {number}." in (
        web.get(again.location).text
    )
    act(db, client)
    assert applications.find(db, client.case.id).total == 1


def test_two_tabs_with_different_fields_are_both_kept(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    application = log(db, client)
    url = f"/sollicitaties/{application.id}/wijzig"
    web.sign_in(client)
    opened = hidden(web.get(url).text, "opened")
    same = {"job": "Helpende", "employer": "Zorggroep De Linde", "applied_on": "23-11-2026", "how": "email"}
    assert web.submit(url, {**same, "note": "Gebeld", "opened": opened}).status_code == 303
    assert web.submit(url, {**same, "job": "Verzorgende", "opened": opened}).status_code == 303
    page = web.get(f"/sollicitaties/{application.id}").text
    assert "Gebeld" in page
    assert "Verzorgende" in page


def test_two_tabs_with_the_same_field_let_her_see_both_and_choose(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    application = log(db, client)
    url = f"/sollicitaties/{application.id}/wijzig"
    web.sign_in(client)
    opened = hidden(web.get(url).text, "opened")
    same = {"employer": "Zorggroep De Linde", "applied_on": "23-11-2026", "how": "email", "opened": opened}
    assert web.submit(url, {**same, "job": "Kok <b>"}).status_code == 303
    asked = web.submit(url, {**same, "job": "Souschef", "note": "Mijn opmerking"})
    assert asked.status_code == 409
    for words in ("Kies wat wij bewaren", "Wat u nu schreef", "Souschef", "Wat er nu staat", "Kok &lt;b&gt;"):
        assert words in asked.text
    assert hidden(asked.text, "note") == "Mijn opmerking"
    chosen = {**same, "job": "Souschef", "note": "Mijn opmerking", "opened": hidden(asked.text, "opened")}
    assert web.submit(url, {**chosen, "keuze-job": "theirs"}).status_code == 303
    page = web.get(f"/sollicitaties/{application.id}").text
    assert "Kok &lt;b&gt;" in page
    assert "Mijn opmerking" in page
    asked = web.submit(url, {**same, "job": "Souschef", "note": "Mijn opmerking"})
    kept = {**chosen, "opened": hidden(asked.text, "opened"), "keuze-job": "mine"}
    assert web.submit(url, kept).status_code == 303
    assert "Souschef" in web.get(f"/sollicitaties/{application.id}").text


def test_two_tabs_telling_how_it_went(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    application = log(db, client, applied_on=dt.date(2026, 11, 10))
    interview = step(db, client, application, Stage.INTERVIEW, dt.date(2026, 11, 19))
    url = f"/sollicitaties/{application.id}/gesprek/{interview.id}"
    web.sign_in(client)
    opened = hidden(web.get(url).text, "opened")
    assert web.submit(url, {"experience": "Fijn", "outcome": "", "opened": opened}).status_code == 303
    asked = web.submit(url, {"experience": "Lastig", "outcome": "offer", "opened": opened})
    assert asked.status_code == 409
    assert hidden(asked.text, "outcome") == "offer"
    again = {"experience": "Lastig", "outcome": "offer", "opened": hidden(asked.text, "opened")}
    assert web.submit(url, {**again, "keuze-experience": "mine"}).status_code == 303
    page = web.get(f"/sollicitaties/{application.id}").text
    assert "Lastig" in page
    assert "Aanbod" in page


def test_a_step_is_put_right_and_taken_back_and_put_back(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    application = log(db, client, applied_on=dt.date(2026, 11, 10))
    wrong = step(db, client, application, Stage.REJECTED, dt.date(2026, 11, 19), "Te ver")
    url = f"/sollicitaties/{application.id}"
    web.sign_in(client)
    form = web.get(f"{url}/stap/{wrong.id}")
    assert "Te ver</textarea>" in form.text
    future = web.submit(f"{url}/stap/{wrong.id}", {"on": "24-11-2026", "words": "Te ver"})
    assert future.status_code == 422
    assert "Deze dag is nog niet geweest." in future.text
    opened = hidden(form.text, "opened")
    right = {"on": "18-11-2026", "words": "Te ver weg", "opened": opened}
    assert web.submit(f"{url}/stap/{wrong.id}", right).location == url
    assert "Te ver weg" in web.get(url).text
    asked = web.submit(f"{url}/stap/{wrong.id}", {**right, "words": "Andere tekst"})
    assert asked.status_code == 409
    gone = web.submit(f"{url}/stap/{wrong.id}/terug", page=f"{url}/stap/{wrong.id}")
    page = web.get(gone.location)
    assert "De stap is weggehaald." in page.text
    assert "Te ver weg" not in page.text
    assert web.submit(f"{url}/stap/{wrong.id}/zet-terug", page=gone.location).location == url
    assert "Te ver weg" in web.get(url).text
    first = applications.first_step(application)
    refused = web.submit(f"{url}/stap/{first.id}/terug", page=url)
    assert "Met deze stap begint de sollicitatie." in web.get(refused.location).text


def test_a_card_is_moved_by_a_small_form_and_an_interview_asks_its_day(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    application = log(db, client, applied_on=dt.date(2026, 11, 10))
    web.sign_in(client)
    board = web.get("/sollicitaties?weergave=bord")
    url = f"/sollicitaties/{application.id}/verplaats"
    assert f'action="{url}"' in board.text
    moved = web.submit(url, {"stap": "rejected"}, page="/sollicitaties")
    assert moved.status_code == 303
    page = web.get(moved.location)
    assert "Helpende, Zorggroep De Linde staat nu bij: Afgewezen." in page.text
    assert f'id="kaart-{application.id}"' in page.text
    assert "Kies eerst waar" in web.get(web.submit(url, {"stap": ""}, page="/sollicitaties").location).text
    asks = web.submit(url, {"stap": "interview"}, page="/sollicitaties")
    form = web.get(asks.location)
    assert re.search(r'value="interview" checked', form.text)
    assert re.search(r'name="on"[^>]*value=""', form.text)


def test_the_choice_of_list_or_board_is_remembered(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    log(db, client)
    web.sign_in(client)
    assert 'id="bord"' not in web.get("/sollicitaties").text
    assert 'id="bord"' in web.get("/sollicitaties?weergave=bord").text
    assert 'id="bord"' in web.get("/sollicitaties").text
    assert 'id="lijst"' in web.get("/sollicitaties?weergave=lijst").text
    assert 'id="lijst"' in web.get("/sollicitaties?weergave=onzin").text


def test_what_was_agreed_is_shown_as_help(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    web.sign_in(client)
    assert "U sprak af" not in web.get("/sollicitaties").text
    agree(db, client, 2, 4)
    log(db, client)
    page = web.get("/sollicitaties").text
    assert "U sprak af: 2 sollicitaties per 4 weken." in page
    assert "U schreef er 1 op. Nog 27 dagen, tot en met zondag 20 december." in page
    log(db, client, employer="Een ander")
    assert "U schreef er 2 op. Dat is wat u afsprak." in web.get("/sollicitaties").text
    assert "Uw laatste 8 weken: 2 keer solliciteren en 0 gesprekken." in web.get("/sollicitaties").text


def test_weeks_are_a_picture_with_a_table_and_no_styles(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    application = log(db, client, applied_on=dt.date(2026, 11, 10))
    step(db, client, application, Stage.INTERVIEW, dt.date(2026, 11, 19))
    for someone, url in ((client, "/sollicitaties"), (client.coach, f"/coach/klanten/{client.case.id}/sollicitaties")):
        page = web.sign_in(someone).get(url).text
        picture = page[page.index('<svg class="hv-weeks"') :]
        assert 'role="img" aria-label="' in picture[:200]
        assert "style=" not in picture
        assert "Bekijk dit als tabel" in picture


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?toon=waiting", ["Stil"]),
        ("?toon=rejected", ["Afgewezen BV"]),
        ("?toon=open", ["Nieuw", "Stil"]),
        ("?periode=4-weken", ["Nieuw", "Stil"]),
        ("?volgorde=oldest", ["Afgewezen BV", "Stil", "Nieuw"]),
        ("?volgorde=employer&toon=all", ["Afgewezen BV", "Nieuw", "Stil"]),
        ("?toon=<x>&periode=eeuwig&volgorde=0&pagina=-1", ["Nieuw", "Stil", "Afgewezen BV"]),
    ],
)
def test_list_is_narrowed_and_ordered_by_its_address(
    web: PortalClient, db: Session, people: People, query: str, expected: list[str]
) -> None:
    client = people.client()
    old = log(db, client, employer="Afgewezen BV", applied_on=dt.date(2026, 10, 1))
    step(db, client, old, Stage.REJECTED, dt.date(2026, 10, 9))
    log(db, client, employer="Stil", applied_on=dt.date(2026, 11, 2))
    log(db, client, employer="Nieuw", applied_on=dt.date(2026, 11, 20))
    page = web.sign_in(client).get(f"/sollicitaties{query}").text
    assert re.findall(r">Helpende, ([^<]+)</a>", page) == expected


def test_a_reminder_comes_on_today_and_stays_hers(web: PortalClient, db: Session, people: People) -> None:
    client = people.client()
    application = log(db, client)
    url = f"/sollicitaties/{application.id}"
    web.sign_in(client)
    past = web.submit(f"{url}/onthoud", {"what": "Bel terug", "on": "22-11-2026"})
    assert past.status_code == 422
    assert "Deze datum is al geweest." in past.text
    far = web.submit(f"{url}/onthoud", {"what": "Bel terug", "on": "1-1-2099"})
    assert "Kies een dag binnen een jaar." in far.text
    assert web.submit(f"{url}/onthoud", {"what": "Bel terug 🙂", "on": "25-11-2026"}).location == url
    assert "Bel terug 🙂" in web.get(url).text
    assert "Bel terug" not in web.get("/vandaag").text
    with time_machine.travel(NOVEMBER_23 + dt.timedelta(days=2), tick=True):
        web.sign_in(client)
        assert "Bel terug 🙂" in web.get("/vandaag").text
        assert "Bel terug 🙂" in web.get("/sollicitaties").text
        assert "Bel terug" not in web.sign_in(client.coach).get(f"/coach/klanten/{client.case.id}{url}").text
        web.sign_in(client)
        assert web.submit(f"{url}/onthouden-klaar", page=url).location == url
        assert "Bel terug" not in web.get("/vandaag").text


@pytest.mark.parametrize(
    ("field", "text"),
    [("note", "x" * 100_000), ("employer", "y" * 100_000), ("contact", "z" * 100_000)],
)
def test_a_hundred_thousand_characters_come_back_with_clear_words(
    web: PortalClient, people: People, field: str, text: str
) -> None:
    page = web.sign_in(people.client()).submit("/sollicitaties/nieuw", {**FORM, field: text})
    assert page.status_code == 422
    assert "Deze tekst is te lang." in page.text
    assert text in page.text


@pytest.mark.parametrize(
    "text", ["Ging goed 🙂👩🏽‍🍳", "\u202eomgekeerd\u202c en مطعم دمشق", "nul\x00byte", "Regel 1\r\nRegel 2"]
)
def test_emoji_right_to_left_marks_and_null_bytes_are_just_text(
    web: PortalClient, db: Session, people: People, text: str
) -> None:
    client = people.client()
    application = log(db, client, applied_on=dt.date(2026, 11, 10))
    url = f"/sollicitaties/{application.id}"
    web.sign_in(client)
    told = web.submit(f"{url}/stap", {"stage": "rejected", "on": "19-11-2026", "words": text})
    assert told.status_code == 303
    shown = text.replace("\x00", "").replace("\r\n", "\n")
    assert shown in web.get(url).text
    assert 'class="hv-quote" dir="auto"' in web.get(url).text
    assert web.get("/sollicitaties", query_string={"zoek": shown.split()[0]}).text.count("Zorggroep De Linde") > 0


def test_another_person_s_steps_cards_and_reminders_do_not_exist(
    web: PortalClient, db: Session, people: People
) -> None:
    client, stranger = people.client(), people.client()
    application = log(db, client, applied_on=dt.date(2026, 11, 10))
    added = step(db, client, application, Stage.REJECTED, dt.date(2026, 11, 19))
    url = f"/sollicitaties/{application.id}"
    web.sign_in(stranger)
    for path in (f"{url}/stap/{added.id}", f"{url}/onthoud", f"{url}/bestanden"):
        assert web.get(path).status_code == 404
    for path in ("verplaats", f"stap/{added.id}/terug", f"stap/{added.id}/zet-terug", "onthouden-klaar", "bewijs"):
        assert web.submit(f"{url}/{path}", {"stap": "offer"}, page="/sollicitaties").status_code == 404
