"""The runner: what dies comes back, what stops stays away, what it says goes to its own log."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.supervisor import Supervisor

SLEEPER = ["/bin/sh", "-c", "echo started; sleep 60 & wait"]


@pytest.fixture
def said() -> list[str]:
    """What the runner said."""
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    """A runner with its logs in a folder of this test."""
    runner = Supervisor(tmp_path, tmp_path, said.append)
    yield runner
    runner.stop()


def _look_until(supervisor: Supervisor, seen: Callable[[], bool]) -> None:
    for _ in range(100):
        supervisor.look_around()
        if seen():
            return
        time.sleep(0.05)
    pytest.fail("it never happened")


def test_a_killed_process_is_started_again(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.keep("sleeper", SLEEPER, dict(os.environ))
    first = supervisor.kept["sleeper"].process.pid
    os.kill(first, signal.SIGKILL)
    _look_until(supervisor, lambda: supervisor.kept["sleeper"].process.pid != first)
    assert supervisor.kept["sleeper"].process.poll() is None
    assert said[-1] == "sleeper: started again"


def test_one_that_keeps_dying_waits_longer_each_time(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.keep("hasty", ["/bin/sh", "-c", "exit 3"], dict(os.environ))
    _look_until(supervisor, lambda: supervisor.kept["hasty"].deaths == 2)
    assert supervisor.kept["hasty"].pause == 2.0
    assert "exit code 3" in said[0]


def test_stopping_ends_the_children_too(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.keep("parent", ["/bin/sh", "-c", "sleep 60 & echo $! > child; wait"], dict(os.environ))
    _look_until(supervisor, lambda: bool((tmp_path / "child").exists() and (tmp_path / "child").read_text().strip()))
    child = int((tmp_path / "child").read_text())
    supervisor.stop()
    for _ in range(40):
        if not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text():
            return
        time.sleep(0.05)
    pytest.fail("the child is still there")


def test_each_has_a_log_of_its_own(supervisor: Supervisor) -> None:
    supervisor.keep("sleeper", SLEEPER, dict(os.environ))
    _look_until(supervisor, lambda: supervisor.lines_since_start("sleeper") == "started")
