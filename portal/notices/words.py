"""Topics of notices in plain words, and when a mail about one comes."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eportfolio.notice_choices import Delivery
from eportfolio.notices import Topic

TOPIC_WORDS = {
    Topic.MESSAGE: _l("Een bericht van uw coach"),
    Topic.AGREEMENT: _l("Een afspraak waarop u kunt antwoorden"),
    Topic.REVIEW: _l("Een vraag over wat u invulde of instuurde"),
    Topic.ON_BEHALF: _l("Iets dat uw coach namens u opschreef"),
    Topic.APPOINTMENT: _l("Een gesprek met uw coach"),
    Topic.FILE_BLOCKED: _l("Er is iets mis met een bestand van u"),
    Topic.COACH_CHANGED: _l("U krijgt een andere coach"),
    Topic.DATA_REQUEST: _l("Antwoord op uw verzoek over uw gegevens"),
    Topic.REMINDER: _l("Een herinnering die u zelf zette"),
    Topic.SHARE: _l("Iets dat u deelt, stopt bijna"),
}
"""What a client chooses about, in the order of the page; what a coach alone is told about is left out."""


def topic_word(topic: Topic) -> str:
    """What the notice is about."""
    return str(TOPIC_WORDS[topic])


def delivery_word(delivery: Delivery) -> str:
    """When the mail comes."""
    return {
        Delivery.AT_ONCE: _("Meteen"),
        Delivery.DAILY: _("Eén keer per dag"),
        Delivery.PORTAL: _("Geen mail"),
    }[delivery]


def hour_word(hour: int) -> str:
    """09.00 uur."""
    return _("%(hour)s.00 uur", hour=f"{hour:02d}")
