"""The case file's terms in plain words: one map per term, used by every door."""

from flask_babel import gettext as _

from eportfolio.access import Channel
from eportfolio.applications import How, Stage
from eportfolio.audit import AccessLogEntry, Action, Subject
from eportfolio.facts import Fact, Review, Source
from eportfolio.people import Role, Scheme, Step


def role_name(role: Role) -> str:
    """What someone is, in a word."""
    return {
        Role.CLIENT: _("klant"),
        Role.COACH: _("werkcoach"),
        Role.HELPER: _("medewerker"),
        Role.MANAGER: _("teamleider"),
    }[role]


def channel_name(channel: Channel) -> str:
    """How it came in."""
    return {
        Channel.WEB: _("via de website"),
        Channel.KIOSK: _("op een openbare computer"),
        Channel.CHAT: _("via de chat"),
        Channel.DESK: _("op het werkplein"),
        Channel.API: _("via een ander systeem"),
    }[channel]


def scheme_name(scheme: Scheme) -> str:
    """The benefit, as people call it."""
    return {
        Scheme.WW: _("WW"),
        Scheme.PARTICIPATIEWET: _("bijstand"),
        Scheme.NONE: _("uitkering nog niet bekend"),
    }[scheme]


def step_name(step: Step) -> str:
    """The step on the way to work."""
    return {
        Step.INTAKE: _("intake"),
        Step.PLANNING: _("kennismaken en plannen"),
        Step.SEARCHING: _("werk zoeken"),
        Step.WORKING: _("aan het werk"),
    }[step]


def step_number(step: Step) -> int:
    """1 to 4."""
    return list(Step).index(step) + 1


def source_name(source: Source) -> str:
    """Who or what a value came from."""
    return {
        Source.CLIENT: _("zelf ingevuld"),
        Source.COACH: _("door uw coach"),
        Source.HELPER: _("samen ingevuld"),
        Source.CHAIN: _("van UWV of gemeente"),
        Source.CV: _("uit uw cv"),
    }[source]


def source_line(fact: Fact, moment: str) -> str:
    """Zelf ingevuld, via de chat, vrijdag 20 november."""
    return f"{source_name(fact.source)}, {channel_name(fact.channel)}, {moment}"


def review_tag(review: Review) -> tuple[str, str]:
    """Label and kind of tag for the coach's review."""
    return {
        Review.NEW: (_("Nog niet bekeken"), "info"),
        Review.ACCEPTED: (_("Akkoord"), "ok"),
        Review.QUESTION: (_("Vraag van uw coach"), "sun"),
    }[review]


def stage_tag(stage: Stage) -> tuple[str, str]:
    """Where an application stands: label and kind of tag."""
    return {
        Stage.PLANNED: (_("Van plan"), "plain"),
        Stage.SENT: (_("Verstuurd"), "info"),
        Stage.INTERVIEW: (_("Gesprek"), "sun"),
        Stage.OFFER: (_("Aanbod"), "ok"),
        Stage.HIRED: (_("Aangenomen"), "ok"),
        Stage.REJECTED: (_("Afgewezen"), "plain"),
        Stage.NO_ANSWER: (_("Geen antwoord"), "plain"),
        Stage.WITHDRAWN: (_("Gestopt"), "plain"),
    }[stage]


def how_name(how: How) -> str:
    """How someone applied."""
    return {
        How.EMAIL: _("per e-mail"),
        How.WEBSITE: _("via een website"),
        How.PHONE: _("per telefoon"),
        How.VISIT: _("langsgegaan"),
        How.AGENCY: _("via een uitzendbureau"),
        How.NETWORK: _("via iemand die ik ken"),
        How.OTHER: _("anders"),
    }[how]


def subject_name(subject: Subject) -> str:
    """A part of the file, as the client calls it."""
    return {
        Subject.FILE: _("uw dossier"),
        Subject.CASELOAD: _("uw naam in de klantenlijst"),
        Subject.INTAKE: _("uw intake"),
        Subject.FACT: _("een gegeven van u"),
        Subject.AGREEMENT: _("een afspraak"),
        Subject.APPLICATION: _("een sollicitatie"),
        Subject.DOCUMENT: _("een document"),
        Subject.MESSAGE: _("een bericht"),
        Subject.CONVERSATION: _("een chatgesprek"),
        Subject.COACH: _("wie uw coach is"),
        Subject.HELP: _("een hulpvraag"),
    }[subject]


def action_name(action: Action) -> str:
    """What was done with it."""
    return {
        Action.READ: _("bekeken"),
        Action.ADDED: _("toegevoegd"),
        Action.CHANGED: _("gewijzigd"),
        Action.SENT: _("verstuurd"),
        Action.WITHDRAWN: _("ingetrokken"),
        Action.EXPORTED: _("gedownload"),
    }[action]


def happened(entry: AccessLogEntry, reader_id: object, *, with_role: bool = False, to_staff: bool = False) -> str:
    """What happened, as one says it: "U stuurde een sollicitatie", "Samira de Wit bekeek uw dossier"."""
    who = _("U") if entry.actor_id == reader_id else entry.actor_name
    if with_role:
        who = f"{entry.actor_name} ({role_name(entry.role)})"
    what = f"{_subject_to_staff(entry.subject) if to_staff else subject_name(entry.subject)}{_about(entry)}"
    return _special(entry, who) or {
        Action.READ: _("%(who)s bekeek %(what)s", who=who, what=what),
        Action.ADDED: _("%(who)s voegde toe: %(what)s", who=who, what=what),
        Action.CHANGED: _("%(who)s wijzigde %(what)s", who=who, what=what),
        Action.SENT: _("%(who)s verstuurde %(what)s", who=who, what=what),
        Action.WITHDRAWN: _("%(who)s trok in: %(what)s", who=who, what=what),
        Action.EXPORTED: _("%(who)s bewaarde %(what)s als bestand", who=who, what=what),
    }[entry.action]


def _special(entry: AccessLogEntry, who: str) -> str | None:
    """The sentences for an agreement and for a review, which are not just "changed"."""
    title = entry.label
    if entry.subject is Subject.AGREEMENT and entry.action is Action.SENT:
        return {
            "agreed": _("%(who)s ging akkoord met de afspraak: %(title)s", who=who, title=title),
            "change_asked": _("%(who)s vroeg een wijziging van de afspraak: %(title)s", who=who, title=title),
            "disagreed": _("%(who)s is het niet eens met de afspraak: %(title)s", who=who, title=title),
            "done": _("%(who)s rondde de afspraak af: %(title)s", who=who, title=title),
            "not_done": _("%(who)s gaf aan dat de afspraak niet lukte: %(title)s", who=who, title=title),
            "remark": _("%(who)s schreef iets bij de afspraak: %(title)s", who=who, title=title),
        }.get(entry.reason, _("%(who)s stelde een afspraak voor: %(title)s", who=who, title=title))
    if entry.subject is Subject.FACT and entry.reason == "accepted":
        return _("%(who)s bekeek een gegeven en is akkoord", who=who)
    if entry.subject is Subject.FACT and entry.reason == "question":
        return _("%(who)s vroeg iets over een gegeven", who=who)
    if entry.subject is Subject.COACH:
        return _("%(who)s wees een andere coach aan: %(title)s", who=who, title=title)
    return None


def _subject_to_staff(subject: Subject) -> str:
    """The same parts of the file, for who looks at it from the other side of the desk."""
    return {
        Subject.FILE: _("het dossier"),
        Subject.CASELOAD: _("de klantenlijst"),
        Subject.INTAKE: _("de intake"),
        Subject.FACT: _("een gegeven"),
        Subject.COACH: _("wie de coach is"),
    }.get(subject) or subject_name(subject)


def _about(entry: AccessLogEntry) -> str:
    shown = entry.subject in (Subject.AGREEMENT, Subject.APPLICATION, Subject.DOCUMENT) and entry.label
    return f": {entry.label}" if shown else ""
