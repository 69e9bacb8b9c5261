"""Agreements in plain words, for both doors and the plan on paper."""

import datetime as dt
import uuid
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from eportfolio.access import Channel
from eportfolio.agreements import Agreement, AgreementEvent, Change, EventKind, Side, State, Target, history
from eportfolio.base import today

from .. import labels
from ..presentation import date_text, moment
from ..terms import counts_until


def state_tag(agreement: Agreement, reader: Side) -> tuple[str, str]:
    """Label and kind of tag: where it stands, as this side sees it."""
    if agreement.waits_for is reader:
        if agreement.state is State.CHANGED:
            return _("Nieuwe versie, wacht op uw antwoord"), "sun"
        return _("Voorstel, wacht op uw antwoord"), "sun"
    return {
        State.DRAFT: lambda: (_("Concept, alleen u ziet dit"), "plain"),
        State.PROPOSED: lambda: (_("Voorstel, wacht op antwoord"), "info"),
        State.CHANGED: lambda: (_("Nieuwe versie, wacht op antwoord"), "info"),
        State.AGREED: lambda: (_("Afgesproken"), "ok"),
        State.CHANGE_ASKED: lambda: _change_tag(agreement, reader),
        State.DISAGREED: lambda: (_("Niet eens"), "stop"),
        State.WITHDRAWN: lambda: (_("Ingetrokken"), "plain"),
        State.DONE: lambda: (_("Gelukt"), "ok"),
        State.NOT_DONE: lambda: (_("Niet gelukt"), "plain"),
    }[agreement.state]()


def _change_tag(agreement: Agreement, reader: Side) -> tuple[str, str]:
    if agreement.moved_by_side is reader:
        return _("U vroeg om een verandering"), "info"
    return _("Verandering gevraagd"), "sun"


def plain_state(agreement: Agreement) -> str:
    """Where it stands, for a reader who may be anyone: on paper."""
    return {
        State.DRAFT: lambda: _("Concept"),
        State.PROPOSED: lambda: _("Voorstel, nog niet beantwoord"),
        State.CHANGED: lambda: _("Afgesproken. Een nieuwe versie is nog niet beantwoord."),
        State.AGREED: lambda: _("Afgesproken"),
        State.CHANGE_ASKED: lambda: _("Verandering gevraagd"),
        State.DISAGREED: lambda: _("Niet eens"),
        State.WITHDRAWN: lambda: _("Ingetrokken"),
        State.DONE: lambda: _("Gelukt"),
        State.NOT_DONE: lambda: _("Niet gelukt"),
    }[agreement.state]()


def is_overdue(agreement: Agreement) -> bool:
    """Agreed, and the due date has passed without a word: a question to ask, not a verdict."""
    return agreement.state is State.AGREED and agreement.current.due_on < today()


def answer_is_late(agreement: Agreement, reader: Side) -> bool:
    """The other side's time to answer has passed: a reason to call, never an answer."""
    return agreement.waits_for is reader.other and counts_until(agreement.current.answer_by) < today()


def event_text(event: AgreementEvent, reader_id: uuid.UUID | None = None) -> str:
    """One step as a sentence; the reader's own steps begin with "U"."""
    own, name, number = event.person_id == reader_id, event.person_name, event.number
    sentences = {
        EventKind.PROPOSED: (
            lambda: _("U stelde versie %(number)s voor", number=number),
            lambda: _("%(name)s stelde versie %(number)s voor", name=name, number=number),
        ),
        EventKind.READ: (
            lambda: _("U las versie %(number)s", number=number),
            lambda: _("%(name)s las versie %(number)s", name=name, number=number),
        ),
        EventKind.AGREED: (
            lambda: _("U ging akkoord met versie %(number)s", number=number),
            lambda: _("%(name)s ging akkoord met versie %(number)s", name=name, number=number),
        ),
        EventKind.CHANGE_ASKED: (
            lambda: _("U vroeg om een verandering van versie %(number)s", number=number),
            lambda: _("%(name)s vroeg om een verandering van versie %(number)s", name=name, number=number),
        ),
        EventKind.DISAGREED: (
            lambda: _("U was het niet eens met versie %(number)s", number=number),
            lambda: _("%(name)s was het niet eens met versie %(number)s", name=name, number=number),
        ),
        EventKind.WITHDRAWN: (
            lambda: _("U trok versie %(number)s in", number=number),
            lambda: _("%(name)s trok versie %(number)s in", name=name, number=number),
        ),
        EventKind.DONE: (
            lambda: _("U vertelde dat het gelukt is"),
            lambda: _("%(name)s vertelde dat het gelukt is", name=name),
        ),
        EventKind.NOT_DONE: (
            lambda: _("U vertelde dat het niet gelukt is"),
            lambda: _("%(name)s vertelde dat het niet gelukt is", name=name),
        ),
        EventKind.REMARK: (lambda: _("U schreef erbij"), lambda: _("%(name)s schreef erbij", name=name)),
        EventKind.KEPT: (
            lambda: _("U liet de afspraak zoals die is"),
            lambda: _("%(name)s liet de afspraak zoals die is", name=name),
        ),
    }
    return sentences[event.kind][0 if own else 1]()


def event_when(event: AgreementEvent) -> str:
    """Vrijdag 20 november, 20.31 uur, via de chat; the usual channel of each side goes unsaid."""
    usual = (Channel.WEB, Channel.DESK)
    return moment(event.at) if event.channel in usual else f"{moment(event.at)}, {labels.channel_name(event.channel)}"


def history_items(
    agreement: Agreement,
    reader_id: uuid.UUID | None,
    numbers: dict[uuid.UUID, str] | None = None,
    receipt_url: Any = None,
) -> list[dict[str, Any]]:
    """The history for the timeline component, newest first, with the receipts of the client's own steps.

    Without a reader everyone is named: a coach reads it so.
    """
    items = []
    for event in history(agreement):
        item: dict[str, Any] = {"text": event_text(event, reader_id), "when": event_when(event), "quote": event.words}
        number = (numbers or {}).get(event.id)
        if number is not None:
            item["tag"], item["tag_kind"] = _("Ontvangen, nr. %(number)s", number=number), "ok"
            item["url"] = receipt_url(number)
        items.append(item)
    return items


def read_line(agreement: Agreement, reader_id: uuid.UUID) -> str | None:
    """When this reader read the version on the table, if it is on record."""
    for event in reversed(agreement.events):
        mine = event.person_id == reader_id and event.number == agreement.current_number
        if mine and event.kind is EventKind.READ:
            return _("U las versie %(number)s: %(when)s.", number=event.number, when=event_when(event))
    return None


def last_words_of_other(agreement: Agreement, reader: Side) -> AgreementEvent | None:
    """The other side's request, refusal or reason that this side should have before its eyes."""
    kinds = (EventKind.CHANGE_ASKED, EventKind.DISAGREED)
    spoken = [event for event in agreement.events if event.kind is not EventKind.READ]
    last = spoken[-1] if spoken else None
    return last if last is not None and last.kind in kinds and last.side is not reader else None


def outcome_words(agreement: Agreement) -> list[AgreementEvent]:
    """What was said about how it went: the client's own reason first, then the coach's remark (R31)."""
    kinds = (EventKind.DONE, EventKind.NOT_DONE, EventKind.REMARK)
    said = [event for event in agreement.events if event.kind in kinds]
    return sorted(said, key=lambda event: event.side is not Side.CLIENT)


def client_told(agreement: Agreement) -> bool:
    """Whether the client herself said how it went."""
    return any(event.side is Side.CLIENT for event in outcome_words(agreement))


def target_text(target: Target | None) -> str:
    """4 sollicitaties per 2 weken."""
    if target is None:
        return ""
    count = ngettext("%(num)s sollicitatie", "%(num)s sollicitaties", target.count)
    period = ngettext("per week", "per %(num)s weken", target.weeks)
    return f"{count} {period}"


def compare_to(agreement: Agreement, reader: Side) -> int | None:
    """The version that this side dealt with last, to show what is new since; None for a first version."""
    current = agreement.current_number
    if current == 1:
        return None
    known = [event.number for event in agreement.events if event.side is reader and event.number < current]
    return max(known, default=current - 1)


def change_rows(changes: list[Change], reader: Side) -> list[dict[str, str]]:
    """What is different, per part of the text: label, before and after."""
    return [
        {"label": _part_name(change.field, reader), "before": _shown(change.before), "after": _shown(change.after)}
        for change in changes
    ]


def _part_name(field: str, reader: Side) -> str:
    for_client = reader is Side.CLIENT
    return {
        "title": lambda: _("Titel"),
        "why": lambda: _("Waarom"),
        "client_does": lambda: _("Dit doet u") if for_client else _("Dit doet de klant"),
        "agency_does": lambda: _("Dit doen wij"),
        "due_on": lambda: _("Klaar op"),
        "review_on": lambda: _("Samen bekijken op"),
        "answer_by": lambda: _("Antwoorden tot en met"),
        "applications": lambda: _("Aantal sollicitaties"),
    }[field]()


def _shown(value: object) -> str:
    if isinstance(value, dt.date):
        return date_text(value)
    if isinstance(value, Target):
        return target_text(value)
    return str(value) if value else _("niets")
