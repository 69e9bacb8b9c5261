"""What goes on the papers that are measured: values as the case file gives them, each about ten pages long."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from eportfolio.access import Channel
from eportfolio.agreements import Agreement, AgreementEvent, AgreementVersion, EventKind, Side, State
from eportfolio.applications import How, Stage
from eportfolio.applications.report import Agreed, PeriodReport, ReportFile, ReportItem, ReportStep
from eportfolio.portfolio.entries import (
    Availability,
    Education,
    Experience,
    Language,
    LanguageLevel,
    Licence,
    Period,
    Portfolio,
    Profile,
    Skill,
)
from eportfolio.receipts import Receipt, ReceiptKind

CLIENT = "Elif Yılmaz-Ğüneş"
COACH = SimpleNamespace(name="Samira Bakkali", office=SimpleNamespace(name="Werkplein Rotterdam-Zuid"))
CASE: Any = SimpleNamespace(client=SimpleNamespace(name=CLIENT), coach=COACH)
DAY = dt.date(2026, 11, 2)
MOMENT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
SENTENCE = "Ik belde eerst met de teamleider van Łódź & Zoon en stuurde daarna mijn brief en mijn cv op. "
ARABIC = "عملت خمس سنوات في متجر"


def report(items: int) -> PeriodReport:
    """A year in which she applied this often."""
    return PeriodReport(
        DAY, DAY + dt.timedelta(days=28), Agreed(4, 4, DAY), [_application(number) for number in range(items)]
    )


def _application(number: int) -> ReportItem:
    steps = [
        ReportStep(Stage.SENT, DAY, "Brief en cv gemaild."),
        ReportStep(Stage.INTERVIEW, DAY + dt.timedelta(days=6), "Gesprek met twee mensen.", SENTENCE * 2),
        ReportStep(Stage.REJECTED, DAY + dt.timedelta(days=9), "Zij namen iemand met meer ervaring."),
    ]
    return ReportItem(
        uuid4(),
        f"2026-{number:06d}",
        f"Verzorgende {number}",
        "Thuiszorg De Brug",
        DAY,
        How.EMAIL,
        f"https://werk.example.org/vacature/{number}",
        "mevrouw De Wit",
        f"Vroegen naar mijn rijbewijs. {ARABIC}",
        Stage.REJECTED,
        DAY + dt.timedelta(days=9),
        steps,
        [ReportFile(f"brief-{number}.pdf", DAY, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")],
    )


def receipt(kind: ReceiptKind, rows: int) -> Receipt:
    """One thing that was sent in, with this many lines."""
    return Receipt(
        number="2026-004817",
        kind=kind,
        title="Uw intake",
        copy=[{"label": f"Vraag {number} over uw werk", "value": _answer(number)} for number in range(rows)],
        language="nl",
        sent_by_name=CLIENT,
        channel=Channel.WEB,
        received_at=MOMENT,
    )


def _answer(number: int) -> str | list[str]:
    return [["Ja"], [SENTENCE * 2], ["Zorg", "Winkel", "Schoonmaak"], [f"{ARABIC}. {SENTENCE}"]][number % 4]


def receipts(times: int) -> list[Receipt]:
    """Everything she sent in, as it goes along with her export."""
    return [receipt(ReceiptKind.APPLICATION, 6) for _number in range(times)]


def plan(agreements: int) -> Any:
    """A plan as `portal.agreements.plan.Plan` holds it."""
    rows = [_agreement(number) for number in range(agreements)]
    return SimpleNamespace(goal=ARABIC, agreed=rows, proposed=[], ended=[], is_empty=False)


def _agreement(number: int) -> Agreement:
    about = {"agreement_id": uuid4(), "number": 1, "channel": Channel.WEB}
    version = AgreementVersion(
        title=f"Elke week solliciteren, deel {number}",
        why=SENTENCE * 2,
        client_does=SENTENCE * 3,
        agency_does=SENTENCE,
        due_on=DAY,
        review_on=DAY,
        answer_by=DAY,
        applications_count=4,
        applications_weeks=4,
        proposed_by_name=COACH.name,
        proposed_by_side=Side.AGENCY,
        **about,
    )
    agreement = Agreement(
        state=State.AGREED, current_number=1, agreed_number=1, moved_by_side=Side.CLIENT, versions=[version]
    )
    agreement.events = [AgreementEvent(at=MOMENT, person_id=uuid4(), **step, **about) for step in _steps()]
    return agreement


def _steps() -> Iterator[dict[str, Any]]:
    yield {"kind": EventKind.PROPOSED, "person_name": COACH.name, "side": Side.AGENCY}
    yield {"kind": EventKind.READ, "person_name": CLIENT, "side": Side.CLIENT}
    yield {"kind": EventKind.REMARK, "person_name": CLIENT, "side": Side.CLIENT, "words": SENTENCE}
    yield {"kind": EventKind.AGREED, "person_name": CLIENT, "side": Side.CLIENT}


def portfolio(jobs: int) -> Portfolio:
    """A long working life."""
    return Portfolio(
        profile=Profile(
            name=CLIENT,
            email="elif@example.org",
            phone="06 12345678",
            city="Rotterdam",
            headline="Verzorgende in de thuiszorg",
            summary=f"{SENTENCE * 2}\n\n{ARABIC}.",
        ),
        goal="Weer werken in de thuiszorg.",
        experience=tuple(
            Experience(
                f"Verzorgende {number}",
                f"Zorggroep {number}",
                "Rotterdam",
                Period(f"{1980 + number}-03", f"{1981 + number}-02"),
                SENTENCE * 3 + "\n- Wassen en aankleden\n- Medicijnen geven\n- Rapporteren in het dossier",
            )
            for number in range(jobs)
        ),
        education=tuple(
            Education(f"Cursus {number}", "Zadkine", "Rotterdam", Period("2017", "2019"), True) for number in range(6)
        ),
        skills=tuple(Skill(f"Vaardigheid {number}") for number in range(24)),
        languages=(Language("Nederlands", LanguageLevel.B2), Language("Turks", LanguageLevel.NATIVE)),
        licences=(Licence("B"), Licence("BHV", "2027-11")),
        availability=Availability("2027-01-01", 24, "Liefst avonden"),
    )
