"""Every page of this door; importing registers it."""

from . import (  # noqa: F401
    agreements,
    applications,
    caseload,
    client_file,
    data_requests,
    documents,
    learning,
    mailbox,
    manage,
    messages,
    proposals,
    rights,
)
