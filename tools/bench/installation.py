"""An installation of its own to measure: other ports, other folder, demo people, the same processes as `make run`."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from tools.bootstrap import ROOT

FOLDER = ROOT / "var/bench"
PORT, RASA_PORT, ACTIONS_PORT = 8790, 5790, 5791
BASE = f"http://127.0.0.1:{PORT}"
RASA = f"http://127.0.0.1:{RASA_PORT}"


class Installation:
    """`make run` for measuring; use as a context manager."""

    def __init__(
        self,
        *,
        fresh: bool,
        with_assistant: bool,
        folder: Path = FOLDER,
        first_port: int = PORT,
        more_settings: Mapping[str, str] | None = None,
    ) -> None:
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.base = f"http://127.0.0.1:{first_port}"
        rasa_port, actions_port = (RASA_PORT, ACTIONS_PORT) if first_port == PORT else (first_port + 1, first_port + 2)
        settings = {
            "HOUVAST_VAR_DIR": str(folder),
            "HOUVAST_FILE_STORE": str(folder / "files"),
            "HOUVAST_PORT": str(first_port),
            "HOUVAST_RASA_PORT": str(rasa_port),
            "HOUVAST_ACTIONS_PORT": str(actions_port),
            "HOUVAST_DEMO": "true",
            "HOUVAST_RATE_LIMITS": "false",
            **(more_settings or {}),
        }
        if not with_assistant:
            settings["HOUVAST_WITHOUT_ASSISTANT"] = "1"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HOUVAST_")}
        self._environment = {**inherited, **settings}
        self._said = folder / "run.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self.started = 0.0

    def __enter__(self) -> "Installation":
        self._log = self._said.open("wb")
        self.started = time.monotonic()
        command = [sys.executable, "-m", "tools.up"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)
        if self._log:
            self._log.close()

    def seconds_until(self, words: str, patience: float) -> float:
        """Wait until the runner has said these words; return the seconds since the start."""
        while time.monotonic() - self.started < patience:
            said = self._said.read_text()
            if words in said:
                return round(time.monotonic() - self.started, 1)
            if self._process is None or self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the installation never said {words!r}:\n{self._said.read_text()}")

    def memory(self) -> dict[str, float]:
        """Return megabytes of resident memory per part; what processes share counts once (proportional set size).

        `total_rss` counts what is shared once per process, as `ps` does.
        """
        assert self._process is not None
        parts = {"runner": 0.0, "portal": 0.0, "worker": 0.0, "rasa": 0.0, "actions": 0.0, "postgres": 0.0}
        resident = 0.0
        for pid in _processes_below(self._process.pid) | _postgres(self.folder):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            proportional, whole = _memory_of(pid)
            parts[_part_of(command)] += proportional
            resident += whole
        parts |= {"total": sum(parts.values()), "total_rss": resident}
        return {part: round(megabytes, 1) for part, megabytes in parts.items()}


def _part_of(command: str) -> str:
    marks = {"gunicorn": "portal", "portal.cli": "worker", "portal.jobs": "worker", "rasa run": "rasa"}
    marks |= {"-m actions": "actions", "postgres": "postgres"}
    return next((part for mark, part in marks.items() if mark in command), "runner")


def _processes_below(root: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    below = {root}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return below


def _postgres(folder: Path) -> set[int]:
    return _processes_below(int((folder / "postgres/postmaster.pid").read_text().split("\n", 1)[0]))


def _memory_of(pid: int) -> tuple[float, float]:
    """Return a process's proportional and whole resident memory in megabytes."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return 0.0, 0.0
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return kilobytes["Pss"] / 1024, kilobytes["Rss"] / 1024
