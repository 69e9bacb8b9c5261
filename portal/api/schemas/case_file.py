"""Dossiers, and what lies in them that is only read: intake and documents."""

import datetime as dt
import uuid
from typing import Literal

from pydantic import Field

from eportfolio.documents.model import DocumentKind
from eportfolio.documents.virus_scan import ScanState
from eportfolio.people import Step

from .conversation import Benefit, IntakeVoortgang
from .wire import Listed, Moment, Wire

StepName = Literal["intake", "plannen", "zoeken", "aan-het-werk"]
STEPS: dict[Step, StepName] = {
    Step.INTAKE: "intake",
    Step.PLANNING: "plannen",
    Step.SEARCHING: "zoeken",
    Step.WORKING: "aan-het-werk",
}
DocumentName = Literal["cv", "brief", "diploma", "certificaat", "vog", "pas", "sollicitatiebewijs", "ander"]
DOCUMENTS: dict[DocumentKind, DocumentName] = {
    DocumentKind.CV: "cv",
    DocumentKind.LETTER: "brief",
    DocumentKind.DIPLOMA: "diploma",
    DocumentKind.CERTIFICATE: "certificaat",
    DocumentKind.CONDUCT: "vog",
    DocumentKind.LICENCE: "pas",
    DocumentKind.PROOF: "sollicitatiebewijs",
    DocumentKind.OTHER: "ander",
}
ScanName = Literal["schoon", "niet-gescand", "scan-mislukt", "virus"]
SCANS: dict[ScanState, ScanName] = {
    ScanState.CLEAN: "schoon",
    ScanState.NOT_SCANNED: "niet-gescand",
    ScanState.SCAN_FAILED: "scan-mislukt",
    ScanState.INFECTED: "virus",
}


class Coach(Wire):
    """The one coach of this client."""

    naam: str
    vestiging: str | None
    telefoon: str | None


class Dossier(Wire):
    """The file of one client."""

    id: uuid.UUID
    regeling: Benefit | None
    regeling_sinds: dt.date | None
    stap: StepName
    coach: Coach
    geopend_op: Moment


class IntakeStand(IntakeVoortgang):
    """Where the intake is, and what became of it."""

    begonnen_op: Moment | None = None
    verstuurd_op: Moment | None = None
    ontvangstbewijs: str | None = None
    vragen_van_coach: int = Field(description="Aantal velden waarover de coach iets vraagt")


class Document(Wire):
    """What is known of a file; not the file itself."""

    id: uuid.UUID
    soort: DocumentName
    naam: str
    toelichting: str | None
    mediatype: str
    bytes: int
    paginas: int | None
    virusscan: ScanName
    gedeeld: bool
    ontvangen_op: Moment
    bekeken_op: Moment | None


class DocumentLijst(Listed):
    """A page of documents."""

    resultaten: list[Document]
