"""The terms, and the parts of a file, in plain words."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import ngettext

from eportfolio.data_requests import SentKind
from eportfolio.retention import Keeping, Own, Term


def what_is_kept(keeping: Keeping) -> str:
    """A kind of data, as she calls it."""
    return {
        Keeping.UNSENT_FORM: _("Wat u typte en niet verstuurde, omdat u te lang weg was"),
        Keeping.EXPORT: _("Het bestand met al uw gegevens"),
        Keeping.WITHDRAWN_FILE: _("De inhoud van documenten die u introk"),
        Keeping.CHAT: _("Uw gesprekken met de assistent"),
        Keeping.SIGN_IN: _("Wanneer u inlogde, en op welk apparaat"),
        Keeping.MAIL: _("Mails die wij u stuurden"),
        Keeping.FILE: _("Uw dossier: wat u en uw coach opschreven, uw documenten, en wie erin keek"),
    }[keeping]


def how_long(term: Term) -> str:
    """Zo lang, and from when."""
    days = term.kept_for.days
    if term.kept_for < dt.timedelta(days=1):
        return _("%(minutes)s minuten", minutes=int(term.kept_for.total_seconds() // 60))
    length = ngettext("%(num)s dag", "%(num)s dagen", days)
    if days >= 365:
        length = _("%(years)s jaar", years=days // 365)
    since = {
        Keeping.EXPORT: _("nadat het klaar is"),
        Keeping.WITHDRAWN_FILE: _("nadat u het introk"),
        Keeping.CHAT: _("na de laatste keer dat u iets vroeg"),
        Keeping.SIGN_IN: _("na de laatste keer dat u daar inlogde"),
        Keeping.MAIL: _("nadat wij de mail stuurden"),
        Keeping.FILE: _("na de laatste keer dat er iets in gebeurde. Wij waarschuwen u eerst."),
    }.get(term.keeping, "")
    return f"{length} {since}".strip()


def own_name(part: Own) -> str:
    """What is hers alone."""
    return {
        Own.CHATS: _("Uw gesprekken met de assistent"),
        Own.DRAFTS: _("Wat u invulde en nog niet verstuurde"),
        Own.DOCUMENTS: _("Documenten die u nooit met uw coach deelde"),
        Own.PORTFOLIO: _("Delen van uw portfolio die u nooit met uw coach deelde"),
        Own.CVS: _("Cv's die u bewaarde"),
    }[part]


def sent_name(part: SentKind) -> str:
    """What was sent in, or written by others."""
    return {
        SentKind.FACTS: _("Uw gegevens en uw intake"),
        SentKind.AGREEMENTS: _("Uw afspraken"),
        SentKind.APPLICATIONS: _("Uw sollicitaties"),
        SentKind.DOCUMENTS: _("Documenten die u deelde"),
        SentKind.MESSAGES: _("Berichten"),
        SentKind.EVERYTHING: _("Mijn hele dossier"),
    }[part]


def why_it_may_stay(part: SentKind) -> str:
    """Why a person must look at it first."""
    return {
        SentKind.FACTS: _("UWV of uw gemeente heeft deze gegevens nodig voor uw uitkering."),
        SentKind.AGREEMENTS: _("Afspraken zijn van twee kanten. De wet kan vragen om ze te bewaren."),
        SentKind.APPLICATIONS: _("Uw coach heeft ze gebruikt om u te helpen."),
        SentKind.DOCUMENTS: _("Ze kunnen bij een besluit horen. Dan moeten wij ze bewaren."),
        SentKind.MESSAGES: _("Ze kunnen bij een besluit horen. Dan moeten wij ze bewaren."),
        SentKind.EVERYTHING: _("Zolang u een uitkering heeft, kan uw dossier niet weg."),
    }[part]
