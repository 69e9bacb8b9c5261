"""Which article belongs to a formal act: pure functions, so that they can be tested without Rasa."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# The article that belongs to the act, per scheme; None: when the scheme is not known.
ARTICLES: dict[str, dict[str | None, str]] = {
    "aanvraag": {"ww": "ww-apply", "participatiewet": "pw-apply"},
    "bezwaar": {None: "gen-objection"},
    "beroep": {None: "gen-appeal"},
    "klacht": {None: "gen-complaint"},
    "ziekmelding": {"ww": "ww-sick", "participatiewet": "pw-sick"},
    "wijziging": {"ww": "ww-report-changes", "participatiewet": "pw-information-duty"},
    "inkomstenopgave": {"ww": "ww-income-statement", "participatiewet": "pw-income"},
}
ABOUT_SOMETHING = frozenset({"aanvraag", "wijziging", "inkomstenopgave"})
CLEARLY_ABOUT = 0.6  # of all articles that may be meant
WORTH_LOOKING_AT = 0.01


def article_of(act: str, scheme: str | None) -> str | None:
    """The article about this act itself; None when it differs per scheme and the scheme is not known."""
    return ARTICLES[act].get(None) or ARTICLES[act].get(scheme)


def subject_of(act: str, ranking: Sequence[tuple[str, float]], articles: Mapping[str, str]) -> str | None:
    """The article about what she applies for or reports, when her words are clearly about one.

    `articles` gives the id by intent. An objection, an appeal or a complaint is about itself: what it is against is
    for the one who decides on it.
    """
    if act not in ABOUT_SOMETHING:
        return None
    likely = [(articles[intent], sure) for intent, sure in ranking if intent in articles]
    total = sum(sure for _, sure in likely)
    return likely[0][0] if total >= WORTH_LOOKING_AT and likely[0][1] >= CLEARLY_ABOUT * total else None
