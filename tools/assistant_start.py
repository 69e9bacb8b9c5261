"""Brings the assistant up beside a portal that is already in use: its environment, its model, its two servers."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tools.bootstrap import say
from tools.supervisor import Supervisor, stop_groups

FOR_ACTIONS = ("HOUVAST_SERVICE_KEY", "HOUVAST_API_URL", "HOUVAST_ACTIONS_PORT")
FOR_RASA = ("HOUVAST_RASA_TOKEN", "HOUVAST_RASA_DB_URL", "HOUVAST_RASA_PORT", "HOUVAST_ACTIONS_PORT")
HEARTBEAT = 20.0


@dataclass(frozen=True)
class Phase:
    """One step that has to end well before the assistant can be started."""

    name: str
    command: list[str]


PHASES = (
    Phase("environment", [sys.executable, "tools/bootstrap.py", "assistant"]),
    Phase("model", ["nice", "-n", "10", "assistant/bin/train", "--if-stale"]),
)


class AssistantStart:
    """How far the assistant is. `go_on` takes the next step when the last one is over, and never waits."""

    def __init__(
        self,
        supervisor: Supervisor,
        environment: Mapping[str, str],
        command: Callable[[str], list[str]],
        answers: Callable[[str], bool],
    ) -> None:
        self._supervisor = supervisor
        self._command = command
        self._environment = environment
        self._answers = answers
        self._phases = list(PHASES)
        self._process: subprocess.Popen[bytes] | None = None
        self._said_at = self._asked_at = time.monotonic()
        self._loading = self._over = False

    def go_on(self) -> None:
        """Look how far the assistant is and take the next step."""
        if self._over:
            return
        if self._process is not None:
            self._look_at(self._process)
        elif self._phases:
            self._process = self._supervisor.start("assistant", self._phases[0].command, self._environment_with())
        elif not self._loading:
            self._serve()
        elif self._is_ready():
            say("assistant: ready")
            self._over = True
        self._beat()

    def stop(self) -> None:
        """End a step that is under way."""
        if self._process is not None:
            stop_groups([self._process])

    def _look_at(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            return
        self._process = None
        phase = self._phases.pop(0)
        if process.returncode == 0:
            say(f"assistant: {phase.name} ready")
            return
        self._over = True
        lines = self._supervisor.lines_since_start("assistant")
        say(f"assistant: its {phase.name} could not be made; the portal goes on without it.\n{lines}")

    def _serve(self) -> None:
        self._supervisor.keep("actions", self._command("actions"), self._environment_with(*FOR_ACTIONS))
        self._supervisor.keep("rasa", self._command("rasa"), self._environment_with(*FOR_RASA))
        self._loading = True
        say("assistant: loading its model")

    def _environment_with(self, *names: str) -> dict[str, str]:
        """What this process may know: Rasa is old software and gets nothing of the portal's own secrets."""
        return {
            name: value
            for name, value in self._environment.items()
            if name in names or not name.startswith("HOUVAST_") or name == "HOUVAST_STARTED_AT"
        }

    def _is_ready(self) -> bool:
        if time.monotonic() - self._asked_at < 1:
            return False
        self._asked_at = time.monotonic()
        actions = f"http://127.0.0.1:{self._environment['HOUVAST_ACTIONS_PORT']}/health"
        rasa = f"http://127.0.0.1:{self._environment['HOUVAST_RASA_PORT']}/"
        return self._answers(rasa) and self._answers(actions)

    def _beat(self) -> None:
        if not self._over and time.monotonic() - self._said_at > HEARTBEAT:
            self._said_at = time.monotonic()
            say(f"assistant: busy with its {self._phases[0].name if self._phases else 'start'}")
