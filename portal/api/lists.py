"""Lists in pages, each with the addresses of its neighbours."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import abort, request

from .schemas.wire import LAST_PAGE, PAGE_SIZE, Page


def frame(asked: Page, total: int, *, size: int = PAGE_SIZE) -> dict[str, Any]:
    """What stands around the results; 404 for a page that is not there."""
    pages = min(max(1, -(-total // size)), LAST_PAGE)
    if asked.pagina > pages:
        abort(404, description="There is no such page.")
    return {
        "aantal": total,
        "pagina": asked.pagina,
        "paginas": pages,
        "volgende": _address(asked.pagina + 1) if asked.pagina < pages else None,
        "vorige": _address(asked.pagina - 1) if asked.pagina > 1 else None,
    }


def part[T](asked: Page, everything: Sequence[T]) -> Sequence[T]:
    """The results on this page of something that is in memory whole."""
    return everything[(asked.pagina - 1) * PAGE_SIZE : asked.pagina * PAGE_SIZE]


def _address(page: int) -> str:
    return f"{request.path}?{urlencode({**request.args.to_dict(), 'pagina': page})}"
