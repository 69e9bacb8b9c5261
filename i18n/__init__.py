"""The languages of Houvast, and how one is chosen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the portal speaks, under its own name."""

    code: str
    name: str
    direction: str = "ltr"


LANGUAGES = (Language("nl", "Nederlands"), Language("en", "English"))
DEFAULT = "nl"
CODES = tuple(language.code for language in LANGUAGES)


def choose_locale(*wishes: str | None) -> str:
    """The first wish that we speak (switch, profile, browser, in that order), else Dutch."""
    for wish in wishes:
        if wish and wish.split("-")[0].split("_")[0].lower() in CODES:
            return wish.split("-")[0].split("_")[0].lower()
    return DEFAULT


def direction_of(locale: str) -> str:
    """Whether text in this language runs "ltr" or "rtl"."""
    return next((language.direction for language in LANGUAGES if language.code == locale), "ltr")
