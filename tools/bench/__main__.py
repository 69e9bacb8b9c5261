"""`make bench`: measure a whole installation on this machine and print the numbers as JSON.

Speed is only comparable within one run, hence the bare Flask page beside it. `--quick` leaves the assistant out.
"""

import argparse
import gzip
import json
import re
import statistics
import subprocess
import sys
import time
from typing import Any

from tools.bench.chat import crowd_of, milliseconds_of_a_crowd, milliseconds_of_replies
from tools.bench.http import Browser, forms_of, requests_per_second, seconds_of
from tools.bench.installation import BASE, FOLDER, Installation
from tools.bootstrap import ROOT
from tools.supervisor import stop_groups

CLIENT, COACH = "Elif", "Samira"
PAGES = {"today": (CLIENT, "/vandaag"), "caseload": (COACH, "/coach")}
PLAN = "/plan.pdf"
TIMES, SECONDS, TOGETHER = 200, 6.0, 8


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="without the assistant")
    quick = options.parse_args().quick
    found: dict[str, Any] = {}
    with Installation(fresh=True, with_assistant=not quick) as first:
        found["first_start_seconds"] = _start_times(first, quick)
    with Installation(fresh=False, with_assistant=not quick) as second:
        found["second_start_seconds"] = _start_times(second, quick)
        found["bare_flask"] = _bare_flask()
        found["pages"] = _pages(found["bare_flask"])
        found["bytes"] = _bytes()
        found["pdf_seconds"] = _pdf()
        if not quick:
            found["chat_milliseconds"] = _chat()
            found["chat_of_twenty_milliseconds"] = milliseconds_of_a_crowd(crowd_of(BASE, FOLDER))
        found["memory_megabytes"] = second.memory()
        found["statements"] = _statements()
    if not quick:
        found["training_seconds"] = _training()
    print(json.dumps(found, indent=2))
    return 0


def _start_times(installation: Installation, quick: bool) -> dict[str, float]:
    times = {"portal": installation.seconds_until("portal: ready", 120)}
    if not quick:
        times["assistant"] = installation.seconds_until("assistant: ready", 600)
    return times


def _signed_in(person: str) -> Browser:
    browser = Browser(BASE)
    form = next(form for form in forms_of(browser.get("/inloggen").text) if person in form.text)
    answer = browser.post(form.action, form.fields)
    if answer.status != 200:
        raise RuntimeError(f"{person} could not sign in: {answer.status}")
    return browser


def _speed(browsers: list[Browser], path: str) -> dict[str, float]:
    seconds_of(browsers[0], path, 20)
    taken = seconds_of(browsers[0], path, TIMES)
    return {
        "median_ms": round(statistics.median(taken) * 1000, 1),
        "p95_ms": round(taken[int(len(taken) * 0.95)] * 1000, 1),
        "per_second": round(requests_per_second(browsers, path, SECONDS), 1),
    }


def _bare_flask() -> dict[str, float]:
    port = "8792"
    command = [sys.executable, "-m", "gunicorn", "-c", "/dev/null", "-b", f"127.0.0.1:{port}", "-w", "2"]
    command += ["-k", "gthread", "--threads", "4", "--keep-alive", "15", "--no-control-socket", "tools.bench.bare:app"]
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        base = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                Browser(base).get("/")
                break
            except OSError:
                time.sleep(0.1)
        return _speed([Browser(base) for _ in range(TOGETHER)], "/")
    finally:
        stop_groups([server])


def _pages(bare: dict[str, float]) -> dict[str, dict[str, float]]:
    found = {}
    for name, (person, path) in PAGES.items():
        speed = _speed([_signed_in(person) for _ in range(TOGETHER)], path)
        speed["median_times_bare"] = round(speed["median_ms"] / bare["median_ms"], 1)
        speed["per_second_part_of_bare"] = round(speed["per_second"] / bare["per_second"], 2)
        found[name] = speed
    return found


def _bytes() -> dict[str, int]:
    """Bytes of a first visit with an empty cache (page, styles, scripts, icons, fonts) and of a page after it."""
    browser = _signed_in(CLIENT)
    page = browser.get("/vandaag")
    assets = set(re.findall(r'(?:href|src)="(/static/[^"#?]+)', page.text))
    for sheet in [path for path in assets if path.endswith(".css")]:
        fonts = re.findall(r'url\("?([^")]+\.woff2)"?\)', browser.get(sheet).text)
        assets |= {font if font.startswith("/") else f"{sheet.rsplit('/', 1)[0]}/{font}" for font in fonts}
    used = sorted(path for path in assets if "-ext-" not in path)  # letters that these pages do not have
    on_the_wire = sum(len(browser.get(path).body) for path in used)
    return {
        "assets_of_first_load": on_the_wire,
        "page_on_the_wire": len(page.body),
        "page_gzip": len(gzip.compress(page.text.encode())),
        "first_load_gzip": on_the_wire + len(gzip.compress(page.text.encode())),
    }


def _pdf() -> dict[str, float]:
    """Seconds of the plan with its agreements; the first one loads the fonts."""
    browser = _signed_in(CLIENT)
    taken = [answer.seconds for answer in (browser.get(PLAN) for _ in range(6)) if answer.body.startswith(b"%PDF")]
    return {"slowest": round(max(taken), 2), "median": round(statistics.median(taken), 2)}


def _chat() -> dict[str, float]:
    return milliseconds_of_replies(_signed_in(CLIENT))


def _statements() -> dict[str, int]:
    from tools.bench.statements import statements_of

    return {name: statements_of(person, [path])[path] for name, (person, path) in PAGES.items()}


def _training() -> float:
    started = time.monotonic()
    subprocess.run(["assistant/bin/train"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return round(time.monotonic() - started, 1)


if __name__ == "__main__":
    sys.exit(main())
