"""Afspraken: read them whole, propose one, answer a version. The same commands as on the pages."""

import uuid
from typing import Any

from flask import g

from eportfolio import agreements
from eportfolio.agreements import Agreement, AgreementEvent, AgreementVersion, State, Target, Terms
from eportfolio.agreements.model import ANSWERS
from eportfolio.agreements.terms import usual_answer_by
from eportfolio.base import Invalid, NotFound
from eportfolio.receipts import Receipt

from ..terms import counts_until
from . import blueprint, lists, versions
from .operation import operation
from .schemas.agreement import (
    CHANNELS,
    EVENTS,
    SIDES,
    STATES,
    Aantal,
    Afspraak,
    AfspraakAntwoord,
    AfspraakGebeurtenis,
    AfspraakLijst,
    AfspraakRegel,
    AfspraakVersie,
    AfspraakVoorstel,
)
from .schemas.wire import Page

TAG = "afspraken"


@blueprint.get("/dossiers/<uuid:dossierId>/afspraken")
@blueprint.input(Page, location="query", arg_name="asked")
@blueprint.output(AfspraakLijst)
@operation("leesAfspraken", TAG, "Afspraken", "Wat het laatst veranderde eerst; zonder wat nog niet verstuurd is.")
def read_agreements(asked: Page) -> AfspraakLijst:
    """What was sent, what moved last first."""
    rows = agreements.agreements_of(g.db, g.case.id, reader_id=g.actor.account_id)
    sent = [row for row in rows if row.state is not State.DRAFT]
    shown = [AfspraakRegel(**_line(row)) for row in lists.part(asked, sent)]
    return AfspraakLijst(resultaten=shown, **lists.frame(asked, len(sent)))


@blueprint.post("/dossiers/<uuid:dossierId>/afspraken")
@blueprint.input(AfspraakVoorstel, arg_name="wish")
@blueprint.output(Afspraak, status_code=201)
@operation("stelAfspraakVoor", TAG, "Een afspraak voorstellen", "Een voorstel van de klant.", versioned=True)
def propose(wish: AfspraakVoorstel) -> Any:
    """Put an agreement to the coach."""
    agreement, receipt = agreements.propose(g.db, g.case, by=g.actor, terms=_terms(wish))
    location = versions.address("read_agreement", afspraakId=agreement.id)
    return versions.with_version(_whole(agreement, receipt), agreement, status=201, location=location)


@blueprint.get("/dossiers/<uuid:dossierId>/afspraken/<uuid:afspraakId>")
@blueprint.output(Afspraak)
@operation("leesAfspraak", TAG, "Een afspraak", "Met alle versies, antwoorden en de geschiedenis.", versioned=True)
def read_agreement(afspraakId: uuid.UUID) -> Any:  # noqa: N803  the name in the address
    """One agreement with every version, answer and step."""
    agreement = _sent(afspraakId)
    return versions.with_version(_whole(agreement), agreement)


@blueprint.post("/dossiers/<uuid:dossierId>/afspraken/<uuid:afspraakId>/antwoorden")
@blueprint.input(AfspraakAntwoord, arg_name="said")
@blueprint.output(Afspraak, status_code=201)
@operation(
    "beantwoordAfspraak",
    TAG,
    "Een versie beantwoorden",
    "Gelezen is geen akkoord. Een antwoord op een versie die vervangen is, wordt geweigerd (409).",
    if_match="optional",
    versioned=True,
    refuses=(403, 409),
)
def answer(afspraakId: uuid.UUID, said: AfspraakAntwoord) -> Any:  # noqa: N803  the name in the address
    """Read, agree, ask for a change, or disagree, about one version."""
    agreement = _sent(afspraakId)
    versions.require_version(agreement)
    receipt = _answer(agreement, said)
    answered = _sent(afspraakId)
    location = versions.address("read_agreement", afspraakId=answered.id)
    return versions.with_version(_whole(answered, receipt), answered, status=201, location=location)


def _answer(agreement: Agreement, said: AfspraakAntwoord) -> Receipt | None:
    if said.soort == "gelezen":
        agreements.mark_read(g.db, agreement, by=g.actor, number=said.versie)
        return None
    if said.soort == "akkoord":
        return agreements.agree(g.db, g.case, agreement, by=g.actor, number=said.versie)
    if said.toelichting is None:
        raise Invalid("this answer needs words of the client's own", field="words")
    command = agreements.ask_change if said.soort == "wijziging" else agreements.disagree
    return command(g.db, g.case, agreement, by=g.actor, number=said.versie, words=said.toelichting)


def _sent(agreement_id: uuid.UUID) -> Agreement:
    agreement = agreements.agreement_of(g.db, g.case.id, agreement_id, reader_id=g.actor.account_id)
    if agreement.state is State.DRAFT:
        raise NotFound("no such agreement in this file")
    return agreement


def _terms(wish: AfspraakVoorstel) -> Terms:
    target = wish.sollicitaties
    return Terms(
        title=wish.titel,
        why=wish.waarom,
        client_does=wish.klant_doet,
        agency_does=wish.organisatie_doet or "",
        due_on=wish.klaar_op,
        review_on=wish.terugkijken_op,
        answer_by=wish.antwoord_voor or usual_answer_by(wish.klaar_op),
        applications=Target(target.aantal, target.weken) if target else None,
    )


def _line(agreement: Agreement) -> dict[str, Any]:
    side = agreement.waits_for
    return {
        "id": agreement.id,
        "titel": agreement.current.title,
        "status": STATES[agreement.state],
        "wacht_op": SIDES[side] if side else None,
        "versie": agreement.current_number,
        "klaar_op": agreement.current.due_on,
        "antwoord_voor": counts_until(agreement.current.answer_by) if side else agreement.current.answer_by,
        "gewijzigd_op": agreement.changed_at,
    }


def _whole(agreement: Agreement, receipt: Receipt | None = None) -> Afspraak:
    return Afspraak(
        **_line(agreement),
        akkoord_versie=agreement.in_force,
        versies=[_version(one) for one in agreement.versions if one.sent_at is not None],
        antwoorden=[_event(one) for one in agreement.events if one.kind in ANSWERS],
        geschiedenis=[_event(one) for one in agreement.events],
        ontvangstbewijs=receipt.number if receipt else None,
    )


def _version(version: AgreementVersion) -> AfspraakVersie:
    target = version.applications
    return AfspraakVersie(
        nummer=version.number,
        titel=version.title,
        waarom=version.why,
        klant_doet=version.client_does,
        organisatie_doet=version.agency_does,
        klaar_op=version.due_on,
        terugkijken_op=version.review_on,
        antwoord_voor=version.answer_by,
        sollicitaties=Aantal.model_validate({"aantal": target.count, "weken": target.weeks}) if target else None,
        voorgesteld_door=version.proposed_by_name,
        voorgesteld_door_kant=SIDES[version.proposed_by_side],
        verstuurd_op=version.sent_at,
    )


def _event(event: AgreementEvent) -> AfspraakGebeurtenis:
    return AfspraakGebeurtenis(
        versie=event.number,
        soort=EVENTS[event.kind],
        door=event.person_name,
        kant=SIDES[event.side],
        toelichting=event.words,
        kanaal=CHANNELS[event.channel],
        moment=event.at,
    )
