"""Check the description of the case API: it is that of the code, and it keeps the Dutch REST API Design Rules.

The rules are Logius' ruleset for Spectral, which is not ours to commit. They are checked where both are there: the
ruleset at HOUVAST_ADR_RULES or in a folder beside the checkout, and `spectral` on the path or among the packages.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.cli import api_description
from portal.config import Settings

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "docs" / "openapi.json"
BESIDE = ROOT.parent / "shared" / "api" / "adr.yaml"


def main() -> int:
    """Return 1 when the committed description is an old one or breaks a rule."""
    if COMMITTED.read_text(encoding="utf-8").strip() != api_description(Settings()):
        print("docs/openapi.json is not what the code says: run `make api`")
        return 1
    rules, spectral = rules_file(), spectral_command()
    if rules is None or spectral is None:
        print(f"not linted: {'no ruleset' if rules is None else 'no spectral'} here")
        return 0
    command = [spectral, "lint", "--fail-severity", "error", "--ruleset", str(rules), str(COMMITTED)]
    return subprocess.run(command, check=False).returncode


def rules_file() -> Path | None:
    """The ruleset, where there is one."""
    named = os.environ.get("HOUVAST_ADR_RULES")
    found = Path(named) if named else BESIDE
    return found if found.is_file() else None


def spectral_command() -> str | None:
    """Spectral, where it is installed."""
    ours = ROOT / "node_modules" / ".bin" / "spectral"
    return str(ours) if ours.is_file() else shutil.which("spectral")


if __name__ == "__main__":
    sys.exit(main())
