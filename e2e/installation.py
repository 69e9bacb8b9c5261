"""A whole installation for the browser tests: the runner and the processes of `make run`, in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
from honcho import environ
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session, sessionmaker

from tools import embedded
from tools.bootstrap import ROOT

FOLDER = ROOT / "var/e2e"
PORTAL_PATIENCE = 150.0
ASSISTANT_PATIENCE = 420.0
"""Seconds; a model that is stale is trained first, and that on a machine that is busy with the tests."""


class NotUp(RuntimeError):
    """The installation did not get as far as it should; the message holds what its runner said."""


class Installation:
    """`make run` for the browser tests; use as a context manager."""

    def __init__(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=FOLDER))
        self.port, self.rasa_port, actions_port = _free_ports(3)
        self.address = f"http://127.0.0.1:{self.port}"
        settings = {
            "HOUVAST_VAR_DIR": str(self.folder),
            "HOUVAST_FILE_STORE": str(self.folder / "files"),
            "HOUVAST_PORT": str(self.port),
            "HOUVAST_RASA_PORT": str(self.rasa_port),
            "HOUVAST_ACTIONS_PORT": str(actions_port),
            "HOUVAST_DEMO": "true",
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HOUVAST_")}
        self._environment = {**inherited, **settings}
        self._said = self.folder / "run.log"
        self._stack = ExitStack()
        self.keep_folder = False

    def __enter__(self) -> "Installation":
        _refuse_settings_of_others()
        log = self._stack.enter_context(self._said.open("wb"))
        command = [sys.executable, "-m", "tools.up"]
        self.runner = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        self._stack.callback(self._stop)
        try:
            self.wait_until_said("portal: ready", PORTAL_PATIENCE)
            database = self._stack.enter_context(embedded.start(self.folder))
        except BaseException:
            self._stack.close()
            raise
        paths = {"options": "-c search_path=public,jobs"}  # as eportfolio.database.make_engine has it
        self._engine = create_engine(database.owner_url, poolclass=NullPool, connect_args=paths)
        self._stack.callback(self._engine.dispose)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        if not self.keep_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def owner_db(self) -> Iterator[Session]:
        """A session of the database's owner: to make people, and to look behind the policies."""
        with sessionmaker(self._engine, expire_on_commit=False)() as session:
            yield session

    def wait_until_said(self, words: str, patience: float) -> None:
        """Wait until the runner has said these words; raises NotUp."""
        deadline = time.monotonic() + patience
        while words not in self.said():
            if self.runner.poll() is not None or time.monotonic() > deadline:
                raise NotUp(f"the installation never said {words!r}:\n{self.said()}")
            time.sleep(0.1)

    def wait_for_assistant(self) -> None:
        """Wait until Rasa has its model loaded; raises NotUp."""
        self.wait_until_said("assistant: ready", ASSISTANT_PATIENCE)
        self.wait_until(self.assistant_is_awake, ASSISTANT_PATIENCE)

    def assistant_is_awake(self) -> bool:
        """Whether Rasa answers on its channel, which it opens when the model is there."""
        return _answers(f"http://127.0.0.1:{self.rasa_port}/webhooks/rest/")

    def portal_is_awake(self) -> bool:
        """Whether the portal and its database answer."""
        return _answers(f"{self.address}/readyz")

    def wait_until(self, is_true: "Condition", patience: float) -> None:
        """Ask again and again until the condition holds; raises NotUp."""
        deadline = time.monotonic() + patience
        while not is_true():
            if time.monotonic() > deadline:
                raise NotUp(f"waited {patience:.0f} s for {is_true}:\n{self.said()}")
            time.sleep(0.1)

    def said(self) -> str:
        """Everything that the runner has printed."""
        return self._said.read_text(errors="replace")

    def processes(self, mark: str) -> list[psutil.Process]:
        """The processes of this installation whose command line has the mark, parents first."""
        found = []
        for process in psutil.Process(self.runner.pid).children(recursive=True):
            try:
                if mark in " ".join(process.cmdline()):
                    found.append(process)
            except psutil.NoSuchProcess:
                continue
        return found

    def postgres(self) -> psutil.Process:
        """The server process of the embedded database, which belongs to itself and not to the runner."""
        return psutil.Process(int((self.folder / "postgres/postmaster.pid").read_text().split("\n", 1)[0]))

    def _stop(self) -> None:
        self.runner.send_signal(signal.SIGTERM)
        try:
            self.runner.wait(60)
        except subprocess.TimeoutExpired:
            self.runner.kill()
            self.runner.wait()


type Condition = Callable[[], bool]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _refuse_settings_of_others() -> None:
    """A developer's .env may name a database with real work in it; these tests write, and must never write there."""
    path = ROOT / ".env"
    named = environ.parse(path.read_text()) if path.exists() else {}
    if any(name.endswith("DATABASE_URL") for name in named):
        raise NotUp(f"{path} names a database. Move the file away while the browser tests run.")
