"""Every page of this door, in the order of the menu; importing registers it."""

from . import (  # noqa: F401
    chat,
    intake,
    my_data,
    receipts,
    rights,
    today,
)
