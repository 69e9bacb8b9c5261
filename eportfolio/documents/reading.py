"""The text of a document, read in the closed room. A failure is an answer too: "we could not read this"."""

from dataclasses import dataclass
from enum import StrEnum

from . import sandbox
from .media import MediaType
from .plain_text import paragraphs_of
from .sandbox import Job


class ReadState(StrEnum):
    """How reading went."""

    READ = "read"
    NO_TEXT = "no_text"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, as plain paragraphs; never markup, whatever the document held."""

    state: ReadState
    paragraphs: tuple[str, ...] = ()


def read(content: bytes, media_type: MediaType) -> Reading:
    """Read an inspected file; never raises for what is in it. A photo has no text and is not opened."""
    if media_type.is_image:
        return Reading(ReadState.NO_TEXT)
    try:
        answer, _ = sandbox.run(Job.READ, content, media_type)
    except sandbox.GaveNoAnswer:
        return Reading(ReadState.FAILED)
    said = answer.get("paragraphs")
    if not isinstance(said, list):
        return Reading(ReadState.FAILED)
    paragraphs = paragraphs_of(line for line in said if isinstance(line, str))
    return Reading(ReadState.READ if paragraphs else ReadState.NO_TEXT, tuple(paragraphs))
