"""Passwords of local accounts: argon2, the same time for a wrong name as for a wrong password, within a budget.

Checking a password costs memory and time on purpose, so that stolen hashes are slow to try. The same cost must
not let a stranger exhaust the server: few are checked at once, and who waits too long is asked to come back.
"""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane."""
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWhhcy10aGlz$R5kVuqaZACMbn5/55iHroKhx7OfpHNqSj0xq1KS0a1Y"
"""A well-formed hash of no known password: for addresses without an account."""
AT_ONCE = 2
WAIT = 3.0
"""Seconds that a sign-in waits for its turn before it is refused."""
_turns = threading.BoundedSemaphore(AT_ONCE)


class TooBusy(Exception):
    """More passwords are being tried than this process checks; try again in a moment."""


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


def is_right(password: str, kept_hash: str | None) -> bool:
    """Whether this is the password; takes as long when there is no such account. Raises TooBusy."""
    if not _turns.acquire(timeout=WAIT):
        raise TooBusy
    try:
        return _hasher.verify(kept_hash or _NOBODY, password) and kept_hash is not None
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _turns.release()
