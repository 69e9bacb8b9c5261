"""Photos: turned upright and written anew, so that only the picture is left."""

from io import BytesIO

from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, UnidentifiedImageError  # noqa: F401

from .checked import Checked
from .media import Cleaned, MediaType, Refusal, Refused

MOST_PIXELS = 120_000_000
"""More than the common telephone cameras have (12, 48, 50 and 108 megapixels)."""
PLENTY_OF_PIXELS = 30_000_000
"""A larger JPEG is decoded at half its size or less: still over 300 dots an inch for a page of A4."""
_EXIF_ORIENTATION = 0x0112


def prepare() -> None:
    """Leave the limit on pixels to `check`, which looks at the header before anything is decoded."""
    Image.MAX_IMAGE_PIXELS = None


def check(content: bytes, media_type: MediaType) -> Checked:
    """The picture as new, without place, device, names, thumbnails or hidden data; raises Refused."""
    formats = ("JPEG", "MPO") if media_type is MediaType.JPEG else ("PNG",)
    try:
        with Image.open(BytesIO(content), formats=formats) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(Refusal.TOO_MANY_PIXELS)
            carries_data = bool(set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"})
            is_turned = picture.getexif().get(_EXIF_ORIENTATION, 1) != 1
            is_scaled = _scale_on_decoding(picture)
            fresh = _written_anew(picture, media_type)
    except MemoryError as error:
        raise Refused(Refusal.TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused(Refusal.DAMAGED) from error
    cleaned = {Cleaned.METADATA} if carries_data else set()
    if is_turned:
        cleaned.add(Cleaned.TURNED)
    if is_scaled:
        cleaned.add(Cleaned.SCALED)
    return Checked(content=fresh, pages=1, cleaned=frozenset(cleaned))


def read_text(content: bytes) -> list[str]:
    """A photo has no text that we can read."""
    return []


def _scale_on_decoding(picture: Image.Image) -> bool:
    """Let the JPEG decoder halve a very large picture, until it fits in the memory of the room."""
    width, height = picture.size
    while picture.format != "PNG" and width * height > PLENTY_OF_PIXELS:
        width, height = width // 2, height // 2
    return width != picture.width and picture.draft(None, (width, height)) is not None


def _written_anew(picture: Image.Image, media_type: MediaType) -> bytes:
    """Decode fully, turn by its EXIF, and encode with nothing but pixels."""
    ImageOps.exif_transpose(picture, in_place=True)
    mode = _plain_mode(picture, media_type)
    if picture.mode.startswith("I"):  # 16 bits of grey, as scanners make; convert() alone would only clip them
        upright = picture.convert("I").point(lambda grey: grey / 256).convert("L")
    else:
        upright = picture.copy() if picture.mode == mode else picture.convert(mode)
    upright.info = {}
    target = BytesIO()
    if media_type is MediaType.JPEG:
        upright.save(target, "JPEG", quality=90, optimize=True, exif=b"")
    else:
        upright.save(target, "PNG", compress_level=6)
    return target.getvalue()


def _plain_mode(picture: Image.Image, media_type: MediaType) -> str:
    if picture.mode in ("1", "L") and "transparency" not in picture.info:
        return picture.mode if media_type is MediaType.PNG else "L"
    if media_type is MediaType.PNG and (picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info):
        return "RGBA"
    if media_type is MediaType.PNG and picture.mode == "P":
        return "P"
    return "RGB"
