"""The portfolio in plain words: names and addresses of its parts, and how an entry reads."""

from typing import Any, NamedTuple

from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eportfolio.facts import Fact
from eportfolio.intake.answers import given
from eportfolio.intake.display import display
from eportfolio.intake.questionnaire import current
from eportfolio.portfolio import Entry, PortfolioEntry, PortfolioShare, Section
from eportfolio.portfolio.entries import Education, Experience, Language, LanguageLevel, Licence, Period

from ..fields import partial_date_text
from ..presentation import date_text

SLUGS = {
    Section.EXPERIENCE: "werk",
    Section.EDUCATION: "opleiding",
    Section.SKILLS: "vaardigheden",
    Section.LANGUAGES: "talen",
    Section.LICENCES: "rijbewijs",
    Section.GOAL: "doel",
    Section.PROFILE: "gegevens",
    Section.AVAILABILITY: "beschikbaarheid",
    Section.ACCOUNT: "eigen-verhaal",
}
"""The part of the address, in the order in which the parts stand on the page."""
BY_SLUG = {slug: section for section, slug in SLUGS.items()}

NAMES = {
    Section.EXPERIENCE: _l("Werk"),
    Section.EDUCATION: _l("Opleiding en cursussen"),
    Section.SKILLS: _l("Vaardigheden"),
    Section.LANGUAGES: _l("Talen"),
    Section.LICENCES: _l("Rijbewijs en certificaten"),
    Section.GOAL: _l("Uw doel"),
    Section.PROFILE: _l("Over u"),
    Section.AVAILABILITY: _l("Wanneer u kunt werken"),
    Section.ACCOUNT: _l("Uw eigen verhaal"),
}
CHANCES = {
    Section.EXPERIENCE: _l("Werkgevers kijken hier het eerst naar. Een stage, bijbaan of vrijwilligerswerk telt ook."),
    Section.EDUCATION: _l("Alles wat u leerde, telt. Ook een korte cursus, of een school die u niet afmaakte."),
    Section.SKILLS: _l("Wat kunt u goed? Zo vindt u ook werk dat u nog nooit deed."),
    Section.LANGUAGES: _l("Elke taal is een pluspunt. Ook als u hem alleen spreekt."),
    Section.LICENCES: _l("Met een rijbewijs of certificaat kunt u vaak meteen beginnen."),
    Section.GOAL: _l("Met een doel zoekt u gerichter. En uw coach kan beter met u meedenken."),
    Section.PROFILE: _l("Zo weet een werkgever wie u bent en hoe hij u bereikt."),
    Section.AVAILABILITY: _l("Dan past het werk bij uw week."),
    Section.ACCOUNT: _l("Wat niet in een lijst past, vertelt u hier. Eén keer is genoeg."),
}
"""Why a part helps: what it brings, never what is missing."""
EXAMPLES = {
    Section.EXPERIENCE: _l("Bijvoorbeeld: kok bij Eetcafé De Haven, 2016 tot 2020. Of: ik hielp op een school."),
    Section.EDUCATION: _l("Bijvoorbeeld: mbo Verzorgende IG bij ROC Zuid. Of: cursus medicijnen geven."),
    Section.SKILLS: _l("Bijvoorbeeld: plannen, klanten helpen, koken, Excel, een heftruck rijden."),
    Section.LANGUAGES: _l("Bijvoorbeeld: Nederlands, Turks, een beetje Engels."),
    Section.LICENCES: _l("Bijvoorbeeld: B, VCA, heftruck, BHV."),
}
LEVELS = {
    LanguageLevel.A1: _l("Een paar woorden (A1)"),
    LanguageLevel.A2: _l("Een eenvoudig gesprek (A2)"),
    LanguageLevel.B1: _l("Een gewoon gesprek (B1)"),
    LanguageLevel.B2: _l("Goed, ook op het werk (B2)"),
    LanguageLevel.C1: _l("Heel goed (C1)"),
    LanguageLevel.C2: _l("Zo goed als een moedertaal (C2)"),
    LanguageLevel.NATIVE: _l("Mijn moedertaal"),
}
FIELD_LABELS = {
    "profile.name": _l("Uw naam"),
    "profile.headline": _l("Wat bent u, in één regel?"),
    "profile.summary": _l("Wie bent u, in een paar zinnen?"),
    "profile.email": _l("E-mailadres"),
    "contact.phone": _l("Telefoonnummer"),
    "profile.city": _l("Woonplaats"),
    "profile.website": _l("Website of profiel op internet"),
    "goal.own_words": _l("Wat wilt u bereiken?"),
    "wish.work": _l("Welk werk zoekt u?"),
    "wish.available_from": _l("Vanaf wanneer kunt u werken?"),
    "wish.hours_per_week": _l("Hoeveel uur per week?"),
    "availability.note": _l("Wat moet een werkgever nog weten over uw tijd?"),
    "account.own_words": _l("Wat wilt u zelf vertellen?"),
}
FIELD_HINTS = {
    "profile.name": _l("Zoals u het boven uw cv wilt zien."),
    "profile.headline": _l("Bijvoorbeeld: verzorgende met zes jaar ervaring."),
    "profile.summary": _l("Twee of drie zinnen is genoeg. Wat doet u graag, en waar bent u goed in?"),
    "profile.email": _l("Voor een werkgever. Hier mag een ander adres staan dan waarmee u inlogt."),
    "contact.phone": _l("Bijvoorbeeld 06 12345678."),
    "profile.city": _l("Alleen de plaats. Uw adres is niet nodig."),
    "profile.website": _l("Bijvoorbeeld een pagina met foto's van uw werk."),
    "goal.own_words": _l("Schrijf het in uw eigen woorden. Eén zin is genoeg."),
    "wish.work": _l("Bijvoorbeeld: verzorgende in de thuiszorg."),
    "wish.available_from": _l("Bijvoorbeeld 1 januari, of: over 2 weken."),
    "wish.hours_per_week": _l("Bijvoorbeeld 24."),
    "availability.note": _l("Bijvoorbeeld: niet op woensdagmiddag. Schrijf niets over uw gezondheid."),
    "account.own_words": _l("Alles wat u belangrijk vindt, mag hier. Schrijf niets over uw gezondheid."),
}


class Shown(NamedTuple):
    """An entry as it reads: what, when and where, and more about it."""

    title: str
    line: str
    text: str | None


def section_name(section: Section) -> str:
    """What the part is called."""
    return str(NAMES[section])


def shown(entry: Entry) -> Shown:
    """How an entry reads in a list."""
    if isinstance(entry, Experience | Education):
        parts = [entry.organisation, entry.city, period_text(entry.period), _kind_of(entry)]
        return Shown(entry.title, " · ".join(part for part in parts if part), entry.description)
    if isinstance(entry, Language):
        return Shown(entry.name, str(LEVELS[entry.level]) if entry.level else "", entry.note)
    if isinstance(entry, Licence):
        until = _("geldig tot en met %(day)s", day=partial_date_text(entry.valid_until)) if entry.valid_until else ""
        return Shown(entry.name, until, None)
    return Shown(entry.name, "", entry.note)


def _kind_of(entry: Experience | Education) -> str:
    if isinstance(entry, Experience):
        return _("vrijwilligerswerk") if entry.volunteer else ""
    if entry.course:
        return _("cursus")
    return _("niet afgemaakt") if entry.finished is False and not entry.period.ongoing else ""


def period_text(period: Period) -> str:
    """September 2019 tot nu, 2012 tot en met 2015, vanaf 2012; empty when nothing is known."""
    start = partial_date_text(period.start) if period.start else ""
    end = partial_date_text(period.end) if period.end else ""
    if period.ongoing:
        return _("%(start)s tot nu", start=start) if start else _("tot nu")
    if start and end:
        return start if start == end else _("%(start)s tot en met %(end)s", start=start, end=end)
    if start:
        return _("vanaf %(start)s", start=start)
    return _("tot en met %(end)s", end=end) if end else ""


def field_text(key: str, value: Any) -> str:
    """A field in words: 24 uur per week, 1 januari 2027, 06 12345678."""
    if value in (None, ""):
        return ""
    question = current().question_of_fact(key)
    try:
        return display(question, given(value), str(get_locale())) if question else str(value)
    except ValueError:
        return str(value)  # from elsewhere, in a form that the intake does not have


def summary_of(rows: list[PortfolioEntry], facts: dict[str, Fact]) -> str:
    """One line that says what stands in a part."""
    if rows:
        labels = [shown(row.entry).title for row in rows[:4]]
        more = len(rows) - len(labels)
        text = ", ".join(labels)
        return text + (" " + ngettext("en %(num)s andere", "en %(num)s andere", more) if more else "")
    texts = [field_text(key, fact.value) for key, fact in facts.items()]
    return " · ".join(text for text in texts if text)


def share_text(share: PortfolioShare | None, coach: str) -> str:
    """Who can see a part, since when and until when."""
    if share is None:
        return _("Alleen u ziet dit.")
    since = date_text(share.created_at)
    if share.until_on:
        return _(
            "%(coach)s kan dit zien sinds %(since)s, tot en met %(until)s.",
            coach=coach,
            since=since,
            until=date_text(share.until_on),
        )
    return _("%(coach)s kan dit zien sinds %(since)s. Er is geen einddatum.", coach=coach, since=since)


def share_tag(share: PortfolioShare | None) -> tuple[str, str]:
    """The same in two words, for a list."""
    if share is None:
        return _("Alleen voor u"), "plain"
    if share.until_on:
        return _("Gedeeld tot en met %(day)s", day=date_text(share.until_on)), "ok"
    return _("Gedeeld"), "ok"


def url_of(section: Section) -> str:
    """The client's page of a part."""
    return url_for("client.portfolio_section", part=SLUGS[section])
