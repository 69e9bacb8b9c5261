"""The file store: encrypted files under names that tell nothing, in a local folder or on S3.

Each file has a data key of its own (AES-256-GCM); only that key, wrapped by the master key,
lets anyone read it. The wrapped key lives in the database row of the document: drop it and
the file is gone for good, in backups too (crypto-erase). A file whose row was never
committed is unreadable for the same reason. Names are a keyed hash of the encrypted
content, so that nobody can test from outside whether a known file is in the store.
"""

import hashlib
import hmac
import os
import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import obstore
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

REF = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}")
_NONCE = 12
_KEY_ID = 8
_FORMAT = b"\x01"


class StorageError(Exception):
    """The root of everything that can go wrong with a stored file."""


class FileMissing(StorageError):
    """There is no file of this name, or the name is not one of ours."""


class FileDamaged(StorageError):
    """The file or its key was altered, or belongs to another case: not one byte of it is given out."""


class WrongMasterKey(StorageError):
    """The file was stored under a master key that this server does not have."""


class StorageUnavailable(StorageError):
    """The folder or the S3 service does not answer."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What the database keeps of a file: `ref` its name, `size` and `sha256` of the plain content, its wrapped key."""

    ref: str
    size: int
    sha256: str
    wrapped_key: bytes


@dataclass(frozen=True, slots=True)
class _MasterKey:
    id: bytes
    wrapping: AESGCM
    naming: bytes

    @classmethod
    def from_secret(cls, secret: bytes) -> Self:
        if len(secret) < 32:
            raise ValueError("the master key of the file store must have at least 32 bytes")
        return cls(
            id=_derive(secret, b"houvast file key id")[:_KEY_ID],
            wrapping=AESGCM(_derive(secret, b"houvast file key wrapping")),
            naming=_derive(secret, b"houvast file names"),
        )


class FileStore:
    """Puts, gets and deletes encrypted files; knows no documents and no people."""

    def __init__(self, store: ObjectStore, *, master_key: bytes, older_keys: tuple[bytes, ...] = ()) -> None:
        """`master_key` encrypts what is new; `older_keys` can still open what was stored under them."""
        self._store = store
        self._master = _MasterKey.from_secret(master_key)
        known = (self._master, *(_MasterKey.from_secret(key) for key in older_keys))
        self._known = {key.id: key for key in known}

    @classmethod
    def open(cls, address: str, *, master_key: bytes, older_keys: tuple[bytes, ...] = ()) -> Self:
        """The store at `address`: a folder (made when missing), `file:///…`, `memory:///` or `s3://bucket/prefix`."""
        return cls(_store_at(address), master_key=master_key, older_keys=older_keys)

    def put(self, content: bytes, *, case_id: uuid.UUID) -> StoredFile:
        """Encrypt and keep `content` for one case file; raises StorageUnavailable."""
        data_key = AESGCM.generate_key(bit_length=256)
        sealed = _FORMAT + _seal(AESGCM(data_key), content, _belongs_to(case_id))
        name = hmac.new(self._master.naming, sealed, hashlib.sha256).hexdigest()
        ref = f"{name[:2]}/{name}"
        try:
            obstore.put(self._store, ref, sealed, mode="create", use_multipart=False)
        except AlreadyExistsError:  # pragma: no cover - needs a collision of SHA-256
            raise StorageUnavailable("two files with one name") from None
        except (BaseError, OSError) as error:
            raise StorageUnavailable("the file store did not take the file") from error
        self._make_durable(ref)
        return StoredFile(
            ref=ref,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            wrapped_key=self._wrap(data_key, ref, case_id),
        )

    def get(self, ref: str, *, wrapped_key: bytes, case_id: uuid.UUID) -> bytes:
        """The plain content; raises FileMissing, FileDamaged, WrongMasterKey or StorageUnavailable."""
        data_key = self._unwrap(wrapped_key, _own_name(ref), case_id)
        try:
            sealed = bytes(obstore.get(self._store, ref).bytes())
        except FileNotFoundError:
            raise FileMissing("the file is not in the store") from None
        except (BaseError, OSError) as error:
            raise StorageUnavailable("the file store does not answer") from error
        if sealed[:1] != _FORMAT:
            raise FileDamaged("the stored file has an unknown form")
        return _unseal(AESGCM(data_key), sealed[1:], _belongs_to(case_id))

    def delete(self, ref: str) -> None:
        """Remove the encrypted bytes; harmless when they are gone already. Dropping the wrapped key is the erasure."""
        try:
            obstore.delete(self._store, _own_name(ref))
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise StorageUnavailable("the file store does not answer") from error

    def rewrap(self, wrapped_key: bytes, *, ref: str, case_id: uuid.UUID) -> bytes:
        """The same data key under the current master key, for key rotation: no file is written again."""
        return self._wrap(self._unwrap(wrapped_key, _own_name(ref), case_id), ref, case_id)

    def _make_durable(self, ref: str) -> None:
        """Have a local disk really write the file and its name: what we acknowledge outlives a power cut."""
        if not isinstance(self._store, LocalStore) or self._store.prefix is None:
            return
        path = Path(self._store.prefix) / ref
        for place in (path, path.parent, path.parent.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def _wrap(self, data_key: bytes, ref: str, case_id: uuid.UUID) -> bytes:
        return self._master.id + _seal(self._master.wrapping, data_key, _belongs_to(case_id, ref))

    def _unwrap(self, wrapped_key: bytes, ref: str, case_id: uuid.UUID) -> bytes:
        master = self._known.get(wrapped_key[:_KEY_ID])
        if master is None:
            raise WrongMasterKey("no master key here opens this file")
        return _unseal(master.wrapping, wrapped_key[_KEY_ID:], _belongs_to(case_id, ref))


def _store_at(address: str) -> ObjectStore:
    parts = urlsplit(address)
    if parts.scheme in ("", "file"):
        folder = Path(parts.path if parts.scheme else address).resolve()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return LocalStore(folder)
    if parts.scheme == "memory":
        return MemoryStore()
    return from_url(address)


def _own_name(ref: str) -> str:
    """`ref`, when it has the form that `put` makes: no other path ever reaches the store."""
    if not REF.fullmatch(ref):
        raise FileMissing("not a name of this store")
    return ref


def _belongs_to(case_id: uuid.UUID, ref: str = "") -> bytes:
    """Bound into the encryption: a file or key moved to another case or name does not open."""
    return b"houvast|" + case_id.bytes + b"|" + ref.encode()


def _seal(key: AESGCM, plain: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + key.encrypt(nonce, plain, bound_to)


def _unseal(key: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except (InvalidTag, ValueError):
        raise FileDamaged("the file does not match its key, its name or its case") from None


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
