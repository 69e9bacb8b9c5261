"""Check the documents: every relative link and anchor leads somewhere, every path in `code` exists."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_CODE = re.compile(r"`([^`\s]+)`")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_OUTSIDE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PATH_LIKE = re.compile(r"^[\w.-]+(?:/[\w.-]+)+/?$")
MADE_LATER = (
    "var/",
    ".venv/",
    "node_modules/",
    "assistant/.venv/",
    "assistant/models/",
    "assistant/build/",
    "portal/static/vendor/",
)


def main() -> int:
    """Check every Markdown file that git knows or would add; return 1 when something leads nowhere."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", "*.md"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    documents = [ROOT / name for name in sorted(filter(None, listed.split("\0"))) if (ROOT / name).is_file()]
    findings = [finding for document in documents for finding in findings_of(document)]
    print("\n".join(findings))
    return 1 if findings else 0


def findings_of(document: Path) -> Iterator[str]:
    """Return one line per link or path of the document that leads nowhere."""
    name = document.relative_to(ROOT)
    text = _FENCE.sub("", document.read_text(encoding="utf-8"))
    for target in _LINK.findall(text):
        if not _OUTSIDE.match(target) and not _leads_somewhere(document, target):
            yield f"{name}: link to {target}"
    for path in _CODE.findall(text):
        if _is_ours(path) and not ((ROOT / path).exists() or (document.parent / path).exists()):
            yield f"{name}: path `{path}`"


def anchors_of(text: str) -> set[str]:
    """Return the anchors that a Markdown page has, as code hosts make them from its headings."""
    bare = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(_FENCE.sub("", text)))
    return {anchor.replace(" ", "-") for anchor in bare}


def _leads_somewhere(document: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    goal = (document.parent / path).resolve() if path else document
    if not goal.exists():
        return False
    return not anchor or goal.suffix != ".md" or anchor in anchors_of(goal.read_text(encoding="utf-8"))


def _is_ours(path: str) -> bool:
    """Tell whether the words in `code` are a path in this repository: its first folder is one of ours."""
    if not _PATH_LIKE.match(path) or path.startswith(MADE_LATER):
        return False
    return (ROOT / path.split("/", 1)[0]).is_dir()


if __name__ == "__main__":
    sys.exit(main())
