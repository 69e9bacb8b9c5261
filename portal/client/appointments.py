"""Gesprekken: when and where the client talks with her coach."""

import uuid

from flask import g
from flask.typing import ResponseReturnValue

from eportfolio.agreements import Side

from ..appointments import steps
from ..appointments.steps import Door
from ..submissions import once
from . import blueprint


@blueprint.get("/gesprekken", endpoint="appointments")
def list_appointments() -> ResponseReturnValue:
    """What waits for the client, what comes, and what was."""
    return steps.list_page(_door())


@blueprint.route("/gesprekken/nieuw", methods=["GET", "POST"])
@once
def appointment_new() -> ResponseReturnValue:
    """Propose an appointment to the coach."""
    return steps.new(_door())


@blueprint.get("/gesprekken/<uuid:appointment_id>")
def appointment(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """One appointment."""
    door = _door()
    return steps.one_page(door, door.one(appointment_id))


@blueprint.post("/gesprekken/<uuid:appointment_id>/kies")
@once
def appointment_choose(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Choose one of the times."""
    return steps.choose(_door(), appointment_id)


@blueprint.route("/gesprekken/<uuid:appointment_id>/andere-tijd", methods=["GET", "POST"])
@once
def appointment_change(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for another time."""
    return steps.other_time(_door(), appointment_id)


@blueprint.route("/gesprekken/<uuid:appointment_id>/afzeggen", methods=["GET", "POST"])
@once
def appointment_cancel(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Cancel it."""
    return steps.cancel(_door(), appointment_id)


@blueprint.route("/gesprekken/<uuid:appointment_id>/ging-niet-door", methods=["GET", "POST"])
@once
def appointment_missed(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Tell that it did not take place, and why."""
    return steps.missed(_door(), appointment_id)


@blueprint.get("/gesprekken/<uuid:appointment_id>.ics")
def appointment_file(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """For one's own calendar."""
    return steps.file(_door(), appointment_id)


@blueprint.route("/gesprekken/agenda", methods=["GET", "POST"])
def calendar() -> ResponseReturnValue:
    """The secret address for one's own calendar; safe to repeat, since the same form makes the same address."""
    return steps.feed_page("client")


@blueprint.post("/gesprekken/agenda/stop")
@once
def calendar_stop() -> ResponseReturnValue:
    """End that address."""
    return steps.stop_feed("client")


def _door() -> Door:
    return Door("client", Side.CLIENT, g.case)
