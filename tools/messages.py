"""`make messages`: collect the texts of code and templates, and bring every catalogue up to date with them."""

import subprocess
import sys
from pathlib import Path

from i18n import DEFAULT, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "i18n/messages.pot"
_PYBABEL = [str(Path(sys.prefix) / "bin/pybabel"), "-q"]
_EXTRACT = ["extract", "-F", "i18n/babel.cfg", "-k", "lazy_gettext", "-k", "_l", "--no-location", "--sort-output"]
_EXTRACT += ["--omit-header", "--ignore-dirs=node_modules var assistant .*"]


def extract(target: Path) -> None:
    """Write the texts of code and templates to a .pot file; without line numbers, so that it changes less."""
    subprocess.run([*_PYBABEL, *_EXTRACT, "-o", str(target), "."], cwd=ROOT, check=True)


def catalogue_of(code: str) -> Path:
    """Return where the catalogue of a language stands."""
    return ROOT / "i18n" / code / "LC_MESSAGES" / "messages.po"


def main() -> int:
    """Write i18n/messages.pot and bring the catalogues up to date; guesses are not made."""
    extract(TEMPLATE)
    for language in LANGUAGES:
        if language.code == DEFAULT:
            continue
        path = catalogue_of(language.code)
        path.parent.mkdir(parents=True, exist_ok=True)
        how = ["update", "--no-fuzzy-matching", "--ignore-obsolete", "--omit-header"] if path.exists() else ["init"]
        command = [*_PYBABEL, *how, "-l", language.code, "-i", str(TEMPLATE), "-o", str(path)]
        subprocess.run(command, cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
