"""Whole files in layouts that are easy to get wrong: how much of what is in them the reader finds, and invents."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from eportfolio.documents.cv import room
from eportfolio.documents.media import MediaType

FOLDER = Path(__file__).parents[2] / "fixtures" / "cv"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".pdf", ".docx", ".odt"))
TYPES = {".pdf": MediaType.PDF, ".docx": MediaType.DOCX, ".odt": MediaType.ODT}
ENTRIES = ("experience", "education")
LISTS = ("skills", "languages", "licences")


def digits(phone: str) -> str:
    """A Dutch number without its prefix, however it was written."""
    return "".join(letter for letter in phone.replace("(0)", "") if letter.isdigit())[-9:]


def facts(said: dict[str, Any]) -> Counter[tuple[str, ...]]:
    """Everything a CV says as single facts, which are right or wrong."""
    found: list[tuple[str, ...]] = [("name", said["name"]), ("email", said["email"]), ("phone", digits(said["phone"]))]
    for part in ENTRIES:
        for one in said[part]:
            names = (one["title"].casefold(), one["organisation"].casefold())
            found.append((part, *names, one["start"] or "", one["end"] or ""))
    for part in LISTS:
        found += [(part, one["name"] if isinstance(one, dict) else one) for one in said[part]]
    return Counter(found)


def f1(pairs: Iterable[tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]]) -> float:
    """The harmonic mean of how much of it was found, and how much of what was found is so."""
    right = wrong_or_missed = 0
    for truth, found in pairs:
        right += (truth & found).total()
        wrong_or_missed += (truth - found).total() + (found - truth).total()
    return 2 * right / (2 * right + wrong_or_missed)


def read(path: Path) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return facts(truth), facts(room.read_cv(path.read_bytes(), TYPES[path.suffix]))


def test_all_layouts_are_here() -> None:
    assert len(FILES) == 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_read_nearly_whole(path: Path) -> None:
    truth, found = read(path)
    assert f1([(truth, found)]) >= 0.9, {"missed": truth - found, "wrong": found - truth}


def test_together_they_are_read_as_well_as_a_careful_person_does() -> None:
    assert f1(read(path) for path in FILES) >= 0.97


def test_something_invented_and_something_missed_count_alike() -> None:
    truth = facts(json.loads(FILES[0].with_suffix(".json").read_text(encoding="utf-8")))
    assert f1([(truth, truth)]) == 1
    assert f1([(truth, truth + Counter([("skills", "Vliegen")]))]) < 1
    assert f1([(truth, Counter())]) == 0
