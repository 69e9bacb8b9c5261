"""PDF/UA documents: the same templates and translations as the pages, made for paper and for screen readers.

WeasyPrint may fetch nothing but our own static files, so that no text of a person can make the server
open a file or an address. One language per document: the tags of WeasyPrint keep only that of the whole.
"""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import cast
from urllib.parse import quote, unquote, urlsplit

from flask import Response, current_app, make_response, render_template
from flask_babel import get_locale
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from i18n import direction_of

STATIC = Path(__file__).parent / "static"
VENDOR = STATIC / "vendor"
OWN_ADDRESS = "https://houvast.invalid"
"""A host that cannot exist (RFC 2606): only the fetcher below knows what it means."""

MEDIA_TYPES = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}
FONTS = {
    "noto-sans-400.woff2": ("Houvast Sans", 400),
    "noto-sans-600.woff2": ("Houvast Sans", 600),
    "noto-sans-ext-400.woff2": ("Houvast Sans Extended", 400),
    "noto-sans-ext-600.woff2": ("Houvast Sans Extended", 600),
}
"""Our own fonts: family and weight. Letters in neither come from the fonts of the machine."""
_FAMILY_NAMES = (1, 4, 6, 16)
"""Records of a font's name table (OpenType): family, full name, PostScript name, typographic family."""

_SPACE_AT_AN_END = re.compile(r"[ \t]+(?=\n|</p>|</dd>)")
"""Means nothing, but where it does not fit, WeasyPrint breaks a `pre-line` text after the first word of its line."""
MOST_KEPT = 4
"""Style sheets with their fonts that wait, read, for the next document; a sheet takes a few megabytes."""


class ForeignAddress(FatalURLFetchingError):
    """A document asked for something that is not one of our own static files."""


class OwnFilesOnly(URLFetcher):
    """Serves portal/static/vendor under `OWN_ADDRESS`/static/ and refuses every other address."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file of this address; raises ForeignAddress."""
        parts = urlsplit(url)
        path = (VENDOR / unquote(parts.path).removeprefix("/static/")).resolve()
        ours = f"{parts.scheme}://{parts.netloc}" == OWN_ADDRESS and path.is_relative_to(VENDOR.resolve())
        if not ours or path.suffix not in MEDIA_TYPES or not path.is_file():
            raise ForeignAddress("a PDF may only use our own static files")
        content = _font_of_its_own(path, parts.query) if path.suffix == ".woff2" else path.read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": MEDIA_TYPES[path.suffix]})


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF: the same content in a form for machines."""

    name: str
    description: str
    content: bytes


def render_pdf(template: str, *, style: str = "pdf.css", attached: Sequence[Attached] = (), **context: object) -> bytes:
    """The template as PDF/UA-1 in the language of this request.

    It extends pdf/base.html, which sets lang and title, or does the same with a `style` of its own.
    """
    locale = str(get_locale())
    page = render_template(template, locale=locale, text_direction=direction_of(locale), **context)
    html = _SPACE_AT_AN_END.sub("", page)
    fetcher = _own_files()
    document = HTML(string=html, base_url=OWN_ADDRESS, url_fetcher=fetcher)
    inside = [
        Attachment(string=one.content, name=one.name, description=one.description, url_fetcher=fetcher)
        for one in attached
    ]
    with _dressed(style) as (sheet, fonts):
        result: bytes = document.write_pdf(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", attachments=inside or None
        )
    return result


def pdf_response(content: bytes, filename: str) -> Response:
    """Show the PDF in the browser: on a shared computer nothing should land in the downloads folder."""
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers.set("Content-Disposition", "inline", filename=filename)
    return response


_Dress = tuple[CSS, FontConfiguration]
_wardrobe: dict[str, deque[_Dress]] = defaultdict(lambda: deque(maxlen=MOST_KEPT))


@contextmanager
def _dressed(style: str) -> Iterator[_Dress]:
    """A style sheet with its fonts, read before or read now: a tenth of a second for each document otherwise.

    Lent to one thread at a time, for Pango's map of fonts is not made for two.
    """
    try:
        dress = _wardrobe[style].pop()
    except IndexError:
        fonts = FontConfiguration()
        text = _style_sheet(style)
        dress = CSS(string=text, base_url=OWN_ADDRESS, url_fetcher=_own_files(), font_config=fonts), fonts
    yield dress
    _wardrobe[style].append(dress)


def _style_sheet(name: str) -> str:
    asset = cast(Callable[[str], str], current_app.jinja_env.globals["asset"])
    faces = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{asset(font)}?{quote(family)}"); }}'
        for font, (family, weight) in FONTS.items()
        if asset(font) != f"/static/{font}"  # known to the manifest, so it was built
    ]
    return "\n".join([*faces, (STATIC / "css" / name).read_text(encoding="utf-8")])


@lru_cache(maxsize=1)
def _own_files() -> OwnFilesOnly:
    """One for the process: its base class prepares for TLS, which takes longer than a page of text."""
    return OwnFilesOnly()


@lru_cache(maxsize=len(FONTS))
def _font_of_its_own(path: Path, family: str) -> bytes:
    """The font with `family` as its own name: WeasyPrint mixes up the glyphs of two files that are both "Noto Sans"."""
    font = TTFont(path)
    for record in font["name"].names:
        if record.nameID in _FAMILY_NAMES:
            record.string = unquote(family).replace(" ", "") if record.nameID == 6 else unquote(family)
    font.flavor = None
    plain = BytesIO()
    font.save(plain)
    return plain.getvalue()
