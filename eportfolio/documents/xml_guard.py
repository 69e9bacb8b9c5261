"""XML of strangers: read as a stream by expat, and refused as soon as it declares a document type.

Without a declaration there are no entities: neither expansion (billion laughs) nor outside files.
"""

from collections.abc import Callable, Mapping
from xml.parsers import expat  # nosec - declarations are refused below

from .media import Refusal, Refused

StartHandler = Callable[[str, Mapping[str, str]], None]


def parse(data: bytes, *, start: StartHandler, end: Callable[[str], None], text: Callable[[str], None]) -> None:
    """Walk over `data`; names come as `namespace name`. Raises Refused for a declaration or broken XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(Refusal.DAMAGED) from error


def check(data: bytes) -> None:
    """Raises Refused when `data` is not XML, or declares a document type."""
    parse(data, start=lambda name, attributes: None, end=lambda name: None, text=lambda text: None)


def is_plain_xml(data: bytes) -> bool:
    """Whether `data` is well-formed XML without a document type."""
    try:
        check(data)
    except Refused:
        return False
    return True


def _refuse(*_: object) -> int:
    raise Refused(Refusal.BOMB)
