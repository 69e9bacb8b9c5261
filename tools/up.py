"""`make run`: brings up everything of one installation, keeps it up, and stops it all at Ctrl-C.

The portal comes first and is usable while the assistant is still being installed, trained and loaded. What the
environment and .env do not set is made here: secrets and PostgreSQL under var/, ports, demo people. This process loads
nothing of the portal itself, so that it is ready at once and stays small.
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
from pathlib import Path

from honcho import environ

from tools import embedded, prepared
from tools.assistant_start import AssistantStart
from tools.bootstrap import ROOT, say
from tools.local_secrets import kept_secrets, token
from tools.service_account import NoServiceAccount
from tools.supervisor import Supervisor, stop_groups

PYTHON = str(ROOT / ".venv/bin/python")
SECRETS = ("MASTER_KEY", "SECRET_KEY", "SERVICE_KEY", "RASA_TOKEN")
DEFAULTS = {"ENV": "development", "HOST": "127.0.0.1", "PORT": "8000", "VAR_DIR": "var"}
DEFAULTS |= {"RASA_PORT": "5005", "ACTIONS_PORT": "5055"}
TICK = 0.1
PATIENCE = 120.0


class StartError(Exception):
    """The installation cannot come up; the message tells a person what to do."""


class Asked(BaseException):
    """Somebody asked to stop; like KeyboardInterrupt, nothing catches it on the way."""


def main() -> int:
    """Bring everything up and stay until asked to stop; return the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ask_to_stop)
    os.chdir(ROOT)
    installation = Installation(_read_environment())
    try:
        installation.come_up()
        installation.stay_up()
    except Asked:
        pass
    except (StartError, embedded.EmbeddedDatabaseError, NoServiceAccount) as problem:
        print(f"\nHouvast did not start: {problem}\n", file=sys.stderr)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        installation.go_down()
    return 0


class Installation:
    """Everything that `make run` starts, from the database to the assistant."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.var = Path(environment["HOUVAST_VAR_DIR"]).resolve()
        host, port = environment["HOUVAST_HOST"], environment["HOUVAST_PORT"]
        self.address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104
        self.commands = environ.parse_procfile((ROOT / "Procfile").read_text()).processes
        self.supervisor = Supervisor(ROOT, self.var / "log", say)
        self.database: embedded.EmbeddedDatabase | None = None
        self.assistant: AssistantStart | None = None

    def come_up(self) -> None:
        """Start the database, the portal and the worker; return when the portal answers."""
        self.supervisor.logs.mkdir(parents=True, exist_ok=True)
        _refuse_busy_ports(self.environment)
        self._fill_in()
        people = self._prepare_while_portal_loads()
        self._wait_for_portal()
        self.supervisor.keep("worker", self._command("worker"), self.environment)
        say(f"portal: ready at {self.environment['HOUVAST_BASE_URL']}")
        print(f"\n{_as_table(people)}\nLogs are in {self.supervisor.logs}. Ctrl-C stops everything.\n", flush=True)

    def stay_up(self) -> None:
        """Start the assistant, then look around until asked to stop."""
        if self.environment.get("HOUVAST_WITHOUT_ASSISTANT"):
            say("assistant: left out, as HOUVAST_WITHOUT_ASSISTANT asks")
        else:
            self.assistant = AssistantStart(self.supervisor, self.environment, self._command, answers)
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
            self.database = embedded.start(self.var)
            say("database: started again")
        if self.assistant:
            self.assistant.go_on()
        time.sleep(TICK)

    def _fill_in(self) -> None:
        """Give the processes what nobody set; in production nothing secret, so that they refuse to start without it."""
        own = self.environment
        own.setdefault("HOUVAST_BASE_URL", self.address)
        own.setdefault("HOUVAST_API_URL", f"{self.address}/api/v1")
        own.setdefault("HOUVAST_RASA_URL", f"http://127.0.0.1:{own['HOUVAST_RASA_PORT']}")
        if own["HOUVAST_ENV"] == "production":
            return
        own.setdefault("HOUVAST_DEMO", "true")
        for name, value in kept_secrets(self.var, dict.fromkeys((s.lower() for s in SECRETS), token)).items():
            own.setdefault(f"HOUVAST_{name.upper()}", value)
        if "HOUVAST_DATABASE_URL" not in own:
            self.database = embedded.start(self.var)
            own["HOUVAST_DATABASE_URL"] = self.database.portal_url
            own["HOUVAST_OWNER_DATABASE_URL"] = self.database.owner_url
            own["HOUVAST_RASA_DB_URL"] = self.database.rasa_url
            say("database: running")

    def _prepare_while_portal_loads(self) -> str:
        """Migrate and load demo people while gunicorn loads; it opens its door when the flag file is there."""
        flag = self.var / "prepared"
        flag.unlink(missing_ok=True)
        self.environment["HOUVAST_OPEN_AFTER"] = str(flag)
        self.supervisor.keep("portal", self._command("portal"), self.environment)
        demo = self.environment.get("HOUVAST_DEMO", "").lower() in {"1", "true", "yes", "on"}
        said = prepared.remembered(self.var, self.database, demo=demo) if self.database else None
        if said is None:
            said = self._prepare(["migrate", "demo", "demo-people"] if demo else ["migrate"])
            if self.database:
                prepared.remember(self.var, self.database, said, demo=demo)
        flag.touch()
        say("database: prepared")
        return said

    def _prepare(self, commands: list[str]) -> str:
        process = self.supervisor.start("prepare", [PYTHON, "-m", "tools.prepare", *commands], self.environment)
        while process.poll() is None:
            self._tick_or_stop(process)
        said = self.supervisor.lines_since_start("prepare")
        if process.returncode:
            raise StartError(f"preparing the database failed:\n{said}")
        return said

    def _tick_or_stop(self, process: subprocess.Popen[bytes]) -> None:
        try:
            self._tick()
        except Asked:
            stop_groups([process])
            raise

    def _wait_for_portal(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not answers(f"{self.address}/readyz"):
            if self.supervisor.kept["portal"].deaths > 1 or time.monotonic() > deadline:
                raise StartError(f"the portal does not come up:\n{self.supervisor.lines_since_start('portal')}")
            self._tick()

    def _command(self, name: str) -> list[str]:
        return shlex.split(self.commands[name])


def answers(address: str) -> bool:
    """Tell whether a server of this installation answers with 200."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _ask_to_stop(_number: int, _frame: object) -> None:
    raise Asked


def _read_environment() -> dict[str, str]:
    path = ROOT / ".env"
    from_file = environ.parse(path.read_text()) if path.exists() else {}
    defaults = {f"HOUVAST_{name}": value for name, value in DEFAULTS.items()}
    return {**defaults, "PYTHONUNBUFFERED": "1", **from_file, **os.environ}


def _refuse_busy_ports(environment: dict[str, str]) -> None:
    wanted = [(environment["HOUVAST_HOST"], "HOUVAST_PORT")]
    if not environment.get("HOUVAST_WITHOUT_ASSISTANT"):
        wanted += [("127.0.0.1", "HOUVAST_RASA_PORT"), ("127.0.0.1", "HOUVAST_ACTIONS_PORT")]
    for host, setting in wanted:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, int(environment[setting])))
            except OSError as problem:
                raise StartError(
                    f"{host}:{environment[setting]} is not free ({problem.strerror}). Is Houvast running already?"
                    f" Otherwise choose another port with {setting}."
                ) from problem


def _as_table(lines: str) -> str:
    rows = [line.split("\t") for line in lines.splitlines() if "\t" in line]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=False)]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)) for row in rows)
    return "".join(f"  {line.rstrip()}\n" for line in padded)


if __name__ == "__main__":
    sys.exit(main())
