"""A receipt for a reader of another language: the copy as it was sent, with labels of her own beside it."""

from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from eportfolio.receipts import Receipt

LABELS = {
    "Afspraak": _l("Afspraak"),
    "Versie": _l("Versie"),
    "Uw antwoord": _l("Uw antwoord"),
    "Uw woorden": _l("Uw woorden"),
    "Waarom": _l("Waarom"),
    "Dit doet u": _l("Dit doet u"),
    "Dit vraagt u aan ons": _l("Dit vraagt u aan ons"),
    "Klaar op": _l("Klaar op"),
    "Werkgever": _l("Werkgever"),
    "Functie": _l("Functie"),
    "Datum": _l("Datum"),
    "Hoe": _l("Hoe"),
    "Vacature": _l("Vacature"),
    "Contactpersoon": _l("Contactpersoon"),
    "Opmerking": _l("Opmerking"),
    "In eigen woorden": _l("In eigen woorden"),
    "Soort": _l("Soort"),
    "Bestand": _l("Bestand"),
    "Grootte": _l("Grootte"),
    "Controlegetal (SHA-256)": _l("Controlegetal (SHA-256)"),
    "Geldig tot en met": _l("Geldig tot en met"),
    "Uw toelichting": _l("Uw toelichting"),
}
"""The labels of agreements, applications and documents; those of the intake are in the client's language already."""


def rows(receipt: Receipt) -> list[dict[str, Any]]:
    """The copy; each row with its language when that is not the page's, and a label to understand it by."""
    if receipt.language == str(get_locale()):
        return list(receipt.copy)
    return [_foreign(row, receipt.language) for row in receipt.copy]


def title(receipt: Receipt) -> str:
    """What was received, marked with its language when that is not the page's."""
    if receipt.language == str(get_locale()):
        return receipt.title
    return Markup('<span lang="{}" dir="auto">{}</span>').format(receipt.language, receipt.title)


def _foreign(row: dict[str, Any], language: str) -> dict[str, Any]:
    label = LABELS.get(row["label"])
    if label is None:
        return row | {"lang": language}
    return row | {"label": str(label), "label_as_sent": row["label"], "lang": language}
