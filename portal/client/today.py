"""Vandaag: at most three things to do now, the coach, and what happened last."""

from typing import Any

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext, pgettext
from flask_babel import gettext as _

from eportfolio import appointments, overview
from eportfolio.intake.draft import draft_of
from eportfolio.overview import ThingToDo, Todo

from .. import labels
from .. import timeline as lines
from ..presentation import day_text, greeting, short_date
from ..rights_advance import advance_of
from ..terms import counts_until
from . import blueprint

GOAL = "goal.own_words"
"""The fact in which the client says in her own words what she wants."""


@blueprint.get("/vandaag")
def today() -> ResponseReturnValue:
    """The client's first page."""
    draft = draft_of(g.db, g.case)
    current = appointments.current_appointments(g.db, g.case.id)
    things = overview.things_to_do(
        g.db,
        g.case,
        draft,
        current=current,
        asked_id=g.asked_id,
        unread_messages=g.counts["messages"],
        unread_rights=lambda: advance_of(g.db, g.case, str(get_locale())).unread,
        asked_portfolio=g.counts["portfolio"],
        to_check=g.counts["helped"],
    )
    goal = draft.facts.get(GOAL)
    told = any(thing.kind is Todo.CHECK_HELPED for thing in things)
    return render_template(
        "client/today.html",
        account=g.account,
        greeting=greeting(),
        goal=goal.value if goal else None,
        things=[_step(thing) for thing in things],
        to_check=0 if told else g.counts["helped"],
        next_appointment=appointments.next_of(current),
        happened=[lines.summary(one, door="client") for one in overview.last_happened(g.db, g.case.id)],
        labels=labels,
    )


def _step(thing: ThingToDo) -> dict[str, Any]:
    """Title, text, address and button of one thing to do."""
    return STEPS[thing.kind](thing)


def _answer_proposal(thing: ThingToDo) -> dict[str, Any]:
    text = _(
        "%(title)s. Reageer voor %(day)s. Niets doen betekent niet dat u akkoord gaat.",
        title=thing.label,
        day=day_text(counts_until(thing.on)) if thing.on else "",
    )
    url = url_for("client.agreement", agreement_id=thing.subject_id)
    return {
        "title": _("Reageer op een voorstel van uw coach"),
        "text": text,
        "url": url,
        "action": _("Bekijk voorstel"),
        "due": True,
    }


def _choose_time(thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("Kies een tijd voor een gesprek"),
        "text": _("Over: %(subject)s.", subject=thing.label),
        "url": url_for("client.appointment", appointment_id=thing.subject_id),
        "action": _("Kies een tijd"),
        "due": True,
    }


def _explain_missed(thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("Een gesprek ging niet door"),
        "text": _("%(subject)s. Vertel in uw eigen woorden wat er was.", subject=thing.label),
        "url": url_for("client.appointment_missed", appointment_id=thing.subject_id),
        "action": _("Vertel het"),
        "due": True,
    }


def _answer_question(thing: ThingToDo) -> dict[str, Any]:
    title = ngettext("Uw coach heeft %(num)s vraag", "Uw coach heeft %(num)s vragen", thing.number)
    return {
        "title": title,
        "text": thing.label,
        "url": url_for("client.intake"),
        "action": _("Geef antwoord"),
        "due": True,
    }


def _answer_portfolio(thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": ngettext(
            "Uw coach heeft %(num)s vraag over uw profiel",
            "Uw coach heeft %(num)s vragen over uw profiel",
            thing.number,
        ),
        "text": _("Pas aan wat niet klopt, of schrijf een antwoord."),
        "url": url_for("client.portfolio"),
        "action": _("Geef antwoord"),
        "due": True,
    }


def _read_messages(thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": ngettext("U heeft %(num)s nieuw bericht", "U heeft %(num)s nieuwe berichten", thing.number),
        "text": _("Van uw coach %(name)s.", name=g.case.coach.name),
        "url": url_for("client.messages"),
        "action": _("Lees"),
    }


def _answer_message(thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("Beantwoord het bericht van uw coach"),
        "text": _("Uw coach vraagt om een antwoord."),
        "url": url_for("client.message", message_id=thing.subject_id),
        "action": pgettext("knop", "Antwoord"),
    }


def _check_helped(thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("Kijk na wat samen is ingevuld"),
        "text": ngettext(
            "%(num)s ding is samen of namens u ingevuld. Klopt het?",
            "%(num)s dingen zijn samen of namens u ingevuld. Klopt het?",
            thing.number,
        ),
        "url": url_for("client.check_helped"),
        "action": _("Kijk na"),
    }


def _start_intake(_thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("Begin met uw intake"),
        "text": _(
            "Vertel wat u wilt en kunt. Wat u invult, wordt steeds bewaard. U kunt altijd stoppen en later verdergaan."
        ),
        "url": url_for("client.intake"),
        "action": _("Begin"),
    }


def _finish_intake(thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("Maak uw intake af"),
        "text": _(
            "U bent bij vraag %(number)s van %(total)s. Wat u al heeft ingevuld, is bewaard.",
            number=thing.number,
            total=thing.total,
        ),
        "url": url_for("client.intake"),
        "action": _("Ga verder"),
    }


def _check_intake(_thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("Kijk uw intake na en verstuur hem"),
        "text": _("Alle vragen zijn beantwoord. Pas als u verstuurt, ziet uw coach uw antwoorden."),
        "url": url_for("client.intake"),
        "action": _("Nakijken"),
        "due": True,
    }


def _tell_experience(thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("Hoe ging het gesprek bij %(employer)s?", employer=thing.label),
        "text": _(
            "Gesprek van %(day)s. Uw ervaring helpt uw coach om u te helpen.",
            day=short_date(thing.on) if thing.on else "",
        ),
        "url": url_for("client.application", application_id=thing.subject_id),
        "action": _("Vertel het"),
    }


def _remember(thing: ThingToDo) -> dict[str, Any]:
    what, _line, application = thing.label.partition("\n")
    return {
        "title": what,
        "text": _("Dit wilde u onthouden bij uw sollicitatie: %(application)s.", application=application),
        "url": url_for("client.application", application_id=thing.subject_id),
        "action": _("Bekijk"),
        "due": True,
    }


def _read_rights(thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("Lees wat voor u geldt"),
        "text": ngettext(
            "Uw rechten en plichten, in korte stukjes. Nog %(num)s stukje.",
            "Uw rechten en plichten, in korte stukjes. Nog %(num)s stukjes.",
            thing.number,
        ),
        "url": url_for("client.rights_in_advance"),
        "action": _("Lezen"),
    }


def _log_application(_thing: ThingToDo) -> dict[str, Any]:
    return {
        "title": _("U hoeft nu niets te doen"),
        "text": _("Heeft u gesolliciteerd? Schrijf het op. Dan kan uw coach met u meedenken."),
        "url": url_for("client.applications"),
        "action": _("Naar sollicitaties"),
    }


STEPS = {
    Todo.ANSWER_PROPOSAL: _answer_proposal,
    Todo.CHOOSE_TIME: _choose_time,
    Todo.EXPLAIN_MISSED: _explain_missed,
    Todo.ANSWER_QUESTION: _answer_question,
    Todo.ANSWER_PORTFOLIO: _answer_portfolio,
    Todo.READ_MESSAGES: _read_messages,
    Todo.ANSWER_MESSAGE: _answer_message,
    Todo.CHECK_HELPED: _check_helped,
    Todo.START_INTAKE: _start_intake,
    Todo.FINISH_INTAKE: _finish_intake,
    Todo.CHECK_INTAKE: _check_intake,
    Todo.REMEMBER: _remember,
    Todo.TELL_EXPERIENCE: _tell_experience,
    Todo.READ_RIGHTS: _read_rights,
    Todo.LOG_APPLICATION: _log_application,
}
