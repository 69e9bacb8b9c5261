"""Gesprekken: what the assistant needs in one conversation, and nothing more."""

from flask import g, url_for

from eportfolio import conversations, messages
from eportfolio.base import now
from eportfolio.intake.draft import IntakeState, draft_of
from eportfolio.intake.guided import Posed, answer_in_words, question_for, question_named
from eportfolio.people import Scheme
from eportfolio.urgent_help import urgent_help_of

from ..chat.private import recognisable
from . import blueprint
from .operation import operation
from .schemas.conversation import (
    Antwoord,
    AntwoordVerwerkt,
    Benefit,
    EerdereVraag,
    Gesprek,
    IntakeVoortgang,
    Keuze,
    Noodhulp,
    Overdracht,
    OverdrachtGedaan,
    Regeling,
    VolgendeVraag,
    Vraag,
)

TAG = "gesprekken"
_WHO_SEES = {
    "nl": "Wie ziet uw antwoord, als u de intake heeft verstuurd?",
    "en": "Who sees your answer, once you have sent the intake?",
}


@blueprint.get("/gesprekken/<gesprekId>")
@blueprint.output(Gesprek)
@operation("leesGesprek", TAG, "Een gesprek", "Taal, regeling, dossier en intake van de persoon in dit gesprek.")
def read_conversation() -> Gesprek:
    """Language, scheme, file and intake of the person in this conversation."""
    return _conversation()


@blueprint.put("/gesprekken/<gesprekId>/regeling")
@blueprint.input(Regeling, arg_name="wish")
@blueprint.output(Gesprek)
@operation("kiesRegeling", TAG, "De regeling voor dit gesprek", "Geldt alleen hier: het dossier verandert niet.")
def choose_scheme(wish: Regeling) -> Gesprek:
    """Remember the scheme for this conversation; the file does not change."""
    conversations.choose_scheme(g.db, g.conversation, Scheme(wish.regeling))
    return _conversation()


@blueprint.get("/gesprekken/<gesprekId>/noodhulp")
@blueprint.output(Noodhulp)
@operation("leesNoodhulp", TAG, "Wie te bellen bij nood", "De nummers die gelden bij het Werkplein van deze persoon.")
def read_urgent_help() -> Noodhulp:
    """The numbers to call, with those of this person's own centre."""
    found = urgent_help_of(g.db, g.case)
    return Noodhulp(
        gevaar=list(found.danger),
        zelfdoding=list(found.suicide),
        geweld=list(found.violence),
        nood=list(found.needs),
        toelichting=found.note(g.conversation.language) or None,
    )


@blueprint.get("/gesprekken/<gesprekId>/intake/volgende-vraag")
@blueprint.output(VolgendeVraag)
@operation("leesVolgendeVraag", TAG, "De volgende vraag", "De vraag die het webformulier nu ook zou stellen.")
def read_next_question() -> VolgendeVraag:
    """The question that the web form would ask now."""
    asked = question_for(g.db, g.case, g.conversation.language)
    return VolgendeVraag(klaar=asked is None, vraag=_wire_question(asked) if asked else None)


@blueprint.post("/gesprekken/<gesprekId>/intake/eerdere-vraag")
@blueprint.input(EerdereVraag, arg_name="said")
@blueprint.output(VolgendeVraag)
@operation(
    "zoekEerdereVraag",
    TAG,
    "Een eerdere vraag",
    "De vraag die de persoon bij het nummer noemt, om het antwoord te veranderen; geen vraag als die er (nog) niet is.",
    refuses=(409,),
)
def find_earlier_question(said: EerdereVraag) -> VolgendeVraag:
    """The question named in these words, to be answered anew; after that the intake goes on where it was."""
    named = question_named(g.db, g.case, said.tekst, g.conversation.language)
    return VolgendeVraag(klaar=False, vraag=_wire_question(named) if named else None)


@blueprint.post("/gesprekken/<gesprekId>/intake/antwoorden")
@blueprint.input(Antwoord, arg_name="said")
@blueprint.output(AntwoordVerwerkt)
@operation(
    "geefAntwoord",
    TAG,
    "Een antwoord op een vraag",
    "Bewaart het antwoord in het concept van de klant, of zegt wat er niet begrepen is. Versturen doet de klant zelf.",
    refuses=(409,),
)
def answer_question(said: Antwoord) -> AntwoordVerwerkt:
    """Save an answer in the draft, or say kindly what was not understood; sending is done by the person on the page."""
    outcome = answer_in_words(g.db, g.case, g.actor, said.vraag, said.tekst, g.conversation.language)
    if outcome.scheme is not None:
        conversations.choose_scheme(g.db, g.conversation, Scheme(outcome.scheme))
    return AntwoordVerwerkt(
        geaccepteerd=outcome.accepted,
        melding=outcome.problem.text if outcome.problem else outcome.noted,
        klaar=outcome.complete,
        vraag=_wire_question(outcome.next) if outcome.next else None,
    )


@blueprint.post("/gesprekken/<gesprekId>/overdrachten")
@blueprint.input(Overdracht, arg_name="handed")
@blueprint.output(OverdrachtGedaan, status_code=201)
@operation("draagOver", TAG, "Een vraag aan de coach", "Wordt een bericht van de klant. Alleen na haar toestemming.")
def hand_over(handed: Overdracht) -> OverdrachtGedaan:
    """Send the question to the coach as a message of the person."""
    message = messages.send(g.db, g.case, by=g.actor, text=handed.vraag, answer_expected=True)
    return OverdrachtGedaan(
        coach=g.case.coach.name,
        verwacht_antwoord=message.answer_by or now(),
        adres=url_for("client.message_thread", thread_id=message.thread_id),
    )


def scheme_of_conversation() -> Benefit | None:
    """The scheme to answer by: the one named in this conversation, or else that of the file."""
    scheme = g.conversation.scheme or g.case.scheme
    return benefit(scheme)


def benefit(scheme: Scheme) -> Benefit | None:
    """The scheme on the wire."""
    names: dict[Scheme, Benefit] = {Scheme.WW: "ww", Scheme.PARTICIPATIEWET: "participatiewet"}
    return names.get(scheme)


def intake_progress() -> IntakeVoortgang:
    """How far the client's intake is."""
    draft = draft_of(g.db, g.case)
    if draft.intake is None:
        return IntakeVoortgang(status="geen", totaal=draft.progress().total)
    if draft.intake.state is IntakeState.SENT:
        return IntakeVoortgang(status="verstuurd")
    progress = draft.progress()
    return IntakeVoortgang(status="bezig", vraag_nummer=progress.number, totaal=progress.total)


def _conversation() -> Gesprek:
    return Gesprek(
        taal="en" if g.conversation.language == "en" else "nl",
        regeling=scheme_of_conversation(),
        dossier_id=g.case.id,
        intake=intake_progress(),
    )


def _wire_question(asked: Posed) -> Vraag:
    return Vraag(
        id=asked.id,
        nummer=asked.number,
        totaal=asked.total,
        tekst=asked.text,
        uitleg=asked.help or None,
        waarom=f"{asked.purpose} {_WHO_SEES['en' if g.conversation.language == 'en' else 'nl']} {asked.who_sees}",
        soort=asked.kind.value,
        keuzes=[Keuze(waarde=one.value, label=one.label) for one in asked.choices],
        mag_overslaan=asked.may_skip or asked.may_be_unknown,
        huidig=recognisable(asked.current) if asked.current is not None else None,
    )
