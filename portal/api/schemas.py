"""The map between the wire (Dutch, camelCase) and the code (English)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Wire(BaseModel):
    """Something on the wire: unknown members are refused, names are camelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class IntakeStand(Wire):
    """How far the intake is."""

    status: Literal["geen", "bezig", "verstuurd"]
    vraag_nummer: int | None = None
    totaal: int | None = None


class Gesprek(Wire):
    """What the assistant may know of the person it talks with."""

    taal: str
    regeling: Literal["ww", "participatiewet"] | None = None
    intake: IntakeStand


class Regeling(Wire):
    """The scheme that the person named, for this conversation only."""

    regeling: Literal["ww", "participatiewet"]


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
    nagekeken_op: str
    wie_beslist: str
    regeling_nodig: bool
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
    uitleg: str | None = None
    soort: str
    keuzes: list[Keuze]
    mag_overslaan: bool
    huidig: str | None = None


class VolgendeVraag(Wire):
    """The next question, or none when the intake can be checked and sent."""

    klaar: bool
    vraag: Vraag | None = None


class Antwoord(Wire):
    """What the person said to a question."""

    vraag: str = Field(min_length=1, max_length=80)
    tekst: str = Field(min_length=1, max_length=5000)


class AntwoordVerwerkt(Wire):
    """Whether the engine understood it, and what to ask now."""

    geaccepteerd: bool
    melding: str | None = None
    klaar: bool
    vraag: Vraag | None = None


class Overdracht(Wire):
    """A question for the coach, sent with the person's consent."""

    vraag: str = Field(min_length=1, max_length=4000)


class OverdrachtGedaan(Wire):
    """To whom it went, and when an answer can be expected (UTC)."""

    coach: str
    verwacht_antwoord: str
