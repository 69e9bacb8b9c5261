"""Put together what the articles add to the domain and the rules; `--fingerprint` tells what the model is made of.

`rasa train` takes one domain folder, so the hand-written domain and the generated list of intents are brought together
in build/domain. One rule per article intent answers it, a second one does so in the middle of the intake.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
BUILD = HOME / "build"
ARTICLES = BUILD / "nlu" / "articles.json"

RULES = """\
version: "3.1"
rules:
  - rule: a question about rights and obligations is answered
    steps:
      - or:
{intents}
      - action: action_answer_article
  - rule: a question half-way the intake is answered, then the intake goes on
    condition:
      - active_loop: intake_form
    steps:
      - or:
{intents}
      - action: action_answer_article
      - action: intake_form
      - active_loop: intake_form
"""


def assemble() -> None:
    """Write build/domain and build/rules anew."""
    intents = sorted(json.loads(ARTICLES.read_text(encoding="utf-8")))
    domain = _emptied(BUILD / "domain")
    for source in sorted((HOME / "domain").rglob("*.yml")):
        shutil.copyfile(source, domain / source.name)
    (BUILD / "nlu" / "domain_articles.yml").replace(domain / "domain_articles.yml")
    lines = "\n".join(f"          - intent: {intent}" for intent in intents)
    (_emptied(BUILD / "rules") / "articles.yml").write_text(RULES.format(intents=lines), encoding="utf-8")


def fingerprint() -> str:
    """The SHA-256 of every file that decides what the model becomes, and of the version of Rasa."""
    made_of = [HOME / "config.yml", HOME / "requirements.txt"]
    for folder in (HOME / "data", HOME / "components", BUILD / "domain", BUILD / "nlu", BUILD / "rules"):
        made_of += sorted(path for path in folder.rglob("*") if path.suffix in (".yml", ".json", ".py"))
    total = hashlib.sha256()
    for path in made_of:
        total.update(str(path.relative_to(HOME)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    if sys.argv[1:] == ["--fingerprint"]:
        print(fingerprint())
    else:
        assemble()
