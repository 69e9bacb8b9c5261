"""Starts the closed room for one file, waits no longer than allowed, and believes little of the answer."""

import json
import os
import signal
import subprocess
import sys
import threading
from enum import StrEnum
from pathlib import Path
from typing import Any

from .confine import EXIT_OUT_OF_MEMORY
from .media import MOST_STORED_BYTES, MediaType

WALL_SECONDS = 10.0
_MOST_ANSWER = MOST_STORED_BYTES + 1024 * 1024
_OVER_A_LIMIT = (EXIT_OUT_OF_MEMORY, -signal.SIGKILL, -signal.SIGXCPU)
_AT_ONCE = threading.BoundedSemaphore(2)
"""Two files at a time per portal process: a rush of uploads waits here and not on the memory of the machine."""
_ROOT = Path(__file__).resolve().parents[2]


class Job(StrEnum):
    """What the closed room can do."""

    INSPECT = "inspect"
    READ = "read"
    READ_CV = "read_cv"
    PICTURE = "picture"


class GaveNoAnswer(Exception):
    """The process crashed, or said something that cannot be."""


class AskedTooMuch(GaveNoAnswer):
    """The process ran out of the time or the memory it was given."""


def run(job: Job, content: bytes, media_type: MediaType, *, page: int = 1) -> tuple[dict[str, Any], bytes]:
    """The answer of the closed room on `content`: a JSON object and bytes; raises GaveNoAnswer or AskedTooMuch."""
    with _AT_ONCE, _in_memory(content) as source:
        process = subprocess.Popen(  # noqa: S603 - fixed arguments, no shell
            [
                sys.executable,
                "-B",
                "-s",
                "-m",
                "eportfolio.documents.read_worker",
                job.value,
                media_type.value,
                str(page),
            ],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
            process_group=0,  # no Ctrl-C; not a new session, in which Linux would not count how nice it is
        )
        answer, was_late = _collect(process)
    if was_late or process.returncode in _OVER_A_LIMIT:
        raise AskedTooMuch(f"{job} stopped with {process.returncode}")
    if process.returncode != 0 or len(answer) > _MOST_ANSWER:
        raise GaveNoAnswer(f"{job} ended with {process.returncode}")
    return _parts(answer)


def _collect(process: "subprocess.Popen[bytes]") -> tuple[bytes, bool]:
    """At most so many bytes, within the time; whatever still runs afterwards is killed."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(WALL_SECONDS, stop)
    clock.start()
    try:
        assert process.stdout is not None
        with process.stdout as pipe:
            answer = pipe.read(_MOST_ANSWER + 1)
        if len(answer) > _MOST_ANSWER:
            process.kill()
        process.wait()
    finally:
        clock.cancel()
    return answer, late.is_set()


def _in_memory(content: bytes) -> Any:
    """A nameless file in memory that holds `content`: the plain text of a CV never touches the disk."""
    file = os.fdopen(os.memfd_create("document"), "w+b")
    file.write(content)
    file.seek(0)
    return file


def _parts(answer: bytes) -> tuple[dict[str, Any], bytes]:
    line, _, body = answer.partition(b"\n")
    try:
        header = json.loads(line)
    except ValueError as error:
        raise GaveNoAnswer("the answer is not JSON") from error
    if not isinstance(header, dict):
        raise GaveNoAnswer("the answer is not an object")
    return header, body
