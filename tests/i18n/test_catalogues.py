"""Every language has every text, whole and right, and `make messages` loses none."""

import gettext
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from i18n import DEFAULT, LANGUAGES
from tools import messages
from tools.check_translations import extracted, findings_of

TRANSLATED = [language.code for language in LANGUAGES if language.code != DEFAULT]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    """The texts that stand in code and templates now."""
    return extracted()


@pytest.fixture(scope="module", params=TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """The catalogue of one language, as it stands in the repository."""
    with messages.catalogue_of(request.param).open("rb") as handle:
        return read_po(handle, locale=request.param)


def texts_of(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(texts: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


# The catalogues


def test_every_language_has_every_text(wanted: Catalog) -> None:
    assert len(texts_of(wanted)) > 1000
    for code in TRANSLATED:
        assert list(findings_of(code, wanted)) == []


def test_template_in_the_repository_is_up_to_date(wanted: Catalog) -> None:
    with messages.TEMPLATE.open("rb") as handle:
        kept = read_po(handle)
    assert {(m.context, forms(m.id)) for m in texts_of(kept)} == {(m.context, forms(m.id)) for m in texts_of(wanted)}


def test_nothing_is_a_guess(catalogue: Catalog) -> None:
    assert not catalogue.fuzzy, "a catalogue that is marked as fuzzy is not compiled"
    assert [message.id for message in texts_of(catalogue) if message.fuzzy] == []


def test_placeholders_are_the_same(catalogue: Catalog) -> None:
    for message in texts_of(catalogue):
        known = set(PLACEHOLDER.findall(forms(message.id)[-1]))
        *fewer, last = forms(message.string)
        assert set(PLACEHOLDER.findall(last)) == known, last
        for text in fewer:
            assert set(PLACEHOLDER.findall(text)) <= known, f"{text}: a form for one may leave out the number, no more"


def test_plurals_have_all_forms(catalogue: Catalog) -> None:
    plurals = [message for message in texts_of(catalogue) if message.pluralizable]
    assert plurals
    for message in plurals:
        assert len(message.string) == catalogue.num_plurals
        assert all(message.string), message.id


def test_sentences_end_alike_and_have_no_stray_spaces(catalogue: Catalog) -> None:
    """A label that is followed by a value keeps its colon, a question stays a question."""
    for message in texts_of(catalogue):
        for dutch, other in zip(forms(message.id), forms(message.string), strict=True):
            assert dutch[-1:] in ".?!:" or other[-1:] not in ".?!:", (dutch, other)
            assert dutch[-1:] not in ".?!:" or dutch[-1:] == other[-1:], (dutch, other)
            assert dutch[:1].isspace() == other[:1].isspace(), (dutch, other)
            assert dutch[-1:].isspace() == other[-1:].isspace(), (dutch, other)


def test_compiled_catalogue_counts_and_keeps_accents(catalogue: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    assert translations.charset() == "utf-8"
    one, many = "%(num)s klant", "%(num)s klanten"
    said = {number: translations.ngettext(one, many, number) for number in (0, 1, 2)}
    assert said[0] == said[2] != said[1]
    assert translations.gettext("Even denken…").endswith("…")


# `make messages`


def test_new_texts_come_in_empty_and_old_ones_go(tmp_path: Path) -> None:
    path = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    template = Catalog()
    template.add("Vandaag")
    messages.update("en", template, path)
    path.write_text(re.sub(r'(msgid "Vandaag"\nmsgstr )""', r'\1"Today"', path.read_text("utf-8")), "utf-8")
    template.add("Vandaag één ding")
    messages.update("en", template, path)
    with path.open("rb") as handle:
        kept = read_po(handle, locale="en")
    assert kept.get("Vandaag").string == "Today"
    assert kept.get("Vandaag één ding").string == "", "no guess from a text that looks like it"
    messages.update("en", Catalog(), path)
    assert "Vandaag" not in path.read_text("utf-8")


def test_a_second_time_changes_nothing(tmp_path: Path, wanted: Catalog) -> None:
    path = tmp_path / "messages.po"
    path.write_bytes(messages.catalogue_of("en").read_bytes())
    messages.update("en", wanted, path)
    first = path.read_bytes()
    messages.update("en", wanted, path)
    assert path.read_bytes() == first
