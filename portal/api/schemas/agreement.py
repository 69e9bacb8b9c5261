"""Afspraken: the two-sided agreement, with every version, every answer and its history."""

import uuid
from typing import Literal

from pydantic import Field

from eportfolio.access import Channel
from eportfolio.agreements import EventKind, Side, State
from eportfolio.agreements.terms import MOST_APPLICATIONS, TEXT_LIMIT, TITLE_LIMIT, WORDS_LIMIT

from .wire import Date, Listed, Moment, Number, Received, Text, Wire

SideName = Literal["klant", "organisatie"]
SIDES: dict[Side, SideName] = {Side.CLIENT: "klant", Side.AGENCY: "organisatie"}
StateName = Literal[
    "concept",
    "voorgesteld",
    "akkoord",
    "wijziging-gevraagd",
    "niet-eens",
    "ingetrokken",
    "gedaan",
    "niet-gedaan",
    "gewijzigd",
]
STATES: dict[State, StateName] = {
    State.DRAFT: "concept",
    State.PROPOSED: "voorgesteld",
    State.AGREED: "akkoord",
    State.CHANGE_ASKED: "wijziging-gevraagd",
    State.DISAGREED: "niet-eens",
    State.WITHDRAWN: "ingetrokken",
    State.DONE: "gedaan",
    State.NOT_DONE: "niet-gedaan",
    State.CHANGED: "gewijzigd",
}
EventName = Literal[
    "voorgesteld",
    "gelezen",
    "akkoord",
    "wijziging",
    "niet-eens",
    "ingetrokken",
    "gedaan",
    "niet-gedaan",
    "opmerking",
    "gehandhaafd",
]
EVENTS: dict[EventKind, EventName] = {
    EventKind.PROPOSED: "voorgesteld",
    EventKind.READ: "gelezen",
    EventKind.AGREED: "akkoord",
    EventKind.CHANGE_ASKED: "wijziging",
    EventKind.DISAGREED: "niet-eens",
    EventKind.WITHDRAWN: "ingetrokken",
    EventKind.DONE: "gedaan",
    EventKind.NOT_DONE: "niet-gedaan",
    EventKind.REMARK: "opmerking",
    EventKind.KEPT: "gehandhaafd",
}
ChannelName = Literal["website", "openbare-computer", "chat", "balie", "telefoon", "papier", "api"]
CHANNELS: dict[Channel, ChannelName] = {
    Channel.WEB: "website",
    Channel.KIOSK: "openbare-computer",
    Channel.CHAT: "chat",
    Channel.DESK: "balie",
    Channel.PHONE: "telefoon",
    Channel.PAPER: "papier",
    Channel.API: "api",
}


class Aantal(Wire):
    """An agreed number of job applications per period."""

    aantal: Number = Field(ge=1, le=MOST_APPLICATIONS)
    weken: Literal[1, 2, 4]


class AfspraakVoorstel(Received):
    """What the client proposes. Without a date for an answer the coach gets a week."""

    titel: Text = Field(max_length=TITLE_LIMIT)
    waarom: Text = Field(max_length=TEXT_LIMIT)
    klant_doet: Text = Field(max_length=TEXT_LIMIT)
    organisatie_doet: Text | None = Field(default=None, max_length=TEXT_LIMIT)
    klaar_op: Date
    terugkijken_op: Date | None = None
    antwoord_voor: Date | None = None
    sollicitaties: Aantal | None = None


class AfspraakAntwoord(Received):
    """The client's answer to one version. "gelezen" says nothing about agreeing."""

    versie: Number = Field(ge=1)
    soort: Literal["gelezen", "akkoord", "wijziging", "niet-eens"]
    toelichting: Text | None = Field(
        default=None, max_length=WORDS_LIMIT, description="Verplicht bij wijziging en niet-eens, in eigen woorden"
    )


class AfspraakVersie(Wire):
    """One text, frozen once it was sent."""

    nummer: int
    titel: str
    waarom: str
    klant_doet: str
    organisatie_doet: str
    klaar_op: Date
    terugkijken_op: Date | None
    antwoord_voor: Date
    sollicitaties: Aantal | None
    voorgesteld_door: str
    voorgesteld_door_kant: SideName
    verstuurd_op: Moment | None


class AfspraakGebeurtenis(Wire):
    """One step by one person."""

    versie: int
    soort: EventName
    door: str
    kant: SideName
    toelichting: str | None
    kanaal: ChannelName
    moment: Moment


class AfspraakRegel(Wire):
    """An agreement in a list."""

    id: uuid.UUID
    titel: str
    status: StateName
    wacht_op: SideName | None = Field(description="Wie er nog moet antwoorden")
    versie: int
    klaar_op: Date
    antwoord_voor: Date
    gewijzigd_op: Moment


class AfspraakLijst(Listed):
    """A page of agreements."""

    resultaten: list[AfspraakRegel]


class Afspraak(AfspraakRegel):
    """An agreement whole."""

    akkoord_versie: int | None = Field(description="De versie die beide kanten akkoord vonden en die geldt")
    versies: list[AfspraakVersie]
    antwoorden: list[AfspraakGebeurtenis]
    geschiedenis: list[AfspraakGebeurtenis]
    ontvangstbewijs: str | None = Field(default=None, description="Nummer, als er iets is ingediend")
