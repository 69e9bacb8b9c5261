"""What a shared computer's screen never shows in full: telephone numbers, BSN, e-mail and street addresses (R51).

The filters mask on a shared computer only; at home they let everything through. Somebody who looks over a
shoulder cannot use what is left, and the owner still recognises it.
"""

import re
from collections.abc import Callable

import phonenumbers
from flask import Flask
from markupsafe import Markup, escape

from knowledge.sensitive import is_bsn

from .shared_computer import is_shared

DOT = "•"
_BSN = re.compile(r"(?<![\d-])\d{9}(?![\d-])")
_EMAIL = re.compile(r"(?<![^\s@<>])[^\s@<>]+@[^\s@<>]+\.[a-zA-Z]{2,}")
"""Tried at the start of a word only: anywhere else, a long word without @ would cost quadratic time."""


def init_app(app: Flask) -> None:
    """Register the filters that the templates use."""
    app.add_template_filter(_on_shared_computer(text), "masked")
    app.add_template_filter(_on_shared_computer(phone), "masked_phone")
    app.add_template_filter(_on_shared_computer(bsn), "masked_bsn")
    app.add_template_filter(_on_shared_computer(email), "masked_email")
    app.add_template_filter(_on_shared_computer(address), "masked_address")


def phone(value: str) -> str:
    """06 12345678 → •• ••••••78."""
    return _all_but_last_digits(value, 2)


def bsn(value: str) -> str:
    """111222333 → ••••••333."""
    return _all_but_last_digits(value, 3)


def email(value: str) -> str:
    """elif@example.org → e•••@example.org."""
    name, at, domain = value.partition("@")
    return f"{name[:1]}{DOT * 3}{at}{domain}" if at else _dots(value)


def shown_email(value: str) -> str:
    """An address for a message of ours: masked on a shared computer only."""
    return email(value) if is_shared() else value


def address(value: str) -> str:
    """Zuidplein 10, 3083 AB Rotterdam → •••••••••, Rotterdam: the town stays, street and postcode do not."""
    _street, comma, rest = value.rpartition(",")
    town = re.sub(r"\b\d{4}\s?[A-Za-z]{2}\b", "", rest).strip()
    return f"{DOT * 9}{comma} {town}" if comma and town else DOT * 9


def text(value: str) -> str:
    """Any text, with the telephone numbers, BSNs and e-mail addresses in it masked; dates and other numbers stay."""
    for found in reversed(list(phonenumbers.PhoneNumberMatcher(value, "NL"))):
        value = value[: found.start] + phone(found.raw_string) + value[found.end :]
    value = _BSN.sub(lambda found: bsn(found[0]) if is_bsn(found[0]) else found[0], value)
    return _EMAIL.sub(lambda found: email(found[0]), value)


def _all_but_last_digits(value: str, shown: int) -> str:
    hidden = max(sum(letter.isdigit() for letter in value) - shown, 0)
    masked = []
    for letter in value:
        if letter.isdigit() and hidden > 0:
            hidden -= 1
            letter = DOT
        masked.append(letter)
    return "".join(masked)


def _dots(value: str) -> str:
    return DOT * min(len(value), 9)


def _on_shared_computer(mask: Callable[[str], str]) -> Callable[[object], object]:
    """The filter: plain text through `mask` on a shared computer; nothing, markup and home use pass unchanged."""

    def masked(value: object) -> object:
        if not is_shared() or not isinstance(value, str) or isinstance(value, Markup):
            return value
        return escape(mask(value))

    return masked
