"""Gesprekken: what the assistant may know and do in one conversation."""

import datetime as dt
import uuid
from typing import Literal

from pydantic import Field

from knowledge.articles import Scheme as Subject

from .wire import Listed, Moment, Page, Received, Text, Wire

Benefit = Literal["ww", "participatiewet"]
SubjectName = Literal["ww", "participatiewet", "algemeen", "portaal"]
SUBJECTS: dict[Subject, SubjectName] = {
    Subject.WW: "ww",
    Subject.PARTICIPATIEWET: "participatiewet",
    Subject.GENERAL: "algemeen",
    Subject.PORTAL: "portaal",
}


class IntakeVoortgang(Wire):
    """How far the intake is."""

    status: Literal["geen", "bezig", "verstuurd"]
    vraag_nummer: int | None = None
    totaal: int | None = None


class Gesprek(Wire):
    """What the assistant may know of the person it talks with."""

    taal: Literal["nl", "en"]
    regeling: Benefit | None
    dossier_id: uuid.UUID
    intake: IntakeVoortgang


class Regeling(Received):
    """The scheme that the person named, for this conversation only."""

    regeling: Benefit


class ArtikelVraag(Page):
    """Which articles: those that fit the words, or else all that concern this person."""

    zoek: str = Field(default="", max_length=200)


class ArtikelKeuze(Received):
    """For which scheme: the one asked about, or else that of this conversation."""

    regeling: Benefit | None = None


class ArtikelRegel(Wire):
    """An article in a list; `score` says how well it fits the words that were looked for."""

    id: str
    titel: str
    onderwerp: SubjectName
    score: float | None = Field(default=None, ge=0, le=1)


class ArtikelLijst(Listed):
    """A page of articles."""

    resultaten: list[ArtikelRegel]


class Verwant(Wire):
    """Another article."""

    id: str
    titel: str


class Artikel(Wire):
    """An answer, for this scheme and language."""

    id: str
    titel: str
    alineas: list[str]
    bron: str
    nagekeken_op: dt.date = Field(description="De oudste controledatum van alle alinea's")
    wie_beslist: str
    hangt_af_van: str
    formele_route: str
    regeling_nodig: bool = Field(description="Het antwoord verschilt per regeling, en die is niet bekend")
    verwant: list[Verwant]


class Keuze(Wire):
    """One of the offered answers."""

    waarde: str
    label: str


class Vraag(Wire):
    """A question of the intake."""

    id: str
    nummer: int
    totaal: int
    tekst: str
    uitleg: str | None
    waarom: str = Field(description="Waarvoor dit gevraagd wordt en wie het antwoord ziet")
    soort: str
    keuzes: list[Keuze]
    mag_overslaan: bool
    huidig: str | None = Field(
        description='Wat al bekend is; nummers en adressen alleen herkenbaar. Antwoord "dat klopt" laat het staan'
    )


class VolgendeVraag(Wire):
    """The next question, or none when the intake can be checked and sent."""

    klaar: bool
    vraag: Vraag | None


class EerdereVraag(Received):
    """Words in which the person names a question by its number."""

    tekst: Text = Field(max_length=1000)


class Antwoord(Received):
    """What the person said to a question."""

    vraag: Text = Field(max_length=80)
    tekst: Text = Field(max_length=5000)


class AntwoordVerwerkt(Wire):
    """Whether the engine understood it, and what to ask now."""

    geaccepteerd: bool
    melding: str | None
    klaar: bool
    vraag: Vraag | None


class Overdracht(Received):
    """A question for the coach, sent with the person's consent."""

    vraag: Text = Field(max_length=4000)


class Noodhulp(Wire):
    """Whom to call in need; the numbers of this person's own centre."""

    gevaar: list[str]
    zelfdoding: list[str]
    geweld: list[str]
    nood: list[str] = Field(description="Geen eten of geen onderdak")
    toelichting: str | None


class OverdrachtGedaan(Wire):
    """To whom it went, and when an answer can be expected."""

    adres: str = Field(description="De pagina van het bericht in het portaal")
    coach: str
    verwacht_antwoord: Moment
