"""Names of languages, in Dutch and English, as the three-letter codes of ISO 639-2 that Europass uses."""

from functools import lru_cache

from babel import Locale, localedata

ISO_639_2 = {
    "aa": "aar", "af": "afr", "am": "amh", "ar": "ara", "az": "aze", "be": "bel", "ber": "ber", "bg": "bul",
    "bn": "ben", "bs": "bos", "ca": "cat", "ckb": "kur", "cs": "cze", "cy": "wel", "da": "dan", "de": "ger",
    "el": "gre", "en": "eng", "es": "spa", "et": "est", "eu": "baq", "fa": "per", "ff": "ful", "fi": "fin",
    "fr": "fre", "fy": "fry", "ga": "gle", "ha": "hau", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun",
    "hy": "arm", "id": "ind", "ig": "ibo", "is": "ice", "it": "ita", "ja": "jpn", "ka": "geo", "kk": "kaz",
    "ko": "kor", "ku": "kur", "ky": "kir", "la": "lat", "lb": "ltz", "ln": "lin", "lt": "lit", "lv": "lav",
    "mk": "mac", "ml": "mal", "mn": "mon", "mr": "mar", "ms": "may", "mt": "mlt", "nb": "nor", "ne": "nep",
    "nl": "dut", "no": "nor", "om": "orm", "pa": "pan", "pap": "pap", "pl": "pol", "ps": "pus", "pt": "por",
    "rn": "run", "ro": "rum", "ru": "rus", "rw": "kin", "si": "sin", "sk": "slo", "sl": "slv", "so": "som",
    "sq": "alb", "sr": "srp", "srn": "srn", "sv": "swe", "sw": "swa", "ta": "tam", "te": "tel", "tg": "tgk",
    "th": "tha", "ti": "tir", "tk": "tuk", "tr": "tur", "uk": "ukr", "ur": "urd", "uz": "uzb", "vi": "vie",
    "wo": "wol", "yo": "yor", "zgh": "ber", "zh": "chi", "zu": "zul",
}  # fmt: skip
"""Bibliographic codes, by the codes that CLDR names."""
ALSO = {
    "farsi": "per", "dari": "per", "mandarijn": "chi", "mandarin": "chi", "berbers": "ber", "berber": "ber",
    "tamazight": "ber", "sranan": "srn", "vlaams": "dut", "flemish": "dut", "sorani": "kur", "tigrinya": "tir",
}  # fmt: skip
"""What people call them otherwise."""


def code_of(name: str) -> str | None:
    """Turks, Turkish or türkçe → tur; None for a language that is not in the list."""
    return _codes().get(name.strip().lower())


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    codes = dict(ALSO)
    for code, three_letters in ISO_639_2.items():
        for language in ("nl", "en", code):
            name = Locale(language).languages.get(code) if localedata.exists(language) else None
            if name:
                codes.setdefault(name.lower(), three_letters)
    return codes
