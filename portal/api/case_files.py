"""Dossiers: the file of the person in the conversation, her intake and her documents."""

from typing import Any

from flask import g

from eportfolio import facts
from eportfolio.documents.model import Document as DocumentRow
from eportfolio.documents.model import documents_of
from eportfolio.intake.draft import IntakeState, latest_intake
from eportfolio.intake.sent import receipt_of

from . import blueprint, lists, versions
from .conversations import benefit, intake_progress
from .operation import operation
from .schemas.case_file import (
    DOCUMENTS,
    SCANS,
    STEPS,
    Coach,
    Document,
    DocumentLijst,
    Dossier,
    IntakeStand,
)
from .schemas.wire import Page

TAG = "dossiers"


@blueprint.get("/dossiers/<uuid:dossierId>")
@blueprint.output(Dossier)
@operation("leesDossier", TAG, "Een dossier", "Regeling, stap en de coach.", versioned=True)
def read_case_file() -> Any:
    """The scheme, the step, the coach and since when."""
    case = g.case
    office = case.coach.office
    shown = Dossier(
        id=case.id,
        regeling=benefit(case.scheme),
        regeling_sinds=case.scheme_since,
        stap=STEPS[case.step],
        coach=Coach(
            naam=case.coach.name,
            vestiging=office.name if office else None,
            telefoon=office.phone if office else None,
        ),
        geopend_op=case.opened_at,
    )
    return versions.with_version(shown, case)


@blueprint.get("/dossiers/<uuid:dossierId>/intake")
@blueprint.output(IntakeStand)
@operation("leesIntake", TAG, "De intake", "Hoe ver de intake is, en wat ervan geworden is.")
def read_intake() -> IntakeStand:
    """How far the intake is; the answers are the client's own until she sends them."""
    intake = latest_intake(g.db, g.case)
    sent = intake is not None and intake.state is IntakeState.SENT
    return IntakeStand(
        **intake_progress().model_dump(),
        begonnen_op=intake.started_at if intake else None,
        verstuurd_op=intake.sent_at if intake else None,
        ontvangstbewijs=receipt_of(g.db, intake).number if intake and sent else None,
        vragen_van_coach=len(facts.open_questions(g.db, g.case.id)),
    )


@blueprint.get("/dossiers/<uuid:dossierId>/documenten")
@blueprint.input(Page, location="query", arg_name="asked")
@blueprint.output(DocumentLijst)
@operation("leesDocumenten", TAG, "Documenten", "De gegevens van de documenten; niet de bestanden zelf.")
def read_documents(asked: Page) -> DocumentLijst:
    """What is known of the documents, newest first; the files themselves stay in the portal."""
    rows = documents_of(g.db, g.case.id)
    shown = [_wire_document(row) for row in lists.part(asked, rows)]
    return DocumentLijst(resultaten=shown, **lists.frame(asked, len(rows)))


def _wire_document(row: DocumentRow) -> Document:
    return Document(
        id=row.id,
        soort=DOCUMENTS[row.kind],
        naam=row.name,
        toelichting=row.note,
        mediatype=row.media_type.value,
        bytes=row.size,
        paginas=row.pages,
        virusscan=SCANS[row.scan],
        gedeeld=row.is_shared,
        ontvangen_op=row.created_at,
        bekeken_op=row.checked_at,
    )
