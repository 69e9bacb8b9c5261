"""The application log in plain words: what was agreed, how long is left, what the log is and is not."""

import datetime as dt

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from eportfolio.agreements import AgreedNumber, Target
from eportfolio.applications import Agreed, Column, Effort, Order, Period, PeriodReport, Shown, Stage, period_now
from eportfolio.base import OFFICE_TIME

from ..agreements import words as agreement_words
from ..labels import stage_tag
from ..presentation import day_text


def what_it_is() -> str:
    """What the log is and is not (R32); the organisation may have said that it takes it as proof."""
    settings = current_app.config["HOUVAST"]
    if settings.application_log_is_proof:
        return _(
            "%(organisation)s neemt dit overzicht aan als bewijs van uw sollicitaties.",
            organisation=settings.organisation,
        )
    return _("Dit overzicht is een hulpmiddel, geen wettelijk bewijs. Vraag uw coach wat u moet laten zien.")


def what_it_is_for_staff() -> str:
    """The same for the coach."""
    settings = current_app.config["HOUVAST"]
    if settings.application_log_is_proof:
        return _(
            "%(organisation)s neemt dit overzicht aan als bewijs van sollicitaties.", organisation=settings.organisation
        )
    return _("Dit overzicht is een hulpmiddel, geen wettelijk bewijs.")


def target_text(agreed: Target | Agreed) -> str:
    """4 sollicitaties per 4 weken."""
    return agreement_words.target_text(Target(agreed.count, agreed.weeks))


def since_of(agreed: AgreedNumber) -> dt.date:
    """The day on which the agreed number began to count."""
    return agreed.since.astimezone(OFFICE_TIME).date()


def period_of(agreed: AgreedNumber | None) -> Period | None:
    """The agreed period that runs today."""
    return period_now(since_of(agreed), agreed.target.weeks) if agreed else None


def agreed_of(agreed: AgreedNumber | None) -> Agreed | None:
    """The same for the report, which keeps what was agreed when it was made."""
    return Agreed(agreed.target.count, agreed.target.weeks, since_of(agreed)) if agreed else None


def agreed_lines(agreed: AgreedNumber, effort: Effort, period: Period) -> list[str]:
    """U sprak af: … U schreef er 3 op. Nog 9 dagen. A help to see where one stands, never a warning."""
    lines = [_("U sprak af: %(target)s.", target=target_text(agreed.target))]
    if effort.in_period >= agreed.target.count:
        lines.append(_("U schreef er %(number)s op. Dat is wat u afsprak.", number=effort.in_period))
        return lines
    written = ngettext("U schreef er %(num)s op.", "U schreef er %(num)s op.", effort.in_period)
    lines.append(written if effort.in_period else _("U schreef er nog geen op."))
    if period.days_left:
        days = ngettext("Nog %(num)s dag", "Nog %(num)s dagen", period.days_left)
        lines.append(_("%(days)s, tot en met %(day)s.", days=days, day=day_text(period.last)))
    else:
        lines.append(_("Vandaag is de laatste dag van deze periode."))
    return lines


def effort_line(effort: Effort) -> str:
    """What she did in these weeks, in one or two sentences."""
    if not effort.applied and not effort.interviews:
        return _("In deze weken staat nog niets. Elke stap die u opschrijft, ziet u hier.")
    applied = ngettext("%(num)s keer solliciteren", "%(num)s keer solliciteren", effort.applied)
    interviews = ngettext("%(num)s gesprek", "%(num)s gesprekken", effort.interviews)
    line = _("Uw laatste 8 weken: %(applied)s en %(interviews)s.", applied=applied, interviews=interviews)
    if effort.told:
        told = ngettext(
            "Over %(num)s gesprek schreef u hoe het ging.",
            "Over %(num)s gesprekken schreef u hoe het ging.",
            effort.told,
        )
        line = f"{line} {told}"
    return line


def effort_line_for_staff(effort: Effort) -> str:
    """The same for the coach: a picture beside the words, never instead of them (R4)."""
    applied = ngettext("%(num)s keer solliciteren", "%(num)s keer solliciteren", effort.applied)
    interviews = ngettext("%(num)s gesprek", "%(num)s gesprekken", effort.interviews)
    return _("De laatste 8 weken: %(applied)s en %(interviews)s.", applied=applied, interviews=interviews)


def report_lines(report: PeriodReport) -> list[str]:
    """The totals of a report as sentences: content comes after, so these are never all there is."""
    lines = [
        ngettext(
            "In deze periode staat %(num)s sollicitatie.",
            "In deze periode staan %(num)s sollicitaties.",
            len(report.items),
        )
    ]
    if report.running:
        lines.append(
            ngettext("Daarvan loopt er nog %(num)s.", "Daarvan lopen er nog %(num)s.", report.running),
        )
    if report.interviews:
        lines.append(
            ngettext(
                "Er was %(num)s gesprek in deze periode.",
                "Er waren %(num)s gesprekken in deze periode.",
                report.interviews,
            )
        )
    if report.earlier:
        lines.append(
            ngettext(
                "Met %(num)s eerdere sollicitatie gebeurde er ook iets.",
                "Met %(num)s eerdere sollicitaties gebeurde er ook iets.",
                len(report.earlier),
            )
        )
    return lines


def column_name(column: Column) -> str:
    """The heading of a column of the board."""
    return _("Klaar") if column is Column.CLOSED else stage_tag(Stage(column.value))[0]


def shown_choices() -> list[tuple[str, str]]:
    """What a list can show: all, what runs, what waits long, what ended, or one stage."""
    return [
        (Shown.ALL.value, _("Alles")),
        (Shown.OPEN.value, _("Wat nog loopt")),
        (Shown.WAITING.value, _("Wacht al 2 weken op antwoord")),
        (Shown.CLOSED.value, _("Wat klaar is")),
        *((stage.value, _("Stap: %(stage)s", stage=stage_tag(stage)[0])) for stage in Stage),
    ]


def order_choices() -> list[tuple[str, str]]:
    """In which order a list can stand."""
    return [
        (Order.NEWEST.value, _("Nieuwste eerst")),
        (Order.OLDEST.value, _("Oudste eerst")),
        (Order.EMPLOYER.value, _("Werkgever, a tot z")),
        (Order.STAGE.value, _("Stap, van plan tot klaar")),
    ]


PERIODS = {"4-weken": dt.timedelta(weeks=4), "3-maanden": dt.timedelta(days=91), "jaar": dt.timedelta(days=365)}
"""How far back a list can look, by its name in the address."""


def period_choices() -> list[tuple[str, str]]:
    """How far back a list can look."""
    return [
        ("", _("Altijd")),
        ("4-weken", _("Laatste 4 weken")),
        ("3-maanden", _("Laatste 3 maanden")),
        ("jaar", _("Laatste jaar")),
    ]


def waiting_text(since: dt.date, today: dt.date) -> str:
    """For how long there has been no answer."""
    weeks = (today - since).days // 7
    return ngettext("wacht %(num)s week", "wacht %(num)s weken", weeks)
