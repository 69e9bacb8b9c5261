"""Every page of this door; importing registers it."""

from . import (  # noqa: F401
    agenda,
    agreements,
    applications,
    appointments,
    caseload,
    client_file,
    data_requests,
    documents,
    learning,
    mailbox,
    manage,
    messages,
    on_behalf,
    portfolio,
    proposals,
    rights,
    timeline,
    together,
)
