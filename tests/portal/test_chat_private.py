"""What is taken out of a chat message before it is kept or passed on, and what stays."""

import pytest

from portal.chat.private import Known, taken_out, without_private

ELIF = Known("Elif", "Yılmaz", "Samira de Wit")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("mijn bsn is 111222333", "mijn bsn is [bsn]"),
        ("bsn 111 222 333 graag", "bsn [bsn] graag"),
        ("bel me op 06-12345678", "bel me op [telefoon]"),
        ("bel +31 6 12345678 aub", "bel [telefoon] aub"),
        ("mail elif@example.org maar", "mail [e-mail] maar"),
        ("rekening NL91 ABNA 0417 1643 00.", "rekening [iban]."),
        ("NL91ABNA0417164300 is nieuw", "[iban] is nieuw"),
        ("ik heb een depressie en slik sertraline", "ik heb een [gezondheid] en slik [gezondheid]"),
        ("Door mijn burn-out kan ik niet werken", "Door mijn [gezondheid] kan ik niet werken"),
    ],
)
def test_what_is_private_is_taken_out(said: str, kept: str) -> None:
    assert without_private(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "ik ben ziek en heb griep",
        "ik heb 1250 euro verdiend in 2026",
        "op 12-11-2026 om 14.30 uur",
        "vier keer in 4 weken, 87,5 procent",
        "mijn nummer is 123456789",
        "ik werk 36 uur en verdien 2400 bruto",
        '/intake_answer{"answer": "24", "question": "hours_per_week"}',
        "\x00 \u202e 😀 @ .",
        "a" * 4000,
        "1 " * 500,
    ],
)
def test_everything_else_stays(said: str) -> None:
    assert without_private(said) == said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("mijn naam is Ahmed El Idrissi en ik zoek werk", "mijn naam is [naam] en ik zoek werk"),
        ("ik heet ahmed en wil kok worden", "ik heet [naam] en wil kok worden"),
        ("My name is John Smith.", "My name is [naam]."),
        ("groetjes, Elif", "groetjes, [naam]"),
        ("ik ben elif yılmaz", "ik ben [naam]"),
        ("geboren op 4 mei 1980", "geboren op [geboortedatum]"),
        ("geboortedatum: 04-05-1980", "geboortedatum: [geboortedatum]"),
        ("I was born on May 4, 1980", "I was born on [geboortedatum]"),
        ("ik ben verhuisd naar Kerkstraat 12, 3011 AB Rotterdam", "ik ben verhuisd naar [adres] [postcode] Rotterdam"),
        ("ik woon op de oranjelaan 4b", "ik woon op de [adres]"),
        ("Coolsingel 40-A te Rotterdam", "[adres] te Rotterdam"),
        ("mijn postcode is 3011ab", "mijn postcode is [postcode]"),
    ],
)
def test_certain_names_and_addresses_are_taken_out(said: str, kept: str) -> None:
    assert without_private(said, ELIF) == kept


@pytest.mark.parametrize(
    "said",
    [
        "Samira de Wit is mijn coach, en Samira belde mij",
        "mijn naam is veranderd, waar geef ik dat door?",
        "mijn naam is verkeerd geschreven",
        "my name is not correct in the letter",
        "ik was onderweg 3 uur, en de Kalverstraat 2 keer op en neer",
        "ik ging naar het Werkplein 2 keer",
        "in 2026 IN MEI en 1500 WW",
        "1024 MB geheugen, 2400 bruto in 2026",
        "ik wil bakker worden in Rotterdam",
        "de Kerkstraat is afgesloten",
        '/intake_answer{"answer": "Kerkstraat 12", "question": "x"}',
        "Straat " * 500,
        "Van den " * 500,
    ],
)
def test_what_may_be_no_name_or_address_stays(said: str) -> None:
    assert without_private(said, ELIF) == said


def test_the_coach_s_given_name_stays_when_it_is_hers_too() -> None:
    assert without_private("Samira belde", Known("Samira", "Jansen", "Samira de Wit")) == "Samira belde"


def test_what_was_taken_out_is_known_by_its_name() -> None:
    said = "bsn 111222333, bel 06-12345678 of 06-87654321 [zie brief]"
    assert taken_out(said, without_private(said)) == ["[bsn]", "[telefoon]"]
