"""`make messages`: collect the texts of code and templates, and bring every catalogue up to date with them.

The files have a short header without dates, so that they only change when a text does. It must be there: it names
the encoding and the plural forms, and Babel compiles no catalogue without one.
"""

import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from i18n import DEFAULT, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "i18n/messages.pot"
_PYBABEL = [str(Path(sys.prefix) / "bin/pybabel"), "-q"]
_EXTRACT = ["extract", "-F", "i18n/babel.cfg", "-k", "lazy_gettext", "-k", "_l", "--no-location", "--sort-output"]
_EXTRACT += ["--omit-header", "--ignore-dirs=node_modules var assistant .*"]
_HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Houvast\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def extract(target: Path) -> None:
    """Write the texts of code and templates to a .pot file; without line numbers, so that it changes less."""
    subprocess.run([*_PYBABEL, *_EXTRACT, "-o", str(target), "."], cwd=ROOT, check=True)
    target.write_text(f"{_HEADER}\n{target.read_text('utf-8')}", "utf-8")


def catalogue_of(code: str) -> Path:
    """Return where the catalogue of a language stands."""
    return ROOT / "i18n" / code / "LC_MESSAGES" / "messages.po"


def update(code: str, template: Catalog, path: Path) -> None:
    """Give the catalogue at `path` the texts of the template: new ones empty, old ones gone; guesses are not made."""
    catalogue = Catalog(locale=code)
    if path.exists():
        with path.open("rb") as handle:
            catalogue = read_po(handle, locale=code)
    catalogue.update(template, no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    header = f'{_HEADER}"Language: {code}\\n"\n"Plural-Forms: {get_plural(code).plural_forms}\\n"\n\n'
    with path.open("wb") as handle:
        handle.write(header.encode())
        write_po(handle, catalogue, omit_header=True, ignore_obsolete=True)


def main() -> int:
    """Write i18n/messages.pot and bring the catalogues up to date."""
    extract(TEMPLATE)
    with TEMPLATE.open("rb") as handle:
        template = read_po(handle)
    for language in LANGUAGES:
        if language.code != DEFAULT:
            update(language.code, template, catalogue_of(language.code))
    return 0


if __name__ == "__main__":
    sys.exit(main())
