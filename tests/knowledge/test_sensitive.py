"""What the warning sees and, as much, what it leaves in peace: a warning that cries wolf is read by nobody."""

import time

import pytest

from knowledge.sensitive import Kind, find, is_bsn

SENSITIVE = [
    ("ik heb een burn-out", Kind.HEALTH, "burn-out"),
    ("Sinds maart heb ik last van een BURNOUT.", Kind.HEALTH, "BURNOUT"),
    ("depressie", Kind.HEALTH, "depressie"),
    ("Ik was lang depressief en kon niet werken", Kind.HEALTH, "depressief"),
    ("Ik ben ziek.", Kind.HEALTH, "ziek"),
    ("Nu ben ik weer ziek", Kind.HEALTH, "ziek"),
    ("Het lukte niet omdat ik ziek was", Kind.HEALTH, "ziek"),
    ("Ik ben zwanger en wil weten wat ik moet doen", Kind.HEALTH, "zwanger"),
    ("Mijn man heeft kanker", Kind.HEALTH, "kanker"),
    ("Ik heb een kind met autisme, mijn zoon heeft autisme", Kind.HEALTH, "autisme"),
    ("Ik loop bij een psycholoog", Kind.HEALTH, "loop bij een psycholoog"),
    ("Ik kan niet tillen, ik heb een hernia gehad", Kind.HEALTH, "hernia"),
    ("Ik slik medicijnen", Kind.HEALTH, "slik medicijnen"),
    ("I have a burnout", Kind.HEALTH, "burnout"),
    ("I am pregnant", Kind.HEALTH, "pregnant"),
    ("My daughter is ill", Kind.HEALTH, "ill"),
    ("mijn moeder is moslim", Kind.RELIGION, "moslim"),
    ("Ik ben christelijk opgevoed", Kind.RELIGION, "christelijk"),
    ("Vanwege mijn geloof werk ik niet op zondag", Kind.RELIGION, "Vanwege mijn geloof"),
    ("I am a Muslim", Kind.RELIGION, "Muslim"),
    ("Ik ben van Marokkaanse afkomst", Kind.ORIGIN, "Marokkaanse afkomst"),
    ("Zij is Turks", Kind.ORIGIN, "Turks"),
    ("ik ben lid van de vakbond", Kind.UNION, "lid van de vakbond"),
    ("I am a union member", Kind.UNION, "union member"),
    ("Ik ben lid van de VVD", Kind.POLITICS, "lid van de VVD"),
    ("Ik ben homo", Kind.SEXUALITY, "homo"),
    ("my sexual orientation", Kind.SEXUALITY, "my sexual orientation"),
    ("Ik heb een strafblad", Kind.CRIME, "een strafblad"),
    ("mijn BSN is 111222333", Kind.BSN, "111222333"),
    ("BSN 1112.22.333 van mijn vrouw", Kind.BSN, "1112.22.333"),
    ("het is 111 222 333.", Kind.BSN, "111 222 333"),
    ("Stort het op NL91 ABNA 0417 1643 00 graag", Kind.ACCOUNT, "NL91 ABNA 0417 1643 00"),
    ("nl91abna0417164300", Kind.ACCOUNT, "nl91abna0417164300"),
    ("Mijn dochter Sara is geboren op 3 mei 2015", Kind.BIRTH_DATE, "3 mei 2015"),
]
HARMLESS = [
    "zorg",
    "Ik wil in de zorg werken",
    "Ik werkte in het ziekenhuis",
    "ziekenhuis",
    "ik werkte in de gezondheidszorg",
    "Ik ben verpleegkundige in een psychiatrisch ziekenhuis",
    "Ik heb vijf jaar met mensen met een depressie gewerkt",
    "Ik begeleid kinderen met autisme",
    "Ik begeleidde cliënten met dementie en diabetes",
    "Ik deed een cursus diabetes",
    "Ik had de afdeling epilepsie onder mij",
    "Ik ben docent op een christelijke school",
    "Ik werkte bij een islamitische basisschool",
    "Ik werkte bij de FNV als administratief medewerker",
    "Ik spreek Turks en Marokkaans-Arabisch",
    "Mijn Turks is goed",
    "Ik was kok in een Turks restaurant",
    "Ik heb geen strafblad en wil een VOG aanvragen",
    "Ik stond vier jaar achter de bar",
    "Ik kan blind typen",
    "Ik deed het ziekteverzuim bij personeelszaken",
    "Ik ben bijna klaar met mijn opleiding",
    "Zij zijn op zoek naar een collega",
    "Mijn moeder is verpleegkundige",
    "Ik werk graag met ouderen",
    "Bel mij op 0612345678 of +31 6 12345678",
    "Bel +31 612345678",
    "Het vacaturenummer is 2026-004817",
    "https://vacatures.example.org/baan/111222333?ref=111222333",
    "Ik ben geboren op 3 mei 1985",
    "Mijn diploma is van 3 mei 2015",
    "Ik begin op 27-11-2026",
    "Ik solliciteer bij het Antoni van Leeuwenhoek",
    "I worked in a hospital",
    "I want to work in health care",
    "I worked with people with dementia",
    "My Turkish is good",
    "I am a nurse",
    "Ik ben mantelzorger",
    "De gevangenis zoekt bewakers, ik heb gesolliciteerd",
    "Ik heb in de gevangenis gewerkt als bewaarder",
    "Ik ben blij met het gesprek",
    "",
    "🙂 \u202e مرحبا",
]


@pytest.mark.parametrize(("text", "kind", "words"), SENSITIVE)
def test_sensitive_words_are_found(text: str, kind: Kind, words: str) -> None:
    found = find(text)
    assert (kind, words) in [(one.kind, one.words) for one in found]
    assert all(text[one.start : one.end] == one.words for one in found)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_are_left_in_peace(text: str) -> None:
    assert find(text) == []


def test_the_same_words_are_found_once_and_in_reading_order() -> None:
    text = "Ik ben moslim. Ik heb depressie gehad, en weer een Depressie. NL91ABNA0417164300"
    assert [one.kind for one in find(text)] == [Kind.RELIGION, Kind.HEALTH, Kind.ACCOUNT]


def test_what_was_found_is_known_again_in_other_writing() -> None:
    first, second = find("ik heb een burn-out")[0], find("IK HEB EEN  Burn-Out!")[0]
    assert first.key == second.key


@pytest.mark.parametrize("number", ["111222334", "000000000", "11122233", "1112223334"])
def test_not_every_number_is_a_bsn(number: str) -> None:
    assert not is_bsn(number)
    assert find(f"nummer {number}") == []


@pytest.mark.parametrize(
    "text",
    [
        "ik ben " * 15_000,
        "9" * 100_000,
        "1 " * 50_000,
        "A" * 100_000,
        "NL91 " * 20_000,
        "3 mei 2015 geboren moeder " * 4_000,
    ],
)
def test_a_very_long_text_takes_no_three_seconds(text: str) -> None:
    started = time.process_time()  # of the processor: a busy machine is no slow rule
    find(text)
    assert time.process_time() - started < 3
