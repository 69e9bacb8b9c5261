"""What does not belong in a chat is taken out before it is kept or passed on: numbers, names, addresses, medical words.

Names and addresses only where it is certain that they are one: the client's own name, what follows "mijn naam is", a
postcode, a street with its number. The name of her coach stays, and so does a town.

A question stays understandable without them: each is replaced by the name of what it was, between square brackets.
Where the intake asks for such a thing, the portal hands the answer to the engine itself (client/chat_intake.py).
"""

import re
from dataclasses import dataclass

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


_UNITS = r"uur|uren|u\b|min|dag|wek?e|week|maand|jaar|keer|euro|%|hours?|days?|months?|years?|times"
_STREET = re.compile(
    r"\b(?!(?:werkplein|leerplein|onderweg|halverwege)\b)(?:(?:[A-Z][\w'-]{1,30} ){1,3})?"
    r"(?:[A-Za-z][\w'-]{2,40}(?:straat|laan|gracht|singel|kade|steeg|dreef)"
    r"|[A-Z][\w'-]{2,40}(?:weg|plein|dijk|hof|pad|park|markt|baan|ring)"
    r"|[A-Z][\w'-]{1,40} (?:straat|laan|weg|plein|street|road|lane))"
    rf" \d{{1,5}}(?: ?[a-zA-Z]\b|-\d{{1,4}}\b|-[a-zA-Z]+\b)?(?![\d.,]\d)(?! ?(?:{_UNITS}))"
)
_NO_POSTCODE = "S[ADS]|MB|GB|KB|EN|IN|OF|OP|DE|TE|NL|WW|PW|UW|IK|EU|KM|MM|CM|IS|AM|PM"
_POSTCODE = re.compile(
    rf"(?<=\[adres\])[, ]{{1,2}}[1-9]\d{{3}} ?[A-Za-z]{{2}}\b"
    rf"|\b[1-9]\d{{3}}(?: ?(?!(?:{_NO_POSTCODE})\b)[A-Z]{{2}}|(?!{_NO_POSTCODE.lower()})[a-z]{{2}})\b"
)
_BORN = re.compile(
    r"\b(geboren(?: op)?|geboortedatum(?: is)?:?|born(?: on)?|date of birth(?: is)?:?)\s+"
    r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{1,2}(?:e|th|st|nd|rd)? [a-z]{3,10} \d{4}|[a-z]{3,10} \d{1,2},? \d{4})",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(r"\b(mijn (?:volledige )?naam is|ik heet|my (?:full )?name is|i am called)\s+", re.IGNORECASE)
_INFIX = r"(?:van|von|de|den|der|het|ten|ter|te|el|al|bin|ben|da|dos|di|la|le|'t)"
_NAME = re.compile(rf"(?:{_INFIX} ){{0,3}}[A-Z][\w'’-]+(?: (?:{_INFIX} ){{0,3}}[A-Z][\w'’-]+){{0,4}}")
_SMALL_NAME = re.compile(r"[a-zà-ÿ][\w'’-]+")
_NO_NAME = re.compile(
    r"niet|wel|nu|anders|ook|al|altijd|nooit|verkeerd|fout|onjuist|veranderd|gewijzigd|goed|nog|dus|eigenlijk|net|gewoon"
    r"|not|wrong|changed|now|spelled|misspelled|still|also|different|correct"
)


@dataclass(frozen=True, slots=True)
class Known:
    """Names that the file knows: the client's own go, those of her coach stay."""

    given: str = ""
    family: str = ""
    coach: str = ""


NOBODY = Known()


def without_private(text: str, known: Known = NOBODY) -> str:
    """The text without numbers of persons, e-mail addresses, illnesses, medicines, and certain names and addresses."""
    if text.startswith("/"):
        return _without_numbers(text)
    text = _without_names(_without_numbers(text), known)
    text = _BORN.sub(lambda found: f"{found[1]} [geboortedatum]", text)
    text = _STREET.sub("[adres]", text)
    return _POSTCODE.sub(lambda found: " [postcode]" if found[0][0] in ", " else "[postcode]", text)


def _without_names(text: str, known: Known) -> str:
    if known.given and known.family:
        text = re.sub(rf"\b{re.escape(known.given)} {re.escape(known.family)}\b", "[naam]", text, flags=re.IGNORECASE)
    if len(known.given) > 2 and known.given.casefold() not in known.coach.casefold().split():
        text = re.sub(rf"\b{re.escape(known.given)}\b", "[naam]", text)
    for found in reversed(list(_INTRODUCED.finditer(text))):
        name = _NAME.match(text, found.end()) or _small_name(text, found.end())
        if name is not None and name[0] != known.coach:
            text = f"{text[: name.start()]}[naam]{text[name.end() :]}"
    return text


def _small_name(text: str, at: int) -> re.Match[str] | None:
    """One word in small letters after "ik heet", unless it is said about the name and is none."""
    found = _SMALL_NAME.match(text, at)
    return None if found is None or _NO_NAME.fullmatch(found[0]) else found


def taken_out(said: str, kept: str) -> list[str]:
    """What stands in `kept` in place of something that was said, in order and once: "[bsn]", "[naam]"."""
    return list(dict.fromkeys(mark for mark in re.findall(r"\[[a-z-]+\]", kept) if mark not in said))


def _without_numbers(text: str) -> str:
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
