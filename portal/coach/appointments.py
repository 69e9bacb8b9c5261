"""Gesprekken met een klant: propose, choose, change, and tell what did not take place."""

import uuid

from flask import g
from flask.typing import ResponseReturnValue

from eportfolio import audit, people
from eportfolio.agreements import Side

from ..appointments import steps
from ..appointments.steps import Door
from ..submissions import once
from . import blueprint


@blueprint.get("/coach/klanten/<uuid:case_id>/gesprekken", endpoint="appointments")
def list_appointments(case_id: uuid.UUID) -> ResponseReturnValue:
    """What waits for the coach, what comes, and what was. Looking is logged."""
    door = _door(case_id)
    audit.record(g.db, case_id, by=g.actor, action=audit.Action.READ, subject=audit.Subject.APPOINTMENT)
    return steps.list_page(door)


@blueprint.route("/coach/klanten/<uuid:case_id>/gesprekken/nieuw", methods=["GET", "POST"])
@once
def appointment_new(case_id: uuid.UUID) -> ResponseReturnValue:
    """Propose an appointment to the client."""
    return steps.new(_door(case_id))


@blueprint.get("/coach/klanten/<uuid:case_id>/gesprekken/<uuid:appointment_id>")
def appointment(case_id: uuid.UUID, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """One appointment. Looking is logged."""
    door = _door(case_id)
    shown = door.one(appointment_id)
    audit.record(
        g.db,
        case_id,
        by=g.actor,
        action=audit.Action.READ,
        subject=audit.Subject.APPOINTMENT,
        subject_id=shown.id,
        label=shown.subject,
    )
    return steps.one_page(door, shown)


@blueprint.post("/coach/klanten/<uuid:case_id>/gesprekken/<uuid:appointment_id>/kies")
@once
def appointment_choose(case_id: uuid.UUID, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Choose one of the times."""
    return steps.choose(_door(case_id), appointment_id)


@blueprint.route("/coach/klanten/<uuid:case_id>/gesprekken/<uuid:appointment_id>/andere-tijd", methods=["GET", "POST"])
@once
def appointment_change(case_id: uuid.UUID, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for another time."""
    return steps.other_time(_door(case_id), appointment_id)


@blueprint.route("/coach/klanten/<uuid:case_id>/gesprekken/<uuid:appointment_id>/afzeggen", methods=["GET", "POST"])
@once
def appointment_cancel(case_id: uuid.UUID, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Cancel it, and say why."""
    return steps.cancel(_door(case_id), appointment_id)


@blueprint.route(
    "/coach/klanten/<uuid:case_id>/gesprekken/<uuid:appointment_id>/ging-niet-door", methods=["GET", "POST"]
)
@once
def appointment_missed(case_id: uuid.UUID, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Tell that it did not take place; the client says why."""
    return steps.missed(_door(case_id), appointment_id)


@blueprint.get("/coach/klanten/<uuid:case_id>/gesprekken/<uuid:appointment_id>.ics")
def appointment_file(case_id: uuid.UUID, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """For one's own calendar."""
    return steps.file(_door(case_id), appointment_id)


def _door(case_id: uuid.UUID) -> Door:
    return Door("coach", Side.AGENCY, people.case_of_coach(g.db, g.actor.account_id, case_id))
