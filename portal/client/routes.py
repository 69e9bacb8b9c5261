"""Every page of this door, in the order of the menu; importing registers it."""

from . import (  # noqa: F401
    chat,
    documents,
    intake,
    my_data,
    receipts,
    rights,
    today,
)
