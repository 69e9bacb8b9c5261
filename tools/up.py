"""`make run`: brings up everything of one installation, keeps it up, and stops it all at Ctrl-C.

The portal comes first and is usable while the assistant is still being installed, trained and loaded. What the
environment and .env do not set is made here: secrets and PostgreSQL under var/, ports, demo people.
"""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from honcho import environ

from portal import embedded
from portal.config import Settings
from portal.local_secrets import kept_secrets, token
from tools.bootstrap import ROOT, say
from tools.supervisor import Supervisor, stop_groups

PYTHON = str(ROOT / ".venv/bin/python")
SECRETS = ("master_key", "secret_key", "service_key", "rasa_token")
FOR_THE_ASSISTANT = ("HOUVAST_SERVICE_KEY", "HOUVAST_API_URL", "HOUVAST_ACTIONS_PORT")
FOR_RASA = ("HOUVAST_RASA_TOKEN", "HOUVAST_RASA_DB_URL", "HOUVAST_RASA_PORT", "HOUVAST_ACTIONS_PORT")
TICK = 0.2
HEARTBEAT = 20.0
PORTAL_PATIENCE = 120.0


class StartError(Exception):
    """The installation cannot come up; the message tells a person what to do."""


class Asked(BaseException):
    """Somebody asked to stop; like KeyboardInterrupt, nothing catches it on the way."""


def main() -> int:
    """Bring everything up and stay until asked to stop; return the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ask_to_stop)
    os.chdir(ROOT)
    installation = Installation()
    try:
        installation.come_up()
        installation.stay_up()
    except Asked:
        pass
    except (StartError, embedded.EmbeddedDatabaseError) as problem:
        print(f"\nHouvast did not start: {problem}\n", file=sys.stderr)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        installation.go_down()
    return 0


class Installation:
    """Everything that `make run` starts, from the database to the assistant."""

    def __init__(self) -> None:
        self.database: embedded.EmbeddedDatabase | None = None
        self.environment: dict[str, str] = {}
        self.address = ""
        self.supervisor = Supervisor(ROOT, ROOT / "var/log", say)
        self.commands = environ.parse_procfile((ROOT / "Procfile").read_text()).processes
        self.assistant: AssistantStart | None = None

    def come_up(self) -> None:
        """Start the database, the portal and the worker, in that order; return when the portal answers."""
        settings = _read_settings()
        self.supervisor.logs.mkdir(parents=True, exist_ok=True)
        self.environment = {**_dot_env(), **os.environ, "PYTHONUNBUFFERED": "1"}
        self._fill_in(settings)
        os.environ.update(self.environment)
        settings = _read_settings()
        _refuse_busy_ports(settings, self.environment)
        self._prepare("migrate", "database: up to date")
        if settings.demo:
            self._prepare("demo", "demo people: ready")
        for name in ("portal", "worker"):
            self.supervisor.keep(name, self._command(name), self.environment)
        self._wait_for_portal()
        self._welcome(settings)

    def stay_up(self) -> None:
        """Start the assistant, then look around until asked to stop."""
        if self.environment.get("HOUVAST_WITHOUT_ASSISTANT"):
            say("assistant: left out, as HOUVAST_WITHOUT_ASSISTANT asks")
        else:
            self.assistant = AssistantStart(self.supervisor, self.environment, self._command)
        while True:
            self._tick()

    def go_down(self) -> None:
        """Stop everything; PostgreSQL last."""
        say("stopping")
        if self.assistant:
            self.assistant.stop()
        self.supervisor.stop()
        if self.database:
            self.database.stop()
        say("stopped")

    def _tick(self) -> None:
        self.supervisor.look_around()
        if self.database and not self.database.is_running():
            say("database: stopped by itself, starting it again")
            self.database.stake.close()
            self.database = embedded.start(ROOT / "var")
            say("database: started again")
        if self.assistant:
            self.assistant.go_on()
        time.sleep(TICK)

    def _fill_in(self, settings: Settings) -> None:
        """Give the processes what nobody set: only outside production, where Settings refuses a start without them."""
        host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
        self.address = f"http://{host}:{settings.port}"
        own = self.environment
        own.setdefault("HOUVAST_BASE_URL", self.address)
        own.setdefault("HOUVAST_API_URL", f"{self.address}/api/v1")
        own.setdefault("HOUVAST_RASA_PORT", "5005")
        own.setdefault("HOUVAST_RASA_URL", f"http://127.0.0.1:{own['HOUVAST_RASA_PORT']}")
        own.setdefault("HOUVAST_ACTIONS_PORT", "5055")
        if settings.is_production:
            return
        own.setdefault("HOUVAST_DEMO", "true")
        kept = kept_secrets(settings.var_dir, dict.fromkeys(SECRETS, token))
        for name, value in kept.items():
            own.setdefault(f"HOUVAST_{name.upper()}", value)
        if settings.database_url is None:
            self.database = embedded.start(settings.var_dir)
            own["HOUVAST_DATABASE_URL"] = self.database.portal_url
            own["HOUVAST_OWNER_DATABASE_URL"] = self.database.owner_url
            own["HOUVAST_RASA_DB_URL"] = self.database.rasa_url
            say("database: running")

    def _prepare(self, command: str, done: str) -> None:
        process = self.supervisor.start("setup", [PYTHON, "-m", "portal.cli", command], self.environment)
        try:
            code = process.wait()
        except Asked:
            stop_groups([process])
            raise
        if code:
            raise StartError(f"`portal.cli {command}` failed:\n{self.supervisor.last_lines('setup')}")
        say(done)

    def _command(self, name: str) -> list[str]:
        return shlex.split(self.commands[name])

    def _wait_for_portal(self) -> None:
        deadline = time.monotonic() + PORTAL_PATIENCE
        while not _answers(f"{self.address}/readyz"):
            if self.supervisor.kept["portal"].deaths > 1 or time.monotonic() > deadline:
                raise StartError(f"the portal does not come up:\n{self.supervisor.last_lines('portal', 25)}")
            self._tick()

    def _welcome(self, settings: Settings) -> None:
        say(f"portal: ready at {settings.base_url}")
        if settings.demo:
            people = subprocess.run(
                [PYTHON, "-m", "portal.cli", "demo-people"],
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            print(f"\n{people.stdout or people.stderr}", flush=True)
        print("Logs are in var/log. Ctrl-C stops everything.\n", flush=True)


@dataclass
class Phase:
    """One step on the way to a working assistant."""

    name: str
    command: list[str]


class AssistantStart:
    """Installs, trains and starts the assistant beside a portal that is already in use."""

    def __init__(
        self, supervisor: Supervisor, environment: dict[str, str], command: Callable[[str], list[str]]
    ) -> None:
        self._supervisor = supervisor
        self._command = command
        self._environment = environment
        self._phases = [
            Phase("environment", [PYTHON, "tools/bootstrap.py", "assistant"]),
            Phase("model", ["nice", "-n", "10", "assistant/bin/train", "--if-stale"]),
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self._said_at = time.monotonic()
        self._loading = False
        self._over = False

    def go_on(self) -> None:
        """Look how far the assistant is and take the next step."""
        if self._over:
            return
        if self._process is not None:
            self._look_at_phase(self._process)
        elif self._phases:
            self._process = self._supervisor.start("assistant", self._phases[0].command, self._setup_environment())
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

    def _look_at_phase(self, process: subprocess.Popen[bytes]) -> None:
        code = process.poll()
        if code is None:
            return
        self._process = None
        phase = self._phases.pop(0)
        if code:
            self._over = True
            lines = self._supervisor.last_lines("assistant")
            say(f"assistant: its {phase.name} could not be made; the portal goes on without it.\n{lines}")
        else:
            say(f"assistant: {phase.name} ready")

    def _serve(self) -> None:
        basic = self._setup_environment()
        for name, wanted in (("actions", FOR_THE_ASSISTANT), ("rasa", FOR_RASA)):
            extra = {key: self._environment[key] for key in wanted if key in self._environment}
            self._supervisor.keep(name, self._command(name), {**basic, **extra})
        self._loading = True
        say("assistant: loading its model")

    def _setup_environment(self) -> dict[str, str]:
        """What the assistant may know: Rasa is old software, so nothing of the portal's own secrets."""
        return {name: value for name, value in self._environment.items() if not name.startswith("HOUVAST_")}

    def _is_ready(self) -> bool:
        actions = f"http://127.0.0.1:{self._environment['HOUVAST_ACTIONS_PORT']}/health"
        rasa = f"http://127.0.0.1:{self._environment['HOUVAST_RASA_PORT']}/"
        return _answers(rasa) and _answers(actions)

    def _beat(self) -> None:
        if not self._over and time.monotonic() - self._said_at > HEARTBEAT:
            self._said_at = time.monotonic()
            say(f"assistant: still at its {self._phases[0].name if self._phases else 'start'}")


def _ask_to_stop(_number: int, _frame: object) -> None:
    raise Asked


def _read_settings() -> Settings:
    try:
        return Settings()
    except ValueError as problem:
        raise StartError(str(problem)) from problem


def _dot_env() -> dict[str, str]:
    path = ROOT / ".env"
    return environ.parse(path.read_text()) if path.exists() else {}


def _refuse_busy_ports(settings: Settings, environment: dict[str, str]) -> None:
    wanted = [(settings.host, settings.port, "HOUVAST_PORT")]
    if not environment.get("HOUVAST_WITHOUT_ASSISTANT"):
        wanted += [
            ("127.0.0.1", int(environment[name]), name) for name in ("HOUVAST_RASA_PORT", "HOUVAST_ACTIONS_PORT")
        ]
    for host, port, setting in wanted:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as problem:
                raise StartError(
                    f"{host}:{port} is not free ({problem.strerror}). Is Houvast running already?"
                    f" Otherwise choose another port with {setting}."
                ) from problem


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


if __name__ == "__main__":
    sys.exit(main())
