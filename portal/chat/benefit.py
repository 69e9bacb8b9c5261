"""For which benefit a message is answered: the one that she has, unless her question is about the other one.

Somebody whose WW ends asks about bijstand. The assistant then chooses, explains and follows up for bijstand; her file
and her conversation stay as they are.
"""

import re

from knowledge.articles import load_articles

_NAMES = {
    "ww": re.compile(r"\b(?:ww(?:-?uitkering)?|werkloosheids\w+|unemployment benefits?)\b", re.IGNORECASE),
    "participatiewet": re.compile(r"\b(?:bijstand\w*|bijstant|participatiewet|social assistance)\b", re.IGNORECASE),
}
_GOES_ON = re.compile(r"\W*(?:en|and|maar|but|dus|so)\b", re.IGNORECASE)
FEW_WORDS = 3
"""A question of so few words is about what was just explained: "hoe lang dan?"."""


def benefit_for(words: str, own: str | None, about: str | None) -> str | None:
    """The benefit to answer these words by; `about` is the article that was just explained.

    A benefit that is not known stays so: then the assistant asks, and remembers what she answers.
    """
    if own is None or words.startswith("/"):
        return own
    named = [benefit for benefit, name in _NAMES.items() if name.search(words)]
    if named:
        return named[0] if len(named) == 1 else own
    if about and (len(words.split()) <= FEW_WORDS or _GOES_ON.match(words)):
        article = load_articles().get(about)
        return article.scheme.value if article and article.scheme.value in _NAMES else own
    return own
