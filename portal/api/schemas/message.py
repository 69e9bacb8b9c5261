"""Berichten: plain messages between the client and her coach."""

import uuid
from typing import Literal

from pydantic import Field

from eportfolio.messages import LIMIT, SUBJECT_LIMIT, AboutKind
from eportfolio.people import Role

from .agreement import ChannelName
from .wire import Choice, Listed, Moment, Page, Received, Text, Wire

SenderName = Literal["klant", "coach", "medewerker", "teamleider"]
SENDERS: dict[Role, SenderName] = {
    Role.CLIENT: "klant",
    Role.COACH: "coach",
    Role.HELPER: "medewerker",
    Role.MANAGER: "teamleider",
}
AboutName = Literal["afspraak", "sollicitatie", "intake", "document", "gegeven", "gesprek", "profiel"]
ABOUT: dict[AboutKind, AboutName] = {
    AboutKind.AGREEMENT: "afspraak",
    AboutKind.APPLICATION: "sollicitatie",
    AboutKind.INTAKE: "intake",
    AboutKind.DOCUMENT: "document",
    AboutKind.FACT: "gegeven",
    AboutKind.APPOINTMENT: "gesprek",
    AboutKind.PORTFOLIO: "profiel",
}


class BerichtenVraag(Page):
    """Which page of the messages, of the whole file or of one thread."""

    draad_id: uuid.UUID | None = Field(default=None, description="Alleen de berichten van deze draad")


class BerichtNieuw(Received):
    """A message to the coach."""

    tekst: Text = Field(max_length=LIMIT)
    onderwerp: Text | None = Field(default=None, max_length=SUBJECT_LIMIT, description="Anders de eerste woorden")
    draad_id: uuid.UUID | None = Field(default=None, description="De draad waarin dit een antwoord is")
    antwoord_verwacht: Choice = True


class BerichtOnderwerp(Wire):
    """The thing in the file that a message is about."""

    soort: AboutName
    id: uuid.UUID
    naam: str


class Bericht(Wire):
    """One message, frozen once sent."""

    id: uuid.UUID
    draad_id: uuid.UUID
    onderwerp: str | None
    van: str
    rol: SenderName
    kanaal: ChannelName
    tekst: str
    over: BerichtOnderwerp | None
    verstuurd_op: Moment
    gelezen_op: Moment | None
    antwoord_verwacht: bool
    antwoord_uiterlijk: Moment | None
    beantwoord_op: Moment | None


class BerichtLijst(Listed):
    """A page of messages, newest first."""

    resultaten: list[Bericht]
