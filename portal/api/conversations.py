"""Gesprekken: what the assistant needs in one conversation, and nothing more."""

from datetime import UTC

from flask import abort, g

from eportfolio import conversations, messages
from eportfolio.intake.draft import IntakeState, draft_of
from eportfolio.intake.guided import Posed, answer_in_words, question_for
from eportfolio.base import now
from eportfolio.people import Scheme
from knowledge import render

from . import blueprint
from .callers import in_conversation
from .schemas import (
    Antwoord,
    AntwoordVerwerkt,
    Artikel,
    Gesprek,
    IntakeStand,
    Keuze,
    Overdracht,
    OverdrachtGedaan,
    Regeling,
    Verwant,
    VolgendeVraag,
    Vraag,
)

SECURITY = "serviceKey"


@blueprint.get("/gesprekken/<gesprek_id>")
@in_conversation
@blueprint.output(Gesprek)
@blueprint.doc(summary="Een gesprek", operation_id="leesGesprek", security=SECURITY)
def read_conversation(gesprek_id: str) -> Gesprek:
    """Language, scheme and intake of the person in this conversation."""
    return Gesprek(taal=g.conversation.language, regeling=_scheme(), intake=_intake())


@blueprint.put("/gesprekken/<gesprek_id>/regeling")
@in_conversation
@blueprint.input(Regeling, arg_name="wish")
@blueprint.output(Gesprek)
@blueprint.doc(summary="Regeling voor dit gesprek", operation_id="kiesRegeling", security=SECURITY)
def choose_scheme(gesprek_id: str, wish: Regeling) -> Gesprek:
    """Remember the scheme for this conversation; the file does not change."""
    conversations.choose_scheme(g.db, g.conversation, Scheme(wish.regeling))
    return Gesprek(taal=g.conversation.language, regeling=_scheme(), intake=_intake())


@blueprint.get("/gesprekken/<gesprek_id>/artikelen/<artikel_id>")
@in_conversation
@blueprint.output(Artikel)
@blueprint.doc(summary="Een artikel", operation_id="leesArtikel", security=SECURITY)
def read_article(gesprek_id: str, artikel_id: str) -> Artikel:
    """The answer for this person's scheme and language, with its source and date."""
    try:
        found = render.answer(artikel_id, _scheme(), g.conversation.language)
    except render.UnknownArticle:
        abort(404, description="No such article.")
    return Artikel(
        id=found.article_id,
        titel=found.title,
        alineas=[paragraph.text for paragraph in found.paragraphs],
        bron="; ".join(found.sources),
        nagekeken_op=found.checked_on.isoformat(),
        wie_beslist=found.who_decides,
        regeling_nodig=found.needs_scheme,
        verwant=[Verwant(id=link.id, titel=link.title) for link in found.related],
    )


@blueprint.get("/gesprekken/<gesprek_id>/intake/volgende-vraag")
@in_conversation
@blueprint.output(VolgendeVraag)
@blueprint.doc(summary="De volgende vraag", operation_id="leesVolgendeVraag", security=SECURITY)
def read_next_question(gesprek_id: str) -> VolgendeVraag:
    """The question that the web form would ask now."""
    return _next()


@blueprint.post("/gesprekken/<gesprek_id>/intake/antwoorden")
@in_conversation
@blueprint.input(Antwoord, arg_name="said")
@blueprint.output(AntwoordVerwerkt)
@blueprint.doc(summary="Een antwoord", operation_id="geefAntwoord", security=SECURITY)
def answer_question(gesprek_id: str, said: Antwoord) -> AntwoordVerwerkt:
    """Save an answer in the draft, or say kindly what was not understood; sending is done by the person on the page."""
    outcome = answer_in_words(g.db, g.case, g.actor, said.vraag, said.tekst, g.conversation.language)
    return AntwoordVerwerkt(
        geaccepteerd=outcome.accepted,
        melding=outcome.problem.text if outcome.problem else None,
        klaar=outcome.complete,
        vraag=_wire_question(outcome.next) if outcome.next else None,
    )


@blueprint.post("/gesprekken/<gesprek_id>/overdrachten")
@in_conversation
@blueprint.input(Overdracht, arg_name="handed")
@blueprint.output(OverdrachtGedaan, status_code=201)
@blueprint.doc(summary="Vraag aan de coach", operation_id="draagOver", security=SECURITY)
def hand_over(gesprek_id: str, handed: Overdracht) -> OverdrachtGedaan:
    """Send the question to the coach as a message of the person."""
    message = messages.send(g.db, g.case, by=g.actor, text=handed.vraag, answer_expected=True)
    expected = (message.answer_by or now()).astimezone(UTC)
    return OverdrachtGedaan(coach=g.case.coach.name, verwacht_antwoord=expected.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _scheme() -> str | None:
    scheme = g.conversation.scheme or g.case.scheme
    return None if scheme is Scheme.NONE else str(scheme.value)


def _intake() -> IntakeStand:
    draft = draft_of(g.db, g.case)
    if draft.intake is None:
        return IntakeStand(status="geen")
    if draft.intake.state is IntakeState.SENT:
        return IntakeStand(status="verstuurd")
    progress = draft.progress()
    return IntakeStand(status="bezig", vraag_nummer=progress.number, totaal=progress.total)


def _next() -> VolgendeVraag:
    asked = question_for(g.db, g.case, g.conversation.language)
    if asked is None:
        return VolgendeVraag(klaar=True)
    return VolgendeVraag(klaar=False, vraag=_wire_question(asked))


def _wire_question(asked: Posed) -> Vraag:
    return Vraag(
        id=asked.id,
        nummer=asked.number,
        totaal=asked.total,
        tekst=asked.text,
        uitleg=asked.help or None,
        soort=asked.kind.value,
        keuzes=[Keuze(waarde=one.value, label=one.label) for one in asked.choices],
        mag_overslaan=asked.may_skip or asked.may_be_unknown,
        huidig=asked.current,
    )
