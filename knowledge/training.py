"""Write the assistant's training data from the articles: `python -m knowledge.training FOLDER`.

Three files: `nlu_articles.yml` (an intent per article with its Dutch and English questions), `domain_articles.yml`
(the names of those intents) and `articles.json` (what the assistant must know of each article without asking).
The output depends on the articles alone, so that the same texts always train the same model.
"""

import json
import re
import sys
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.articles import LANGUAGES, Article, load_articles
from knowledge.folding import fold

RASA_FORMAT = "3.1"
_OPENINGS = {
    "nl": ("hallo", "hoi", "goedemiddag", "goedenavond", "ik heb een vraag", "even een vraagje", "beste"),
    "en": ("hello", "hi", "good morning", "i have a question", "quick question", "good evening", "dear sir"),
}
_FEWEST_WORDS_FOR_TYPO = 3
_SHORTEST_WORD_FOR_TYPO = 6


def write_training_data(folder: Path, articles: Mapping[str, Article] | None = None) -> list[Path]:
    """Write the three files into `folder` (made when missing) and return their paths."""
    known = load_articles() if articles is None else articles
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "nlu_articles.yml": nlu_yaml(known.values()),
        "domain_articles.yml": domain_yaml(known.values()),
        "articles.json": json.dumps(index(known.values()), ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    }
    paths = []
    for name, content in contents.items():
        paths.append(folder / name)
        paths[-1].write_text(content, encoding="utf-8")
    return paths


def nlu_yaml(articles: Collection[Article]) -> str:
    """Return Rasa NLU training data: per article one intent with all examples of all languages."""
    taken: set[str] = {fold(text) for article in articles for text in written_examples(article)}
    blocks = [f'version: "{RASA_FORMAT}"\nnlu:']
    for article in articles:
        examples = [*written_examples(article), *_variations(article, taken)]
        lines = "\n".join(f"      - {example}" for example in examples)
        blocks.append(f"  - intent: {article.intent}\n    examples: |\n{lines}")
    return "\n".join(blocks) + "\n"


def domain_yaml(articles: Iterable[Article]) -> str:
    """Return the part of a Rasa domain that lists the intents."""
    return f'version: "{RASA_FORMAT}"\nintents:\n' + "".join(f"  - {article.intent}\n" for article in articles)


def index(articles: Iterable[Article]) -> dict[str, dict[str, Any]]:
    """Return per intent what the assistant needs before it asks for the answer itself."""
    return {
        article.intent: {
            "id": article.id,
            "title": {language: article.title.in_(language) for language in LANGUAGES},
            "scheme": article.scheme.value,
            "needs_scheme": article.needs_scheme,
            "counterparts": {scheme.value: other for scheme, other in article.counterparts.items()},
            "formal_route": article.formal_route.value,
        }
        for article in articles
    }


def written_examples(article: Article) -> list[str]:
    """Return the title and questions of an article as one line each, without doubles."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for text in (article.title.in_(language), *article.questions[language]):
            found.setdefault(fold(text), " ".join(text.split()))
    return list(found.values())


def _variations(article: Article, taken: set[str]) -> list[str]:
    """Return what people do to a question: a word before it, no capitals or marks, a slip of the finger."""
    found = []
    for language in LANGUAGES:
        for number, text in enumerate(article.questions[language]):
            for changed in (_with_opening(text, language, number), _with_slip(text)):
                if changed and fold(changed) not in taken:
                    taken.add(fold(changed))
                    found.append(changed)
    return found


def _with_opening(text: str, language: str, number: int) -> str | None:
    if number % 2:
        return None
    openings = _OPENINGS[language]
    return f"{openings[_dice(text, len(openings))]} {_typed_quickly(text)}"


def _with_slip(text: str) -> str | None:
    """Drop or swap one letter inside one long word; always the same one for the same text."""
    words = _typed_quickly(text).split()
    places = [place for place, word in enumerate(words) if len(word) >= _SHORTEST_WORD_FOR_TYPO and word.isalpha()]
    if len(words) < _FEWEST_WORDS_FOR_TYPO or not places:
        return None
    place = places[_dice(text, len(places))]
    word = words[place]
    at = 1 + _dice(word, len(word) - 3)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    words[place] = word[:at] + word[at + 1 :] if swapped == word or _dice(text + word, 2) else swapped
    return " ".join(words)


def _typed_quickly(text: str) -> str:
    return " ".join(re.sub(r"[?!.,;:]", " ", text).lower().split())


def _dice(seed: str, sides: int) -> int:
    return zlib.crc32(seed.encode()) % sides


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
