"""What does not belong in a chat is taken out before it is kept or passed on: numbers, addresses and medical words.

A question stays understandable without them: each is replaced by the name of what it was, between square brackets.
Where the intake asks for such a thing, the portal hands the answer to the engine itself (client/chat_intake.py).
"""

import re

import phonenumbers

from ..masking import is_bsn

_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}[ -]?(?:[A-Za-z0-9]{4}[ -]?){2,7}[A-Za-z0-9]{1,4}\b")
_EMAIL = re.compile(r"(?<![^\s@<>(,;:])[^\s@<>(,;:]{1,64}@[^\s@<>]{1,255}\.[a-zA-Z]{2,24}")
_NINE = re.compile(r"(?<![\d.-])\d(?:[ .-]?\d){8}(?![\d-])")
_MEDICAL = re.compile(
    r"\b(?:depressie\w*|depressief|depression|depressed|kanker|cancer|tumor\w*|chemo\w*|hiv|aids|diabetes|suikerziekte"
    r"|epilepsie|epilepsy|autisme|autistisch|autism|autistic|asperger|adhd|add|ptss|ptsd|ptsts|schizofreni\w*"
    r"|schizophreni\w*|borderline|bipolair|bipolar|psychose\w*|psychosis|psychotisch|burn-?out|angststoornis\w*"
    r"|paniekstoornis|anorexia|boulimia|reuma\w*|artritis|artrose|arthritis|fibromyalgie|fibromyalgia|hernia"
    r"|multiple sclerose|parkinson\w*|alzheimer\w*|copd|longemfyseem|long ?covid|hepatitis|tuberculose|hartinfarct"
    r"|hartaanval|herseninfarct|beroerte|stroke|miskraam|miscarriage|abortus|abortion|verslaafd|verslaving\w*|addict\w*"
    r"|alcoholis\w*|antidepressiva|antidepressants?|insuline|insulin|methadon|methadone|oxazepam|diazepam|ritalin"
    r"|lithium|morfine|morphine|prozac|sertraline|citalopram|paroxetine|quetiapine)\b",
    re.IGNORECASE,
)


def without_private(text: str) -> str:
    """The text without BSN, IBAN, telephone numbers, e-mail addresses and names of illnesses and medicines."""
    text = _EMAIL.sub("[e-mail]", text)
    text = _IBAN.sub(lambda found: "[iban]" if _is_iban(found[0]) else found[0], text)
    text = _NINE.sub(lambda found: "[bsn]" if is_bsn(re.sub(r"\D", "", found[0])) else found[0], text)
    for found in reversed(list(phonenumbers.PhoneNumberMatcher(text, "NL"))):
        text = f"{text[: found.start]}[telefoon]{text[found.end :]}"
    return _MEDICAL.sub("[gezondheid]", text)


def recognisable(text: str) -> str:
    """As `without_private`, but a telephone number keeps its last two digits: for "is this still right?"."""
    for found in reversed(list(phonenumbers.PhoneNumberMatcher(text, "NL"))):
        text = f"{text[: found.start]}•••• {found.raw_string[-2:]}{text[found.end :]}"
    return without_private(text)


def _is_iban(text: str) -> bool:
    """Country, check digits and remainder 1 (ISO 13616): a random word with digits is no account number."""
    plain = re.sub(r"[ -]", "", text).upper()
    moved = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1
