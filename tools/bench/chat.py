"""The same question through the portal's chat and straight to Rasa, taking turns, in the same conversation."""

import json
import statistics
import time

from tools import embedded
from tools.bench.http import Browser, forms_of
from tools.bench.installation import FOLDER, RASA
from tools.local_secrets import kept_secrets

QUESTION = "Wat moet ik doen als ik ziek ben?"
TURNS, WARM_UP = 24, 4


def milliseconds_of_replies(browser: Browser) -> dict[str, float]:
    """Return the median time of a reply through the portal and straight from Rasa, and their ratio."""
    portal, direct = [], []
    for turn in range(WARM_UP + TURNS):
        through_portal = _ask_portal(browser)
        straight = _ask_rasa(_newest_token())
        if turn >= WARM_UP:
            portal.append(through_portal)
            direct.append(straight)
    medians = {"portal": statistics.median(portal) * 1000, "rasa": statistics.median(direct) * 1000}
    ratio = medians["portal"] / medians["rasa"]
    return {**{name: round(value, 1) for name, value in medians.items()}, "ratio": round(ratio, 2)}


def _ask_portal(browser: Browser) -> float:
    form = next(form for form in forms_of(browser.get("/chat").text) if "message" in form.fields)
    started = time.perf_counter()
    answer = browser.post(form.action, {**form.fields, "message": QUESTION}, {"HX-Request": "true"})
    if answer.status != 200:
        raise RuntimeError(f"the chat answered {answer.status}")
    return time.perf_counter() - started


def _ask_rasa(conversation: str) -> float:
    token = kept_secrets(FOLDER, {"rasa_token": str})["rasa_token"]
    message = {"sender": conversation, "message": QUESTION, "metadata": {"language": "nl"}}
    body = json.dumps(message).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    rasa = Browser(RASA)
    request = rasa.request("POST", f"/webhooks/rest/webhook?token={token}", headers) + body
    answer = rasa.connection().send(request)
    if answer.status != 200 or not json.loads(answer.text):
        raise RuntimeError(f"Rasa answered {answer.status} {answer.text!r}")
    return answer.seconds


def _newest_token() -> str:
    with embedded.start(FOLDER) as database, database.superuser("houvast") as connection:
        row = connection.execute("SELECT token FROM conversation ORDER BY created_at DESC LIMIT 1").fetchone()
    if row is None:
        raise RuntimeError("there is no conversation")
    return str(row[0])
