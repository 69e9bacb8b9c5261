"""A file that is written once, from front to back, into the encrypted store, and read the same way.

At most one piece of it is in memory at any time.
"""

import io
import uuid
from collections.abc import Callable, Iterable, Iterator

from ..storage import FileStore
from .model import Part

PIECE = 4 * 1024 * 1024


class PartsSink(io.RawIOBase):
    """What is written here is put in the store piece by piece; each piece is told to `keep` as soon as it stands."""

    def __init__(self, store: FileStore, *, case_id: uuid.UUID, keep: Callable[[Part], None]) -> None:
        self._store = store
        self._case_id = case_id
        self._keep = keep
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Take all of it; raises storage.StorageUnavailable."""
        piece = bytes(data)  # type: ignore[call-overload]
        self._waiting += piece
        while len(self._waiting) >= PIECE:
            self._put(PIECE)
        return len(piece)

    def close(self) -> None:
        """Put what is left."""
        if not self.closed and self._waiting:
            self._put(len(self._waiting))
        super().close()

    def _put(self, size: int) -> None:
        stored = self._store.put(bytes(self._waiting[:size]), case_id=self._case_id)
        del self._waiting[:size]
        self._keep(Part(stored.ref, stored.wrapped_key, stored.size))


def content_of(parts: Iterable[Part], store: FileStore, *, case_id: uuid.UUID) -> Iterator[bytes]:
    """The file again, piece by piece; raises storage.StorageError."""
    for part in parts:
        yield store.get(part.ref, wrapped_key=part.wrapped_key, case_id=case_id)
