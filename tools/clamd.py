"""A real clamd for tests and measuring: on a socket of its own, with signatures of our own, nothing downloaded."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eportfolio.documents.media import EICAR
from eportfolio.documents.virus_scan import Clamd
from tools.bootstrap import SYSTEM_FOLDERS

MARK = b"Houvast-Test-Signature-71c3"
"""What our own body signature looks for, anywhere in a file or in a part of it."""
PATIENCE = 20.0


def program() -> str | None:
    """Where clamd is; None on a machine without it."""
    return shutil.which("clamd", path=SYSTEM_FOLDERS)


@contextmanager
def running(signatures: bytes = b"") -> Iterator[str]:
    """A clamd that knows EICAR and MARK (and more lines of an .ndb file); yields its address for the settings."""
    clamd = program()
    assert clamd, "clamd is not on this machine: apt-get install clamav-daemon"
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))  # under a short path: the name of a socket has 107 bytes
    folder.chmod(0o755)
    try:
        _write_signatures(folder / "db", signatures)
        (folder / "clamd.conf").write_text(_settings(folder))
        with (folder / "said.txt").open("wb") as said:
            process = subprocess.Popen(
                [clamd, "--foreground", "-c", str(folder / "clamd.conf")], stdout=said, stderr=said
            )
            try:
                yield _once_ready(f"unix://{folder}/clamd.ctl", process, folder / "said.txt")
            finally:
                process.terminate()
                process.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_signatures(folder: Path, more: bytes) -> None:
    """Signatures by hand (ClamAV manual, "Signatures"): .hdb is MD5:size:name, .ndb is name:type:offset:hex."""
    folder.mkdir()
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (folder / "houvast.hdb").write_text(f"{digest}:{len(EICAR)}:Houvast.Test.Eicar\n")
    bodies = f"Houvast.Test.Eicar.Body:0:*:{EICAR.hex()}\nHouvast.Test.Mark:0:*:{MARK.hex()}\n"
    (folder / "houvast.ndb").write_bytes(bodies.encode() + more)


def _settings(folder: Path) -> str:
    lines = {
        "DatabaseDirectory": folder / "db",
        "LocalSocket": folder / "clamd.ctl",
        "TemporaryDirectory": folder,
        "Foreground": "yes",
        "ConcurrentDatabaseReload": "no",
        "SelfCheck": "86400",
        "StreamMaxLength": "25M",
        "MaxThreads": "2",
        "ReadTimeout": "20",
    }
    if os.geteuid() == 0:
        lines["User"] = "root"
    return "".join(f"{name} {value}\n" for name, value in lines.items())


def _once_ready(address: str, process: "subprocess.Popen[bytes]", said: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if Clamd(address).answers():
            return address
        time.sleep(0.05)
    raise RuntimeError(f"clamd did not start:\n{said.read_text()}")
