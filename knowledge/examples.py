"""Put a question that somebody really asked under its article, where the assistant learns from it."""

import re
from pathlib import Path

import yaml

from knowledge.articles import FOLDER, LANGUAGES, MARKUP, ArticleError, load_articles
from knowledge.folding import fold
from knowledge.training import written_examples


def add_example(article_id: str, language: str, words: str, *, folder: Path = FOLDER) -> bool:
    """Write the words at the end of the article's questions in this language; False when an article has them already.

    Only that line is added, so that the file keeps its form. Raises KeyError for an article or language that is not
    there, and ArticleError when the file could not be read any more; it is then as it was.
    """
    articles = load_articles(folder)
    if article_id not in articles or language not in LANGUAGES:
        raise KeyError(f"{article_id} in {language}")
    plain = " ".join(MARKUP.sub(" ", words).split())
    if fold(plain) in {fold(known) for article in articles.values() for known in written_examples(article)}:
        return False
    path = folder / f"{article_id}.yml"
    before = path.read_text(encoding="utf-8")
    path.write_text(_with_line(before, language, plain), encoding="utf-8")
    try:
        load_articles(folder)
    except ArticleError:
        path.write_text(before, encoding="utf-8")
        raise
    return True


def _with_line(text: str, language: str, words: str) -> str:
    lines = text.split("\n")
    at = lines.index("questions:")
    at = next(number for number in range(at + 1, len(lines)) if lines[number].strip() == f"{language}:")
    last = at
    while last + 1 < len(lines) and re.match(r"    (- | {2})", lines[last + 1]):
        last += 1
    quoted = yaml.safe_dump(words, allow_unicode=True, width=10_000).removesuffix("...\n").strip()
    return "\n".join([*lines[: last + 1], f"    - {quoted}", *lines[last + 1 :]])
