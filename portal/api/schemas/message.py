"""Berichten: plain messages between the client and her coach."""

import uuid
from typing import Literal

from pydantic import Field

from eportfolio.messages import LIMIT, AboutKind
from eportfolio.people import Role

from .agreement import ChannelName
from .wire import Choice, Listed, Moment, Received, Text, Wire

SenderName = Literal["klant", "coach", "medewerker", "teamleider"]
SENDERS: dict[Role, SenderName] = {
    Role.CLIENT: "klant",
    Role.COACH: "coach",
    Role.HELPER: "medewerker",
    Role.MANAGER: "teamleider",
}
AboutName = Literal["afspraak", "sollicitatie", "intake", "document"]
ABOUT: dict[AboutKind, AboutName] = {
    AboutKind.AGREEMENT: "afspraak",
    AboutKind.APPLICATION: "sollicitatie",
    AboutKind.INTAKE: "intake",
    AboutKind.DOCUMENT: "document",
}


class BerichtNieuw(Received):
    """A message to the coach."""

    tekst: Text = Field(max_length=LIMIT)
    antwoord_verwacht: Choice = True


class BerichtOnderwerp(Wire):
    """The thing in the file that a message is about."""

    soort: AboutName
    id: uuid.UUID
    naam: str


class Bericht(Wire):
    """One message, frozen once sent."""

    id: uuid.UUID
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
