"""What every schema stands on: names in camelCase, unknown members refused, values that PostgreSQL can keep."""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

PAGE_SIZE = 20
LAST_PAGE = 1000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Wire(BaseModel):
    """Something that goes out."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        json_schema_serialization_defaults_required=True,
    )


class Received(Wire):
    """Something that comes in."""


def _only_date(value: Any) -> Any:
    """A date in words of ISO 8601 and nothing else: pydantic would also take numbers and moments."""
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("a date is written as 2026-11-30")
    return value


def _only_digits(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,4}", value):
        raise ValueError("a page number is a whole number")
    return value


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
"""Words: not only spaces, and no null byte. Give a length with `Field`."""
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00]+$")]
Number = StrictInt
Choice = StrictBool
Date = Annotated[dt.date, BeforeValidator(_only_date)]
Moment = Annotated[
    dt.datetime,
    PlainSerializer(_utc, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "description": "Moment in UTC"}),
]


class Page(Received):
    """Which page of a list; they count from 1."""

    pagina: Annotated[int, BeforeValidator(_only_digits)] = Field(default=1, ge=1, le=LAST_PAGE)


class Listed(Wire):
    """What every list has around its results."""

    aantal: int = Field(description="Aantal resultaten op alle pagina's samen")
    pagina: int
    paginas: int
    volgende: str | None = Field(description="Adres van de volgende pagina")
    vorige: str | None = Field(description="Adres van de vorige pagina")
