"""Secrets of an installation that nobody set up: made once, kept in `var/secrets.json`, readable by its owner only.

Used by the embedded database and by the first start of a development or demo portal. In production every secret comes
from the environment and this file does not exist.
"""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

FILE_NAME = "secrets.json"


def kept_secrets(var_dir: Path, wanted: Mapping[str, Callable[[], str]]) -> dict[str, str]:
    """Return the wanted secrets by name; one that the file lacks is made by its function and kept.

    Safe when several processes ask at once. Raises OSError when the folder cannot be written.
    """
    var_dir.mkdir(parents=True, exist_ok=True)
    path = var_dir / FILE_NAME
    with locked(var_dir / f".{FILE_NAME}.lock"):
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        missing = {name: make() for name, make in wanted.items() if name not in kept}
        if missing:
            kept |= missing
            _write_private(path, json.dumps(kept, indent=2, sort_keys=True) + "\n")
    return {name: kept[name] for name in wanted}


def token() -> str:
    """Return 256 random bits as text that is safe in URLs, environment variables and SQL."""
    return secrets.token_urlsafe(32)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes; the kernel frees it when this process ends, however it ends."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _write_private(path: Path, text: str) -> None:
    """Replace the file in one step, so that a crash leaves the old one or the new one."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
