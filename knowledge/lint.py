"""Check the articles as an editor would: `python -m knowledge.lint`.

Structure, links and languages are already refused by the loader. Added here: the age of every check, reading level and
length of sentences, words that promise, and training questions that stand with two articles.
"""

import datetime as dt
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from knowledge.articles import LANGUAGES, Article, ArticleError, load_articles
from knowledge.essentials import read_lists
from knowledge.folding import fold
from knowledge.training import written_examples

OLDEST_CHECK = dt.timedelta(days=548)  # 18 months: three rounds of the amounts that change every half year
LONGEST_SENTENCE = 20
LOWEST_READING_EASE = {"nl": 70.0, "en": 50.0}

_PROMISES = {
    "nl": (
        r"garande\w*",
        r"gegarandeerd",
        r"beloof\w*",
        r"beloven",
        r"u krijgt (zeker|altijd|sowieso)",
        r"u hoeft (u )?geen zorgen",
        r"komt (altijd )?goed",
        r"zonder problemen",
        r"u hebt zeker recht",
    ),
    "en": (
        r"guarantee\w*",
        r"promise\w*",
        r"you will (certainly|definitely|always|surely) (get|receive)",
        r"do not worry",
        r"no problem",
        r"you are certainly entitled",
    ),
}
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9])|:\s")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWELS = {
    "nl": re.compile(r"aai|ooi|oei|eeuw|ieuw|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|ou|au|[aeiouyäëïöüáéíóúèê]"),
    "en": re.compile(r"[aeiouy]+"),
}


def problems_of(articles: Mapping[str, Article], today: dt.date) -> list[str]:
    """Return every problem as one sentence that starts with the article's id."""
    found = [problem for article in articles.values() for problem in _problems_of_one(article, today)]
    return found + _shared_questions(articles.values()) + _answered_too(articles.values())


def reading_ease(text: str, language: str) -> float:
    """Return how easy a text reads, 0 (hard) to 100 (easy): Flesch-Douma for Dutch, Flesch for English.

    Douma (1960): 206.84 - 0.93 * words per sentence - 77 * syllables per word; B1 is about 60 and up.
    """
    sentences = sentences_of(text)
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    per_sentence = len(words) / len(sentences)
    per_word = sum(_syllables(word, language) for word in words) / len(words)
    if language == "nl":
        return 206.84 - 0.93 * per_sentence - 77 * per_word
    return 206.84 - 1.015 * per_sentence - 84.6 * per_word


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text; what comes after a colon counts as a sentence of its own."""
    return [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def _problems_of_one(article: Article, today: dt.date) -> Iterable[str]:
    for number, one in enumerate(article.statements, 1):
        if one.checked_on > today:
            yield f"{article.id}: statement {number} was checked on a day that is still to come"
        if today - one.checked_on > OLDEST_CHECK:
            yield f"{article.id}: statement {number} was last checked on {one.checked_on}, more than 18 months ago"
    for language in LANGUAGES:
        whole = " ".join(one.text.in_(language) for one in article.statements)
        ease = reading_ease(whole, language)
        if ease < LOWEST_READING_EASE[language]:
            yield f"{article.id}: {language} reads too hard ({ease:.0f}, at least {LOWEST_READING_EASE[language]:.0f})"
        for sentence in sentences_of(whole):
            if (length := len(_WORD.findall(sentence))) > LONGEST_SENTENCE:
                yield f"{article.id}: {language} sentence of {length} words: {sentence}"
        for pattern in _PROMISES[language]:
            if promise := re.search(rf"\b{pattern}\b", whole, re.IGNORECASE):
                yield f"{article.id}: {language} promises: {promise.group()!r}"


def _shared_questions(articles: Iterable[Article]) -> list[str]:
    owners: dict[str, str] = {}
    found = []
    for article in articles:
        for example in written_examples(article):
            first = owners.setdefault(fold(example), article.id)
            if first != article.id:
                found.append(f"{article.id}: question also stands with {first}: {example}")
    return found


def _answered_too(articles: Collection[Article]) -> list[str]:
    owners = {fold(example): article.id for article in articles for example in written_examples(article)}
    return [
        f"{article.id}: answers_too names {'its own question' if owner else 'what no article asks'}: {text}"
        for article in articles
        for text in article.answers_too
        if (owner := owners.get(fold(text))) in (None, article.id)
    ]


def _syllables(word: str, language: str) -> int:
    """Count groups of vowels; a capital abbreviation such as WW or UWV is spelled out letter by letter."""
    if word.isdigit():
        return 1 + len(word) // 2
    if word.isupper() and len(word) > 1:
        return len(word)
    lower = word.lower()
    if language == "en" and lower.endswith("e") and not lower.endswith("le"):
        lower = lower[:-1]
    return max(1, len(_VOWELS[language].findall(lower)))


def main(folder: Path | None = None) -> int:
    """Print every problem; return 1 when there is one."""
    try:
        articles = load_articles(folder)
        if folder is None:
            read_lists(articles)
    except ArticleError as error:
        print(error, file=sys.stderr)
        return 1
    found = problems_of(articles, dt.datetime.now(dt.UTC).date())
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(articles)} articles, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
