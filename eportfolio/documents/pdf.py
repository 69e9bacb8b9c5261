"""PDF inside the closed room: is it whole, is it small enough, and what in it acts."""

import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import sanitize

from .checked import Checked
from .media import EICAR, Cleaned, MediaType, Refusal, Refused
from .xml_guard import is_plain_xml

MOST_PAGES = 100
MOST_OBJECTS = 100_000
MOST_INFLATED = 64 * 1024 * 1024
"""For all text, fonts and vectors together; pictures are counted by their pixels instead."""
MOST_PIXELS = 100_000_000

_END = b"%%EOF"
_ZIP_END = b"PK\x05\x06"
_SCRIPT = {"/JavaScript"}
_REACHING_OUT = {"/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
_PLAYING = {"/Rendition", "/Movie", "/Sound", "/RichMediaExecute"}


def prepare() -> None:
    """Let qpdf open its source of random numbers, which it needs for locked files, while files can be opened."""
    with pikepdf.new() as pdf:
        pdf.save(BytesIO(), encryption=pikepdf.Encryption(owner="any", user=""))


def check(content: bytes, media_type: MediaType) -> Checked:
    """Pages and what was cleaned; raises Refused. A file without active content stays byte for byte as sent."""
    pdf, is_mended = _open(content)
    with pdf:
        pages = _count_pages(pdf)
        found = _look_through(pdf)
        if is_mended or _ZIP_END in content[-65_557:]:
            found.add(Cleaned.REPAIRED)
        if not found:
            return Checked(pages=pages)
        _clean(pdf, found)
        target = BytesIO()
        pdf.save(target)
    return Checked(content=target.getvalue(), pages=pages, cleaned=frozenset(found))


def _open(content: bytes) -> tuple[pikepdf.Pdf, bool]:
    """Open strictly; a whole file with a wrong table of contents (common) is mended, a cut-off one is refused."""
    try:
        return pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True), False
    except pikepdf.PasswordError as error:
        raise Refused(Refusal.ENCRYPTED) from error
    except pikepdf.PdfError as error:
        if _END not in content[-2048:]:
            raise Refused(Refusal.DAMAGED) from error
    try:
        return pikepdf.open(BytesIO(content), suppress_warnings=True), True
    except pikepdf.PasswordError as error:
        raise Refused(Refusal.ENCRYPTED) from error
    except pikepdf.PdfError as error:
        raise Refused(Refusal.DAMAGED) from error


def _count_pages(pdf: pikepdf.Pdf) -> int:
    try:
        pages = len(pdf.pages)
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise Refused(Refusal.DAMAGED) from error
    if pages == 0:
        raise Refused(Refusal.DAMAGED)
    if pages > MOST_PAGES:
        raise Refused(Refusal.TOO_MANY_PAGES)
    return pages


def _look_through(pdf: pikepdf.Pdf) -> set[Cleaned]:
    """Walk over every object once: inflate streams within the limit, note what acts, reaches out or hides."""
    found: set[Cleaned] = set()
    room = MOST_INFLATED
    root = pdf.Root
    if "/Names" in root and "/JavaScript" in root.Names:
        found.add(Cleaned.SCRIPTS)
    if not _opens_with_a_view(root):
        found.add(Cleaned.SCRIPTS)
    if _risky_attachments(pdf):
        found.add(Cleaned.ATTACHMENTS)
    for number, thing in enumerate(_everything_in(pdf)):
        if number > MOST_OBJECTS:
            raise Refused(Refusal.BOMB)
        if isinstance(thing, pikepdf.Stream):
            room -= _inflated_size(thing, room)
        found |= _acts_of(thing)
    return found


def _everything_in(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Each indirect object, and each dictionary directly inside one (an indirect child has its own turn)."""
    for thing in pdf.objects:
        waiting = [thing]
        while waiting:
            part = waiting.pop()
            if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
                yield part
            if isinstance(part, pikepdf.Array):
                children = list(part)
            elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
                children = [value for _, value in part.items()]
            else:
                continue
            waiting += [c for c in children if isinstance(c, pikepdf.Object) and not c.is_indirect]


def _opens_with_a_view(root: pikepdf.Object) -> bool:
    """Opening at a page or zoom is harmless and common; any other action on opening is not wanted."""
    action = root.get("/OpenAction")
    return not isinstance(action, pikepdf.Dictionary) or action.get("/S") == pikepdf.Name.GoTo


def _acts_of(thing: pikepdf.Object) -> set[Cleaned]:
    found: set[Cleaned] = set()
    kind = str(thing.get("/S", ""))
    if kind in _SCRIPT or "/JS" in thing or "/XFA" in thing or "/AA" in thing:
        found.add(Cleaned.SCRIPTS)
    if kind in _REACHING_OUT:
        found.add(Cleaned.EXTERNAL)
    if kind in _PLAYING or "/RichMediaContent" in thing or "/3DD" in thing:
        found.add(Cleaned.MEDIA)
    if thing.get("/Subtype") == "/FileAttachment":
        found.add(Cleaned.ATTACHMENTS)
    return found


def _risky_attachments(pdf: pikepdf.Pdf) -> list[str]:
    """All but plain XML: a Europass CV carries its own data so, and the CV reader wants it."""
    risky = []
    for name in pdf.attachments:
        try:
            inside = pdf.attachments[name].get_file().read_bytes()
        except (pikepdf.PdfError, KeyError, ValueError):
            inside = b""
        if EICAR in inside:
            raise Refused(Refusal.VIRUS)
        if not is_plain_xml(inside):
            risky.append(name)
    return risky


def _inflated_size(stream: pikepdf.Stream, room: int) -> int:
    """The size after all Flate layers, at most `room`; raises Refused for a bomb. Other filters hardly inflate."""
    if stream.get("/Subtype") == "/Image":
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS:
            raise Refused(Refusal.TOO_MANY_PIXELS)
        return 0
    filters = stream.get("/Filter")
    names = [str(f) for f in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    data = stream.read_raw_bytes()
    for name in names:
        if name != "/FlateDecode":
            break
        data = _inflate(data, room)
    if EICAR in data:
        raise Refused(Refusal.VIRUS)
    return len(data)


def _inflate(data: bytes, room: int) -> bytes:
    engine = zlib.decompressobj()
    try:
        plain = engine.decompress(data, room + 1)
    except zlib.error:
        return b""  # viewers skip such a stream too
    if len(plain) > room:
        raise Refused(Refusal.BOMB)
    return plain


def _clean(pdf: pikepdf.Pdf, found: set[Cleaned]) -> None:
    """Take out what acts. Ordinary links stay, unless the file also reaches out by itself."""
    if Cleaned.ATTACHMENTS in found:
        sanitize.remove_attachments(pdf)
        sanitize.remove_collection(pdf)
    if Cleaned.MEDIA in found:
        sanitize.remove_multimedia(pdf)
    if found & {Cleaned.SCRIPTS, Cleaned.EXTERNAL}:
        sanitize.remove_javascript(pdf)
        sanitize.remove_external_access(pdf)
        _drop_automatic_actions(pdf)


def _drop_automatic_actions(pdf: pikepdf.Pdf) -> None:
    """What runs by itself on opening, turning a page or filling a field, and XFA forms."""
    if not _opens_with_a_view(pdf.Root):
        del pdf.Root["/OpenAction"]
    for thing in _everything_in(pdf):
        for key in ("/AA", "/XFA", "/JS"):
            if key in thing:
                del thing[key]
