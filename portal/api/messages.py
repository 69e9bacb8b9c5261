"""Berichten: between the client and her coach, as on the page."""

import uuid
from typing import Any

from flask import g

from eportfolio import messages
from eportfolio.messages import Message, Thread

from ..terms import counts_until
from . import blueprint, lists, versions
from .operation import operation
from .schemas.agreement import CHANNELS
from .schemas.message import ABOUT, SENDERS, Bericht, BerichtenVraag, BerichtLijst, BerichtNieuw, BerichtOnderwerp
from .schemas.wire import PAGE_SIZE

TAG = "berichten"


@blueprint.get("/dossiers/<uuid:dossierId>/berichten")
@blueprint.input(BerichtenVraag, location="query", arg_name="asked")
@blueprint.output(BerichtLijst)
@operation("leesBerichten", TAG, "Berichten", "De nieuwste eerst. Lezen telt hier niet als gelezen door de klant.")
def read_messages(asked: BerichtenVraag) -> BerichtLijst:
    """The messages of the file or of one thread, newest first; asking for them marks none as read."""
    frame = lists.frame(asked, messages.count_of(g.db, g.case.id, thread_id=asked.draad_id))
    skip = (asked.pagina - 1) * PAGE_SIZE
    rows = messages.newest(g.db, g.case.id, most=PAGE_SIZE, skip=skip, thread_id=asked.draad_id)
    return BerichtLijst(resultaten=[_wire(message, thread) for message, thread in rows], **frame)


@blueprint.post("/dossiers/<uuid:dossierId>/berichten")
@blueprint.input(BerichtNieuw, arg_name="written")
@blueprint.output(Bericht, status_code=201)
@operation("stuurBericht", TAG, "Een bericht aan de coach", "Van de klant. Zonder draadId begint een nieuwe draad.")
def send_message(written: BerichtNieuw) -> Any:
    """Send a message of the client to the coach, in a thread or as the first of a new one."""
    thread = messages.thread_of(g.db, g.case.id, written.draad_id) if written.draad_id else None
    message = messages.send(
        g.db,
        g.case,
        by=g.actor,
        text=written.tekst,
        thread=thread,
        subject=written.onderwerp,
        answer_expected=written.antwoord_verwacht,
    )
    shown = _wire(message, thread or messages.thread_of(g.db, g.case.id, message.thread_id))
    return shown, 201, {"Location": versions.address("read_message", berichtId=message.id)}


@blueprint.get("/dossiers/<uuid:dossierId>/berichten/<uuid:berichtId>")
@blueprint.output(Bericht)
@operation("leesBericht", TAG, "Een bericht")
def read_message(berichtId: uuid.UUID) -> Bericht:  # noqa: N803  the name in the address
    """One message."""
    message = messages.message_of(g.db, g.case.id, berichtId)
    return _wire(message, messages.thread_of(g.db, g.case.id, message.thread_id))


def _wire(message: Message, thread: Thread) -> Bericht:
    about = None
    if message.about_kind is not None and message.about_id is not None:
        about = BerichtOnderwerp(soort=ABOUT[message.about_kind], id=message.about_id, naam=message.about_label or "")
    return Bericht(
        id=message.id,
        draad_id=thread.id,
        onderwerp=thread.subject or thread.about_label,
        van=message.sender_name,
        rol=SENDERS[message.sender_role],
        kanaal=CHANNELS[message.channel],
        tekst=message.text,
        over=about,
        verstuurd_op=message.sent_at,
        gelezen_op=message.read_at,
        antwoord_verwacht=message.answer_expected,
        antwoord_uiterlijk=counts_until(message.answer_by) if message.answer_by else None,
        beantwoord_op=message.answered_at,
    )
