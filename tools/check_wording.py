"""Check what must not stand in the repository: paths of one machine, hosts of package registries, unfinished notes."""

import re
import subprocess
import sys
from pathlib import Path

FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.*:<>])/(?:root|work|home/\w+|Users/\w+)/[\w.]"),
    "a folder outside the repository": re.compile(r"\.\./shared\b"),
    "the host of a package registry": re.compile(
        r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npmjs\.com|deb\.debian\.org|index-url\s*[=:]|find-links)"
    ),
    "an unfinished note": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}
THIS = "tools/check_wording.py"
LARGEST = 2_000_000


def findings_of(name: str, text: str) -> list[str]:
    """Return one line per forbidden thing in the text of a file."""
    return [
        f"{name}:{number}: {what}: {line.strip()[:120]}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(line)
    ]


def main() -> int:
    """Read every text file that git knows or would add; return 1 when something forbidden stands there."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    findings: list[str] = []
    for name in sorted(set(filter(None, listed.split("\0"))) - {THIS}):
        path = Path(name)
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        try:
            findings += findings_of(name, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
