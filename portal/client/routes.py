"""Every page of this door, in the order of the menu; importing registers it."""

from . import (  # noqa: F401
    account,
    agreements,
    applications,
    appointments,
    chat,
    documents,
    intake,
    messages,
    my_data,
    plan,
    proposals,
    receipts,
    rights,
    timeline,
    today,
)
