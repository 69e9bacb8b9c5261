"""What a shared computer never shows in full (R51)."""

import pytest

from portal import masking
from tests.people import People


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masking.phone, "06 12345678", "•• ••••••78"),
        (masking.phone, "+31 6 1234 5678", "+•• • •••• ••78"),
        (masking.phone, "1", "1"),
        (masking.bsn, "111222333", "••••••333"),
        (masking.email, "elif.yilmaz@example.org", "e•••@example.org"),
        (masking.email, "geen adres", "•••••••••"),
        (masking.address, "Zuidplein 10, 3083 AB Rotterdam", "•••••••••, Rotterdam"),
        (masking.address, "Zuidplein 10", "•••••••••"),
        (masking.text, "Bel 06-12345678 of mail e@x.nl", "Bel ••-••••••78 of mail e•••@x.nl"),
        (masking.text, "Mijn BSN is 111222333.", "Mijn BSN is ••••••333."),
        (
            masking.text,
            "Op 27-11-2026 om 10.00 uur, nummer 2026-004817",
            "Op 27-11-2026 om 10.00 uur, nummer 2026-004817",
        ),
        (masking.text, "", ""),
    ],
)
def test_masks(mask, value: str, shown: str) -> None:
    assert mask(value) == shown


def test_masks_work_on_a_shared_computer_only(app, people: People) -> None:
    client = people.client()
    home, kiosk = app.test_client().sign_in(client), app.test_client().sign_in(client, kiosk=True)
    assert client.account.email in home.get("/mijn-gegevens").text
    shared = kiosk.get("/mijn-gegevens").text
    assert client.account.email not in shared
    assert "c•••@example.org" in shared
