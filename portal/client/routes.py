"""Every page of this door, in the order of the menu; importing registers it."""

from . import (  # noqa: F401
    account,
    agreements,
    applications,
    chat,
    cv,
    documents,
    intake,
    messages,
    my_data,
    plan,
    portfolio,
    proposals,
    receipts,
    rights,
    today,
)
