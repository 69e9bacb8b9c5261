"""What she brings in: her own export (zip) or a JSON Resume, looked at before a single value is believed.

Nothing is unpacked to a disk: one entry of the zip is read, within a limit that counts what really comes out of it.
"""

import io
import json
import zipfile
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from eportfolio.cv_files import json_resume_reading
from eportfolio.cv_files.json_resume_reading import Read

from .archive import JSON_RESUME

MOST_BYTES = 2_000_000
"""Of the JSON itself: a hundred times a long CV."""
MOST_ENTRIES = 5_000
MOST_DEPTH = 20


class Refusal(StrEnum):
    """Why a file cannot be brought in."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_ZIP = "not_a_zip"
    NOTHING_INSIDE = "nothing_inside"
    LOCKED = "locked"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    NOT_A_RESUME = "not_a_resume"


class NotTaken(Exception):
    """This file is not brought in; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


def read_file(content: bytes) -> Read:
    """The portfolio in this file; raises NotTaken."""
    if not content.strip():
        raise NotTaken(Refusal.EMPTY)
    return read_json(_from_zip(content) if content[:2] == b"PK" else content)


def read_json(content: bytes) -> Read:
    """The portfolio in this JSON Resume; raises NotTaken."""
    if len(content) > MOST_BYTES:
        raise NotTaken(Refusal.TOO_LARGE)
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except RecursionError:
        raise NotTaken(Refusal.TOO_DEEP) from None
    except ValueError:
        raise NotTaken(Refusal.NOT_JSON) from None
    if _is_too_deep(value):
        raise NotTaken(Refusal.TOO_DEEP)
    if not json_resume_reading.looks_like_json_resume(value):
        raise NotTaken(Refusal.NOT_A_RESUME)
    return json_resume_reading.read(value)


def _from_zip(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > MOST_ENTRIES:
                raise NotTaken(Refusal.TOO_LARGE)
            if JSON_RESUME not in archive.namelist():
                raise NotTaken(Refusal.NOTHING_INSIDE)
            info = archive.getinfo(JSON_RESUME)
            if info.flag_bits & 0x1:
                raise NotTaken(Refusal.LOCKED)
            with archive.open(info) as entry:
                found = entry.read(MOST_BYTES + 1)  # a lie about its size does not help a bomb
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise NotTaken(Refusal.NOT_A_ZIP) from None
    if len(found) > MOST_BYTES:
        raise NotTaken(Refusal.TOO_LARGE)
    return found


def _is_too_deep(value: Any) -> bool:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            return True
        level = [part for one in level if isinstance(one, dict | list) for part in _parts(one)]
    return False


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def refusal_text(reason: Refusal) -> str:
    """Why, and what to do."""
    return {
        Refusal.EMPTY: _("Dit bestand is leeg. Kies een ander bestand."),
        Refusal.TOO_LARGE: _("Dit bestand is te groot om in te lezen. Er is iets mis mee."),
        Refusal.NOT_A_ZIP: _("Dit zip-bestand is beschadigd. Haal het opnieuw op."),
        Refusal.NOTHING_INSIDE: _(
            "In dit zip-bestand zit geen portfolio. Kies het zip-bestand dat u uit Houvast ophaalde."
        ),
        Refusal.LOCKED: _("Dit zip-bestand heeft een wachtwoord. Haal het wachtwoord eraf en probeer het opnieuw."),
        Refusal.NOT_JSON: _("Wij kunnen dit bestand niet lezen. Kies een zip-bestand uit Houvast of een JSON Resume."),
        Refusal.TOO_DEEP: _("Dit bestand is te ingewikkeld om in te lezen. Er is iets mis mee."),
        Refusal.NOT_A_RESUME: _("In dit bestand zit geen cv. Kies een zip-bestand uit Houvast of een JSON Resume."),
    }[reason]
