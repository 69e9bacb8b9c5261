"""Every page of this door; importing registers it."""

from . import (  # noqa: F401
    agenda,
    agreements,
    applications,
    appointments,
    caseload,
    client_file,
    documents,
    learning,
    mailbox,
    manage,
    messages,
    proposals,
    rights,
    timeline,
)
