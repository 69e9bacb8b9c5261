"""The case file's terms in plain words: one map per term, used by every door."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from eportfolio.access import Channel
from eportfolio.applications import How, Stage
from eportfolio.audit import AccessLogEntry, Action, Subject
from eportfolio.facts import Fact, Review, Source
from eportfolio.people import Role, Scheme, Step
from eportfolio.portfolio import PortfolioEntry, Section
from eportfolio.receipts import ReceiptKind

from .portfolio import words as portfolio_words

ROLE_NAMES = {
    Role.CLIENT: _l("klant"),
    Role.COACH: _l("werkcoach"),
    Role.HELPER: _l("medewerker"),
    Role.MANAGER: _l("teamleider"),
}


def role_name(role: Role) -> str:
    """What someone is, in a word."""
    return str(ROLE_NAMES[role])


CHANNEL_NAMES = {
    Channel.WEB: _l("via de website"),
    Channel.KIOSK: _l("op een openbare computer"),
    Channel.CHAT: _l("via de chat"),
    Channel.DESK: _l("op het werkplein"),
    Channel.PHONE: _l("aan de telefoon"),
    Channel.PAPER: _l("op papier"),
    Channel.API: _l("via een ander systeem"),
}


def channel_name(channel: Channel) -> str:
    """How it came in."""
    return str(CHANNEL_NAMES[channel])


SCHEME_NAMES = {
    Scheme.WW: _l("WW"),
    Scheme.PARTICIPATIEWET: _l("bijstand"),
    Scheme.NONE: _l("uitkering nog niet bekend"),
}


def scheme_name(scheme: Scheme) -> str:
    """The benefit, as people call it."""
    return str(SCHEME_NAMES[scheme])


STEP_NAMES = {
    Step.INTAKE: _l("intake"),
    Step.PLANNING: _l("kennismaken en plannen"),
    Step.SEARCHING: _l("werk zoeken"),
    Step.WORKING: _l("aan het werk"),
}


def step_name(step: Step) -> str:
    """The step on the way to work."""
    return str(STEP_NAMES[step])


def step_number(step: Step) -> int:
    """1 to 4."""
    return list(Step).index(step) + 1


SOURCE_NAMES = {
    Source.CLIENT: _l("zelf ingevuld"),
    Source.COACH: _l("door uw coach"),
    Source.HELPER: _l("samen ingevuld"),
    Source.CHAIN: _l("van UWV of gemeente"),
    Source.CV: _l("uit uw cv"),
}


def source_name(source: Source) -> str:
    """Who or what a value came from."""
    return str(SOURCE_NAMES[source])


def is_asked(fact: Fact) -> bool:
    """Whether the coach's question about it is open."""
    return fact.review is Review.QUESTION


def source_line(fact: Fact | PortfolioEntry, moment: str) -> str:
    """Zelf ingevuld, via de chat, vrijdag 20 november."""
    return f"{source_name(fact.source)}, {channel_name(fact.channel)}, {moment}"


def review_tag(review: Review) -> tuple[str, str]:
    """Label and kind of tag for the coach's review."""
    return {
        Review.NEW: (_("Nog niet bekeken"), "info"),
        Review.ACCEPTED: (pgettext("over een gegeven", "Akkoord"), "ok"),
        Review.QUESTION: (_("Vraag van uw coach"), "sun"),
    }[review]


def stage_tag(stage: Stage) -> tuple[str, str]:
    """Where an application stands: label and kind of tag."""
    return {
        Stage.PLANNED: (_("Van plan"), "plain"),
        Stage.SENT: (_("Verstuurd"), "info"),
        Stage.INTERVIEW: (pgettext("over een sollicitatie", "Gesprek"), "sun"),
        Stage.OFFER: (_("Aanbod"), "ok"),
        Stage.HIRED: (_("Aangenomen"), "ok"),
        Stage.REJECTED: (_("Afgewezen"), "plain"),
        Stage.NO_ANSWER: (_("Geen antwoord"), "plain"),
        Stage.WITHDRAWN: (_("Gestopt"), "plain"),
    }[stage]


HOW_NAMES = {
    How.EMAIL: _l("per e-mail"),
    How.WEBSITE: _l("via een website"),
    How.PHONE: _l("per telefoon"),
    How.VISIT: _l("langsgegaan"),
    How.AGENCY: _l("via een uitzendbureau"),
    How.NETWORK: _l("via iemand die ik ken"),
    How.OTHER: _l("anders"),
}


def how_name(how: How) -> str:
    """How someone applied."""
    return str(HOW_NAMES[how])


RECEIPT_KIND_NAMES = {
    ReceiptKind.INTAKE: _l("Intake"),
    ReceiptKind.FIELD: _l("Antwoord op een vraag van uw coach"),
    ReceiptKind.APPLICATION: _l("Sollicitatie"),
    ReceiptKind.APPLICATION_REPORT: _l("Verslag van sollicitaties"),
    ReceiptKind.DOCUMENT: _l("Document"),
    ReceiptKind.AGREEMENT_ANSWER: _l("Afspraak"),
    ReceiptKind.MESSAGE: _l("Bericht"),
    ReceiptKind.APPOINTMENT: _l("Gesprekken"),
    ReceiptKind.DATA_REQUEST: _l("Verzoek over uw gegevens"),
}


def receipt_kind_name(kind: ReceiptKind) -> str:
    """What kind of thing was sent in."""
    return str(RECEIPT_KIND_NAMES[kind])


SUBJECT_NAMES = {
    Subject.FILE: _l("uw dossier"),
    Subject.CONTACT: _l("uw contactgegevens"),
    Subject.CASELOAD: _l("uw naam in de klantenlijst"),
    Subject.INTAKE: _l("uw intake"),
    Subject.FACT: _l("een gegeven van u"),
    Subject.AGREEMENT: _l("een afspraak"),
    Subject.APPLICATION: _l("een sollicitatie"),
    Subject.APPLICATION_REPORT: _l("een verslag van sollicitaties"),
    Subject.DOCUMENT: _l("een document"),
    Subject.MESSAGE: _l("een bericht"),
    Subject.APPOINTMENT: _l("een gesprek"),
    Subject.CONVERSATION: _l("een chatgesprek"),
    Subject.COACH: _l("wie uw coach is"),
    Subject.HELP: _l("een hulpvraag"),
    Subject.RIGHTS: _l("uw rechten en plichten"),
    Subject.PORTFOLIO: _l("uw profiel"),
    Subject.CV: _l("een cv"),
    Subject.DATA: _l("al uw gegevens"),
    Subject.DATA_REQUEST: _l("een verzoek over uw gegevens"),
}


def subject_name(subject: Subject) -> str:
    """A part of the file, as the client calls it."""
    return str(SUBJECT_NAMES[subject])


ACTION_NAMES = {
    Action.READ: _l("bekeken"),
    Action.ADDED: _l("toegevoegd"),
    Action.CHANGED: _l("gewijzigd"),
    Action.SENT: _l("verstuurd"),
    Action.WITHDRAWN: _l("ingetrokken"),
    Action.EXPORTED: _l("gedownload"),
    Action.ERASED: _l("gewist"),
}


def action_name(action: Action) -> str:
    """What was done with it."""
    return str(ACTION_NAMES[action])


def happened(entry: AccessLogEntry, reader_id: object, *, with_role: bool = False, to_staff: bool = False) -> str:
    """What happened, as one says it: "U stuurde een sollicitatie", "Samira de Wit bekeek uw dossier"."""
    who = _("U") if entry.actor_id == reader_id else entry.actor_name
    if with_role:
        who = f"{entry.actor_name} ({role_name(entry.role)})"
    what = f"{_subject_to_staff(entry.subject) if to_staff else subject_name(entry.subject)}{_about(entry)}"
    return (
        _with_help(entry, who, to_staff=to_staff)
        or _special(entry, who)
        or {
            Action.READ: _("%(who)s bekeek %(what)s", who=who, what=what),
            Action.ADDED: _("%(who)s voegde toe: %(what)s", who=who, what=what),
            Action.CHANGED: _("%(who)s wijzigde %(what)s", who=who, what=what),
            Action.SENT: _("%(who)s verstuurde %(what)s", who=who, what=what),
            Action.WITHDRAWN: _("%(who)s trok in: %(what)s", who=who, what=what),
            Action.EXPORTED: _("%(who)s bewaarde %(what)s als bestand", who=who, what=what),
            Action.ERASED: _("%(who)s wiste %(what)s", who=who, what=what),
        }[entry.action]
    )


def _with_help(entry: AccessLogEntry, who: str, *, to_staff: bool) -> str | None:
    """What was written on behalf of the client, and help that began, ended or was looked at again."""
    title = entry.label
    if entry.reason == "on_behalf" and entry.subject is Subject.DOCUMENT:
        if to_staff:
            return _("%(who)s voegde namens de klant een document toe: %(title)s", who=who, title=title)
        return _("%(who)s voegde namens u een document toe: %(title)s", who=who, title=title)
    if entry.reason == "on_behalf" and entry.action is Action.ADDED:
        if to_staff:
            return _("%(who)s schreef namens de klant een sollicitatie op: %(title)s", who=who, title=title)
        return _("%(who)s schreef namens u een sollicitatie op: %(title)s", who=who, title=title)
    if entry.subject is not Subject.HELP:
        return None
    if entry.reason == "checked":
        return _("%(who)s keek na wat samen is ingevuld", who=who)
    return {
        Action.ADDED: _("%(who)s begon samen in te vullen met %(helper)s", who=who, helper=title),
        Action.CHANGED: _("%(who)s vulde niet meer samen in met %(helper)s", who=who, helper=title),
    }.get(entry.action)


def _special(entry: AccessLogEntry, who: str) -> str | None:
    """The sentences for an agreement and for a review, which are not just "changed"."""
    title = entry.label
    if entry.subject is Subject.AGREEMENT and entry.action is Action.SENT:
        return {
            "agreed": _("%(who)s ging akkoord met de afspraak: %(title)s", who=who, title=title),
            "change_asked": _("%(who)s vroeg om een wijziging van de afspraak: %(title)s", who=who, title=title),
            "disagreed": _("%(who)s is het niet eens met de afspraak: %(title)s", who=who, title=title),
            "done": _("%(who)s rondde de afspraak af: %(title)s", who=who, title=title),
            "not_done": _("%(who)s gaf aan dat de afspraak niet lukte: %(title)s", who=who, title=title),
            "remark": _("%(who)s schreef iets bij de afspraak: %(title)s", who=who, title=title),
        }.get(entry.reason, _("%(who)s stelde een afspraak voor: %(title)s", who=who, title=title))
    if entry.subject is Subject.APPOINTMENT and entry.action is Action.SENT:
        return _about_appointment(entry, who)
    if entry.subject is Subject.MESSAGE and entry.action is Action.CHANGED:
        return _("%(who)s gaf aan dat een bericht geen antwoord meer nodig heeft", who=who)
    if entry.subject is Subject.FACT and entry.reason == "accepted":
        return _("%(who)s bekeek een gegeven en is akkoord", who=who)
    if entry.subject is Subject.FACT and entry.reason == "question":
        return _("%(who)s vroeg iets over een gegeven", who=who)
    if entry.subject is Subject.RIGHTS and entry.reason == "read":
        return _("%(who)s las een uitleg over rechten en plichten", who=who)
    if entry.subject is Subject.COACH:
        return _("%(who)s wees een andere coach aan: %(title)s", who=who, title=title)
    return _about_portfolio(entry, who) if entry.subject is Subject.PORTFOLIO else None


def _about_portfolio(entry: AccessLogEntry, who: str) -> str | None:
    """What happened with the profile; its parts are named only where they were shared."""
    part = portfolio_words.section_name(Section(entry.label)).lower() if entry.label in list(Section) else ""
    if entry.reason == "accepted":
        return _("%(who)s is akkoord met het profiel: %(part)s", who=who, part=part)
    if entry.reason == "question":
        return _("%(who)s vroeg iets over het profiel: %(part)s", who=who, part=part)
    if part:
        return {
            Action.SENT: _("%(who)s deelde van het profiel: %(part)s", who=who, part=part),
            Action.WITHDRAWN: _("%(who)s deelt niet meer van het profiel: %(part)s", who=who, part=part),
        }.get(entry.action) or _("%(who)s bekeek van het profiel: %(part)s", who=who, part=part)
    return {
        Action.ADDED: _("%(who)s vulde het profiel aan", who=who),
        Action.CHANGED: _("%(who)s wijzigde het profiel", who=who),
        Action.WITHDRAWN: _("%(who)s haalde iets uit het profiel", who=who),
    }.get(entry.action)


def _about_appointment(entry: AccessLogEntry, who: str) -> str:
    title = entry.label
    return {
        "confirmed": _("%(who)s koos een tijd voor het gesprek: %(title)s", who=who, title=title),
        "change_asked": _("%(who)s vroeg om een andere tijd voor het gesprek: %(title)s", who=who, title=title),
        "cancelled": _("%(who)s zegde het gesprek af: %(title)s", who=who, title=title),
        "missed": _("%(who)s liet weten dat het gesprek niet doorging: %(title)s", who=who, title=title),
        "explained": _("%(who)s vertelde waarom het gesprek niet doorging: %(title)s", who=who, title=title),
    }.get(entry.reason, _("%(who)s stelde een gesprek voor: %(title)s", who=who, title=title))


def _subject_to_staff(subject: Subject) -> str:
    """The same parts of the file, for who looks at it from the other side of the desk."""
    return {
        Subject.FILE: _("het dossier"),
        Subject.CONTACT: _("de contactgegevens"),
        Subject.CASELOAD: _("de klantenlijst"),
        Subject.INTAKE: _("de intake"),
        Subject.FACT: _("een gegeven"),
        Subject.COACH: _("wie de coach is"),
        Subject.RIGHTS: _("wat de klant las over rechten en plichten"),
        Subject.PORTFOLIO: _("het profiel van de klant"),
    }.get(subject) or subject_name(subject)


def _about(entry: AccessLogEntry) -> str:
    titled = (Subject.AGREEMENT, Subject.APPLICATION, Subject.APPLICATION_REPORT, Subject.DOCUMENT)
    shown = entry.subject in titled and entry.label
    return f": {entry.label}" if shown else ""
