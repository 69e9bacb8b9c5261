"""What the assistant may put in a bubble, checked before it is kept: it is old software and not trusted.

A reply is {"text"?, "buttons"?, "custom"?}; `custom.kind` says how the portal draws it. What does not fit is left out,
so that a template never meets a wrong type, an address of another site, or half an article.
"""

import contextlib
import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    field_validator,
)

from ..security import local_path

LONGEST_TEXT = 8000
MOST_BUTTONS = 16
MOST_REPLIES = 20
WITH_CONTENT = ("article", "question")
"""Kinds that say something without a text."""


def _storable(text: str) -> str:
    return text.replace("\x00", "")


Words = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, strip_whitespace=True), AfterValidator(_storable)]
_WORDS: TypeAdapter[str] = TypeAdapter(Words)
Phone = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 -]{1,18}$")]


class Custom(BaseModel):
    """Everything that the kinds together use; anything else is dropped."""

    model_config = ConfigDict(extra="ignore")

    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
    topic: Words = ""
    reason: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,40}$")] = ""
    act: Annotated[str, StringConstraints(pattern=r"^[a-z-]{0,40}$")] = ""
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,80}$")] = ""
    title: Words = ""
    paragraphs: list[Words] = Field(default_factory=list, max_length=60)
    source: Words = ""
    checked_on: dt.date | None = None
    who_decides: Words = ""
    text: Words = ""
    help: Words = ""
    question: Words = ""
    number: int | None = Field(default=None, ge=1, le=999)
    total: int | None = Field(default=None, ge=1, le=999)
    url: str | None = None
    urls: list[str] = Field(default_factory=list, max_length=6)
    phones: list[Phone] = Field(default_factory=list, max_length=6)

    @field_validator("url")
    @classmethod
    def _own_path(cls, url: str | None) -> str | None:
        return local_path(url)

    @field_validator("urls")
    @classmethod
    def _web_addresses(cls, urls: list[str]) -> list[str]:
        return [url for url in urls if urlsplit(url).scheme == "https" and urlsplit(url).hostname]

    @property
    def has_content(self) -> bool:
        if self.kind == "article":
            return bool(self.id and self.title and self.paragraphs)
        return self.kind == "question" and bool(self.text)


class Button(BaseModel):
    """A quick reply: what stands on it, and what it says to the assistant."""

    title: Annotated[Words, StringConstraints(min_length=1, max_length=200)]
    payload: Annotated[Words, StringConstraints(min_length=1, max_length=1000)]


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing the assistant says: words, a part with a kind of its own, and quick replies."""

    text: str | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)

    @property
    def parts(self) -> dict[str, Any]:
        """As it is kept in the conversation."""
        return {"text": self.text, "custom": self.custom, "buttons": self.buttons}


def replies_of(wire: Any) -> list[Reply]:
    """The replies in an answer of the assistant, without those that say nothing; raises ValueError for nonsense."""
    if not isinstance(wire, list):
        raise ValueError("the assistant did not answer with a list")
    read = (_reply(item) for item in wire[:MOST_REPLIES] if isinstance(item, dict))
    return [reply for reply in read if reply.text or reply.buttons or reply.custom.get("kind") in WITH_CONTENT]


def _reply(item: dict[str, Any]) -> Reply:
    return Reply(
        text=_text(item.get("text")), custom=_custom(item.get("custom")), buttons=_buttons(item.get("buttons"))
    )


def _text(wire: Any) -> str | None:
    try:
        return _WORDS.validate_python(wire, strict=True) or None
    except ValidationError:
        return None


def _custom(wire: Any) -> dict[str, Any]:
    given = {name: value for name, value in wire.items() if value is not None} if isinstance(wire, dict) else wire
    try:
        custom = Custom.model_validate(given)
    except ValidationError:
        return {}
    if custom.kind in WITH_CONTENT and not custom.has_content:
        return {}
    return custom.model_dump(mode="json", exclude_defaults=True)


def _buttons(wire: Any) -> list[dict[str, str]]:
    found = []
    for one in wire[:MOST_BUTTONS] if isinstance(wire, list) else ():
        with contextlib.suppress(ValidationError):
            found.append(Button.model_validate(one).model_dump())
    return found
