"""Check the templates without rendering them: they compile, and they keep to the rules of docs/architecture.md.

No inline script or style (the content security policy would block it), no eval in htmx attributes, every form with
hx-post works without scripts too, and no template asks whether htmx is there.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "portal/templates"
_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\{\{.*?\}\}|\{%.*?%\}|\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.DOTALL)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
RULES = {
    "inline style": re.compile(r"\sstyle\s*="),
    "inline event handler": re.compile(r"\son[a-z]+\s*="),
    "script in an htmx attribute": re.compile(
        r"\shx-on\b|\shx-(?:vals|headers)\s*=\s*[\"']js:|\shref\s*=\s*[\"']javascript:"
    ),
}


def main() -> int:
    """Check all templates; return 1 when one breaks a rule."""
    environment = Environment(  # noqa: S701  nothing is rendered
        loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n", "jinja2.ext.do"]
    )
    findings = [
        f"portal/templates/{path.relative_to(TEMPLATES)}: {problem}"
        for path in sorted(TEMPLATES.rglob("*"))
        if path.suffix in {".html", ".txt", ".xml", ".css"}
        for problem in problems_of(path.read_text(encoding="utf-8"), environment)
    ]
    print("\n".join(findings))
    return 1 if findings else 0


def problems_of(source: str, environment: Environment) -> Iterator[str]:
    """Return what is wrong with one template."""
    try:
        environment.parse(source)
    except TemplateSyntaxError as error:
        yield f"line {error.lineno}: {error.message}"
        return
    text = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), source)
    if re.search(r"request\.htmx|HX-Request|is_htmx", text):
        yield "asks whether htmx is there: leave that to portal/htmx.py"
    for match in _TAG.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield from (f"line {line}: {problem}" for problem in _problems_of_tag(match.group(1).lower(), match.group(2)))


def _problems_of_tag(name: str, attributes: str) -> Iterator[str]:
    attributes = _JINJA.sub("", attributes)
    for problem, pattern in RULES.items():
        if pattern.search(attributes):
            yield problem
    if name == "style" or (name == "script" and not re.search(r"\ssrc\s*=", attributes)):
        yield f"inline {name}"
    if "hx-post" in attributes and (name != "form" or not re.search(r"\saction\s*=", attributes)):
        yield "hx-post that is not on a form with an action"


if __name__ == "__main__":
    sys.exit(main())
