"""The checks of `make check` find what they are for, and nothing else."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2 import Environment

from tools import check_docs, check_translations, check_wording, run_tests
from tools.check_templates import problems_of


@pytest.mark.parametrize(
    "line",
    ["see /home/" + "anna/houvast/x.py", "from ../" + "shared/", "https://py" + "pi.org/simple", "# TO" + "DO: later"],
)
def test_wording_finds_what_must_not_stand_here(line: str) -> None:
    assert len(check_wording.findings_of("some.py", f"fine\n{line}\n")) == 1


@pytest.mark.parametrize("line", ["homework/page.html", "url: /coach/klanten", "at work/life balance", "a todo list"])
def test_wording_leaves_ordinary_text_alone(line: str) -> None:
    assert check_wording.findings_of("some.py", line) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<p style='color:red'>", "inline style"),
        ("<button onclick='go()'>", "inline event handler"),
        ("<script>go()</script>", "inline script"),
        ("<div hx-post='/x'>", "hx-post that is not on a form with an action"),
        ("<form hx-post='/x'>", "hx-post that is not on a form with an action"),
        ("{% if request.htmx %}x{% endif %}", "asks whether htmx is there"),
        ("{% if x %}", "Unexpected end of template"),
    ],
)
def test_templates_that_break_a_rule_are_found(source: str, problem: str) -> None:
    assert any(problem in found for found in problems_of(source, Environment()))


@pytest.mark.parametrize(
    "source",
    [
        '<form action="/x" hx-post="/x">',
        '<option value="a"{% if only == "a" %} selected{% endif %}>',
        '<script src="/static/a.js"></script>',
        "{# <p style='x'> #}",
    ],
)
def test_templates_that_keep_the_rules_pass(source: str) -> None:
    assert list(problems_of(source, Environment())) == []


def test_anchors_are_those_of_the_headings() -> None:
    assert check_docs.anchors_of("# One machine, no preparation\n## When *it* stops\n") == {
        "one-machine-no-preparation",
        "when-it-stops",
    }


def test_translations_that_are_missing_fuzzy_or_wrong_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Catalog()
    for text in ("Vandaag", "Berichten", "Hallo %(name)s", "Goed"):
        wanted.add(text, flags=["python-format"] if "%" in text else [])
    have = Catalog(locale="en")
    have.add("Vandaag", "")
    have.add("Berichten", "Messages", flags=["fuzzy"])
    have.add("Hallo %(name)s", "Hello %(nmae)s", flags=["python-format"])
    have.add("Goed", "Good")
    have.add("Oud", "Old")
    path = tmp_path / "en.po"
    with path.open("wb") as handle:
        write_po(handle, have)
    monkeypatch.setattr(check_translations, "catalogue_of", lambda _code: path)
    found = "\n".join(check_translations.findings_of("en", wanted))
    assert "not translated: Vandaag" in found
    assert "fuzzy: Berichten" in found
    assert "Hallo %(name)s" in found
    assert "no longer used: Oud" in found
    assert "Goed" not in found


def test_a_report_is_counted_and_a_missing_one_is_a_failure(tmp_path: Path) -> None:
    report = tmp_path / "tests.xml"
    assert run_tests.counts_in(report) == run_tests.Count(failed=1)
    report.write_text('<testsuites><testsuite tests="7" failures="1" errors="1" skipped="2"/></testsuites>')
    assert str(run_tests.counts_in(report)) == "3 passed, 2 failed, 2 skipped"
