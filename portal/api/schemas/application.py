"""Sollicitaties: where the client applied, every step, and how it went in her own words."""

import uuid
from typing import Literal

from pydantic import Field

from eportfolio.applications import NAME_LIMIT, NOTE_LIMIT, URL_LIMIT, WORDS_LIMIT, How, Shown, Stage
from eportfolio.applications.model import CONTACT_LIMIT

from .wire import Date, Listed, Moment, Page, Received, Text, WebAddress, Wire

StageName = Literal[
    "gepland", "verstuurd", "gesprek", "aanbod", "aangenomen", "afgewezen", "geen-antwoord", "teruggetrokken"
]
STAGES: dict[Stage, StageName] = {
    Stage.PLANNED: "gepland",
    Stage.SENT: "verstuurd",
    Stage.INTERVIEW: "gesprek",
    Stage.OFFER: "aanbod",
    Stage.HIRED: "aangenomen",
    Stage.REJECTED: "afgewezen",
    Stage.NO_ANSWER: "geen-antwoord",
    Stage.WITHDRAWN: "teruggetrokken",
}
STAGE_OF: dict[str, Stage] = {name: stage for stage, name in STAGES.items()}
HowName = Literal["email", "website", "telefoon", "bezoek", "uitzendbureau", "netwerk", "anders"]
HOWS: dict[How, HowName] = {
    How.EMAIL: "email",
    How.WEBSITE: "website",
    How.PHONE: "telefoon",
    How.VISIT: "bezoek",
    How.AGENCY: "uitzendbureau",
    How.NETWORK: "netwerk",
    How.OTHER: "anders",
}
HOW_OF: dict[str, How] = {name: how for how, name in HOWS.items()}
ShownName = Literal["alle", "lopend", "wacht-lang", "afgerond"]
SHOWN_OF: dict[str, Shown] = {
    "alle": Shown.ALL,
    "lopend": Shown.OPEN,
    "wacht-lang": Shown.WAITING,
    "afgerond": Shown.CLOSED,
}


class SollicitatieVraag(Page):
    """Which applications."""

    stand: ShownName = "alle"
    zoek: str = Field(default="", max_length=200)


class SollicitatieGegevens(Received):
    """What the client tells about an application."""

    werkgever: Text = Field(max_length=NAME_LIMIT)
    functie: Text = Field(max_length=NAME_LIMIT)
    datum: Date
    hoe: HowName
    vacature: WebAddress | None = Field(default=None, max_length=URL_LIMIT)
    contactpersoon: Text | None = Field(default=None, max_length=CONTACT_LIMIT)
    opmerking: Text | None = Field(default=None, max_length=NOTE_LIMIT)


class SollicitatieNieuw(SollicitatieGegevens):
    """A new application, sent or planned."""

    stand: Literal["gepland", "verstuurd"] = "verstuurd"
    toelichting: Text | None = Field(default=None, max_length=WORDS_LIMIT)


class StapNieuw(Received):
    """A step that was taken or is planned."""

    stand: StageName
    datum: Date
    toelichting: Text | None = Field(default=None, max_length=WORDS_LIMIT)


class Stap(Wire):
    """One step, on a date, in the client's own words."""

    id: uuid.UUID
    stand: StageName
    datum: Date
    toelichting: str | None
    ervaring: str | None


class Bestand(Wire):
    """A file with an application: what is known of it, not the file itself."""

    id: uuid.UUID
    naam: str
    ontvangen_op: Moment
    gedeeld: bool
    sha256: str = Field(description="Controlegetal van het bewaarde bestand")


class Sollicitatie(Wire):
    """An application with all its steps."""

    id: uuid.UUID
    werkgever: str
    functie: str
    datum: Date
    hoe: HowName
    vacature: str | None
    contactpersoon: str | None
    opmerking: str | None
    stand: StageName
    stand_sinds: Date
    stappen: list[Stap]
    bestanden: list[Bestand]
    gewijzigd_op: Moment
    ontvangstbewijs: str | None = Field(default=None, description="Nummer, als er iets is ingediend")


class SollicitatieLijst(Listed):
    """A page of applications."""

    resultaten: list[Sollicitatie]
