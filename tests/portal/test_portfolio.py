"""Mijn profiel on the client's pages: fill it quickly, change, undo, two tabs, and share."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from sqlalchemy.orm import Session

from eportfolio import facts, portfolio
from eportfolio.portfolio import Section
from eportfolio.portfolio.entries import Education, Experience, Language, LanguageLevel, Licence, Period, Skill
from tests.client import PortalClient
from tests.people import People, Someone, act

CARER = Experience("Verzorgende", "Zorggroep De Linde", period=Period("2019-09", None, True))


@pytest.fixture(autouse=True)
def _in_november():  # type: ignore[no-untyped-def]
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def client(people: People, web: PortalClient) -> Someone:
    client = people.client()
    web.sign_in(client)
    return client


def add(db: Session, client: Someone, *entries: portfolio.Entry) -> list[portfolio.PortfolioEntry]:
    actor = act(db, client)
    rows = [portfolio.add_entry(db, client.case, entry, by=actor) for entry in entries]
    db.commit()
    return rows


def profile(db: Session, client: Someone) -> portfolio.Portfolio:
    db.rollback()
    act(db, client)
    return portfolio.portfolio_of(db, client.case.id)


def test_empty_profile_says_what_to_do_first_and_blames_nobody(web: PortalClient, client: Someone) -> None:
    page = web.get("/profiel").text
    assert "Vertel over: werk" in page
    assert "Een stage, bijbaan of vrijwilligerswerk telt ook." in page
    assert page.count("Alleen voor u") == 9
    assert "%" not in re.sub(r"<[^>]+>", "", page), "no score"
    assert "Bijvoorbeeld: kok bij Eetcafé De Haven" in web.get("/profiel/werk").text


def test_first_work_in_one_form_with_dates_as_people_write_them(
    web: PortalClient, db: Session, client: Someone
) -> None:
    data = {"title": "Kok", "organisation": "De Haven", "start": "sept. 2016", "end": "2020", "description": "Koken"}
    sent = web.submit("/profiel/werk/nieuw", data)
    assert sent.location == "/profiel/werk"
    assert profile(db, client).experience == (
        Experience("Kok", "De Haven", period=Period("2016-09", "2020"), description="Koken"),
    )
    assert "september 2016 tot en met 2020" in web.get("/profiel/werk").text
    assert "Vertel over: opleiding" in web.get("/profiel").text


@pytest.mark.parametrize(
    ("end", "ongoing", "period"),
    [
        ("heden", "", Period("2016", None, True)),
        ("", "y", Period("2016", None, True)),
        ("", "", Period("2016")),
        ("12-2018", "", Period("2016", "2018-12")),
        ("31 december 2018", "", Period("2016", "2018-12-31")),
    ],
)
def test_ends_of_all_kinds(
    web: PortalClient, db: Session, client: Someone, end: str, ongoing: str, period: Period
) -> None:
    data = {"title": "Kok", "start": "2016", "end": end} | ({"ongoing": ongoing} if ongoing else {})
    assert web.submit("/profiel/werk/nieuw", data).status_code == 303
    assert profile(db, client).experience[0].period == period


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": "   "}, "Vul in wat voor werk u deed."),
        ({"title": "x" * 161}, "U mag hier 160 tekens gebruiken."),
        ({"description": "x" * 100_000}, "U mag hier 2000 tekens gebruiken."),
        ({"start": "lang geleden"}, "Schrijf in elk geval het jaar"),
        ({"start": "2199"}, "Dit jaar klopt niet."),
        ({"start": "2020", "end": "2016"}, "Het einde ligt voor het begin."),
        ({"end": "2018", "ongoing": "y"}, "Haal een van de twee weg."),
    ],
)
def test_wrong_work_comes_back_filled_in(
    web: PortalClient, db: Session, client: Someone, wrong: dict[str, str], words: str
) -> None:
    page = web.submit("/profiel/werk/nieuw", {"title": "Kok", "organisation": "A&B <Zorg>", **wrong})
    assert page.status_code == 422
    assert words in page.text
    assert 'value="A&amp;B &lt;Zorg&gt;"' in page.text
    assert profile(db, client).experience == ()


def test_null_bytes_emoji_and_marks_do_no_harm(web: PortalClient, db: Session, client: Someone) -> None:
    web.submit("/profiel/werk/nieuw", {"title": "Ko\x00k 👩‍🍳", "organisation": "\u202eevas", "start": "2016\x00"})
    assert profile(db, client).experience == (Experience("Kok 👩‍🍳", "\u202eevas", period=Period("2016")),)
    assert web.get("/profiel/werk").status_code == 200


def test_several_skills_at_once_then_one_undone(web: PortalClient, db: Session, client: Someone) -> None:
    sent = web.submit("/profiel/vaardigheden/nieuw", {"names": "plannen, koken\n- klanten helpen;  Plannen."})
    page = web.get(sent.location)
    assert "3 vaardigheden toegevoegd. 1 stond er al." in page.text
    assert [skill.name for skill in profile(db, client).skills] == ["plannen", "koken", "klanten helpen"]
    remove = re.search(r'action="(/profiel/vaardigheden/[^"]+/verwijder)"', page.text)[1]
    gone = web.submit(remove, page="/profiel/vaardigheden")
    page = web.get(gone.location)
    assert "plannen staat niet meer in uw profiel." in page.text
    back = re.search(r'action="(/profiel/vaardigheden/[^"]+/zet-terug)"', page.text)[1]
    web.submit(back, page="/profiel/vaardigheden")
    assert len(profile(db, client).skills) == 3


def test_a_skill_of_a_hundred_thousand_letters_is_refused_with_its_words(web: PortalClient, client: Someone) -> None:
    page = web.submit("/profiel/vaardigheden/nieuw", {"names": "koken, " + "x" * 101})
    assert page.status_code == 422
    assert "Zet een komma tussen twee vaardigheden." in page.text
    assert web.submit("/profiel/vaardigheden/nieuw", {"names": "x" * 100_000}).status_code == 422


def test_language_licence_and_school(web: PortalClient, db: Session, client: Someone) -> None:
    web.submit("/profiel/talen/nieuw", {"name": "Turks", "level": "native"})
    web.submit("/profiel/rijbewijs/nieuw", {"name": "B", "valid_until": "mei 2031"})
    school = {"title": "Mbo Verzorgende IG", "organisation": "ROC Zuid", "end": "2019", "status": "done"}
    web.submit("/profiel/opleiding/nieuw", school)
    found = profile(db, client)
    assert found.languages == (Language("Turks", LanguageLevel.NATIVE),)
    assert found.licences == (Licence("B", "2031-05"),)
    assert found.education == (Education("Mbo Verzorgende IG", "ROC Zuid", period=Period(None, "2019"), finished=True),)
    assert "Mijn moedertaal" in web.get("/profiel/talen").text
    assert "geldig tot en met mei 2031" in web.get("/profiel/rijbewijs").text


def test_double_is_said_before_it_stands_twice(web: PortalClient, db: Session, client: Someone) -> None:
    add(db, client, CARER)
    data = {"title": "verzorgende", "organisation": "Zorggroep de Linde"}
    page = web.submit("/profiel/werk/nieuw", data)
    assert page.status_code == 409
    assert "Dit staat er al: Verzorgende, Zorggroep De Linde." in page.text
    assert 'value="verzorgende"' in page.text
    assert web.submit("/profiel/werk/nieuw", {**data, "toch": "1"}).status_code == 303
    assert len(profile(db, client).experience) == 2


def test_double_of_what_was_removed_can_be_put_back(web: PortalClient, db: Session, client: Someone) -> None:
    row = add(db, client, CARER)[0]
    web.submit(f"/profiel/werk/{row.entry_id}/verwijder", page="/profiel/werk")
    page = web.submit("/profiel/werk/nieuw", {"title": "Verzorgende", "organisation": "Zorggroep De Linde"})
    assert "U had dit eerder verwijderd" in page.text
    assert f"/profiel/werk/{row.entry_id}/zet-terug" in page.text


def test_change_shows_what_stands_there_and_keeps_the_rest(web: PortalClient, db: Session, client: Someone) -> None:
    row = add(db, client, CARER)[0]
    url = f"/profiel/werk/{row.entry_id}"
    form = web.get(url).text
    assert 'value="september 2019"' in form
    assert re.search(r'id="ongoing"[^>]*checked', form)
    data = {"title": "Verzorgende IG", "organisation": "Zorggroep De Linde", "start": "september 2019", "ongoing": "y"}
    assert web.submit(url, data | {"version": "1"}).location == "/profiel/werk"
    assert profile(db, client).experience[0].title == "Verzorgende IG"
    history = web.get(f"{url}/eerder").text
    assert history.index("Verzorgende IG") < history.rindex("Verzorgende")


def test_second_tab_sees_both_versions_and_chooses(web: PortalClient, db: Session, client: Someone) -> None:
    row = add(db, client, CARER)[0]
    url = f"/profiel/werk/{row.entry_id}"
    web.submit(url, {"title": "Wijkverzorgende", "start": "2019", "version": "1"})
    second = web.submit(url, {"title": "Nachtverzorgende", "start": "2019", "version": "1"})
    assert second.status_code == 409
    assert "Wijkverzorgende" in second.text
    assert 'value="Nachtverzorgende"' in second.text
    assert "Houd wat er nu staat" in second.text
    assert "Houd wat ik schreef" in second.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', second.text)[1]
    assert profile(db, client).experience[0].title == "Wijkverzorgende"
    assert web.submit(url, {"title": "Nachtverzorgende", "start": "2019", "version": version}).status_code == 303
    assert profile(db, client).experience[0].title == "Nachtverzorgende"
    assert "Wijkverzorgende" in web.get(f"{url}/eerder").text


def test_second_tab_of_a_field_sees_both_versions_and_chooses(web: PortalClient, db: Session, client: Someone) -> None:
    url = "/profiel/doel/wijzig"
    opened = re.search(r'name="version"[^>]*value="([^"]*)"', web.get(url).text)[1]
    web.submit(url, {"goal_own_words": "Kok worden", "wish_work": "", "version": opened})
    second = web.submit(url, {"goal_own_words": "Bakker worden", "wish_work": "", "version": opened})
    assert second.status_code == 409
    assert "Kok worden" in second.text
    assert "Bakker worden" in second.text
    newest = re.search(r'name="version"[^>]*value="([^"]*)"', second.text)[1]
    web.submit(url, {"goal_own_words": "Bakker worden", "wish_work": "", "version": newest})
    assert profile(db, client).goal == "Bakker worden"
    assert "Kok worden" in web.get("/profiel/doel/eerder").text


def test_order_can_be_changed_without_scripts(web: PortalClient, db: Session, client: Someone) -> None:
    first, second = add(db, client, Skill("Plannen"), Skill("Koken"))
    url = f"/profiel/vaardigheden/{second.entry_id}/verplaats"
    moved = web.submit(url, {"waarheen": "omhoog"}, page="/profiel/vaardigheden")
    assert moved.location == f"/profiel/vaardigheden?volgorde=1#item-{second.entry_id}"
    assert [skill.name for skill in profile(db, client).skills] == ["Koken", "Plannen"]
    assert web.submit(url, {"waarheen": "opzij"}, page="/profiel/vaardigheden").status_code == 400
    assert "Omlaag" not in web.get("/profiel/vaardigheden").text
    assert f'Omlaag<span class="hv-hidden"> : {second.label}' in web.get("/profiel/vaardigheden?volgorde=1").text
    assert first.entry_id != second.entry_id


def test_double_click_adds_once(web: PortalClient, db: Session, client: Someone) -> None:
    data = {"title": "Kok", "form_key": str(uuid.uuid4())}
    first, second = web.submit("/profiel/werk/nieuw", data), web.submit("/profiel/werk/nieuw", data)
    assert first.location == second.location == "/profiel/werk"
    assert len(profile(db, client).experience) == 1


def test_fields_with_source_and_what_the_account_knows(web: PortalClient, db: Session, client: Someone) -> None:
    page = web.get("/profiel/gegevens").text
    assert client.account.email in page
    assert "van uw account" in page
    form = web.get("/profiel/gegevens/wijzig").text
    opened = re.search(r'name="version"[^>]*value="([^"]*)"', form)[1]
    data = {
        "profile_name": client.account.name,
        "profile_email": client.account.email,
        "profile_headline": "Verzorgende met zes jaar ervaring",
        "profile_city": "Rotterdam",
        "contact_phone": "06 12345678",
        "profile_website": "www.example.org/elif",
        "version": opened,
    }
    assert web.submit("/profiel/gegevens/wijzig", data).status_code == 303
    found = profile(db, client).profile
    assert (found.headline, found.city) == ("Verzorgende met zes jaar ervaring", "Rotterdam")
    assert (found.phone, found.website) == ("+31612345678", "https://www.example.org/elif")
    assert "profile.name" not in facts.current_facts(db, client.case.id), "what was not changed is not written"
    assert "06 12345678" in web.get("/profiel/gegevens").text


@pytest.mark.parametrize(
    ("part", "wrong", "words"),
    [
        ("gegevens", {"profile_email": "geen adres"}, "Dit e-mailadres klopt niet."),
        ("gegevens", {"profile_website": "javascript:alert(1)"}, "Dit webadres klopt niet."),
        ("gegevens", {"contact_phone": "bel maar"}, "telefoonnummer"),
        ("doel", {"goal_own_words": "x" * 100_000}, "U mag hier 1000 tekens gebruiken."),
        ("beschikbaarheid", {"wish_hours_per_week": "duizend"}, "getal"),
    ],
)
def test_wrong_fields_come_back_filled_in(
    web: PortalClient, client: Someone, part: str, wrong: dict[str, str], words: str
) -> None:
    page = web.submit(f"/profiel/{part}/wijzig", {"version": "", **wrong})
    assert page.status_code == 422
    assert words in page.text


def test_availability_is_read_as_the_intake_reads_it(web: PortalClient, db: Session, client: Someone) -> None:
    data = {"wish_available_from": "1 januari", "wish_hours_per_week": "24 uur"}
    data["availability_note"] = "Niet op woensdag"
    assert web.submit("/profiel/beschikbaarheid/wijzig", data | {"version": ""}).status_code == 303
    found = profile(db, client).availability
    assert found == portfolio.entries.Availability("2027-01-01", 24.0, "Niet op woensdag")
    page = web.get("/profiel/beschikbaarheid").text
    assert "1 januari 2027" in page
    assert "24 uur" in page


def test_intake_answers_are_offered_and_taken_or_left(web: PortalClient, db: Session, client: Someone) -> None:
    actor = act(db, client)
    for key, value in {"work.last_job.title": "kok", "skills.strengths": "Ik plan goed."}.items():
        facts.set_fact(db, client.case, key=key, value=value, by=actor)
    facts.set_fact(db, client.case, key="skills.driving_licences", value=["B", "AM"], by=actor)
    db.commit()
    assert "1 al verteld" in web.get("/profiel").text
    assert "Dit vertelde u al" in web.get("/profiel/werk").text
    assert "Ik plan goed." in web.get("/profiel/vaardigheden").text
    web.submit("/profiel/werk/al-verteld", {"key": "last-job"}, page="/profiel/werk")
    web.submit("/profiel/rijbewijs/al-verteld", {"key": "licence-AM", "niet": "1"}, page="/profiel/rijbewijs")
    web.submit("/profiel/rijbewijs/al-verteld", {"key": ["licence-B"]}, page="/profiel/rijbewijs")
    found = profile(db, client)
    assert found.experience == (Experience("kok"),)
    assert found.licences == (Licence("B"),)
    page = web.get("/profiel/rijbewijs").text
    assert "Dit vertelde u al" not in page
    assert "Verwijderd (1)" in page


def test_share_until_a_date_and_take_back(web: PortalClient, db: Session, client: Someone) -> None:
    add(db, client, CARER)
    coach = client.coach.account.name
    page = web.submit("/profiel/werk/delen", {"until_on": "1-11-2026"})
    assert page.status_code == 422
    assert web.submit("/profiel/werk/delen", {"until_on": "1-1-2099"}).status_code == 422
    sent = web.submit("/profiel/werk/delen", {"until_on": "31-12-2026"})
    page = web.get(sent.location).text
    assert f"{coach} kan dit zien sinds 23 november 2026, tot en met 31 december 2026." in page
    assert "Gedeeld tot en met 31 december 2026" in web.get("/profiel").text
    web.submit("/profiel/werk/neem-terug", page="/profiel/werk")
    assert "Alleen u ziet dit." in web.get("/profiel/werk").text
    act(db, client)
    assert portfolio.shares_of(db, client.case.id) == {}


def test_several_parts_are_shared_at_once(web: PortalClient, db: Session, client: Someone) -> None:
    assert "Er staat nog niets in uw profiel om te delen." in web.get("/profiel/delen").text
    add(db, client, CARER, Skill("Koken"))
    assert web.submit("/profiel/delen", {"until_on": ""}).status_code == 422
    web.submit("/profiel/delen", {"parts": ["werk", "vaardigheden"], "until_on": ""})
    act(db, client)
    assert set(portfolio.shares_of(db, client.case.id)) == {Section.EXPERIENCE, Section.SKILLS}
    assert web.get("/profiel/delen").text.count("Neem terug") == 2


def test_text_of_a_session_that_ended_is_back_after_sign_in(web: PortalClient, db: Session, client: Someone) -> None:
    token = web.csrf_token("/profiel/werk/nieuw")
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 20, tzinfo=dt.UTC), tick=True):
        data = {"csrf_token": token, "title": "Kok", "description": "Elke dag voor 80 mensen"}
        late = web.post("/profiel/werk/nieuw", data=data, headers={"Referer": "http://localhost/profiel/werk/nieuw"})
        assert late.status_code == 303
        assert late.location.startswith("/inloggen")
        with web.session_transaction() as cookie:
            cookie["unsent"] = "/profiel/werk/nieuw"
        web.sign_in(client)
        page = web.get("/profiel/werk/nieuw").text
        assert 'value="Kok"' in page
        assert "Elke dag voor 80 mensen" in page
    assert profile(db, client).experience == ()


def test_another_clients_entry_does_not_exist(web: PortalClient, db: Session, people: People, client: Someone) -> None:
    other = people.client()
    row = add(db, other, CARER)[0]
    for path in ("", "/eerder"):
        assert web.get(f"/profiel/werk/{row.entry_id}{path}").status_code == 404
    for path in ("/verwijder", "/zet-terug", "/verplaats"):
        data = {"waarheen": "omhoog"}
        assert web.submit(f"/profiel/werk/{row.entry_id}{path}", data, page="/profiel/werk").status_code == 404
    own = add(db, client, Skill("Koken"))[0]
    assert web.get(f"/profiel/werk/{own.entry_id}").status_code == 404, "it stands in another part"
    assert web.get("/profiel/werk?verwijderd=onzin").status_code == 200
    assert web.get(f"/profiel/werk?verwijderd={row.entry_id}").status_code == 200


def test_shared_computer_shows_no_number_and_offers_no_box_for_it(
    web: PortalClient, db: Session, people: People
) -> None:
    client = people.client()
    portfolio.set_fields(db, client.case, {"contact.phone": "+31612345678"}, by=act(db, client))
    db.commit()
    web.sign_in(client, kiosk=True)
    assert "12345678" not in web.get("/profiel/gegevens").text.replace(" ", "")
    form = web.get("/profiel/gegevens/wijzig").text
    assert "12345678" not in form.replace(" ", "")
    assert "openbare computer" in form


@pytest.mark.parametrize("part", ["werk", "opleiding", "vaardigheden", "talen", "rijbewijs"])
def test_every_list_page_can_be_read_in_english(web: PortalClient, db: Session, people: People, part: str) -> None:
    client = people.client()
    client.account.locale = "en"
    people.db.commit()
    add(db, client, CARER, Education("Mavo"), Skill("Koken"), Language("Turks"), Licence("B"))
    web.sign_in(client)
    for path in (f"/profiel/{part}", f"/profiel/{part}/nieuw"):
        page = web.get(path)
        assert 'lang="en"' in page.text
        assert "Wijzig" not in page.text
