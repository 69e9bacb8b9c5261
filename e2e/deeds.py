"""What people do in more than one journey, each as a person does it: by what is written on the page."""

import datetime as dt
import re
from pathlib import Path

import pypdfium2
from playwright.sync_api import Locator, expect

from e2e.visitor import Visitor
from eportfolio.base import today

FILES = Path(__file__).parent.parent / "tests/fixtures/files"
CV = FILES / "normal/cv-sidebar-turkish.pdf"
RECEIVED = re.compile(r"^\d{4}-\d{6}$")
LONGEST_INTAKE = 40

ANSWERS = {
    "doel": "Weer werken met mensen, 24 uur per week. Zoë & <Öztürk> zeiden: “goed plan”.",
    "werk": "verzorgende in de thuiszorg",
    "uren": "24",
    "beginnen": "1 januari 2027",
    "reistijd": "45",
    "laatste-werk": "magazijnmedewerker",
    "werkgever": "Van Loon Logistiek",
    "eigen-verhaal": "Ik bracht vier jaar lang elke zaterdag eten rond. Daar leerde ik plannen.",
    "telefoon": "06 12345678",
}
"""By the last part of the question's address; every other question gets a first choice, a period or a skip."""


def send_in_cv(visitor: Visitor, file: Path = CV) -> str:
    """Upload a CV for the coach to see; return the number of the receipt."""
    visitor.menu("Cv en documenten")
    visitor.follow(re.compile("^Voeg (uw cv|een document) toe$"))
    visitor.is_on("Voeg een document toe").check()
    visitor.choose("Cv", group="Wat is het?")
    visitor.main.get_by_label("Bestand").set_input_files(file)
    visitor.choose("Mijn werkcoach en ik")
    visitor.fill("Wilt u er iets bij zeggen?", "Dit is mijn nieuwe cv.")
    visitor.press("Voeg toe")
    return receipt_number(visitor)


def read_cv(visitor: Visitor) -> None:
    """From the receipt of a CV to what was read in it."""
    visitor.press("Lees mijn cv").is_on("Uw cv in uw profiel").check()


def log_application(visitor: Visitor, job: str, employer: str) -> str:
    """Write an application down; return the number of the receipt."""
    visitor.menu("Sollicitaties")
    visitor.follow(re.compile("^(Nieuwe sollicitatie|Schrijf de eerste op|Schrijf een sollicitatie op)"))
    visitor.is_on("Nieuwe sollicitatie").check()
    visitor.fill("Welk werk is het?", job).fill("Bij welke werkgever?", employer)
    visitor.main.get_by_label("Hoe solliciteert u?").select_option(index=1)
    visitor.main.locator("summary", has_text="meer vertellen").click()
    visitor.fill("Op welke dag?", in_dutch(today())).fill("Opmerking", "Ik kende de teamleider al.")
    visitor.press("Bewaar").is_on(job).check()
    return visitor.main.get_by_text(re.compile(r"^Ontvangen, nr\. ")).first.inner_text().split()[-1]


def answer_question(visitor: Visitor) -> None:
    """Answer the question that is on the page, and go on."""
    before = visitor.path
    form = visitor.main.locator("form").filter(has=visitor.page.get_by_role("button", name="Volgende"))
    fill_answer(form, before.rsplit("/", 1)[1])
    form.get_by_role("button", name="Volgende").click()
    expect(visitor.page).not_to_have_url(visitor.address + before)


def fill_answer(form: Locator, question: str) -> None:
    """Fill in the form of one question, whatever kind it is."""
    if form.get_by_role("radio").count():
        form.get_by_role("radio").first.check()
    elif form.get_by_role("checkbox").count():
        if not form.get_by_role("checkbox", checked=True).count():  # what the profile knows already is ticked
            form.get_by_role("checkbox").first.check()
    elif form.get_by_role("textbox").count() == 2:
        form.get_by_role("textbox").first.fill("1-3-2019")
        form.get_by_role("textbox").last.fill("30-9-2026")
    else:
        form.get_by_role("textbox").fill(ANSWERS.get(question, "36"))


def answer_the_rest(visitor: Visitor) -> int:
    """Answer until the page to check comes; return how many questions that took."""
    for number in range(LONGEST_INTAKE):
        if visitor.path == "/intake/controleren":
            return number
        answer_question(visitor)
    raise AssertionError("the intake does not end")


def say(visitor: Visitor, words: str) -> Locator:
    """Say something in the chat; return the log when all of the answer is there."""
    log = visitor.page.get_by_role("log")
    answers = log.get_by_text("Houvast zegt:", exact=True)
    count = answers.count()
    visitor.fill("Uw vraag of antwoord", words)
    visitor.press("Verstuur", exact=True)
    expect(answers.nth(count)).to_be_attached()
    if visitor.scripts:
        expect(visitor.field("Uw vraag of antwoord")).to_have_value("")
    expect(log).to_contain_text(words)
    return log


def question_in_chat(visitor: Visitor) -> str:
    """The question of the intake that the assistant asked last."""
    questions = visitor.page.get_by_role("log").get_by_text(re.compile(r"^Vraag \d+ van \d+\."))
    return questions.last.locator("strong").inner_text()


def receipt_number(visitor: Visitor) -> str:
    """The number on the page that says that something was received."""
    visitor.sees("Wij hebben het ontvangen")
    return visitor.main.get_by_text(RECEIVED).first.inner_text()


def pdf_behind(visitor: Visitor, link: str | re.Pattern[str]) -> str:
    """The text of the PDF that this link of the page leads to."""
    address = visitor.main.get_by_role("link", name=link).first.get_attribute("href")
    answer = visitor.context.request.get(visitor.address + str(address))
    assert answer.ok, f"{address}: {answer.status}"
    assert answer.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.body())
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def in_dutch(day: dt.date) -> str:
    """27-11-2026, as one types it."""
    return f"{day.day}-{day.month}-{day.year}"
