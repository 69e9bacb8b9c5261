"""Write the months, languages, countries and large cities that the CV reader knows, from the CLDR data in Babel.

Loading sixteen locales takes most of a second; the closed room has to be ready in a tenth of that, so the words are
collected beforehand: `python -m tools.cv_words`.
"""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale

from eportfolio.documents.cv.lines import fold

TARGET = Path(__file__).parents[1] / "eportfolio/documents/cv/words_of_the_world.txt"
LOCALES = ["nl", "en", "de", "fr", "tr", "pl", "es", "it", "pt", "ro", "uk", "bg", "cs", "hu", "sv", "da"]
"""Of the languages that CVs in the Netherlands are written in, those whose months do not contradict each other."""
LANGUAGES_BESIDES = set(
    "srn pap zgh ber tzm ary arz fy li nds vls ckb kmr rif shi kab hak yue tig pnt lzz arc".split()  # noqa: SIM905
)

Word = tuple[str, str, str]
CONTINENTS = ("Africa/", "America/", "Asia/", "Australia/", "Europe/")


def main() -> None:
    """Write what kind of word it is and the word, folded as the reader compares them; for a month also its number."""
    words = {word for code in LOCALES for word in _words_of(Locale(code))} | set(_cities())
    lines = sorted({(kind, fold(word), number) for kind, word, number in words})
    kinds = {kind: "|".join(word + number for one, word, number in lines if one == kind) for kind, _, _ in lines}
    TARGET.write_text("".join(f"{kind}|{words}\n" for kind, words in kinds.items()), encoding="utf-8")


def _words_of(locale: Locale) -> Iterator[Word]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                word = name.rstrip(".").casefold()
                if word.isalpha():
                    yield "month", word, f"={number}"
    for code, name in locale.languages.items():
        if len(code) == 2 or code in LANGUAGES_BESIDES:
            yield "language", name, ""
    for code, name in locale.territories.items():
        if len(code) == 2:
            yield "country", name, ""
    for zone, names in locale.time_zones.items():
        if zone.startswith(CONTINENTS) and names.get("city"):
            yield "city", names["city"], ""


def _cities() -> Iterator[Word]:
    """The name in the name of the time zone itself: CLDR leaves out what is written the same."""
    for zone in available_timezones():
        if zone.startswith(CONTINENTS) and zone.count("/") == 1:
            yield "city", zone.rpartition("/")[2].replace("_", " "), ""


if __name__ == "__main__":
    main()
