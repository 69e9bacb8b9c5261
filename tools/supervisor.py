"""Keeps the processes of one installation alive: starts them, starts them again when one dies, stops them together.

Honcho, whose Procfile format and parser we use, stops everything when one process ends; a jobseeker half-way a form
deserves better. Output of each process goes to var/log/<name>.log, so that the terminal shows only what matters.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 20.0  # seconds of life after which a process counts as having started well
PATIENCE = 10.0  # seconds between asking to stop and forcing
LARGEST_LOG = 5_000_000
_PR_SET_PDEATHSIG = 1


@dataclass
class Kept:
    """One process that has to be there."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]
    started: float
    pause: float = FIRST_PAUSE
    again_at: float | None = None
    deaths: int = 0


@dataclass
class Supervisor:
    """The processes of one installation. Everything happens in `look_around`, called a few times a second."""

    folder: Path
    logs: Path
    say: Callable[[str], None]
    kept: dict[str, Kept] = field(default_factory=dict)
    _log_began: dict[str, int] = field(default_factory=dict)

    def keep(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the process and start it again whenever it ends."""
        process = self.start(name, command, environment)
        self.kept[name] = Kept(name, command, environment, process, time.monotonic())

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own, with its output in its log file."""
        with self._log(name).open("ab") as log:
            self._log_began[name] = log.tell()
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def look_around(self) -> None:
        """Notice who died and bring back whose pause is over; the pause doubles while a process keeps dying early."""
        now = time.monotonic()
        for one in self.kept.values():
            if one.again_at is None:
                self._notice_death(one, now)
            elif now >= one.again_at:
                one.process = self.start(one.name, one.command, one.environment)
                one.started, one.again_at = now, None
                self.say(f"{one.name}: started again")

    def lines_since_start(self, name: str, most: int = 25) -> str:
        """Return what a process wrote since it was last started, at most the last lines."""
        with self._log(name).open("rb") as log:
            log.seek(self._log_began.get(name, 0))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-most:])

    def stop(self) -> None:
        """Stop what runs, the newest first, and force what does not stop in time."""
        running = [one.process for one in reversed(self.kept.values()) if one.process.poll() is None]
        stop_groups(running)
        self.kept.clear()

    def _notice_death(self, one: Kept, now: float) -> None:
        code = one.process.poll()
        if code is None:
            return
        if now - one.started > STEADY_AFTER:
            one.pause, one.deaths = FIRST_PAUSE, 0
        one.deaths += 1
        end_group(one.process, signal.SIGKILL)  # what it left behind would keep the port
        self.say(f"{one.name}: stopped ({_reason(code)}), starts again in {one.pause:.1f} s; see {self._log(one.name)}")
        one.again_at = now + one.pause
        one.pause = min(one.pause * 2, LONGEST_PAUSE)

    def _log(self, name: str) -> Path:
        path = self.logs / f"{name}.log"
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        return path


def stop_groups(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask the processes and their children to stop, wait, and force those that stay."""
    for process in processes:
        end_group(process, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            end_group(process, signal.SIGKILL)
            process.wait()
        end_group(process, signal.SIGKILL)


def end_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a process and its children; those that are gone already are fine."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """Linux: be told to stop when the runner is killed, so that it leaves no orphans."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
