"""The chat: one question through the portal and straight to Rasa, taking turns; and twenty clients who talk at once.

`python -m tools.bench.chat` measures the twenty only, in an installation of its own.
"""

import json
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import embedded
from tools.bench.http import Browser, forms_of
from tools.bench.installation import FOLDER, PORT, RASA, Installation
from tools.local_secrets import kept_secrets

QUESTION = "Wat moet ik doen als ik ziek ben?"
TURNS, WARM_UP = 24, 4
AT_ONCE, ROUNDS = 20, 5
QUESTIONS = (
    "Hoe lang duurt mijn WW?",
    "Mag ik vrijwilligerswerk doen?",
    QUESTION,
    "Mag ik op vakantie?",
    "Moet ik solliciteren?",
)


def milliseconds_of_replies(browser: Browser) -> dict[str, float]:
    """Return the median time of a reply through the portal and straight from Rasa, and their ratio."""
    portal, direct = [], []
    for turn in range(WARM_UP + TURNS):
        question = QUESTIONS[turn % len(QUESTIONS)]
        through_portal = _ask_portal(browser, question)
        straight = _ask_rasa(_newest_token(), question)
        if turn >= WARM_UP:
            portal.append(through_portal)
            direct.append(straight)
    medians = {"portal": statistics.median(portal) * 1000, "rasa": statistics.median(direct) * 1000}
    ratio = medians["portal"] / medians["rasa"]
    return {**{name: round(value, 1) for name, value in medians.items()}, "ratio": round(ratio, 2)}


def milliseconds_of_a_crowd(browsers: list[Browser]) -> dict[str, float]:
    """Return median and 95th percentile of one client alone and of all at the same moment, and their ratio.

    Every round all of them press the button together, which is harder than a busy hour.
    """
    alone = [_ask_portal(browsers[0], QUESTIONS[turn % len(QUESTIONS)]) for turn in range(WARM_UP + TURNS)][WARM_UP:]
    with ThreadPoolExecutor(len(browsers)) as threads:
        for browser in browsers:
            _ask_portal(browser)
        together = [
            seconds
            for turn in range(ROUNDS)
            for seconds in threads.map(_ask_portal, browsers, [QUESTIONS[turn % len(QUESTIONS)]] * len(browsers))
        ]
    one, all_of_them = _in_milliseconds(alone), _in_milliseconds(together)
    found = {f"one_{name}": value for name, value in one.items()}
    found |= {f"together_{name}": value for name, value in all_of_them.items()}
    return {**found, "ratio_p95": round(all_of_them["p95"] / one["median"], 1)}


def crowd_of(base: str, folder: Path) -> list[Browser]:
    """Return the browsers of twenty different clients, signed in; each has a conversation of her own."""
    with embedded.start(folder) as database, database.superuser("houvast") as connection:
        connection.execute(
            "UPDATE account SET demo_note = 'one of a crowd' WHERE role = 'client' AND demo_note IS NULL"
        )
        connection.commit()
        rows = connection.execute("SELECT id FROM account WHERE role = 'client' ORDER BY id LIMIT %s", (AT_ONCE,))
        clients = {str(row[0]) for row in rows}
    browsers = []
    for client in sorted(clients):
        browser = Browser(base)
        form = next(form for form in forms_of(browser.get("/inloggen").text) if form.action.endswith(client))
        if browser.post(form.action, form.fields).status != 200:
            raise RuntimeError("a client could not sign in")
        browsers.append(browser)
    return browsers


def _in_milliseconds(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {"median": round(statistics.median(ordered) * 1000, 1), "p95": round(p95 * 1000, 1)}


def _ask_portal(browser: Browser, question: str = QUESTION) -> float:
    form = next(form for form in forms_of(browser.get("/chat").text) if "message" in form.fields)
    started = time.perf_counter()
    answer = browser.post(form.action, {**form.fields, "message": question}, {"HX-Request": "true"})
    if "De assistent is er nu even niet" in answer.text:
        raise RuntimeError("the portal answered by itself: the assistant was too slow")
    if answer.status != 200:
        raise RuntimeError(f"the chat answered {answer.status}")
    return time.perf_counter() - started


def _ask_rasa(conversation: str, question: str) -> float:
    """As the portal asks it for a client with WW."""
    token = kept_secrets(FOLDER, {"rasa_token": str})["rasa_token"]
    message = {"sender": conversation, "message": question, "metadata": {"language": "nl", "scheme": "ww"}}
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


def main() -> int:
    """Measure twenty at once and print it; an argument is the first port, for an installation beside others."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    folder = FOLDER.with_name("bench-chat")
    with Installation(fresh=True, with_assistant=True, folder=folder, first_port=port) as installation:
        installation.seconds_until("assistant: ready", 600)
        print(json.dumps(milliseconds_of_a_crowd(crowd_of(installation.base, folder)), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
