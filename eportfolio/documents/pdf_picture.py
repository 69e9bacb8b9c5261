"""One page of a PDF as a picture, inside the closed room.

A picture shows on every telephone and computer, where a PDF in a frame does not, and it can run nothing.
"""

from io import BytesIO

import pypdfium2
from PIL import Image, PngImagePlugin  # noqa: F401 - nothing can be imported any more when a page is drawn

WIDTH = 900
"""Pixels: sharp in half a screen, and about 100 KB."""
MOST_HEIGHT = 4 * WIDTH


def draw(content: bytes, number: int) -> bytes | None:
    """Page `number`, from 1; None when there is no such page."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    if not 1 <= number <= len(document):
        return None
    page = document[number - 1]
    width, height = page.get_size()
    if width < 1 or height < 1:
        return None
    picture: Image.Image = page.render(scale=min(WIDTH / width, MOST_HEIGHT / height)).to_pil()
    target = BytesIO()
    picture.quantize(128).save(target, "PNG", compress_level=6)
    return target.getvalue()
