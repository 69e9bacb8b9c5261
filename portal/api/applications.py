"""Sollicitaties: read them, add one, correct it, add a step. The same commands as on the pages."""

import uuid
from typing import Any

from flask import g

from eportfolio import applications
from eportfolio.applications import ApplicationStage, Details, JobApplication
from eportfolio.receipts import Receipt

from . import blueprint, lists, versions
from .operation import operation
from .schemas.application import (
    HOW_OF,
    HOWS,
    SHOWN_OF,
    STAGE_OF,
    STAGES,
    Sollicitatie,
    SollicitatieGegevens,
    SollicitatieLijst,
    SollicitatieNieuw,
    SollicitatieVraag,
    Stap,
    StapNieuw,
)

TAG = "sollicitaties"


@blueprint.get("/dossiers/<uuid:dossierId>/sollicitaties")
@blueprint.input(SollicitatieVraag, location="query", arg_name="asked")
@blueprint.output(SollicitatieLijst)
@operation("leesSollicitaties", TAG, "Sollicitaties", "De nieuwste eerst, met alle stappen.")
def read_applications(asked: SollicitatieVraag) -> SollicitatieLijst:
    """The applications, newest first, with their steps."""
    words = asked.zoek.replace("\x00", "").strip()
    found = applications.find(g.db, g.case.id, shown=SHOWN_OF[asked.stand], words=words, page=asked.pagina)
    return SollicitatieLijst(
        resultaten=[_wire(one) for one in found.items],
        **lists.frame(asked, found.total, size=applications.PAGE_SIZE),
    )


@blueprint.post("/dossiers/<uuid:dossierId>/sollicitaties")
@blueprint.input(SollicitatieNieuw, arg_name="told")
@blueprint.output(Sollicitatie, status_code=201)
@operation("voegSollicitatieToe", TAG, "Een sollicitatie toevoegen", "Met ontvangstbewijs.", versioned=True)
def add_application(told: SollicitatieNieuw) -> Any:
    """Write down an application of the client."""
    application, receipt, _repeated = applications.log_application(
        g.db, g.case, by=g.actor, details=_details(told), stage=STAGE_OF[told.stand], words=told.toelichting
    )
    location = versions.address("read_application", sollicitatieId=application.id)
    return versions.with_version(_wire(application, receipt), application, status=201, location=location)


@blueprint.get("/dossiers/<uuid:dossierId>/sollicitaties/<uuid:sollicitatieId>")
@blueprint.output(Sollicitatie)
@operation("leesSollicitatie", TAG, "Een sollicitatie", "Met alle stappen en ervaringen.", versioned=True)
def read_application(sollicitatieId: uuid.UUID) -> Any:  # noqa: N803  the name in the address
    """One application with its steps."""
    application = applications.application_of(g.db, g.case.id, sollicitatieId)
    return versions.with_version(_wire(application), application)


@blueprint.put("/dossiers/<uuid:dossierId>/sollicitaties/<uuid:sollicitatieId>")
@blueprint.input(SollicitatieGegevens, arg_name="told")
@blueprint.output(Sollicitatie)
@operation(
    "wijzigSollicitatie",
    TAG,
    "Een sollicitatie verbeteren",
    "Vervangt de gegevens; de stappen blijven zoals ze zijn.",
    if_match="required",
    versioned=True,
)
def correct_application(sollicitatieId: uuid.UUID, told: SollicitatieGegevens) -> Any:  # noqa: N803  as in the address
    """Change what was written down about an application."""
    application = applications.application_of(g.db, g.case.id, sollicitatieId)
    versions.require_version(application, needed=True)
    applications.correct(g.db, application, by=g.actor, details=_details(told), version=application.version)
    return versions.with_version(_wire(application), application)


@blueprint.post("/dossiers/<uuid:dossierId>/sollicitaties/<uuid:sollicitatieId>/stappen")
@blueprint.input(StapNieuw, arg_name="told")
@blueprint.output(Sollicitatie, status_code=201)
@operation(
    "voegStapToe",
    TAG,
    "Een stap toevoegen",
    "Bij een gesprek dat is geweest, is de toelichting hoe het ging.",
    if_match="optional",
    versioned=True,
)
def add_step(sollicitatieId: uuid.UUID, told: StapNieuw) -> Any:  # noqa: N803  the name in the address
    """Add a step to an application."""
    application = applications.application_of(g.db, g.case.id, sollicitatieId)
    versions.require_version(application)
    applications.move_to(
        g.db, application, by=g.actor, stage=STAGE_OF[told.stand], on=told.datum, words=told.toelichting
    )
    location = versions.address("read_application", sollicitatieId=application.id)
    return versions.with_version(_wire(application), application, status=201, location=location)


def _details(told: SollicitatieGegevens) -> Details:
    return Details(
        employer=told.werkgever,
        job=told.functie,
        applied_on=told.datum,
        how=HOW_OF[told.hoe],
        vacancy_url=told.vacature,
        contact=told.contactpersoon,
        note=told.opmerking,
    )


def _wire(application: JobApplication, receipt: Receipt | None = None) -> Sollicitatie:
    return Sollicitatie(
        id=application.id,
        werkgever=application.employer,
        functie=application.job,
        datum=application.applied_on,
        hoe=HOWS[application.how],
        vacature=application.vacancy_url,
        contactpersoon=application.contact,
        opmerking=application.note,
        stand=STAGES[application.stage],
        stand_sinds=application.stage_on,
        stappen=[_step(one) for one in application.stages],
        gewijzigd_op=application.changed_at,
        ontvangstbewijs=receipt.number if receipt else None,
    )


def _step(step: ApplicationStage) -> Stap:
    return Stap(id=step.id, stand=STAGES[step.stage], datum=step.on, toelichting=step.words, ervaring=step.experience)
