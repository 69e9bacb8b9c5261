"""Addresses of the built browser assets: templates say `asset("houvast.css")`, the browser gets the name with the hash."""

import json
from pathlib import Path

from flask import Flask, url_for

MANIFEST = Path(__file__).parent / "static" / "vendor" / "manifest.json"


class AssetsNotBuilt(RuntimeError):
    """The assets were not built: `tools/assets.py` makes them."""


def read_manifest(path: Path = MANIFEST) -> dict[str, str]:
    """Map logical asset names to file names in static/vendor; raises AssetsNotBuilt when the build is missing."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))["files"])
    except FileNotFoundError as error:
        raise AssetsNotBuilt("portal/static/vendor is empty: run `npm ci --ignore-scripts && python tools/assets.py`") from error


def register_assets(app: Flask, path: Path = MANIFEST) -> None:
    """Give templates `asset(name)`, the address of a built asset; an unknown name raises KeyError while rendering."""
    files = read_manifest(path)

    @app.template_global("asset")
    def asset(name: str) -> str:
        return url_for("static", filename=f"vendor/{files[name]}")
