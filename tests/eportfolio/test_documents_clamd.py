"""The same against a real clamd, with signatures of our own: what the fake one of the other tests only promises."""

from collections.abc import Iterator

import pytest

from eportfolio.documents.inspection import inspect
from eportfolio.documents.media import EICAR, Refusal, Refused
from eportfolio.documents.virus_scan import Clamd, ScanState, VirusFound
from tests.eportfolio.hostile_files import docx, plain_cv
from tools import clamd

pytestmark = pytest.mark.skipif(
    clamd.program() is None,
    reason="clamd is not on this machine: run `make setup`, or apt-get install clamav-daemon",
)


@pytest.fixture(scope="module")
def scanner() -> Iterator[Clamd]:
    with clamd.running() as address:
        yield Clamd(address)


def test_it_answers(scanner: Clamd) -> None:
    assert scanner.answers()
    assert not Clamd("unix:///nowhere/clamd.ctl").answers()


@pytest.mark.parametrize("size", [0, 1, 300_000, 10 * 1024 * 1024])
def test_harmless_bytes_are_clean(scanner: Clamd, size: int) -> None:
    assert scanner.scan(b"x" * size) is ScanState.CLEAN


def test_a_cv_is_clean(scanner: Clamd) -> None:
    assert inspect(plain_cv(), "cv.pdf", scanner=scanner).scan is ScanState.CLEAN


def test_the_test_virus_is_found(scanner: Clamd) -> None:
    with pytest.raises(VirusFound) as found:
        scanner.scan(EICAR)
    assert found.value.signature.startswith("Houvast.Test.Eicar")


@pytest.mark.parametrize("inside", [EICAR, clamd.MARK + b" and more"])
def test_a_virus_inside_a_word_file_is_found(scanner: Clamd, inside: bytes) -> None:
    infected = docx("", {"word/embeddings/object1.bin": inside})
    assert inside not in infected, "the part is packed, or this shows nothing"

    with pytest.raises(Refused) as refused:
        inspect(infected, "cv.docx", scanner=scanner)

    assert refused.value.reason is Refusal.VIRUS
