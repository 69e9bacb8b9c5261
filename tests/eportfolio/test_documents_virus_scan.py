"""The virus scanner: its protocol, its verdicts, and what we say when it is away."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from eportfolio.documents.inspection import inspect
from eportfolio.documents.media import Refusal, Refused
from eportfolio.documents.virus_scan import Clamd, NoScanner, ScanState, VirusFound, scanner_at
from tests.eportfolio.hostile_files import plain_cv


class FakeClamd(socketserver.BaseRequestHandler):
    """Answers INSTREAM as clamd does; the word `worm` is its only signature."""

    def handle(self) -> None:
        line: socket.socket = self.request
        assert line.recv(10, socket.MSG_WAITALL) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", line.recv(4, socket.MSG_WAITALL))[0]:
            content += line.recv(size, socket.MSG_WAITALL)
        if b"nonsense" in content:
            line.sendall(b"stream: size limit exceeded ERROR\0")
        else:
            line.sendall(b"stream: Test.Worm FOUND\0" if b"worm" in content else b"stream: OK\0")


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "clamd.ctl"
    with socketserver.ThreadingUnixStreamServer(str(path), FakeClamd) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"unix://{path}"
        server.shutdown()


def test_a_clean_file(clamd: str) -> None:
    assert Clamd(clamd).scan(b"x" * 700_000) is ScanState.CLEAN


def test_a_virus_has_a_name(clamd: str) -> None:
    with pytest.raises(VirusFound) as found:
        Clamd(clamd).scan(b"a worm inside")

    assert found.value.signature == "Test.Worm"


def test_an_answer_that_is_no_verdict_is_not_clean(clamd: str) -> None:
    assert Clamd(clamd).scan(b"nonsense") is ScanState.SCAN_FAILED


@pytest.mark.parametrize("address", ["unix:///nowhere/clamd.ctl", "tcp://127.0.0.1:1"])
def test_a_scanner_that_is_away_is_not_clean(address: str) -> None:
    assert Clamd(address, timeout=1).scan(b"x") is ScanState.SCAN_FAILED


def test_without_a_scanner_nothing_is_called_clean() -> None:
    assert isinstance(scanner_at(None), NoScanner)
    assert scanner_at("").scan(b"x") is ScanState.NOT_SCANNED


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unix://"):
        scanner_at("http://127.0.0.1")


def test_an_infected_upload_is_refused(clamd: str) -> None:
    with pytest.raises(Refused) as refused:
        inspect(plain_cv() + b"%worm", "cv.pdf", scanner=Clamd(clamd))

    assert refused.value.reason is Refusal.VIRUS


def test_a_clean_upload_says_so(clamd: str) -> None:
    assert inspect(plain_cv(), "cv.pdf", scanner=Clamd(clamd)).scan is ScanState.CLEAN
