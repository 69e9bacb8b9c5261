"""Passwords of local accounts: argon2, and the same time for a wrong name as for a wrong password."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


def is_right(password: str, kept_hash: str | None) -> bool:
    """Whether this is the password; takes as long when there is no such account."""
    try:
        return _hasher.verify(kept_hash or _NOBODY, password) and kept_hash is not None
    except (VerificationError, InvalidHashError):
        return False
