"""Articles about rights and obligations, as typed values read from `knowledge/articles/*.yml`.

Each paragraph of an answer carries its own source and the day on which it was checked: when a law changes, the people
who own the text can see which sentences it touches. Reading is strict. A file with a typing error stops the start
with a sentence that names the file and the key, because a half-read article would give people a wrong answer.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.folding import fold

FOLDER = Path(__file__).parent / "articles"
LANGUAGES = ("nl", "en")
FEWEST_QUESTIONS = {"nl": 12, "en": 6}


class Scheme(StrEnum):
    """What an article is about: one of the two benefits, every benefit, or this portal."""

    WW = "ww"
    PARTICIPATIEWET = "participatiewet"
    GENERAL = "general"
    PORTAL = "portal"


BENEFITS = (Scheme.WW, Scheme.PARTICIPATIEWET)
_ID_PREFIX = {Scheme.WW: "ww", Scheme.PARTICIPATIEWET: "pw", Scheme.GENERAL: "gen", Scheme.PORTAL: "portal"}


class VariesBy(StrEnum):
    """What makes the answer differ from one person to another."""

    MUNICIPALITY = "municipality"
    PERSONAL_DECISION = "personal-decision"
    NONE = "none"


class Decider(StrEnum):
    """Who takes the decision that the article is about."""

    UWV = "uwv"
    GEMEENTE = "gemeente"
    COURT = "court"
    COACH = "coach"
    CLIENT = "client"


class FormalRoute(StrEnum):
    """The legal act that belongs to the question. The portal names the way to it and never performs it."""

    AANVRAAG = "aanvraag"
    BEZWAAR = "bezwaar"
    BEROEP = "beroep"
    KLACHT = "klacht"
    ZIEKMELDING = "ziekmelding"
    WIJZIGING = "wijziging-doorgeven"
    INKOMSTENOPGAVE = "inkomstenopgave"
    NONE = "none"


class LifeEvent(StrEnum):
    """What happened to someone that makes this article worth reading."""

    LOST_JOB = "lost-job"
    LOOKING_FOR_WORK = "looking-for-work"
    FOUND_WORK = "found-work"
    ILL = "ill"
    MOVING = "moving"
    LIVING_TOGETHER = "living-together"
    GOING_AWAY = "going-away"
    MONEY = "money"
    LETTER = "letter"
    STARTING_HERE = "starting-here"


class ArticleError(ValueError):
    """An article file cannot be used; the message lists every reason with the file name."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in every language of the portal."""

    nl: str
    en: str

    def in_(self, language: str) -> str:
        """Return the text in this language. Raises KeyError for a language that the articles do not have."""
        return {"nl": self.nl, "en": self.en}[language]


@dataclass(frozen=True, slots=True)
class Statement:
    """One paragraph with the law or practice it rests on and the day it was compared with that."""

    text: Text
    source: str
    checked_on: dt.date


@dataclass(frozen=True, slots=True)
class Article:
    """One question about rights or obligations with its checked answer.

    `answers_too` are questions of other articles that this answer settles as well: who asks one of them is helped by
    either. `answer` is for everyone; `answer_for` holds what to add for one benefit. `counterparts` names the article
    that answers the same question for the other benefit. `needs_scheme` means that one must first know which benefit
    the person has; without it both variants can be shown side by side.
    """

    id: str
    scheme: Scheme
    audience: Text
    title: Text
    questions: Mapping[str, tuple[str, ...]]
    answers_too: tuple[str, ...]
    answer: tuple[Statement, ...]
    answer_for: Mapping[Scheme, tuple[Statement, ...]]
    counterparts: Mapping[Scheme, str]
    needs_scheme: bool
    life_events: tuple[LifeEvent, ...]
    varies_by: VariesBy
    who_decides: tuple[Decider, ...]
    formal_route: FormalRoute
    must_not_promise: str
    related: tuple[str, ...]
    owner: str

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of every variant."""
        return self.answer + tuple(one for variant in self.answer_for.values() for one in variant)

    @property
    def intent(self) -> str:
        """The name under which the assistant knows the question."""
        return "ask_" + self.id.replace("-", "_")


def load_articles(folder: Path | None = None) -> Mapping[str, Article]:
    """Return all articles by id, in the order of their file names; without a folder the project's own, read once.

    Raises ArticleError that names every wrong file and every link to an article that does not exist.
    """
    return _own_articles() if folder is None else _read_folder(folder)


@lru_cache(maxsize=1)
def _own_articles() -> Mapping[str, Article]:
    return _read_folder(FOLDER)


def _read_folder(folder: Path) -> Mapping[str, Article]:
    articles: dict[str, Article] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            articles[path.stem] = read_article(path)
        except ArticleError as error:
            problems.append(str(error))
    problems += _broken_links(articles) if not problems else []
    if problems or not articles:
        raise ArticleError("\n".join(problems) or f"no articles in {folder}")
    return articles


def read_article(path: Path) -> Article:
    """Read one file. Raises ArticleError with every problem in it."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ArticleError(f"{path.name}: not readable YAML: {error}") from error
    reader = _Reader(path.stem, raw)
    article = reader.article()
    if article is None or reader.problems:
        raise ArticleError("\n".join(f"{path.name}: {problem}" for problem in reader.problems))
    return article


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML without the silent "last one wins" for a key that stands twice (and in C where built in: fast)."""


def _mapping_without_doubles(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    if doubles := sorted({str(key) for key in keys if keys.count(key) > 1}):
        raise yaml.YAMLError(f"key stands twice: {', '.join(doubles)}{node.start_mark}")
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return mapping


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_doubles)

_REQUIRED = frozenset(
    {"id", "scheme", "audience", "title", "questions", "answer", "needs_scheme", "life_events", "varies_by"}
    | {"who_decides", "formal_route", "must_not_promise", "related", "owner"}
)
_OPTIONAL = frozenset({"answer_for", "answers_too", "counterparts"})
MARKUP = re.compile(r"[<>*`#{}|\\]|\[|\]|https?://")


class _Reader:
    """Turns one parsed file into an Article and remembers every problem instead of stopping at the first."""

    def __init__(self, stem: str, raw: Any) -> None:
        self.stem = stem
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        self.problems: list[str] = [] if isinstance(raw, dict) else ["the file must be a mapping of keys"]

    def article(self) -> Article | None:
        self.problems += [f"key missing: {key}" for key in sorted(_REQUIRED - set(self.raw))]
        self.problems += [f"unknown key: {key}" for key in self.raw if key not in _REQUIRED | _OPTIONAL]
        if self.problems:
            return None
        article = Article(
            id=self.string("id", self.raw["id"]),
            scheme=self.one(Scheme, "scheme", self.raw["scheme"], Scheme.GENERAL),
            audience=self.text("audience", self.raw["audience"]),
            title=self.text("title", self.raw["title"]),
            questions=self.questions(),
            answers_too=tuple(self.strings("answers_too", self.raw.get("answers_too", []))),
            answer=self.statements("answer", self.raw["answer"]),
            answer_for=self.variants(),
            counterparts=self.counterparts(),
            needs_scheme=self.flag("needs_scheme"),
            life_events=tuple(self.several(LifeEvent, "life_events")),
            varies_by=self.one(VariesBy, "varies_by", self.raw["varies_by"], VariesBy.NONE),
            who_decides=tuple(self.several(Decider, "who_decides")),
            formal_route=self.one(FormalRoute, "formal_route", self.raw["formal_route"], FormalRoute.NONE),
            must_not_promise=self.string("must_not_promise", self.raw["must_not_promise"]),
            related=tuple(self.strings("related", self.raw["related"])),
            owner=self.string("owner", self.raw["owner"]),
        )
        self.problems += _contradictions(article, self.stem)
        return article

    def string(self, where: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            self.problems.append(f"{where}: must be a text")
            return ""
        if found := MARKUP.search(value):
            self.problems.append(f"{where}: plain text only, found {found.group()!r}")
        return value.strip()

    def strings(self, where: str, value: Any) -> list[str]:
        if not isinstance(value, list):
            self.problems.append(f"{where}: must be a list")
            return []
        return [self.string(f"{where}[{number}]", one) for number, one in enumerate(value, 1)]

    def text(self, where: str, value: Any) -> Text:
        if not isinstance(value, dict) or sorted(value) != sorted(LANGUAGES):
            self.problems.append(f"{where}: needs exactly the languages {', '.join(LANGUAGES)}")
            return Text("", "")
        return Text(**{language: self.string(f"{where}.{language}", value[language]) for language in LANGUAGES})

    def one[E: StrEnum](self, kind: type[E], where: str, value: Any, otherwise: E) -> E:
        try:
            return kind(value)
        except ValueError:
            self.problems.append(f"{where}: {value!r} is not one of {', '.join(kind)}")
            return otherwise

    def several[E: StrEnum](self, kind: type[E], where: str) -> list[E]:
        values = self.strings(where, self.raw[where])
        if not values:
            self.problems.append(f"{where}: at least one of {', '.join(kind)}")
        return [self.one(kind, where, value, next(iter(kind))) for value in values]

    def flag(self, where: str) -> bool:
        if not isinstance(self.raw[where], bool):
            self.problems.append(f"{where}: must be true or false")
        return bool(self.raw[where])

    def questions(self) -> dict[str, tuple[str, ...]]:
        value = self.raw["questions"]
        if not isinstance(value, dict) or sorted(value) != sorted(LANGUAGES):
            self.problems.append(f"questions: needs exactly the languages {', '.join(LANGUAGES)}")
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for language in LANGUAGES:
            found[language] = tuple(self.strings(f"questions.{language}", value[language]))
            if len(set(map(fold, found[language]))) < FEWEST_QUESTIONS[language]:
                self.problems.append(f"questions.{language}: at least {FEWEST_QUESTIONS[language]} different ones")
        return found

    def statements(self, where: str, value: Any) -> tuple[Statement, ...]:
        if not isinstance(value, list):
            self.problems.append(f"{where}: must be a list of statements")
            return ()
        return tuple(self.statement(f"{where}[{number}]", one) for number, one in enumerate(value, 1))

    def statement(self, where: str, value: Any) -> Statement:
        keys = {*LANGUAGES, "source", "checked_on"}
        if not isinstance(value, dict) or set(value) != keys:
            self.problems.append(f"{where}: needs exactly the keys {', '.join(sorted(keys))}")
            return Statement(Text("", ""), "", dt.date.min)
        if type(value["checked_on"]) is not dt.date:
            self.problems.append(f"{where}.checked_on: must be a date such as 2026-11-22")
        return Statement(
            text=self.text(where, {language: value[language] for language in LANGUAGES}),
            source=self.string(f"{where}.source", value["source"]),
            checked_on=value["checked_on"],
        )

    def variants(self) -> dict[Scheme, tuple[Statement, ...]]:
        value = self.raw.get("answer_for", {})
        if not isinstance(value, dict) or (value and set(value) != set(BENEFITS)):
            self.problems.append(f"answer_for: needs exactly {' and '.join(BENEFITS)}")
            return {}
        return {Scheme(key): self.statements(f"answer_for.{key}", given) for key, given in value.items()}

    def counterparts(self) -> dict[Scheme, str]:
        value = self.raw.get("counterparts", {})
        if not isinstance(value, dict) or not set(value) <= set(BENEFITS):
            self.problems.append(f"counterparts: maps {' or '.join(BENEFITS)} to an article id")
            return {}
        return {Scheme(key): self.string(f"counterparts.{key}", given) for key, given in value.items()}


def _contradictions(article: Article, stem: str) -> list[str]:
    problems = []
    if article.id != stem:
        problems.append(f"id {article.id!r} must equal the file name")
    if not article.id.startswith(_ID_PREFIX[article.scheme] + "-"):
        problems.append(f"id of scheme {article.scheme} must start with {_ID_PREFIX[article.scheme]}-")
    if not article.statements or any(not variant for variant in article.answer_for.values()):
        problems.append("answer: no statement at all, or an empty variant")
    if article.needs_scheme and not (article.answer_for or article.counterparts):
        problems.append("needs_scheme: needs an answer_for or a counterpart to choose from")
    if article.answer_for and article.counterparts:
        problems.append("answer_for and counterparts exclude each other")
    if article.scheme in article.counterparts:
        problems.append("counterparts: name the other benefit only")
    return problems


def _broken_links(articles: Mapping[str, Article]) -> list[str]:
    problems = []
    for article in articles.values():
        links = (*article.related, *article.counterparts.values())
        problems += [f"{article.id}.yml: no article {link!r}" for link in links if link not in articles]
        if article.id in article.related:
            problems.append(f"{article.id}.yml: related to itself")
        for scheme, other in article.counterparts.items():
            if other in articles and articles[other].counterparts.get(article.scheme) != article.id:
                problems.append(f"{article.id}.yml: {other} must name it back as counterpart")
            if other in articles and articles[other].scheme != scheme:
                problems.append(f"{article.id}.yml: counterpart {other} is not about {scheme}")
    return problems
