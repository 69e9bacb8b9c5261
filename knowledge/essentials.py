"""What somebody with a benefit is shown in advance: her rights, her duties, and what she may expect of the agency.

The edition of an answer changes when its text does, so that "she has seen it" is about the text that she saw.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.articles import BENEFITS, Article, ArticleError, Scheme, load_articles
from knowledge.render import Answer, answer, benefit

FILE = Path(__file__).parent / "essentials.yml"


class Group(StrEnum):
    """The three parts, in the order in which they are shown: chances first."""

    RIGHTS = "rights"
    DUTIES = "duties"
    EXPECT = "expect"


@dataclass(frozen=True, slots=True)
class Essential:
    """One article to read in advance, as it is for this benefit in this language."""

    group: Group
    article_id: str
    title: str
    edition: str


def essentials(scheme: str | None, language: str) -> tuple[Essential, ...]:
    """What to read in advance with this benefit, in order; nothing while the benefit is unknown (None)."""
    chosen = benefit(scheme)
    return _essentials(chosen, language) if chosen else ()


def edition_of(shown: Answer) -> str:
    """A mark that is the same as long as the answer says the same: 16 hexadecimal digits."""
    parts = (shown.title, shown.who_decides, *(paragraph.text for paragraph in shown.paragraphs))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@lru_cache(maxsize=8)
def _essentials(scheme: Scheme, language: str) -> tuple[Essential, ...]:
    found = []
    for group, ids in read_lists(load_articles())[scheme].items():
        for article_id in ids:
            # in Dutch whatever the language of the page: the Dutch text is the one that counts
            edition = edition_of(answer(article_id, scheme.value, "nl"))
            found.append(Essential(group, article_id, answer(article_id, scheme.value, language).title, edition))
    return tuple(found)


def read_lists(articles: Mapping[str, Article]) -> dict[Scheme, dict[Group, list[str]]]:
    """The lists as they stand in the file; raises ArticleError for a benefit, part or article that does not fit."""
    lists = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    problems = [f"{FILE.name}: no list for {scheme}" for scheme in BENEFITS if set(lists.get(scheme, ())) != set(Group)]
    for scheme, groups in lists.items():
        fitting = {Scheme(scheme), Scheme.GENERAL, Scheme.PORTAL}
        named = [article_id for ids in groups.values() for article_id in ids]
        problems += [f"{FILE.name}: {one} stands twice for {scheme}" for one in set(named) if named.count(one) > 1]
        problems += [
            f"{FILE.name}: {one} is no article for {scheme}"
            for one in named
            if one not in articles or articles[one].scheme not in fitting
        ]
    if problems:
        raise ArticleError("\n".join(problems))
    return {Scheme(scheme): {Group(name): ids for name, ids in groups.items()} for scheme, groups in lists.items()}
