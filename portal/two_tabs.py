"""The same form open twice: nothing is overwritten unseen, and nobody is asked about what does not clash.

A form carries a fingerprint of each value with which it was opened, never the value itself. When it is sent, three
things are compared: what it was opened with, what she sent, and what is stored now.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FIELD = "opened"
"""The hidden field with the fingerprints."""
CHOICE = "keuze-"
"""Before the name of a field: which of the two she chose, `mine` or `theirs`."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One value that was changed in both places."""

    name: str
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Settled:
    """What to store, and what to ask first."""

    values: dict[str, Any]
    clashes: list[Clash] = field(default_factory=list)


def fingerprints(values: Mapping[str, Any]) -> str:
    """For the hidden field: what the form was opened with."""
    return ",".join(f"{name}:{_mark(value)}" for name, value in values.items())


def settle(mine: Mapping[str, Any], theirs: Mapping[str, Any], *, opened: str, form: Mapping[str, str]) -> Settled:
    """What she changed goes before what is stored, except where that was changed too: then she chooses."""
    known = dict(pair.split(":", 1) for pair in opened.split(",") if ":" in pair)
    values: dict[str, Any] = {}
    clashes = []
    for name, value in mine.items():
        stored = theirs[name]
        nobody_else_changed = known.get(name) == _mark(stored) or (not known and not stored)
        takes_theirs = form.get(CHOICE + name) == "theirs" and nobody_else_changed
        if value == stored or takes_theirs or known.get(name) == _mark(value):
            values[name] = stored
        elif nobody_else_changed:
            values[name] = value
        else:
            values[name] = value
            clashes.append(Clash(name, value, stored))
    return Settled(values, clashes)


def _mark(value: Any) -> str:
    return hashlib.sha256(repr(str(value) if value is not None else None).encode()).hexdigest()[:12]
