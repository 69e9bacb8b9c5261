"""Which intent a message has: words, letter groups and concepts into a linear support vector machine, then context.

The machine ranks every intent for the message. A long message is also ranked by its question alone. What is known
around the message counts as well: the benefit of the person, and the article that was just shown, so that "how long?"
after an answer about holidays is about holidays. The two articles that answer one question for the two benefits count
as one, because which of them is shown follows from the benefit and not from the words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from joblib import Parallel, delayed
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from components.slips import with_slips
from components.stories import with_story
from components.weighing import OUTSIDE, Guess, Weighing
from components.words import Concepts, fold, sentences

VIEWS = ("words", "letters", "concepts")
_WEIGHTS = {"words": 1.0, "letters": 1.0, "concepts": 1.3}
_ANY = r"\S+"
_HALVES = 2  # of the intents; the machines that Houvast is made for have two processors
_NONE_OF_THESE = "~"
_SMALL_TALK = ("greet", "thanks", "goodbye", "who_are_you", "insult", "unclear", "affirm", "deny")
_BENEFITS = ("ww", "participatiewet")
_ASKS = re.compile(
    r"^(en |maar |and |but |so |dus |want )?(hoe|wat|wanneer|waarom|waar|wie|welk|hoeveel|mag|moet|kan|kun|krijg|heb ik"
    r"|is |zijn |telt|geldt|klopt|wordt|word|gaat|blijft|how|what|when|why|where|who|which|can|may|must|do|does|will"
    r"|should|am i|are)\b"
)


@dataclass(frozen=True)
class Tuning:
    """Numbers that were chosen on our own questions: by tests/cross_validate.py and tests/parse_questions.py."""

    regularisation: float = 0.3
    sharpness: float = 8.0
    slips: int = 2
    weight_of_slips: float = 0.4
    stories: int = 1
    weight_of_stories: float = 0.4
    longest_question: int = 20
    sharpness_when_long: float = 12.0
    weight_of_statements: float = 0.2
    balance: float = 0.3
    own_benefit: float = 0.15
    question_part: float = 0.25
    long_words: int = 22
    tail_words: int = 16
    fewest_concepts: int = 5
    context: float = 0.45
    context_alone: float = 0.65
    words_alone: int = 3
    short_words: int = 7


@dataclass(frozen=True)
class Around:
    """What is known around a message: the benefit (None: unknown) and the id of the article that was just shown."""

    scheme: str | None = None
    about: str | None = None


class Ranker:
    """Learns from examples and ranks the intents of a message."""

    def __init__(self, articles: Mapping[str, Any], words: Mapping[str, Any], tuning: Tuning | None = None) -> None:
        self._articles = articles
        self._words = words
        self._tuning = tuning or Tuning()
        self._concepts = Concepts.of(words)
        self._weighing = Weighing(articles)
        self._vectorizers: dict[str, TfidfVectorizer] = {}
        self._classes: list[str] = []
        self._coefficients = np.zeros((0, 0), dtype=np.float32)
        self._intercepts = np.zeros(0, dtype=np.float32)
        self._known: dict[str, str] = {}
        self._groups: list[int] = []
        self._counts: dict[str, int] = {}

    def learn(self, examples: Sequence[tuple[str, str]], statements: Mapping[str, Sequence[str]]) -> None:
        """Learn from (text, intent) pairs and from what the articles say; the same give the same machine."""
        self._count_words(examples)
        said = [
            (text, intent, self._tuning.weight_of_statements) for intent, all_ in statements.items() for text in all_
        ]
        texts, intents, weights = zip(*self._with_slips(examples), *said, strict=True)
        folded = [fold(text) for text in texts]
        self._vectorizers = {view: _vectorizer(view) for view in VIEWS}
        features = scipy.sparse.hstack(
            [self._vectorizers[view].fit_transform(self._view(view, folded)) * _WEIGHTS[view] for view in VIEWS]
        ).tocsr()
        self._fit(features, np.array(intents), self._balanced(intents, weights))
        self._remember_exact(examples)
        self._group()

    def rank(self, text: str, around: Around = Around(), most: int = 10) -> list[Guess]:
        """The likely intents, best first; a message that is an example itself is certain."""
        exact = self._known.get(fold(text))
        if exact and not (around.about and exact in self._articles):
            return [Guess(self._for_benefit(exact, around.scheme), 1.0)]
        distances = self._distances(text, around) + self._prior(around)
        sharpness = self._tuning.sharpness_when_long if self._is_long(text) else self._tuning.sharpness
        return self._weighing.weigh(self._guesses(distances, around, most, sharpness), text)

    def questions_in(self, text: str) -> list[str]:
        """The sentences that ask something, when there are several."""
        asked = [one for one in sentences(text) if one.endswith("?") or _ASKS.match(fold(one))]
        return asked if len(asked) > 1 else []

    def save(self, folder: Path) -> None:
        """Write what was learnt; plain numbers and words, nothing that runs when it is read."""
        kept = {
            "classes": self._classes,
            "known": self._known,
            "articles": self._articles,
            "words": self._words,
            "counts": self._counts,
            "vocabularies": {view: _vocabulary(self._vectorizers[view]) for view in VIEWS},
        }
        (folder / "ranking.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            folder / "ranking.npz",
            coefficients=self._coefficients.T.astype(np.float16),
            intercepts=self._intercepts,
            **{f"idf_{view}": self._vectorizers[view].idf_.astype(np.float32) for view in VIEWS},
        )

    @classmethod
    def load(cls, folder: Path) -> Ranker:
        """Read what `save` wrote."""
        kept = json.loads((folder / "ranking.json").read_text(encoding="utf-8"))
        ranker = cls(kept["articles"], kept["words"])
        ranker._counts = kept["counts"]
        ranker._concepts.know(ranker._counts)
        with np.load(folder / "ranking.npz", allow_pickle=False) as numbers:
            ranker._coefficients = _by_feature(numbers["coefficients"])
            ranker._intercepts = numbers["intercepts"]
            for view in VIEWS:
                vectorizer = _vectorizer(view)
                vectorizer.vocabulary_ = {term: place for place, term in enumerate(kept["vocabularies"][view])}
                vectorizer.idf_ = numbers[f"idf_{view}"].astype(np.float64)
                ranker._vectorizers[view] = vectorizer
        ranker._classes = kept["classes"]
        ranker._known = kept["known"]
        ranker._group()
        return ranker

    def _fit(self, features: scipy.sparse.csr_matrix, intents: np.ndarray, weights: np.ndarray) -> None:
        """One machine per intent against all others; each half of the intents on its own processor."""
        classes = sorted(set(intents.tolist()))
        halves = [classes[half::_HALVES] for half in range(_HALVES)]
        learn = delayed(_machines)
        fitted = Parallel(n_jobs=_HALVES)(
            learn(own, features, intents, weights, self._tuning.regularisation) for own in halves
        )
        found = {name: place for machines in fitted for name, place in machines.items()}
        self._classes = classes
        self._coefficients = _by_feature(np.stack([found[name][0] for name in classes]))
        self._intercepts = np.array([found[name][1] for name in classes], dtype=np.float32)

    def _count_words(self, examples: Sequence[tuple[str, str]]) -> None:
        """A word that stands in one example only may be a slip itself, so it does not count as known."""
        counts = Counter(word for text, _ in examples for word in dict.fromkeys(fold(text).split()))
        self._counts = {word: times for word, times in counts.items() if times > 1}
        self._concepts.know(self._counts)

    def _with_slips(self, examples: Sequence[tuple[str, str]]) -> list[tuple[str, str, float]]:
        """The examples, and each once more with slips and inside a story; a long one is a story of its own already."""
        learnt = [(text, intent, 1.0) for text, intent in examples]
        for text, intent in examples:
            is_long = self._is_long(text)
            for turn in range(1 if is_long else self._tuning.slips):
                if slipped := with_slips(text, turn):
                    learnt.append((slipped, intent, self._tuning.weight_of_slips))
            if not is_long and (intent in self._articles or intent == OUTSIDE):
                for turn in range(self._tuning.stories):
                    learnt.append((with_story(text, turn), intent, self._tuning.weight_of_stories))
        return learnt

    def _balanced(self, intents: Sequence[str], weights: Sequence[float]) -> np.ndarray:
        """An example counts for more when its intent has few, so that a common intent does not swallow a rare one."""
        times = Counter(intents)
        usual = sum(times.values()) / len(times)
        factors = {intent: max(1.0, (usual / number) ** self._tuning.balance) for intent, number in times.items()}
        return np.array([weight * factors[intent] for intent, weight in zip(intents, weights, strict=True)])

    def _remember_exact(self, examples: Sequence[tuple[str, str]]) -> None:
        for text, intent in examples:
            self._known.setdefault(fold(text), intent)
        self._known.pop("", None)

    def _group(self) -> None:
        """Number the intents so that counterparts have the same number."""
        by_id = {item["id"]: intent for intent, item in self._articles.items()}
        self._groups = []
        for intent in self._classes:
            others = self._articles.get(intent, {}).get("counterparts", {}).values()
            names = [intent, *(by_id[other] for other in others if by_id.get(other) in self._classes)]
            self._groups.append(min(self._classes.index(name) for name in names))

    def _view(self, view: str, folded: Sequence[str]) -> Sequence[str]:
        return [self._concepts.view(text) for text in folded] if view == "concepts" else folded

    def _machine(self, texts: Sequence[str]) -> np.ndarray:
        folded = [fold(text) for text in texts]
        parts = [self._vectorizers[view].transform(self._view(view, folded)) * _WEIGHTS[view] for view in VIEWS]
        features = scipy.sparse.hstack(parts).tocsr().astype(np.float32)
        return np.asarray(features @ self._coefficients) + self._intercepts

    def _distances(self, text: str, around: Around) -> np.ndarray:
        part = self._question_part(text)
        title = self._title_before(text, around)
        found = self._machine([text, *filter(None, (part, title))])
        distances = found[0]
        if part:
            share = self._tuning.question_part
            distances = (1 - share) * distances + share * found[1]
        if title and not self._is_small_talk(distances):
            share = self._tuning.context_alone if self._says_nothing_alone(text) else self._tuning.context
            distances = (1 - share) * distances + share * found[-1]
        return distances

    def _says_nothing_alone(self, text: str) -> bool:
        """Whether it is a question of a few words ("how long?"), which leans on the answer before it."""
        return len(text.split()) <= self._tuning.words_alone and bool(_ASKS.match(fold(text)))

    def _is_small_talk(self, distances: np.ndarray) -> bool:
        """Whether it is clearly no question: then what was said before says nothing about it."""
        first = int(np.argmax(distances))
        return bool(distances[first] > 0) and self._classes[first] in _SMALL_TALK

    def _question_part(self, text: str) -> str | None:
        """The question in a long message: its asking sentences, or its last words."""
        words = text.split()
        whole = sentences(text)
        if len(whole) > 1:
            part = self._asking(whole)
            return part if part != text else None
        if len(words) <= self._tuning.long_words:
            return None
        return " ".join(words[-self._tuning.tail_words :])

    def _asking(self, whole: Sequence[str]) -> str:
        """The asking sentences, with those before them while they say too little: "How does that work?"."""
        asked = [place for place, one in enumerate(whole) if one.endswith("?") or _ASKS.match(fold(one))]
        first = asked[0] if asked else len(whole) - 1
        last = asked[-1] + 1 if asked else len(whole)
        while (
            first > 0 and len(self._concepts.concepts(fold(" ".join(whole[first:last])))) < self._tuning.fewest_concepts
        ):
            first -= 1
        return " ".join(whole[first:last])

    def _title_before(self, text: str, around: Around) -> str | None:
        """A short message after an answer is read as a question about the same thing as well."""
        if not around.about or len(text.split()) > self._tuning.short_words:
            return None
        item = next((item for item in self._articles.values() if item["id"] == around.about), None)
        return f"{item['title']['nl']} {text}" if item else None

    def _prior(self, around: Around) -> np.ndarray:
        scheme = around.scheme or self._scheme_of(around.about)
        if scheme not in _BENEFITS:
            return np.zeros(len(self._classes), dtype=np.float32)
        step = self._tuning.own_benefit
        signs = [self._sign(intent, scheme) for intent in self._classes]
        return np.array(signs, dtype=np.float32) * step

    def _sign(self, intent: str, scheme: str) -> int:
        own = self._articles.get(intent, {}).get("scheme")
        return 0 if own not in _BENEFITS else 1 if own == scheme else -1

    def _scheme_of(self, article_id: str | None) -> str | None:
        return next((item["scheme"] for item in self._articles.values() if item["id"] == article_id), None)

    def _is_long(self, text: str) -> bool:
        return len(text.split()) > self._tuning.longest_question

    def _guesses(self, distances: np.ndarray, around: Around, most: int, sharpness: float) -> list[Guess]:
        best: dict[int, int] = {}
        for place in np.argsort(-distances, kind="stable"):
            best.setdefault(self._groups[place], int(place))
        places = list(best.values())
        powers = np.exp((distances[places] - distances[places[0]]) * sharpness)
        sure = powers / powers.sum()
        return [
            Guess(self._for_benefit(self._classes[place], around.scheme), float(sure[rank]))
            for rank, place in enumerate(places[:most])
        ]

    def _for_benefit(self, intent: str, scheme: str | None) -> str:
        """The counterpart of an article for the person's own benefit."""
        other = self._articles.get(intent, {}).get("counterparts", {}).get(scheme)
        return next((name for name, item in self._articles.items() if item["id"] == other), intent)


def _machines(
    own: Sequence[str], features: scipy.sparse.csr_matrix, intents: np.ndarray, weights: np.ndarray, c: float
) -> dict[str, tuple[np.ndarray, float]]:
    """The coefficients and intercept of each of these intents; the others are one intent more, left out after.

    In a process of its own: the machines of one process draw from the same dice, which threads would throw in turns.
    """
    among = np.where(np.isin(intents, own), intents, _NONE_OF_THESE)
    machine = LinearSVC(C=c, random_state=42).fit(features, among, sample_weight=weights)
    found = zip(machine.classes_, machine.coef_.astype(np.float32), machine.intercept_, strict=True)
    return {str(name): (row, float(at)) for name, row, at in found if name != _NONE_OF_THESE}


def _by_feature(coefficients: np.ndarray) -> np.ndarray:
    """One row per feature, in one piece: a message uses a few hundred rows, and must not copy all of them."""
    return np.ascontiguousarray(coefficients.T, dtype=np.float32)


def _vectorizer(view: str) -> TfidfVectorizer:
    common = {"lowercase": False, "sublinear_tf": True, "dtype": np.float64}
    if view == "letters":
        return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, **common)
    return TfidfVectorizer(token_pattern=_ANY, ngram_range=(1, 2) if view == "words" else (1, 1), min_df=2, **common)


def _vocabulary(vectorizer: TfidfVectorizer) -> list[str]:
    return [str(term) for term in vectorizer.get_feature_names_out()]
