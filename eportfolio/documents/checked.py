"""What an inspection of one file yields, inside the closed room."""

from dataclasses import dataclass, field

from .media import Cleaned


@dataclass(frozen=True, slots=True)
class Checked:
    """`content` is the cleaned file, or None when the file is fine as it was sent."""

    content: bytes | None = None
    pages: int | None = None
    cleaned: frozenset[Cleaned] = field(default_factory=frozenset)
