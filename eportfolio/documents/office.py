"""What DOCX and ODT share inside the closed room: a zip whose parts are inflated within limits, never unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from . import xml_guard
from .media import EICAR, Refusal, Refused

MOST_PARTS = 2_000
MOST_INFLATED = 100 * 1024 * 1024
MOST_XML = 24 * 1024 * 1024
"""One part of XML; a novel is below 5 MB."""

_CHUNK = 64 * 1024
_ENCRYPTED_FLAG = 0x1
_BROKEN = (
    zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError, RuntimeError, NotImplementedError
)  # fmt: skip
_XML_ENDINGS = (".xml", ".rels", ".rdf")


class Package:
    """The parts of one file, each inflated at most once at a time and never beyond the limits."""

    def __init__(self, content: bytes) -> None:
        """Raises Refused when the zip is broken, locked, has too many parts, or names that leave its folder."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Refused(Refusal.DAMAGED) from error
        self._room = MOST_INFLATED
        self.names = [entry.filename for entry in self._zip.infolist() if not entry.is_dir()]
        self._check_table_of_contents()

    def _check_table_of_contents(self) -> None:
        if len(self.names) > MOST_PARTS:
            raise Refused(Refusal.BOMB)
        if len(set(self.names)) != len(self.names) or any(_leaves_the_folder(name) for name in self.names):
            raise Refused(Refusal.DAMAGED)
        if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in self._zip.infolist()):
            raise Refused(Refusal.ENCRYPTED)

    def part(self, name: str) -> bytes:
        """One part, inflated; raises Refused(DAMAGED) when it is not there and Refused(BOMB) beyond a limit."""
        most = min(self._room, MOST_XML if name.endswith(_XML_ENDINGS) else MOST_INFLATED)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise Refused(Refusal.BOMB)
                    chunks.append(chunk)
        except _BROKEN as error:
            raise Refused(Refusal.DAMAGED) from error
        self._room -= size
        return b"".join(chunks)

    def checked_parts(self) -> Iterator[tuple[str, bytes]]:
        """Every part in turn, looked at for the test virus, and for document types when it is XML."""
        for name in self.names:
            data = self.part(name)
            if EICAR in data:
                raise Refused(Refusal.VIRUS)
            if name.endswith(_XML_ENDINGS) and data.strip():
                xml_guard.check(data)
            yield name, data

    def with_parts(self, replaced: dict[str, bytes]) -> bytes:
        """The same package in the same order, with some parts replaced."""
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fresh:
            for entry in self._zip.infolist():
                if entry.is_dir():
                    continue
                data = replaced.get(entry.filename)
                fresh.writestr(entry, self._zip.read(entry) if data is None else data)
        return target.getvalue()


def _leaves_the_folder(name: str) -> bool:
    return name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in name.split("/")
