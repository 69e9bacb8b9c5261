"""`make files-eval DIR=…`: what the portal does with hostile and unusual files, sent in as a person would; prints JSON.

The folder holds files and an `expected.json` (a list with for each `file` whether to `expect` "refuse", "accept" or
"either"), perhaps a `names.json` (a list with each `name`), and perhaps a `make_more.py` that writes more files into a
folder. They go to an installation of its own, through the upload form. Meanwhile the client's first page is asked for
again and again: her wait may not grow. With clamd on this machine the installation scans, with signatures of its own.
Ends with 1 when a reaction is not right, a limit is passed, or something lies where nothing should.
"""

import argparse
import contextlib
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from typing import Any

from tools import clamd
from tools.bench.http import Answer, Browser, forms_of
from tools.bench.installation import BASE, Installation

CLIENT = "Elif"
FIRST_PAGE = "/vandaag"
MOST_SECONDS, MOST_MEGABYTES = 5.0, 512.0
"""For one file: what the closed room and the way to it may cost."""
PAUSE = 0.1
"""Between two looks at the first page: somebody who reads, not a load test."""
ESCAPED = (Path("/tmp/cv-path-traversal.txt"), Path("/tmp/cv-absolute-path.txt"))  # noqa: S108  what a bad zip would write
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
ERROR = re.compile(r'id="file-error"[^>]*>(.*?)</div>', re.DOTALL)


@dataclass
class Reaction:
    """What became of one file."""

    file: str
    expect: str
    status: int
    reaction: str
    words: str
    seconds: float
    peak_megabytes: float
    right: bool = False
    shown_name: str | None = None


def main() -> int:
    """Send everything, measure, print; 1 when something is not right."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--out", type=Path)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as more, _scanner() as scanner:
        _write_more(asked.folder, Path(more))
        found = _measure(asked.folder, Path(more), scanner)
    text = json.dumps(found, indent=2, ensure_ascii=False)
    if asked.out:
        asked.out.write_text(text + "\n")
    print(text)
    return 0 if found["all_right"] else 1


@contextlib.contextmanager
def _scanner() -> Iterator[str | None]:
    if clamd.program() is None:
        yield None
    else:
        with clamd.running() as address:
            yield address


def _write_more(folder: Path, target: Path) -> None:
    script = folder / "make_more.py"
    if script.exists():
        subprocess.run([sys.executable, str(script), str(target)], check=True)


def _measure(folder: Path, more: Path, scanner: str | None) -> dict[str, Any]:
    settings = {"HOUVAST_CLAMD_ADDRESS": scanner} if scanner else {}
    with Installation(fresh=True, with_assistant=False, more_settings=settings) as installation:
        installation.seconds_until("portal: ready", 120)
        attacker, reader = _signed_in(), _signed_in()
        for _ in range(20):
            reader.get(FIRST_PAGE)
        alone = _looks(reader, until=time.monotonic() + 5)
        reactions: list[Reaction] = []
        sending = threading.Thread(target=lambda: reactions.extend(_send_all(attacker, folder, more)))
        sending.start()
        meanwhile = _looks(reader, until=None, while_alive=sending)
        sending.join()
    found: dict[str, Any] = {
        "scanner": "clamd" if scanner else "none on this machine",
        "files": [asdict(one) for one in reactions],
        "first_page_ms": {"alone": _milliseconds(alone), "meanwhile": _milliseconds(meanwhile)},
        "most_seconds": max(one.seconds for one in reactions),
        "most_megabytes": max(one.peak_megabytes for one in reactions),
        "escaped": [str(path) for path in ESCAPED if path.exists()],
        "wrong": [one.file for one in reactions if not one.right],
    }
    within = found["most_seconds"] <= MOST_SECONDS and found["most_megabytes"] <= MOST_MEGABYTES
    found["all_right"] = within and not found["wrong"] and not found["escaped"]
    return found


def _send_all(browser: Browser, folder: Path, more: Path) -> list[Reaction]:
    reactions = []
    for entry in json.loads((folder / "expected.json").read_text()):
        name = entry["file"].removeprefix("(not stored) ").split()[0]
        path = next((place / name for place in (folder, more) if (place / name).is_file()), None)
        if path is not None and entry["expect"] in ("refuse", "accept", "either"):
            reactions.append(_send(browser, path, name, entry["expect"]))
    names = folder / "names.json"
    if names.exists():
        plain = next(folder.glob("plain-cv*.pdf"))
        for entry in json.loads(names.read_text()):
            reactions.append(
                _send(browser, plain, entry["name"], "accept" if entry["expect"] == "accept" else "either")
            )
    return reactions


def _send(browser: Browser, path: Path, name: str, expect: str) -> Reaction:
    form = next(form for form in forms_of(browser.get("/documenten/nieuw").text) if form.action == "/documenten/nieuw")
    fields = {**form.fields, "kind": "cv", "share": "yes", "note": "", "expires_on": ""}
    with _watching_closed_rooms() as peak:
        started = time.perf_counter()
        answer = _post(browser, fields, path.read_bytes(), name)
        seconds = time.perf_counter() - started
    reaction = Reaction(
        file=name,
        expect=expect,
        status=answer.status,
        reaction=_reaction(answer),
        words=_words(answer),
        seconds=round(seconds, 2),
        peak_megabytes=round(peak[0] / 1024, 1),
    )
    if reaction.reaction == "accept":
        reaction.shown_name = _shown_name(answer)
    reaction.right = reaction.reaction == expect or (expect == "either" and reaction.reaction in ("accept", "refuse"))
    reaction.right = reaction.right and _is_plain(reaction.shown_name)
    return reaction


def _post(browser: Browser, fields: dict[str, str], content: bytes, name: str) -> Answer:
    """A form with a file, as a browser sends it: in the name only quotes and line ends are written otherwise."""
    mark = "houvast-files-eval-3f1c9a"
    quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    head = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    )
    head += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n'
    head += "Content-Type: application/octet-stream\r\n\r\n"
    body = head.encode("utf-8", "surrogatepass") + content + f"\r\n--{mark}--\r\n".encode()
    return browser.post_body("/documenten/nieuw", body, f"multipart/form-data; boundary={mark}")


def _reaction(answer: Answer) -> str:
    if answer.status == 200 and "/ontvangst/" in answer.text:
        return "accept"
    return "refuse" if answer.status in (413, 422) else f"error {answer.status}"


def _words(answer: Answer) -> str:
    """What a person reads: the error at the file, else the heading of the page."""
    found = ERROR.search(answer.text) or TITLE.search(answer.text)
    return unescape(re.sub(r"<[^>]+>|\s+", " ", found[1])).strip() if found else ""


def _shown_name(answer: Answer) -> str | None:
    row = re.search(r"<dt>Bestand</dt>\s*<dd[^>]*>(.*?)</dd>", answer.text, re.DOTALL)
    return unescape(row[1]).strip() if row else None


def _is_plain(name: str | None) -> bool:
    """Neither a path, nor markup, nor signs that a person cannot see."""
    return name is None or (
        not re.search(r"[/\\<>\"\r\n]|\.\.[/\\]", name)
        and all(sign.isprintable() for sign in name)
        and len(name) <= 120
    )


@contextlib.contextmanager
def _watching_closed_rooms() -> Iterator[list[int]]:
    """The most memory (kB, resident) that a closed room took while inside; the kernel keeps its high-water mark."""
    peak, stop = [0], threading.Event()

    def watch() -> None:
        while not stop.is_set():
            for entry in Path("/proc").iterdir():
                if entry.name.isdigit():
                    peak[0] = max(peak[0], _high_water(entry))
            stop.wait(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        stop.set()
        watcher.join()


def _high_water(process: Path) -> int:
    try:
        if b"read_worker" not in process.joinpath("cmdline").read_bytes():
            return 0
        found = re.search(r"VmHWM:\s+(\d+) kB", process.joinpath("status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _looks(browser: Browser, *, until: float | None, while_alive: threading.Thread | None = None) -> list[float]:
    """The seconds of the first page, again and again with a pause, for so long or while that thread is at work."""
    connection, request = browser.connection(), browser.request("GET", FIRST_PAGE)
    taken = []
    while (until is not None and time.monotonic() < until) or (while_alive is not None and while_alive.is_alive()):
        answer = connection.send(request)
        if answer.status != 200:
            raise RuntimeError(f"{FIRST_PAGE} answered {answer.status}")
        taken.append(answer.seconds)
        time.sleep(PAUSE)
    return sorted(taken)


def _milliseconds(seconds: list[float]) -> dict[str, float]:
    return {
        "looks": len(seconds),
        "median": round(statistics.median(seconds) * 1000, 1),
        "p95": round(seconds[int(len(seconds) * 0.95)] * 1000, 1),
        "worst": round(seconds[-1] * 1000, 1),
    }


def _signed_in() -> Browser:
    browser = Browser(BASE)
    form = next(form for form in forms_of(browser.get("/inloggen").text) if CLIENT in form.text)
    browser.post(form.action, form.fields)
    return browser


if __name__ == "__main__":
    sys.exit(main())
