"""Every page of this door; importing registers it."""

from . import (  # noqa: F401
    caseload,
    client_file,
    documents,
    manage,
)
