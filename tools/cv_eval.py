"""`make cv-eval DIR=… OUT=…`: read every CV in a folder and write what was found, one JSON for each, with its time.

Goes the whole way of an upload: inspection and reading, both in the closed room. The JSON has the names and dates that
scorers of CV readers want: lists of texts, and `start` and `end` as `2019-09`, `2019` or null.
"""

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from eportfolio.documents.cv_reading import CvReading, Dated, read_cv
from eportfolio.documents.inspection import inspect
from eportfolio.documents.media import Refused
from eportfolio.documents.reading import ReadState
from eportfolio.portfolio.entries import Education, Experience

ENDINGS = (".pdf", ".docx", ".odt")


def main(folder: str, target: str) -> int:
    """Read all, print a line for each, and the median and the longest time."""
    out = Path(target)
    out.mkdir(parents=True, exist_ok=True)
    times = []
    for path in sorted(Path(folder).iterdir()):
        if path.suffix.lower() not in ENDINGS:
            continue
        started = time.perf_counter()
        found, said = read_file(path)
        times.append(time.perf_counter() - started)
        (out / f"{path.stem}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
        print(f"{times[-1]:6.2f} s  {said:<14} {path.name}", flush=True)
    if times:
        print(f"{statistics.median(times):6.2f} s  median of {len(times)} files, longest {max(times):.2f} s")
    return 0


def read_file(path: Path) -> tuple[dict[str, Any], str]:
    """What one file says, and how it went; a refused or unreadable file says nothing."""
    try:
        inspected = inspect(path.read_bytes(), path.name)
    except Refused as refused:
        return {}, f"refused: {refused.reason}"
    reading = read_cv(inspected.content, inspected.media_type)
    return (_as_plain(reading), "read") if reading.state is ReadState.READ else ({}, reading.state.value)


def _as_plain(reading: CvReading) -> dict[str, Any]:
    profile = reading.profile
    return {
        "name": profile.name,
        "email": profile.email,
        "phone": profile.phone,
        "city": profile.city,
        "experience": [_entry(one) for one in reading.experience if not one.entry.volunteer],
        "volunteering": [_entry(one) for one in reading.experience if one.entry.volunteer],
        "education": [_entry(one) for one in reading.education if not one.entry.course],
        "courses": [_entry(one) for one in reading.education if one.entry.course],
        "skills": [skill.name for skill in reading.skills],
        "languages": [language.name for language in reading.languages],
        "licences": [licence.name for licence in reading.licences],
    }


def _entry(dated: Dated[Experience] | Dated[Education]) -> dict[str, Any]:
    period = dated.entry.period
    return {
        "title": dated.entry.title,
        "organisation": dated.entry.organisation or "",
        "start": period.start,
        "end": period.end,
        "written": dated.written,
    }


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
