"""Is this file taken? By its content, within limits, and never opened in this process."""

from dataclasses import dataclass
from typing import Any

from . import sandbox
from .media import Cleaned, MediaType, Refusal, Refused, media_type_of
from .names import check_name_agrees, clean_filename
from .sandbox import Job
from .virus_scan import NoScanner, Scanner, ScanState, VirusFound


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be stored: `content` is what to store, cleaned where `cleaned` says so; `name` is for showing."""

    content: bytes
    name: str
    media_type: MediaType
    pages: int | None
    cleaned: frozenset[Cleaned]
    scan: ScanState


def inspect(content: bytes, name: str, *, scanner: Scanner | None = None) -> Inspected:
    """Decide once what the file is and clean it; raises Refused with the reason. Takes at most 10 s and 512 MB."""
    media_type = media_type_of(content)
    check_name_agrees(name, media_type)
    scan = _scan(content, scanner or NoScanner())
    try:
        answer, body = sandbox.run(Job.INSPECT, content, media_type)
    except sandbox.AskedTooMuch as error:
        raise Refused(Refusal.BOMB) from error
    except sandbox.GaveNoAnswer as error:
        raise Refused(Refusal.DAMAGED) from error
    if "refused" in answer:
        raise Refused(_known_reason(answer["refused"]))
    return Inspected(
        content=body if answer.get("replaced") is True else content,
        name=clean_filename(name, media_type),
        media_type=media_type,
        pages=_small_number(answer.get("pages")),
        cleaned=_known_cleanings(answer.get("cleaned")),
        scan=scan,
    )


def _scan(content: bytes, scanner: Scanner) -> ScanState:
    try:
        return scanner.scan(content)
    except VirusFound as error:
        raise Refused(Refusal.VIRUS) from error


def _known_reason(value: Any) -> Refusal:
    """What the closed room says is not trusted: an unknown word counts as damaged."""
    return Refusal(value) if value in list(Refusal) else Refusal.DAMAGED


def _known_cleanings(values: Any) -> frozenset[Cleaned]:
    if not isinstance(values, list):
        return frozenset()
    return frozenset(Cleaned(value) for value in values if value in list(Cleaned))


def _small_number(value: Any) -> int | None:
    return value if isinstance(value, int) and 0 < value < 10_000 else None
