"""A virus scan by clamd over its INSTREAM command, where a scanner is configured.

Protocol: clamd(8), INSTREAM: chunks with a four-byte length, ended by a chunk of length 0.
"""

import socket
import struct
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

_CHUNK = 256 * 1024


class ScanState(StrEnum):
    """What is known about viruses in a stored file; always shown, never hidden."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"
    SCAN_FAILED = "scan_failed"
    INFECTED = "infected"


class VirusFound(Exception):
    """The scanner knows this content; `signature` is its name for it."""

    def __init__(self, signature: str) -> None:
        super().__init__(signature)
        self.signature = signature


class Scanner(Protocol):
    """Anything that can look for viruses."""

    def scan(self, content: bytes) -> ScanState:
        """The state to show; raises VirusFound."""
        ...

    def answers(self) -> bool:
        """Whether it can be asked now."""
        ...


class NoScanner:
    """No scanner is configured: nothing is scanned, and the state says so."""

    def scan(self, content: bytes) -> ScanState:
        return ScanState.NOT_SCANNED

    def answers(self) -> bool:
        return False


class Clamd:
    """clamd at `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`."""

    def __init__(self, address: str, *, timeout: float = 5.0) -> None:
        self._address = urlsplit(address)
        self._timeout = timeout
        if self._address.scheme not in ("unix", "tcp"):
            raise ValueError("the address of clamd starts with unix:// or tcp://")

    def scan(self, content: bytes) -> ScanState:
        """CLEAN, or SCAN_FAILED when clamd does not answer as it should; raises VirusFound."""
        try:
            answer = self._ask(content)
        except OSError:
            return ScanState.SCAN_FAILED
        verdict = answer.rstrip("\0\n").removeprefix("stream: ")
        if verdict.endswith(" FOUND"):
            raise VirusFound(verdict.removesuffix(" FOUND"))
        return ScanState.CLEAN if verdict == "OK" else ScanState.SCAN_FAILED

    def answers(self) -> bool:
        """Whether clamd is there and ready."""
        try:
            return self._said(b"zPING\0") == "PONG\0"
        except OSError:
            return False

    def _ask(self, content: bytes) -> str:
        return self._said(b"zINSTREAM\0", content)

    def _said(self, command: bytes, content: bytes | None = None) -> str:
        with self._connect() as line:
            line.sendall(command)
            if content is not None:
                self._stream(line, content)
            answer = b""
            while len(answer) < 4096 and (part := line.recv(4096)):
                answer += part
        return answer.decode("utf-8", "replace")

    @staticmethod
    def _stream(line: socket.socket, content: bytes) -> None:
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))

    def _connect(self) -> socket.socket:
        if self._address.scheme == "tcp":
            return socket.create_connection(
                (self._address.hostname or "127.0.0.1", self._address.port or 3310), timeout=self._timeout
            )
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self._timeout)
        try:
            line.connect(self._address.path)
        except OSError:
            line.close()
            raise
        return line


def scanner_at(address: str | None) -> Scanner:
    """The scanner of the settings; without an address there is none."""
    return Clamd(address) if address else NoScanner()
