"""The case file's terms in plain words: one map per term, used by every door."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from eportfolio.access import Channel
from eportfolio.applications import How, Stage
from eportfolio.audit import Action, Subject
from eportfolio.facts import Fact, Review, Source
from eportfolio.people import Role, Scheme, Step
from eportfolio.portfolio import PortfolioEntry
from eportfolio.receipts import ReceiptKind

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
