"""`make chat-eval FILE=questions.jsonl OUT=replies.json`: put every question to a running Houvast, as people do.

Starts an installation of its own (portal, worker, Rasa, actions, database) and types each question on the chat page as
the demo client with the question's benefit, in the question's language, in a conversation of its own. What the page
then shows is written in the shape that a question set is scored in. Refuses a set that the assistant learnt by heart.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from tools import embedded
from tools.bench.http import Browser, Form, forms_of
from tools.bench.installation import Installation
from tools.bootstrap import ROOT
from tools.chat.near_copies import near_copies, training_examples
from tools.chat.replies import as_scored

FOLDER = ROOT / "var/chat-eval"
FIRST_PORT = 8176
CLIENTS = {"ww": "Elif", "participatiewet": "Mohamed", "none": "Wouter"}
TRAINED_FROM = (ROOT / "assistant/data/nlu", ROOT / "assistant/build/nlu")
PATIENCE = 900.0


def main() -> int:
    """Ask, write, and tell how long it took; 1 when the set stands in the training data."""
    options = _options()
    questions = [json.loads(line) for line in options.file.read_text("utf-8-sig").splitlines() if line.strip()]
    with Installation(fresh=False, with_assistant=True, folder=FOLDER, first_port=FIRST_PORT) as installation:
        installation.seconds_until("assistant: ready", PATIENCE)
        if _learnt_by_heart(questions):
            return 1
        started = time.monotonic()
        with embedded.start(FOLDER) as database:
            replies = [_ask(installation.base, database, question) for question in questions]
    options.out.write_text(json.dumps(replies, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(replies)} questions asked in {time.monotonic() - started:.0f} s: {options.out}")
    return 0


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="one JSON object per line: id, lang, text, scheme")
    parser.add_argument("out", type=Path, help="where the replies go")
    return parser.parse_args()


def _learnt_by_heart(questions: list[dict[str, Any]]) -> bool:
    texts = {question["id"]: question["text"] for question in questions}
    copies = near_copies(texts, training_examples(TRAINED_FROM))
    for copy in copies:
        print(f"{copy.key} stands in the training data ({copy.likeness}): {copy.example}", file=sys.stderr)
    return bool(copies)


def _ask(base: str, database: embedded.EmbeddedDatabase, question: dict[str, Any]) -> dict[str, Any]:
    browser = _signed_in(base, CLIENTS[question.get("scheme") or "none"], question["lang"])
    for form in forms_of(browser.get("/chat").text):
        if form.action.startswith("/chat/stop/"):
            browser.post(form.action, form.fields)
    form = _form(browser, "/chat", lambda form: "message" in form.fields and not form.fields["message"])
    answer = browser.post(form.action, {**form.fields, "message": question["text"]}, {"HX-Request": "true"})
    if answer.status != 200:
        raise RuntimeError(f"the chat answered {answer.status} to {question['id']}")
    return as_scored(question["id"], _kept(database))


_browsers: dict[tuple[str, str], Browser] = {}


def _signed_in(base: str, person: str, language: str) -> Browser:
    """One browser per person; her language is switched where needed."""
    key = (person, "browser")
    if key not in _browsers:
        _browsers[key] = Browser(base)
        form = _form(_browsers[key], "/inloggen", lambda form: person in form.text)
        _browsers[key].post(form.action, form.fields)
    browser = _browsers[key]
    switch = _form(browser, "/chat", lambda form: form.action == "/taal")
    browser.post("/taal", {**switch.fields, "language": language})
    return browser


def _form(browser: Browser, path: str, wanted: Any) -> Form:
    return next(form for form in forms_of(browser.get(path).text) if wanted(form))


def _kept(database: embedded.EmbeddedDatabase) -> list[dict[str, Any]]:
    """The bubbles after the client's last words, in order."""
    with database.superuser("houvast") as connection:
        rows = connection.execute("SELECT speaker, parts FROM chat_line ORDER BY seq DESC LIMIT 20").fetchall()
    found: list[dict[str, Any]] = []
    for speaker, parts in rows:
        if speaker == "client":
            break
        found.insert(0, parts)
    return found


if __name__ == "__main__":
    sys.exit(main())
