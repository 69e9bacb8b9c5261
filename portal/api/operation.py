"""How a route describes itself: its name, its place in the description, and the headers it reads and writes."""

from collections.abc import Callable
from typing import Any, Literal

from . import blueprint

IfMatch = Literal["optional", "required"]


def operation(
    operation_id: str,
    tag: str,
    summary: str,
    description: str = "",
    *,
    if_match: IfMatch | None = None,
    versioned: bool = False,
    refuses: tuple[int, ...] = (),
) -> Callable[..., Any]:
    """Describe a route (in Dutch, as the design rules ask); `refuses` are the statuses only some routes answer with.

    The extensions are notes for `description`, which turns them into parameters and headers.
    """
    statuses = (*refuses, *((412,) if if_match else ()), *((428,) if if_match == "required" else ()))
    notes = {"x-if-match": if_match, "x-versioned": versioned, "x-refuses": statuses}
    decorate: Callable[..., Any] = blueprint.doc(
        operation_id=operation_id,
        tags=[tag],
        summary=summary,
        description=description or None,
        security="serviceKey",
        extensions=notes,
    )
    return decorate
