"""Check the catalogues: every text in code and templates is translated, nothing is fuzzy, placeholders are the same.

Dutch is the language of the msgids and needs no catalogue; every other language of `i18n.LANGUAGES` has a complete one.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from i18n import DEFAULT, LANGUAGES
from tools.messages import catalogue_of, extract


def main() -> int:
    """Compare what the sources say with every catalogue; return 1 when one is not complete."""
    wanted = extracted()
    findings = [
        finding for language in LANGUAGES if language.code != DEFAULT for finding in findings_of(language.code, wanted)
    ]
    print("\n".join(findings))
    return 1 if findings else 0


def extracted() -> Catalog:
    """Return the texts that stand in code and templates now."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        extract(target)
        with target.open("rb") as handle:
            return read_po(handle)


def findings_of(code: str, wanted: Catalog) -> Iterator[str]:
    """Return one line per text that this language lacks or has wrong."""
    path = catalogue_of(code)
    if not path.exists():
        yield f"{code}: no catalogue"
        return
    with path.open("rb") as handle:
        catalogue = read_po(handle, locale=code)
    for message in wanted:
        if message.id:
            yield from _findings_of_text(code, message, catalogue)
    for message in catalogue:
        if message.id and wanted.get(message.id, message.context) is None:
            yield f"{code}: no longer used: {_short(message)}"


def _findings_of_text(code: str, message: Message, catalogue: Catalog) -> Iterator[str]:
    found = catalogue.get(message.id, message.context)
    if found is None or not _is_whole(found):
        yield f"{code}: not translated: {_short(message)}"
        return
    if found.fuzzy:
        yield f"{code}: fuzzy: {_short(message)}"
    found.flags |= message.flags
    for problem in found.check(catalogue):
        yield f"{code}: {problem}: {_short(message)}"


def _is_whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(texts)


def _short(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return text.strip().replace("\n", " ")[:90]


if __name__ == "__main__":
    sys.exit(main())
