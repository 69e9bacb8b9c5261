"""The account that PostgreSQL runs under when we are root: it refuses to run as root itself."""

import fcntl
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

NAME = "houvast-postgres"


class NoServiceAccount(RuntimeError):
    """There is no account to run PostgreSQL under, or a folder belongs to somebody else."""


def service_account() -> pwd.struct_passwd | None:
    """Return the account for the server when we are root (PostgreSQL refuses to run as root), else None."""
    if os.geteuid() != 0:
        return None
    for attempt in (NAME, None, "nobody"):
        if attempt is None:
            _make_service_account()
            attempt = NAME
        try:
            return pwd.getpwnam(attempt)
        except KeyError:
            continue
    raise NoServiceAccount(f"PostgreSQL does not run as root, and there is no account for it: make the user {NAME}.")


def _make_service_account() -> None:
    program = shutil.which("useradd")
    if program is None:
        return
    options = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    with open("/etc/passwd") as register:  # two at once give one name two numbers, and the first one's files to nobody
        fcntl.flock(register, fcntl.LOCK_EX)
        if not _is_there(NAME):
            subprocess.run([program, *options], capture_output=True, check=False)


def _is_there(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def make_private(folder: Path) -> None:
    """Make a folder that only the server's account may enter; raises NoServiceAccount when it is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    account = service_account()
    if folder.stat().st_uid not in {os.geteuid(), account.pw_uid if account else os.geteuid()}:
        raise NoServiceAccount(f"{folder} belongs to somebody else.")
    folder.chmod(0o700)
    give_to_service_account(folder)


def give_to_service_account(path: Path) -> None:
    """As root: make the server's account the owner."""
    account = service_account()
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid)


def let_the_server_reach(*folders: Path) -> None:
    """As root: let the server's account pass through the folders above its own (pass through, not list)."""
    if service_account() is None:
        return
    for folder in folders:
        for above in folder.parents:
            mode = above.stat().st_mode
            if not mode & 0o001:
                above.chmod(mode | 0o001)


def identity() -> dict[str, Any]:
    """Return what `subprocess` needs to run a program under the account; nothing when we are not root."""
    account = service_account()
    return {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
