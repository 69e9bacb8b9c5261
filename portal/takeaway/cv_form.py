"""The form in which she puts a CV together, and the choice that it makes."""

from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField

from eportfolio.cv_files.choice import Contact, CvChoice, Design, Entry, entries_of, has_content, key_of
from eportfolio.portfolio.entries import Education, Experience, Portfolio, Section

from ..forms import Form
from .cv_document import period_text


class CvForm(Form):
    """What is checked is on the CV. Values that no page ever had are left aside, not refused."""

    design = RadioField(_l("Hoe moet het eruitzien?"))
    language = RadioField(_l("In welke taal zijn de kopjes?"))
    contact = SelectMultipleField(_l("Hoe kan een werkgever u bereiken?"), validate_choice=False)
    sections = SelectMultipleField(_l("Wat staat erop?"), validate_choice=False)
    entries = SelectMultipleField(_l("Wat staat erop?"), validate_choice=False)

    def __init__(self, portfolio: Portfolio, choice: CvChoice) -> None:
        super().__init__(
            design=choice.design.value,
            language=choice.language,
            contact=[contact.value for contact in Contact if contact not in choice.without_contact],
        )
        self.portfolio, self.before = portfolio, choice
        self.design.choices = [(Design.CLASSIC.value, _("Klassiek")), (Design.MODERN.value, _("Modern"))]
        self.language.choices = [("nl", _("Nederlands")), ("en", _("Engels"))]
        self.contact.choices = [
            (contact.value, f"{contact_name(contact)}: {value}")
            for contact in Contact
            if (value := getattr(portfolio.profile, contact.value))
        ]

    def choice(self) -> CvChoice:
        """What she chose now. A part that is empty, and so not in the form, stays as it was."""
        shown = {part.section for part in parts_of(self.portfolio, self.before)} | {Section.PROFILE}
        on = set(self.sections.data or ())
        keys = {key_of(entry) for section in shown for entry in entries_of(self.portfolio, section)}
        reachable = {value for value, _label in self.contact.choices or ()}
        without = {section for section in shown if section.value not in on}
        return replace(
            self.before,
            design=Design(self.design.data),
            language=str(self.language.data),
            without=frozenset(without | (self.before.without - shown)),
            without_contact=frozenset(Contact(value) for value in reachable - set(self.contact.data or ())),
            left_out=frozenset((self.before.left_out - keys) | (keys - set(self.entries.data or ()))),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the portfolio with something in it, as the form shows it."""

    section: Section
    name: str
    is_on: bool
    lines: tuple[tuple[str, str, str, bool], ...]
    """Key, title, what stands under it, and whether it is on."""


def parts_of(portfolio: Portfolio, choice: CvChoice) -> list[Part]:
    """Every part that can be on it, in the order of the CV."""
    return [
        Part(
            section,
            section_name(section),
            section not in choice.without,
            tuple(_line(entry, choice) for entry in entries_of(portfolio, section)),
        )
        for section in choice.order
        if has_content(portfolio, section)
    ]


def _line(entry: Entry, choice: CvChoice) -> tuple[str, str, str, bool]:
    key = key_of(entry)
    if isinstance(entry, Experience | Education):
        under = ", ".join(part for part in (entry.organisation, period_text(entry.period)) if part)
        return key, entry.title, under, key not in choice.left_out
    return key, entry.name, "", key not in choice.left_out


def section_name(section: Section) -> str:
    """A part of the portfolio, as she calls it."""
    return {
        Section.PROFILE: _("Over mij"),
        Section.GOAL: _("Wat ik zoek"),
        Section.EXPERIENCE: _("Werk en vrijwilligerswerk"),
        Section.EDUCATION: _("Opleiding en cursussen"),
        Section.SKILLS: _("Vaardigheden"),
        Section.LANGUAGES: _("Talen"),
        Section.LICENCES: _("Rijbewijs en bewijzen"),
        Section.AVAILABILITY: _("Wanneer u kunt werken"),
        Section.ACCOUNT: _("Mijn verhaal"),
    }[section]


def contact_name(contact: Contact) -> str:
    """A way to be reached."""
    return {
        Contact.PHONE: _("Telefoon"),
        Contact.EMAIL: _("E-mail"),
        Contact.CITY: _("Woonplaats"),
        Contact.WEBSITE: _("Website"),
    }[contact]
