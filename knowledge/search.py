"""Find articles by what people type: any word order, Dutch or English, with slips of the pen.

One small index in memory, made at first use. A word counts when it is known as it stands, as another form of a known
word, as a synonym, as a part of a compound ("vakantiedagen"), or when it looks enough like a known word. The same
search stands in for the assistant when that is away.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.articles import LANGUAGES, Article, Scheme, load_articles
from knowledge.folding import fold
from knowledge.render import benefit

WORDS = Path(__file__).parent / "search_words.yml"

_ENDINGS = ("ingen", "heden", "ing", "eren", "eert", "en", "es", "er", "et", "e", "s", "t", "d")
_FIELD_WEIGHTS = {"title": 3.0, "question": 1.0, "answer": 0.6}
_SHORTEST_STEM = 4
_SHORTEST_PART = 4
_LIKENESS = 0.45
_CLOSE_LIKENESS = 0.65
_OTHER_BENEFIT = 0.55
_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """A found article; `score` runs from 0 to 1, about 0.5 and up is a good match."""

    article_id: str
    title: str
    scheme: Scheme
    score: float


def search(query: str, *, language: str = "nl", scheme: str | None = None, limit: int = 10) -> list[Hit]:
    """Return the articles that fit the query, best first; articles of the person's own benefit come before the other.

    An empty list when no word is known. Raises ValueError for a benefit that does not exist.
    """
    return _standard_index().search(query, language=language, scheme=scheme, limit=limit)


@lru_cache(maxsize=1)
def _standard_index() -> "Index":
    return Index(load_articles())


class Index:
    """The searchable form of a set of articles."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._examples: dict[str, list[frozenset[str]]] = {}
        for article in articles.values():
            self._add(article)
        self._idf = {word: math.log(1 + len(articles) / _spread(places)) for word, places in self._weights.items()}
        self._by_trigram: dict[str, set[str]] = defaultdict(set)
        self._measured = {
            article_id: [(one, self._length(one)) for one in found] for article_id, found in self._examples.items()
        }
        self._kept = {word: word for word in self._weights}
        self._kept |= {name: kept for name, kept in _words()[0].items() if kept in self._weights and " " not in name}
        for word in self._kept:
            for trigram in _trigrams(word):
                self._by_trigram[trigram].add(word)

    def _add(self, article: Article) -> None:
        examples = []
        for language in LANGUAGES:
            title = article.title.in_(language)
            fields = [("title", title), *(("question", one) for one in article.questions[language])]
            fields += [("answer", one.text.in_(language)) for one in article.statements]
            for field, text in fields:
                words = words_of(text, with_parts=True)
                if field != "answer":
                    examples.append(frozenset(words))
                for word, times in Counter(words).items():
                    self._weights[word][article.id] += _FIELD_WEIGHTS[field] * times
        self._examples[article.id] = examples

    def search(self, query: str, *, language: str, scheme: str | None, limit: int) -> list[Hit]:
        """Return hits as the module function `search` describes."""
        own = benefit(scheme)
        wanted = self._known_words(words_of(query))
        if not wanted:
            return []
        scores = self._scores(wanted)
        best = sorted(scores, key=lambda one: (-scores[one], one))[: max(limit, _CANDIDATES)]
        hits = []
        for article_id in best:
            article = self._articles[article_id]
            score = 0.45 * scores[article_id] + 0.55 * self._closest_example(article_id, wanted)
            if own and article.scheme in (Scheme.WW, Scheme.PARTICIPATIEWET) and article.scheme != own:
                score *= _OTHER_BENEFIT
            hits.append(Hit(article_id, article.title.in_(language), article.scheme, round(score, 4)))
        return sorted(hits, key=lambda hit: (-hit.score, hit.article_id))[:limit]

    def _scores(self, wanted: Mapping[str, float]) -> dict[str, float]:
        """Return per article which part of the wanted words it is about, each word by its rarity."""
        total = sum(self._idf[word] * sure for word, sure in wanted.items())
        scores: dict[str, float] = defaultdict(float)
        for word, sure in wanted.items():
            for article_id, weight in self._weights[word].items():
                scores[article_id] += self._idf[word] * sure * weight / (weight + 1.5) / total
        return scores

    def _closest_example(self, article_id: str, wanted: Mapping[str, float]) -> float:
        """Return how much the query and the most similar training question share (cosine by rarity)."""
        length = math.sqrt(sum((self._idf[word] * sure) ** 2 for word, sure in wanted.items()))
        closest = 0.0
        weights = {word: self._idf[word] ** 2 * sure for word, sure in wanted.items()}
        for example, own_length in self._measured[article_id]:
            shared = sum(weight for word, weight in weights.items() if word in example)
            if shared:
                closest = max(closest, shared / (length * own_length))
        return closest

    def _length(self, example: frozenset[str]) -> float:
        return math.sqrt(sum(self._idf[word] ** 2 for word in example))

    def _known_words(self, words: Iterable[str]) -> dict[str, float]:
        """Return the words of the index that were meant, with how sure that is."""
        found: dict[str, float] = {}
        for word in words:
            for known, sure in self._meant(word):
                found[known] = max(sure, found.get(known, 0.0))
        return found

    def _meant(self, word: str) -> list[tuple[str, float]]:
        if word in self._weights:
            return [(word, 1.0)]
        alike = self._look_alikes(word)
        if alike and alike[0][1] >= _CLOSE_LIKENESS:
            return alike
        parts = [known for known in _parts(word) if known in self._weights]
        return [(part, 0.8) for part in parts] or alike

    def _look_alikes(self, word: str) -> list[tuple[str, float]]:
        trigrams = _trigrams(word)
        shared = Counter(known for trigram in trigrams for known in self._by_trigram.get(trigram, ()))
        alike = [
            (known, likeness)
            for known, both in shared.items()
            if (likeness := 2 * both / (len(trigrams) + len(_trigrams(known)))) >= _LIKENESS
        ]
        closest = sorted(alike, key=lambda one: (-one[1], one[0]))[:2]
        return [(self._kept[known], likeness) for known, likeness in closest]


def _spread(weights: Mapping[str, float]) -> float:
    """Over how many articles a word is spread; one where it is mentioned in passing counts for a part."""
    return sum(weights.values()) / max(weights.values())


def words_of(text: str, *, with_parts: bool = False) -> list[str]:
    """Return the words that count in a text: folded, endings cut, synonyms made one.

    With parts, the words of a synonym of several words count too: then a slip in one of them does no harm.
    """
    words = fold(text).split()
    synonyms, longest, stop = _words()
    found: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            if phrase in synonyms:
                found.append(synonyms[phrase])
                if with_parts and size > 1:
                    found += [_stem(word) for word in words[at : at + size] if word not in stop]
                break
        else:
            size = 1
            if words[at] not in stop:
                stem = _stem(words[at])
                found.append(synonyms.get(stem, stem))
        at += size
    return found


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, str], int, frozenset[str]]:
    """Return synonym → the word the index keeps, the longest synonym in words, and the words that do not count."""
    lists = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    table: dict[str, str] = {}
    for group in lists["same"]:
        kept = _stem(fold(group[0]))
        table |= {fold(phrase): kept for phrase in group}
        for phrase in group:
            if " " not in phrase:
                table.setdefault(_stem(fold(phrase)), kept)
    return table, max(len(phrase.split()) for phrase in table), frozenset(lists["stop"].split())


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """Cut one Dutch or English ending and a doubled letter: "verplichtingen" → "verplicht", "stoppen" → "stop"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    if len(word) > _SHORTEST_STEM - 1 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


def _parts(word: str) -> list[str]:
    """Return the known forms of both halves of a possible compound, also with an "s" between them."""
    synonyms, _, _ = _words()
    found = []
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        for half in (word[:at], word[at:], word[:at].removesuffix("s")):
            stem = _stem(half)
            found.append(synonyms.get(stem, stem))
    return list(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))
