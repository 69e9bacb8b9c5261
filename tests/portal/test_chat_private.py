"""What is taken out of a chat message before it is kept or passed on, and what stays."""

import pytest

from portal.chat.private import without_private


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
