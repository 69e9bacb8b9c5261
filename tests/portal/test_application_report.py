"""The period report on the screen, as PDF/UA, as a table, and on its way to the coach."""

import csv
import datetime as dt
import io
import re
import time
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import time_machine
from sqlalchemy.orm import Session

from eportfolio import application_files, applications
from eportfolio.applications import Stage
from eportfolio.documents.model import document_of
from tests.client import PortalClient
from tests.people import People, Someone, act
from tests.portal.applications import NOVEMBER_23, agree, log, step

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00"
    b"\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(autouse=True)
def _in_november():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOVEMBER_23, tick=True):
        yield


@pytest.fixture
def client(db: Session, people: People) -> Someone:
    """A client whose search has names from everywhere."""
    someone = people.client(given="Elif", family="Yılmaz-Ğüneş")
    agree(db, someone, 4, 4)
    lodz = log(db, someone, employer="Łódź & Zn. مطعم دمشق", applied_on=dt.date(2026, 11, 10), contact="+31 6 12345678")
    step(db, someone, lodz, Stage.INTERVIEW, dt.date(2026, 11, 19), "Fijn gesprek, maar üben is nodig")
    return someone


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_report_of_the_last_four_weeks_is_there_at_once(web: PortalClient, client: Someone) -> None:
    page = web.sign_in(client).get("/sollicitaties/verslag").text
    for words in (
        "27 oktober 2026 – 23 november 2026.",
        "In deze periode staat 1 sollicitatie.",
        "Er was 1 gesprek in deze periode.",
        "Afgesproken: 4 sollicitaties per 4 weken, sinds 23 november 2026.",
        "Fijn gesprek, maar üben is nodig",
        "Dit overzicht is een hulpmiddel, geen wettelijk bewijs.",
        "Sinds de afspraak van 23 november 2026",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("?periode=zelf&van=1-11-2026&tot=15-11-2026", 200, "In deze periode staat 1 sollicitatie."),
        ("?periode=zelf&van=15-11-2026&tot=20-11-2026", 200, "Verder gegaan in deze periode"),
        ("?periode=zelf&van=1-10-2026&tot=2-10-2026", 200, "In deze periode staat niets in uw lijst."),
        ("?periode=afspraak", 200, "Uw verslag"),
        ("?periode=zelf&van=15-11-2026&tot=1-11-2026", 422, "De laatste dag is eerder dan de eerste. Draai ze om."),
        ("?periode=zelf&van=1-11-2026&tot=24-11-2026", 422, "Deze dag is nog niet geweest."),
        ("?periode=zelf&van=1-1-2020&tot=1-11-2026", 422, "Een verslag gaat over hooguit een jaar."),
        ("?periode=zelf", 422, "Vul een dag in."),
        ("?periode=zelf&van=31-2-2026&tot=1-11-2026", 422, "februari 2026 heeft 28 dagen"),
        ("?periode=altijd", 422, "Er ging iets niet goed"),
    ],
)
def test_she_chooses_the_period_and_hears_what_cannot_be(
    web: PortalClient, client: Someone, query: str, status: int, words: str
) -> None:
    page = web.sign_in(client).get(f"/sollicitaties/verslag{query}")
    assert page.status_code == status
    assert words in page.text


def test_pdf_is_tagged_titled_in_its_language_and_reads_back(web: PortalClient, client: Someone) -> None:
    answer = web.sign_in(client).get("/sollicitaties/verslag.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    with pikepdf.open(BytesIO(answer.data)) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "nl"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"].startswith("Sollicitaties van Elif Yılmaz-Ğüneş, 27 oktober 2026")
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                assert "/FontFile" in str(font.DescendantFonts[0].FontDescriptor.keys())
    text = text_of(answer.data)
    for words in ("Yılmaz-Ğüneş", "Łódź & Zn.", "üben is nodig", "geen wettelijk bewijs", "10 november 2026"):
        assert words in text
    assert any("\u0600" <= sign <= "\u06ff" or "\ufb50" <= sign <= "\ufeff" for sign in text)


def test_table_opens_in_a_spreadsheet_and_holds_no_formula(web: PortalClient, db: Session, client: Someone) -> None:
    log(
        db,
        client,
        employer="=HYPERLINK(A1)",
        job="  @SUM(A1)",
        note='Zei: "ja";\nnee',
        applied_on=dt.date(2026, 11, 12),
    )
    answer = web.sign_in(client).get("/sollicitaties/verslag.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert list(rows[0]) == [
        *("Ontvangstbewijs", "Dag", "Werk", "Werkgever", "Hoe", "Contactpersoon", "Vacature", "Stand", "Stand sinds"),
        *("Stappen", "Eigen woorden", "Bestanden", "Opmerking"),
    ]
    first, second = rows
    assert first["Werkgever"] == "Łódź & Zn. مطعم دمشق"
    assert first["Contactpersoon"] == "'+31 6 12345678"
    assert first["Stappen"] == "10-11-2026 Verstuurd\n19-11-2026 Gesprek"
    assert first["Eigen woorden"] == "19-11-2026 Fijn gesprek, maar üben is nodig"
    assert (second["Werkgever"], second["Werk"]) == ("'=HYPERLINK(A1)", "'  @SUM(A1)")
    assert second["Opmerking"] == 'Zei: "ja";\nnee'


def test_sending_twice_gives_one_receipt_and_the_coach_reads_it(
    web: PortalClient, db: Session, client: Someone
) -> None:
    period = {"van": "2026-10-27", "tot": "2026-11-23"}
    web.sign_in(client)
    first = web.submit("/sollicitaties/verslag", period)
    again = web.submit("/sollicitaties/verslag", period)
    assert first.location == again.location
    page = web.get(first.location).text
    number = re.search(r"2026-\d{6}", page[page.index("Wij hebben het ontvangen") :])[0]
    assert "Verslag van sollicitaties, 27-10-2026 tot en met 23-11-2026" in page
    assert "Fijn gesprek" in web.get(f"/ontvangst/{number}").text
    assert number in text_of(web.get(first.location.split("?")[0] + ".pdf").data)
    report_id = first.location.split("/")[-1].split("?")[0]
    base = f"/coach/klanten/{client.case.id}/sollicitaties"
    web.sign_in(client.coach)
    assert "Nieuwe verslagen (1)" in web.get(base).text
    report = web.get(f"{base}/verslagen/{report_id}")
    assert "Fijn gesprek, maar üben is nodig" in report.text
    assert number in text_of(web.get(f"{base}/verslagen/{report_id}.pdf").data)
    web.submit(f"{base}/verslagen/{report_id}/gelezen", page=f"{base}/verslagen/{report_id}")
    assert "Nieuwe verslagen" not in web.get(base).text
    web.sign_in(client)
    assert f"Gelezen door {client.coach.account.name}" in web.get("/sollicitaties/verslag").text


@pytest.mark.parametrize("period", [{"van": "x", "tot": "y"}, {"van": "2026-11-23", "tot": "2026-11-01"}, {}])
def test_a_button_with_days_that_cannot_be_sends_nothing(
    web: PortalClient, db: Session, client: Someone, period: dict[str, str]
) -> None:
    sent = web.sign_in(client).submit("/sollicitaties/verslag", period)
    assert sent.location == "/sollicitaties/verslag"
    act(db, client)
    assert applications.sent_reports_of(db, client.case.id) == []


def test_on_a_shared_computer_nothing_lands_in_the_downloads(web: PortalClient, client: Someone) -> None:
    web.sign_in(client, kiosk=True)
    assert "verslag.csv" not in web.get("/sollicitaties/verslag").text
    assert web.get("/sollicitaties/verslag.csv").status_code == 303
    assert "12345678" not in web.get("/sollicitaties/verslag").text
    assert web.get("/sollicitaties/verslag.pdf").headers["Content-Disposition"].startswith("inline")


def test_report_of_another_person_does_not_exist(web: PortalClient, people: People, client: Someone) -> None:
    sent = web.sign_in(client).submit("/sollicitaties/verslag", {"van": "2026-10-27", "tot": "2026-11-23"})
    path = sent.location.split("?")[0]
    web.sign_in(people.client())
    assert web.get(path).status_code == 404
    assert web.get(f"{path}.pdf").status_code == 404
    web.sign_in(people.coach())
    assert web.get(f"/coach/klanten/{client.case.id}{path}").status_code == 404


def test_organisation_may_say_that_it_takes_the_log_as_proof(
    web: PortalClient, client: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = web.application.config["HOUVAST"].model_copy(update={"application_log_is_proof": True})
    monkeypatch.setitem(web.application.config, "HOUVAST", settings)
    page = web.sign_in(client).get("/sollicitaties/verslag").text
    assert f"{settings.organisation} neemt dit overzicht aan als bewijs van uw sollicitaties." in page
    assert "geen wettelijk bewijs" not in page


def test_evidence_is_added_listed_with_its_checksum_and_taken_out_again(
    web: PortalClient, db: Session, client: Someone
) -> None:
    act(db, client)
    (application,) = applications.find(db, client.case.id).items
    url = f"/sollicitaties/{application.id}"
    web.sign_in(client)
    empty = web.submit(f"{url}/bewijs", {"note": "Scherm"}, page=f"{url}/bestanden")
    assert empty.status_code == 422
    assert "Kies een bestand." in empty.text
    bad = {"file": (BytesIO(b"MZ\x90"), "virus.exe")}
    refused = web.submit(f"{url}/bewijs", bad, page=f"{url}/bestanden", content_type="multipart/form-data")
    assert refused.status_code == 422
    picture = {"file": (BytesIO(PIXEL), "scherm.png"), "note": "Bevestiging"}
    added = web.submit(f"{url}/bewijs", picture, page=f"{url}/bestanden", content_type="multipart/form-data")
    assert added.location == url
    assert "scherm.png" in web.get(url).text
    act(db, client)
    (document,) = application_files.files_of(db, application)
    report = web.get("/sollicitaties/verslag").text
    assert f"SHA-256 {document.sha256}" in report
    assert document.sha256 in text_of(web.get("/sollicitaties/verslag.pdf").data).replace("\r\n", "")
    coach = web.sign_in(client.coach).get(f"/coach/klanten/{client.case.id}{url}").text
    assert "scherm.png" in coach
    web.sign_in(client)
    assert f'value="{document.id}" checked' in web.get(f"{url}/bestanden").text
    assert web.submit(f"{url}/bestanden", {}).location == url
    assert "scherm.png" not in web.get(url).text
    web.submit(f"{url}/bestanden", {"documents": [str(document.id)]})
    web.submit(f"/documenten/{document.id}/niet-delen", page=f"/documenten/{document.id}")
    assert "Alleen u ziet dit" in web.get(url).text
    assert document.sha256 not in web.get("/sollicitaties/verslag").text
    act(db, client)
    db.expire_all()
    assert not document_of(db, client.case.id, document.id).is_shared


def test_ten_pages_take_no_longer_than_a_second_and_a_half(web: PortalClient, db: Session, client: Someone) -> None:
    for number in range(28):
        one = log(db, client, employer=f"Werkgever {number}", applied_on=dt.date(2026, 11, 1), note="Tekst. " * 40)
        step(db, client, one, Stage.REJECTED, dt.date(2026, 11, 20), "Helaas, want er waren er meer. " * 12)
    web.sign_in(client).get("/sollicitaties/verslag.pdf")
    began = time.perf_counter()
    answer = web.get("/sollicitaties/verslag.pdf")
    took = time.perf_counter() - began
    with pikepdf.open(BytesIO(answer.data)) as pdf:
        pages = len(pdf.pages)
    assert pages >= 8
    assert took / pages < 0.6, f"{pages} pages took {took:.2f} s"
