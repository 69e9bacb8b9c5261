"""What happened in a file, as one says it: "U stuurde een sollicitatie", "Samira de Wit bekeek uw dossier"."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eportfolio.audit import AccessLogEntry, Action, Subject
from eportfolio.portfolio import Section

from .labels import role_name, subject_name
from .portfolio import words as portfolio_words

SENTENCES = {
    Action.READ: _l("%(who)s bekeek %(what)s"),
    Action.ADDED: _l("%(who)s voegde %(what)s toe"),
    Action.CHANGED: _l("%(who)s wijzigde %(what)s"),
    Action.SENT: _l("%(who)s verstuurde %(what)s"),
    Action.WITHDRAWN: _l("%(who)s trok %(what)s in"),
    Action.EXPORTED: _l("%(who)s bewaarde %(what)s als bestand"),
    Action.ERASED: _l("%(who)s wiste %(what)s"),
}
"""What is said where nothing better is known."""

AGREEMENT = {
    "agreed": _l("%(who)s ging akkoord met de afspraak: %(title)s"),
    "change_asked": _l("%(who)s vroeg om een wijziging van de afspraak: %(title)s"),
    "disagreed": _l("%(who)s is het niet eens met de afspraak: %(title)s"),
    "done": _l("%(who)s rondde de afspraak af: %(title)s"),
    "not_done": _l("%(who)s gaf aan dat de afspraak niet lukte: %(title)s"),
    "remark": _l("%(who)s schreef iets bij de afspraak: %(title)s"),
}
AGREEMENT_PROPOSED = _l("%(who)s stelde een afspraak voor: %(title)s")

APPOINTMENT = {
    "confirmed": _l("%(who)s koos een tijd voor het gesprek: %(title)s"),
    "change_asked": _l("%(who)s vroeg om een andere tijd voor het gesprek: %(title)s"),
    "cancelled": _l("%(who)s zegde het gesprek af: %(title)s"),
    "missed": _l("%(who)s liet weten dat het gesprek niet doorging: %(title)s"),
    "explained": _l("%(who)s vertelde waarom het gesprek niet doorging: %(title)s"),
}
APPOINTMENT_PROPOSED = _l("%(who)s stelde een gesprek voor: %(title)s")

PROFILE_REVIEWED = {
    "accepted": _l("%(who)s is akkoord met het profiel: %(part)s"),
    "question": _l("%(who)s vroeg iets over het profiel: %(part)s"),
}
PROFILE_SHARED = {
    Action.SENT: _l("%(who)s deelde van het profiel: %(part)s"),
    Action.WITHDRAWN: _l("%(who)s deelt niet meer van het profiel: %(part)s"),
}
PROFILE_READ = _l("%(who)s bekeek van het profiel: %(part)s")
PROFILE_CHANGED = {
    Action.ADDED: _l("%(who)s vulde het profiel aan"),
    Action.CHANGED: _l("%(who)s wijzigde het profiel"),
    Action.WITHDRAWN: _l("%(who)s haalde iets uit het profiel"),
}

HELP = {
    Action.ADDED: _l("%(who)s begon samen in te vullen met %(helper)s"),
    Action.CHANGED: _l("%(who)s vulde niet meer samen in met %(helper)s"),
}
HELP_CHECKED = _l("%(who)s keek na wat samen is ingevuld")
ON_BEHALF = {
    Subject.APPLICATION: _l("%(who)s schreef namens u een sollicitatie op: %(title)s"),
    Subject.DOCUMENT: _l("%(who)s voegde namens u een document toe: %(title)s"),
}
ON_BEHALF_TO_STAFF = {
    Subject.APPLICATION: _l("%(who)s schreef namens de klant een sollicitatie op: %(title)s"),
    Subject.DOCUMENT: _l("%(who)s voegde namens de klant een document toe: %(title)s"),
}

OTHERS = {
    (Subject.FACT, "accepted"): _l("%(who)s bekeek een gegeven en is akkoord"),
    (Subject.FACT, "question"): _l("%(who)s vroeg iets over een gegeven"),
    (Subject.RIGHTS, "read"): _l("%(who)s las een uitleg over rechten en plichten"),
}
MESSAGE_CLOSED = _l("%(who)s gaf aan dat een bericht geen antwoord meer nodig heeft")
COACH_CHOSEN = _l("%(who)s wees een andere coach aan: %(title)s")

SUBJECTS_TO_STAFF = {
    Subject.FILE: _l("het dossier"),
    Subject.CONTACT: _l("de contactgegevens"),
    Subject.CASELOAD: _l("de klantenlijst"),
    Subject.INTAKE: _l("de intake"),
    Subject.FACT: _l("een gegeven"),
    Subject.COACH: _l("wie de coach is"),
    Subject.RIGHTS: _l("wat de klant las over rechten en plichten"),
    Subject.PORTFOLIO: _l("het profiel van de klant"),
}
"""The same parts of the file, for who looks at it from the other side of the desk."""
TITLED = frozenset({Subject.AGREEMENT, Subject.APPLICATION, Subject.APPLICATION_REPORT, Subject.DOCUMENT})


def happened(entry: AccessLogEntry, reader_id: object, *, with_role: bool = False, to_staff: bool = False) -> str:
    """The sentence for a line of the log; `with_role` names the person and her role, also where the reader did it."""
    who = _("U") if entry.actor_id == reader_id else entry.actor_name
    if with_role:
        who = f"{entry.actor_name} ({role_name(entry.role)})"
    values = {"who": who, "title": entry.label, "helper": entry.label, "part": _part(entry)}
    sentence = _sentence(entry, to_staff=to_staff)
    if sentence is not None:
        return str(sentence) % values
    plain = str(SENTENCES[entry.action]) % (values | {"what": _what(entry, to_staff=to_staff)})
    return f"{plain}: {entry.label}" if entry.subject in TITLED and entry.label else plain


def _sentence(entry: AccessLogEntry, *, to_staff: bool) -> Any:
    """The lazy sentence of what is more than "added" or "changed"; None for the rest."""
    if entry.reason == "on_behalf" and entry.action is Action.ADDED:
        return (ON_BEHALF_TO_STAFF if to_staff else ON_BEHALF).get(entry.subject)
    match entry.subject, entry.action:
        case Subject.HELP, action:
            return HELP_CHECKED if entry.reason == "checked" else HELP.get(action)
        case Subject.AGREEMENT, Action.SENT:
            return AGREEMENT.get(entry.reason, AGREEMENT_PROPOSED)
        case Subject.APPOINTMENT, Action.SENT:
            return APPOINTMENT.get(entry.reason, APPOINTMENT_PROPOSED)
        case Subject.MESSAGE, Action.CHANGED:
            return MESSAGE_CLOSED
        case Subject.COACH, _action:
            return COACH_CHOSEN
        case Subject.PORTFOLIO, action:
            return _about_profile(entry, action)
    return OTHERS.get((entry.subject, entry.reason))


def _about_profile(entry: AccessLogEntry, action: Action) -> Any:
    """What happened with the profile; its parts are named only where they were shared."""
    if entry.reason in PROFILE_REVIEWED:
        return PROFILE_REVIEWED[entry.reason]
    if _part(entry):
        return PROFILE_SHARED.get(action, PROFILE_READ)
    return PROFILE_CHANGED.get(action)


def _part(entry: AccessLogEntry) -> str:
    if entry.subject is not Subject.PORTFOLIO or entry.label not in list(Section):
        return ""
    return portfolio_words.section_name(Section(entry.label)).lower()


def _what(entry: AccessLogEntry, *, to_staff: bool) -> str:
    staff_name = SUBJECTS_TO_STAFF.get(entry.subject) if to_staff else None
    return subject_name(entry.subject) if staff_name is None else str(staff_name)
