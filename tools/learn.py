"""`make learn`: put the questions that the editors chose under their articles, for the next training.

Works on the running installation's database (HOUVAST_OWNER_DATABASE_URL, else the embedded one under var/). What was
chosen and cannot be put anywhere stays chosen, with the reason.
"""

import os
import sys
from pathlib import Path

from sqlalchemy.orm import Session

from eportfolio import learning
from eportfolio.database import make_engine
from knowledge.examples import add_example
from tools import embedded
from tools.bootstrap import ROOT


def main() -> int:
    """Write the chosen questions into knowledge/articles/ and say what was done."""
    address = os.environ.get("HOUVAST_OWNER_DATABASE_URL")
    if address:
        return put_chosen(address)
    with embedded.start(Path(os.environ.get("HOUVAST_VAR_DIR", ROOT / "var"))) as database:
        return put_chosen(database.owner_url)


def put_chosen(owner_url: str) -> int:
    """Put every chosen question in its place; returns 1 when one could not be put."""
    engine = make_engine(owner_url)
    with Session(engine) as db, db.begin():
        items = learning.chosen(db)
        done, refused = [], 0
        for item in items:
            try:
                added = add_example(item.article_id or "", item.language, item.words or "")
            except (KeyError, ValueError) as problem:
                refused += 1
                print(f"not put: {item.words!r}: {problem}", file=sys.stderr)
                continue
            done.append(item)
            print(f"{item.article_id} ({item.language}): {item.words}{'' if added else '  (known already)'}")
        learning.mark_used(db, done)
    engine.dispose()
    print(f"{len(done)} of {len(items)} put. Train with `make stories`, compare with `make chat-eval`, then commit.")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
