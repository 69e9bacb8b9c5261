"""Whom to call when somebody is in need: numbers that count everywhere in the Netherlands, and those of a job centre.

A centre keeps its own as data; what it does not name stays as it is for everybody. Nobody waits for an article here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .base import Invalid
from .people import Account, CaseFile, Office

MOST_NUMBERS = 4
LONGEST_NOTE = 300
_NUMBER = re.compile(r"[0-9][0-9 -]{1,18}")
_NUMBERS = ("danger", "suicide", "violence", "needs")


@dataclass(frozen=True, slots=True)
class UrgentHelp:
    """Numbers by what is wrong; `needs` is no food or no home, `note` the centre's own words per language."""

    danger: tuple[str, ...] = ("112",)
    suicide: tuple[str, ...] = ("113", "0800-0113")
    violence: tuple[str, ...] = ("0800-2000",)
    needs: tuple[str, ...] = ()
    note_nl: str = ""
    note_en: str = ""

    def note(self, language: str) -> str:
        """What the centre adds, in this language; Dutch when it has no English."""
        return (self.note_en if language == "en" else "") or self.note_nl

    @property
    def everything(self) -> tuple[str, ...]:
        """Every number once, the most urgent first."""
        return tuple(dict.fromkeys((*self.danger, *self.suicide, *self.violence, *self.needs)))


def urgent_help_from(data: Mapping[str, Any] | None, *, phone: str | None = None) -> UrgentHelp:
    """Read what a centre keeps, with its own `phone` for no food or no home; raises Invalid.

    `{"violence": ["0800-2000"], "needs": ["14 020"], "note": {"nl": "Loop gerust binnen.", "en": "Just walk in."}}`,
    each part optional. A list takes the place of the numbers for everybody, and may not be empty.
    """
    if not isinstance(data or {}, Mapping) or set(data or {}) - {*_NUMBERS, "note"}:
        raise Invalid(f"urgent help has the parts {', '.join(_NUMBERS)} and note")
    given = dict(data or {})
    notes = given.pop("note", {})
    if not isinstance(notes, Mapping) or set(notes) - {"nl", "en"}:
        raise Invalid("a note has the languages nl and en")
    numbers = {name: _numbers(name, found) for name, found in given.items()}
    if phone and "needs" not in numbers:
        numbers["needs"] = (phone,)
    usual = UrgentHelp()
    return UrgentHelp(
        danger=numbers.get("danger", usual.danger),
        suicide=numbers.get("suicide", usual.suicide),
        violence=numbers.get("violence", usual.violence),
        needs=numbers.get("needs", usual.needs),
        note_nl=_note(notes.get("nl", "")),
        note_en=_note(notes.get("en", "")),
    )


def urgent_help_of(db: Session, case: CaseFile) -> UrgentHelp:
    """What counts for this client: the centre of her coach."""
    office = db.scalar(select(Office).join(Account, Account.office_id == Office.id).where(Account.id == case.coach_id))
    return urgent_help_from(office.urgent_help, phone=office.phone) if office else UrgentHelp()


def _numbers(name: str, found: Any) -> tuple[str, ...]:
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_NUMBERS:
        raise Invalid(f"{name}: one to {MOST_NUMBERS} numbers")
    if not all(isinstance(number, str) and _NUMBER.fullmatch(number) for number in found):
        raise Invalid(f"{name}: a number has digits, spaces and dashes")
    return tuple(found)


def _note(text: Any) -> str:
    if not isinstance(text, str) or len(text) > LONGEST_NOTE or any(letter in text for letter in "{}\x00"):
        raise Invalid(f"a note is a text of at most {LONGEST_NOTE} characters, without braces")
    return text.strip()
