"""Build what browsers load: one stylesheet, two scripts, fonts and icons, from node_modules into portal/static/vendor.

Usage: python tools/assets.py [--check-size]. Needs `npm ci --ignore-scripts` first, and fontTools (part of WeasyPrint).
File names carry a hash of the content, so that they can be cached for ever; manifest.json maps the plain names to them.
"""

import argparse
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "portal" / "static"
VENDOR = STATIC / "vendor"
FIRST_LOAD_LIMIT = 90_000
"""Bytes after gzip of everything a first visit fetches."""

COMPONENTS = (
    "@utrecht/alert-css", "@utrecht/button-css", "@utrecht/form-field-css", "@utrecht/form-field-description-css",
    "@utrecht/form-field-error-message-css", "@utrecht/form-label-css", "@utrecht/select-css", "@utrecht/table-css",
    "@utrecht/textarea-css", "@utrecht/textbox-css",
)  # fmt: skip
CANDIDATES = ("data-badge", "number-badge", "skip-link")
OWN_CSS = ("fonts.css", "theme.css", "base.css", "components.css", "front.css", "takeaway.css", "print.css")
ICONS = (
    "alert-circle", "alert-triangle", "arrow-left", "arrow-right", "bell", "book", "briefcase", "building", "calendar",
    "check", "chevron-left", "chevron-right", "circle-check", "clipboard-list", "clock", "device-desktop", "download",
    "edit", "eye", "file-text", "file-upload", "help", "history", "home", "info-circle", "key", "language", "leaf",
    "list-check", "lock", "logout", "mail", "menu-2", "message", "messages", "paperclip", "phone", "plus", "printer",
    "refresh", "robot", "search", "send", "settings", "shield-lock", "trash", "upload", "user", "users", "x",
)  # fmt: skip
WEIGHTS = ("400", "600")
EXTENDED = "U+0100-0130,U+0132-0151,U+0154-017F,U+018F,U+01CD-01DC,U+0218-021B,U+1E00-1EFF"
"""Latin letters beyond Western Europe: Turkish, Polish, Czech, Romanian, Vietnamese and transliterated names."""
SVG = "http://www.w3.org/2000/svg"
LICENCES = {
    "NL Design System components (EUPL-1.2)": "@utrecht/button-css/LICENSE.md",
    "htmx (0BSD)": "htmx.org/LICENSE",
    "Noto Sans (OFL-1.1)": "@fontsource/noto-sans/LICENSE",
    "Tabler Icons (MIT)": "@tabler/icons/LICENSE",
}


def main() -> int:
    """Build everything; returns 1 when the first load weighs more than its limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check-size", action="store_true", help="fail when the first load is above its limit")
    options = arguments.parse_args()
    if not (MODULES / "htmx.org").is_dir():
        sys.exit("node_modules is missing: run `npm ci --ignore-scripts` first.")
    total = build()
    return 1 if options.check_size and total > FIRST_LOAD_LIMIT else 0


def build() -> int:
    """Fill portal/static/vendor anew and print the sizes; returns the bytes of a first load after gzip."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    files = build_fonts(fresh)
    files["icons.svg"] = write(fresh, "icons.svg", sprite())
    files["favicon.svg"] = write(fresh, "favicon.svg", (STATIC / "img" / "favicon.svg").read_bytes())
    files["htmx.js"] = write(fresh, "htmx.js", (MODULES / "htmx.org/dist/htmx.min.js").read_bytes())
    files["houvast.js"] = write(fresh, "houvast.js", esbuild(STATIC / "js" / "main.js", "--bundle", "--format=iife"))
    files["houvast.css"] = write(fresh, "houvast.css", stylesheet(fresh, files))
    write_licences(fresh)
    (fresh / "manifest.json").write_text(json.dumps(files, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    total = report(fresh, files)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    return total


def write(folder: Path, name: str, content: bytes) -> str:
    """Write under a name with the content's hash, and a gzip twin for text; returns that name."""
    stem, _, suffix = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
    (folder / hashed).write_bytes(content)
    if suffix in ("css", "js", "svg"):
        (folder / f"{hashed}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    return hashed


def esbuild(source: Path, *options: str) -> bytes:
    """Minify (and bundle) with esbuild, keeping licence comments; raises CalledProcessError with its message."""
    command = [
        str(MODULES / ".bin" / "esbuild"),
        str(source),
        "--minify",
        "--legal-comments=inline",
        "--log-level=warning",
        *options,
    ]
    return subprocess.run(command, check=True, capture_output=True).stdout


def stylesheet(folder: Path, files: dict[str, str]) -> bytes:
    """Component CSS first, then our theme and our own CSS, with the fonts under their hashed names."""
    parts = [MODULES / name / "dist" / "index.css" for name in COMPONENTS]
    parts += [MODULES / f"@nl-design-system-candidate/{name}-css/dist/{name}.css" for name in CANDIDATES]
    text = "\n".join(strip_map(part.read_text(encoding="utf-8")) for part in parts)
    text = once(text)
    for name in OWN_CSS:
        text += "\n" + (STATIC / "css" / name).read_text(encoding="utf-8")
    for plain, hashed in files.items():
        text = text.replace(f'url("{plain}")', f'url("{hashed}")')
    source = folder / "all.css"
    source.write_text(text, encoding="utf-8")
    minified = esbuild(source, "--target=chrome110,firefox115,safari16")
    source.unlink()
    return minified


def strip_map(css: str) -> str:
    """Drop references to source maps, which are not shipped."""
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)


def once(css: str) -> str:
    """Keep each licence header one time: the component files all carry the same few."""
    headers = dict.fromkeys(re.findall(r"/\*\*\s*\n \* @license.*?\*/", css, re.S))
    return "\n".join(headers) + re.sub(r"/\*\*\s*\n \* @license.*?\*/", "", css, flags=re.S)


def sprite() -> bytes:
    """One SVG with a symbol per icon; the drawing attributes come from our CSS."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.Element(f"{{{SVG}}}svg")
    for name in ICONS:
        icon = ElementTree.parse(MODULES / "@tabler/icons/icons/outline" / f"{name}.svg").getroot()  # noqa: S314  locked package
        symbol = ElementTree.SubElement(root, f"{{{SVG}}}symbol", {"id": name, "viewBox": icon.attrib["viewBox"]})
        symbol.extend(shape for shape in icon if shape.get("stroke") != "none")
    return b"<!-- Tabler Icons, MIT licence, (c) Pawel Kuna -->" + ElementTree.tostring(root)


def build_fonts(folder: Path) -> dict[str, str]:
    """Noto Sans for Western Europe as delivered; the extended alphabet cut down to letters of names."""
    files = {}
    source = MODULES / "@fontsource/noto-sans/files"
    for weight in WEIGHTS:
        latin = (source / f"noto-sans-latin-{weight}-normal.woff2").read_bytes()
        files[f"noto-sans-{weight}.woff2"] = write(folder, f"noto-sans-{weight}.woff2", latin)
        cut = folder / "cut.woff2"
        extended = source / f"noto-sans-latin-ext-{weight}-normal.woff2"
        subset.main(
            [
                str(extended),
                f"--unicodes={EXTENDED}",
                "--flavor=woff2",
                "--layout-features=kern,mark,mkmk,ccmp,locl",
                f"--output-file={cut}",
            ]
        )
        files[f"noto-sans-ext-{weight}.woff2"] = write(folder, f"noto-sans-ext-{weight}.woff2", cut.read_bytes())
        cut.unlink()
    return files


def write_licences(folder: Path) -> None:
    """The licence texts that must travel with the built files."""
    texts = [
        f"{title}\n{'=' * len(title)}\n\n{(MODULES / path).read_text(encoding='utf-8')}"
        for title, path in LICENCES.items()
    ]
    (folder / "LICENSES.txt").write_text("\n\n".join(texts), encoding="utf-8")


def report(folder: Path, files: dict[str, str]) -> int:
    """Print the size of each file as sent; returns the total without the extended fonts, which few pages need."""
    total = 0
    for plain, hashed in sorted(files.items()):
        twin = folder / f"{hashed}.gz"
        size = (twin if twin.exists() else folder / hashed).stat().st_size
        extended = "-ext-" in plain
        total += 0 if extended else size
        print(f"{size:>7}  {plain}{'  (only when needed)' if extended else ''}")
    print(f"{total:>7}  first load, limit {FIRST_LOAD_LIMIT}")
    return total


if __name__ == "__main__":
    sys.exit(main())
