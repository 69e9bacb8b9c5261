"""Looking back: what changed between two versions, and everything that happened."""

from dataclasses import dataclass, fields

from ..base import NotFound
from .model import Agreement, AgreementEvent
from .terms import Terms


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the text that is different; `before` and `after` are text, a date, a Target, or None."""

    field: str
    before: object
    after: object


def changes_between(agreement: Agreement, earlier: int, later: int) -> list[Change]:
    """What is different in version `later`, in the order of the text; raises NotFound for an unknown version."""
    before, after = _terms(agreement, earlier), _terms(agreement, later)
    return [
        Change(field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(Terms)
        if getattr(before, field.name) != getattr(after, field.name)
    ]


def _terms(agreement: Agreement, number: int) -> Terms:
    version = agreement.version_numbered(number)
    if version is None or version.sent_at is None:
        raise NotFound("no such version")
    return version.terms


def history(agreement: Agreement) -> list[AgreementEvent]:
    """Everything that happened, newest first; the same for both sides."""
    return list(reversed(agreement.events))
