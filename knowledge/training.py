"""Write the assistant's training data from the articles: `python -m knowledge.training FOLDER`.

Six files: `questions.json` (the Dutch and English questions of each article, by its intent), `domain_articles.yml` (the
names of those intents), `articles.json` (what the assistant must know of each article without asking),
`statements.json` (what each article says, sentence by sentence), `answered_too.json` (which other articles settle a
question as well) and `words.json` (which words people use for the same thing). Slips of the finger are added when the
model is trained.
The output depends on the articles alone, so that the same texts always train the same model.
"""

import json
import re
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from knowledge.articles import LANGUAGES, Article, load_articles
from knowledge.folding import fold
from knowledge.search import WORDS

RASA_FORMAT = "3.1"
FEWEST_WORDS = 3
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def write_training_data(folder: Path, articles: Mapping[str, Article] | None = None) -> list[Path]:
    """Write the files into `folder` (made when missing) and return their paths."""
    known = load_articles() if articles is None else articles
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "questions.json": _as_json(questions(known.values())),
        "domain_articles.yml": domain_yaml(known.values()),
        "articles.json": _as_json(index(known.values())),
        "statements.json": _as_json(statements(known.values())),
        "answered_too.json": _as_json(answered_too(known.values())),
        "words.json": _as_json(words()),
    }
    paths = []
    for name, content in contents.items():
        paths.append(folder / name)
        paths[-1].write_text(content, encoding="utf-8")
    return paths


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def questions(articles: Iterable[Article]) -> dict[str, list[str]]:
    """Return per intent all examples of all languages.

    The classifier reads them from here: as Rasa's own training data they would be copied and hashed a dozen times.
    """
    return {article.intent: written_examples(article) for article in articles}


def domain_yaml(articles: Iterable[Article]) -> str:
    """Return the part of a Rasa domain that lists the intents."""
    return f'version: "{RASA_FORMAT}"\nintents:\n' + "".join(f"  - {article.intent}\n" for article in articles)


def index(articles: Collection[Article]) -> dict[str, dict[str, Any]]:
    """Return per intent what the assistant needs before it asks for the answer itself."""
    siblings = _siblings(articles)
    return {
        article.intent: {
            "id": article.id,
            "title": {language: article.title.in_(language) for language in LANGUAGES},
            "scheme": article.scheme.value,
            "needs_scheme": article.needs_scheme,
            "counterparts": {scheme.value: other for scheme, other in article.counterparts.items()},
            "formal_route": article.formal_route.value,
            "siblings": sorted(siblings[article.intent]),
        }
        for article in articles
    }


def _siblings(articles: Iterable[Article]) -> dict[str, set[str]]:
    """Per intent the articles that settle one of its questions, or of which it settles one."""
    asked_at = {fold(text): article.intent for article in articles for text in written_examples(article)}
    found: dict[str, set[str]] = {article.intent: set() for article in articles}
    for article in articles:
        for text in article.answers_too:
            other = asked_at[fold(text)]
            found[article.intent].add(other)
            found[other].add(article.intent)
    return found


def statements(articles: Iterable[Article]) -> dict[str, list[str]]:
    """Return per intent the sentences of its answer in all languages: words that no question may have."""
    return {
        article.intent: [
            sentence
            for language in LANGUAGES
            for statement in article.answer
            for sentence in _SENTENCE.split(statement.text.in_(language))
            if len(sentence.split()) >= FEWEST_WORDS
        ]
        for article in articles
    }


def answered_too(articles: Iterable[Article]) -> dict[str, list[str]]:
    """Return per question the intents of the articles besides its own that settle it as well."""
    found: dict[str, list[str]] = {}
    for article in articles:
        for text in article.answers_too:
            found.setdefault(" ".join(text.split()), []).append(article.intent)
    return found


def written_examples(article: Article) -> list[str]:
    """Return the title and questions of an article as one line each, without doubles."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for text in (article.title.in_(language), *article.questions[language]):
            found.setdefault(fold(text), " ".join(text.split()))
    return list(found.values())


def words() -> dict[str, Any]:
    """Return what the search knows of words: groups of words for the same thing, and words that say nothing."""
    lists = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {"same": [[str(word) for word in group] for group in lists["same"]], "stop": lists["stop"].split()}


def main(arguments: Sequence[str]) -> int:
    """Run from the command line with the output folder as only argument."""
    if len(arguments) != 1:
        print("usage: python -m knowledge.training FOLDER", file=sys.stderr)
        return 2
    for path in write_training_data(Path(arguments[0])):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
