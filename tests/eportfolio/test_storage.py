"""The file store: what goes in comes out, and nobody without the key, the name and the case gets anything."""

import uuid
from pathlib import Path

import pytest

from eportfolio.storage import REF, FileDamaged, FileMissing, FileStore, StorageUnavailable, WrongMasterKey

KEY = b"k" * 32
CASE = uuid.uuid4()
CV = b"%PDF-1.7 curriculum vitae of Robin Proefman" * 100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def store(folder: Path) -> FileStore:
    return FileStore.open(str(folder), master_key=KEY)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_gives_back_what_was_put(store: FileStore) -> None:
    stored = store.put(CV, case_id=CASE)

    assert store.get(stored.ref, wrapped_key=stored.wrapped_key, case_id=CASE) == CV
    assert stored.size == len(CV)
    assert len(stored.sha256) == 64


def test_keeps_nothing_readable_on_the_disk(store: FileStore, folder: Path) -> None:
    store.put(CV, case_id=CASE)

    [file] = files_in(folder)
    assert b"Robin" not in file.read_bytes()
    assert b"PDF" not in file.read_bytes()


def test_names_tell_nothing_and_are_ours(store: FileStore) -> None:
    first, second = store.put(CV, case_id=CASE), store.put(CV, case_id=CASE)

    assert REF.fullmatch(first.ref)
    assert first.ref != second.ref, "the same CV twice must not show as the same file"
    assert first.sha256 not in first.ref


@pytest.mark.parametrize(
    "ref", ["../../etc/passwd", "/etc/passwd", "ab/../../secret", "", "ab/" + "g" * 64, "ab/" + "a" * 64 + "/x"]
)
def test_never_leaves_the_store(store: FileStore, ref: str) -> None:
    stored = store.put(CV, case_id=CASE)

    with pytest.raises(FileMissing):
        store.get(ref, wrapped_key=stored.wrapped_key, case_id=CASE)
    with pytest.raises(FileMissing):
        store.delete(ref)


def test_another_case_cannot_open_it(store: FileStore) -> None:
    stored = store.put(CV, case_id=CASE)

    with pytest.raises(FileDamaged):
        store.get(stored.ref, wrapped_key=stored.wrapped_key, case_id=uuid.uuid4())


def test_the_key_of_one_file_does_not_open_another(store: FileStore) -> None:
    mine, other = store.put(CV, case_id=CASE), store.put(b"other", case_id=CASE)

    with pytest.raises(FileDamaged):
        store.get(other.ref, wrapped_key=mine.wrapped_key, case_id=CASE)


@pytest.mark.parametrize("position", [0, 1, 40, -1])
def test_a_changed_file_is_not_given_out(store: FileStore, folder: Path, position: int) -> None:
    stored = store.put(CV, case_id=CASE)
    [file] = files_in(folder)
    content = bytearray(file.read_bytes())
    content[position] ^= 1
    file.write_bytes(content)

    with pytest.raises(FileDamaged):
        store.get(stored.ref, wrapped_key=stored.wrapped_key, case_id=CASE)


def test_a_cut_off_file_is_not_given_out(store: FileStore, folder: Path) -> None:
    stored = store.put(CV, case_id=CASE)
    [file] = files_in(folder)
    file.write_bytes(file.read_bytes()[:10])

    with pytest.raises(FileDamaged):
        store.get(stored.ref, wrapped_key=stored.wrapped_key, case_id=CASE)


def test_a_deleted_file_is_gone_and_deleting_twice_is_harmless(store: FileStore, folder: Path) -> None:
    stored = store.put(CV, case_id=CASE)

    store.delete(stored.ref)
    store.delete(stored.ref)

    assert files_in(folder) == []
    with pytest.raises(FileMissing):
        store.get(stored.ref, wrapped_key=stored.wrapped_key, case_id=CASE)


def test_a_new_master_key_still_opens_and_rewraps_old_files(store: FileStore, folder: Path) -> None:
    stored = store.put(CV, case_id=CASE)
    rotated = FileStore.open(str(folder), master_key=b"n" * 32, older_keys=(KEY,))

    rewrapped = rotated.rewrap(stored.wrapped_key, ref=stored.ref, case_id=CASE)

    assert rotated.get(stored.ref, wrapped_key=stored.wrapped_key, case_id=CASE) == CV
    only_new = FileStore.open(str(folder), master_key=b"n" * 32)
    assert only_new.get(stored.ref, wrapped_key=rewrapped, case_id=CASE) == CV
    with pytest.raises(WrongMasterKey):
        only_new.get(stored.ref, wrapped_key=stored.wrapped_key, case_id=CASE)


def test_a_short_master_key_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        FileStore.open(str(folder), master_key=b"short")


def test_a_store_that_cannot_write_says_so(store: FileStore, folder: Path) -> None:
    folder.rmdir()
    folder.write_text("a file where the folder was")

    with pytest.raises(StorageUnavailable):
        store.put(CV, case_id=CASE)


def test_the_same_store_in_memory() -> None:
    store = FileStore.open("memory:///", master_key=KEY)
    stored = store.put(b"", case_id=CASE)

    assert store.get(stored.ref, wrapped_key=stored.wrapped_key, case_id=CASE) == b""
