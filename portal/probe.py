"""Is the portal well? Asked from outside, over HTTP, as its visitors would: by the worker, each minute."""

import contextlib
import http.client
import ssl
from urllib.parse import urlsplit

PATIENCE = 10.0
"""Seconds: who waits longer than this for a page calls it broken."""
PATH = "/readyz"


def is_well(base_url: str) -> bool:
    """Whether the portal at this address says that it and its database are ready."""
    parts = urlsplit(base_url)
    if parts.hostname is None:
        return False
    if parts.scheme == "https":
        line: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=PATIENCE, context=ssl.create_default_context()
        )
    else:
        line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
    try:
        line.request("GET", PATH)
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        with contextlib.suppress(OSError):
            line.close()
