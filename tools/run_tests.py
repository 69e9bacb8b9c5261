"""`make test`: every check and test, one kind after the other; ends with one line that counts them all."""

import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "var/test-results"
PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest"]


@dataclass(frozen=True)
class Count:
    """How many tests of one kind did what."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main() -> int:
    """Run every kind, also after a failure; return 1 when anything failed."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    kinds: dict[str, Callable[[], tuple[bool, Count]]] = {
        "check": lambda: (_succeeds([PYTHON, "-m", "tools.check"]), Count()),
        "rules and pages": lambda: _pytest("tests", "--numprocesses=auto", "--maxprocesses=4"),
        "stories": _stories,
        "browser": lambda: _pytest("e2e"),
    }
    lines: list[str] = []
    total, all_passed = Count(), True
    for kind, run in kinds.items():
        print(f"\n── {kind} ──", flush=True)
        started = time.monotonic()
        passed, count = run()
        total, all_passed = total + count, all_passed and passed
        verdict = "ok" if passed else "FAILED"
        lines.append(
            f"{kind:<16} {verdict:<7} {str(count) if count != Count() else '':<40} {time.monotonic() - started:6.1f} s"
        )
    print("\n" + "\n".join(lines) + "\n")
    print(f"total: {total}", flush=True)
    return 0 if all_passed and not total.failed else 1


def counts_in(report: Path) -> Count:
    """Read a JUnit report; one that is missing counts as a failure, for its tests never ended."""
    if not report.exists():
        return Count(failed=1)
    total = Count()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314  written by pytest just now
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total += Count(max(0, tests - failed - skipped), failed, skipped)
    return total


def _pytest(folder: str, *options: str) -> tuple[bool, Count]:
    report = RESULTS / f"{folder}.xml"
    report.unlink(missing_ok=True)
    passed = _succeeds([*PYTEST, folder, f"--junitxml={report}", *options])
    return passed, counts_in(report)


def _stories() -> tuple[bool, Count]:
    if not _succeeds(["assistant/bin/train", "--if-stale"]):
        return False, Count(failed=1)
    done = subprocess.run(
        ["assistant/bin/test"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(done.stdout, end="", flush=True)
    passed = sum(int(number) for number in re.findall(r"^assistant: (\d+) [\w ]+ passed", done.stdout, re.MULTILINE))
    succeeded = done.returncode == 0 and passed > 0
    return succeeded, Count(passed, 0 if succeeded else 1)


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
