"""`make check`: everything that can be said about the code without running it; all findings, not only the first."""

import concurrent.futures
import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.prefix) / "bin"
PYTHON = sys.executable

CHECKS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy")],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "lint": [str(BIN / "ruff"), "check", "."],
    "import contracts": [str(BIN / "lint-imports"), "--no-cache", "--no-logo"],
    "templates": [PYTHON, "-m", "tools.check_templates"],
    "translations": [PYTHON, "-m", "tools.check_translations"],
    "documents": [PYTHON, "-m", "tools.check_docs"],
    "wording": [PYTHON, "-m", "tools.check_wording"],
    "articles": [PYTHON, "-m", "knowledge.lint"],
    "api": [PYTHON, "-m", "tools.check_api"],
}


def main() -> int:
    """Run all checks, two at a time; return 1 when one has findings."""
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        passed = list(pool.map(_check, CHECKS))
    return 0 if all(passed) else 1


def _check(name: str) -> bool:
    started = time.monotonic()
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(
        CHECKS[name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=environment
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    findings = "" if done.returncode == 0 else f"\n{done.stdout.rstrip()}"
    print(f"{name:<18} {verdict:<7} {time.monotonic() - started:5.1f} s{findings}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
