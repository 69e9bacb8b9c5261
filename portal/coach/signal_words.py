"""Signals in the coach's words: the tag in the list, and the line with what to do about it."""

from flask_babel import gettext as _
from flask_babel import ngettext

from eportfolio.base import now
from eportfolio.signals import Kind, Signal

from ..presentation import moment, short_date

WARM = "sun"
HOT = "stop"
CALM = "info"


def tag_of(signal: Signal) -> tuple[str, str]:
    """A short label and the kind of tag."""
    label = {
        Kind.MESSAGE_WAITS: lambda: _waits(_hours(signal)),
        Kind.PROPOSAL_WAITS: lambda: _("voorstel van klant"),
        Kind.CHANGE_ASKED: lambda: _("vraagt wijziging"),
        Kind.DISAGREED: lambda: _("niet eens"),
        Kind.OVERDUE: lambda: _("afspraak te laat"),
        Kind.INTAKE_STALLED: lambda: _("intake staat stil: bel even"),
        Kind.MAIL_REFUSED: lambda: _("mail komt niet aan"),
        Kind.NEW_FACTS: lambda: ngettext("%(num)s nieuw gegeven", "%(num)s nieuwe gegevens", signal.number),
        Kind.NEW_APPLICATIONS: lambda: ngettext("%(num)s sollicitatie", "%(num)s sollicitaties", signal.number),
        Kind.NEW_REPORTS: lambda: _("verslag van sollicitaties"),
        Kind.NEW_DOCUMENTS: lambda: ngettext("%(num)s document", "%(num)s documenten", signal.number),
        Kind.NEW_PORTFOLIO: lambda: _("profiel (%(number)s nieuw)", number=signal.number),
        Kind.REVIEW_DUE: lambda: _("evaluatie %(day)s", day=short_date(signal.until_on) if signal.until_on else ""),
        Kind.NO_ANSWER_YET: lambda: _("nog geen antwoord"),
        Kind.DATA_REQUEST: lambda: _("verzoek over gegevens"),
    }[signal.kind]()
    return label, _warmth(signal)


def line_of(signal: Signal) -> tuple[str, str]:
    """A whole sentence for the client's own page, and when."""
    until = ""
    if signal.until:
        until = _("antwoord voor %(moment)s", moment=moment(signal.until))
    elif signal.until_on:
        until = _("tot en met %(day)s", day=short_date(signal.until_on))
    text = {
        Kind.MESSAGE_WAITS: lambda: ngettext(
            "%(num)s bericht wacht op uw antwoord", "%(num)s berichten wachten op uw antwoord", signal.number
        ),
        Kind.PROPOSAL_WAITS: lambda: _("De klant stelt iets voor. Geef antwoord."),
        Kind.CHANGE_ASKED: lambda: _("De klant vraagt een wijziging. Maak een nieuwe versie of bel."),
        Kind.DISAGREED: lambda: _("De klant is het niet eens. Bel om erover te praten."),
        Kind.OVERDUE: lambda: _("De einddatum is voorbij. Vraag hoe het ging."),
        Kind.INTAKE_STALLED: lambda: _("De intake staat stil. Bel om te helpen."),
        Kind.MAIL_REFUSED: lambda: _("Onze mail komt niet aan. Bel de klant en vraag om het goede e-mailadres."),
        Kind.NEW_FACTS: lambda: ngettext(
            "%(num)s nieuw gegeven om te bekijken", "%(num)s nieuwe gegevens om te bekijken", signal.number
        ),
        Kind.NEW_APPLICATIONS: lambda: ngettext(
            "%(num)s sollicitatie om te lezen", "%(num)s sollicitaties om te lezen", signal.number
        ),
        Kind.NEW_REPORTS: lambda: ngettext(
            "%(num)s verslag van sollicitaties om te lezen",
            "%(num)s verslagen van sollicitaties om te lezen",
            signal.number,
        ),
        Kind.NEW_DOCUMENTS: lambda: ngettext(
            "%(num)s document om te bekijken", "%(num)s documenten om te bekijken", signal.number
        ),
        Kind.NEW_PORTFOLIO: lambda: ngettext(
            "%(num)s nieuw onderdeel in het gedeelde profiel",
            "%(num)s nieuwe onderdelen in het gedeelde profiel",
            signal.number,
        ),
        Kind.REVIEW_DUE: lambda: _("Binnenkort bekijkt u samen hoe het ging"),
        Kind.NO_ANSWER_YET: lambda: _("Uw voorstel heeft nog geen antwoord"),
        Kind.DATA_REQUEST: lambda: _("De klant vraagt om gegevens te verbeteren of te wissen. Geef antwoord."),
    }[signal.kind]()
    return text, until


def _warmth(signal: Signal) -> str:
    if signal.is_late or signal.kind in (Kind.DISAGREED, Kind.OVERDUE):
        return HOT
    news = (Kind.NEW_FACTS, Kind.NEW_APPLICATIONS, Kind.NEW_REPORTS, Kind.NEW_DOCUMENTS, Kind.NEW_PORTFOLIO)
    if signal.kind in (*news, Kind.REVIEW_DUE):
        return CALM
    return WARM


def _waits(hours: int) -> str:
    return _("bericht wacht %(hours)s uur", hours=hours) if hours else _("nieuw bericht")


def _hours(signal: Signal) -> int:
    return max(0, int((now() - signal.since).total_seconds() // 3600)) if signal.since else 0
