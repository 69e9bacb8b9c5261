"""Every page of this door, in the order of the menu; importing registers it."""

from . import (  # noqa: F401
    account,
    agreements,
    applications,
    chat,
    documents,
    intake,
    messages,
    my_data,
    plan,
    proposals,
    receipts,
    rights,
    today,
)
from .takeaway import bringing, cv, erasure, export  # noqa: F401
