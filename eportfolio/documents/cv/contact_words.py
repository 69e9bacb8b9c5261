"""How an address, telephone number or e-mail address looks, in any layout."""

import re

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
PHONE = re.compile(r"(?<![\w+/.-])(?:\+|00|\(?0)[\d][\d\s().\-–/]{6,20}\d(?![\w/])")
POSTCODE = re.compile(r"(?<!\w)(\d{4}\s?[A-Z]{2})(?!\w)")


def looks_like_contact(text: str) -> bool:
    """Whether there is an e-mail address, telephone number or Dutch postcode in it."""
    return bool(EMAIL.search(text) or POSTCODE.search(text) or PHONE.search(text))
