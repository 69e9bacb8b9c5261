"""Every page of this door, in the order of the menu; importing registers it."""

from . import (  # noqa: F401
    account,
    agreements,
    applications,
    appointments,
    chat,
    chat_handover,
    cv,
    documents,
    helped,
    intake,
    messages,
    my_data,
    plan,
    portfolio,
    proposals,
    receipts,
    rights,
    timeline,
    today,
)
from .takeaway import bringing, erasure, export  # noqa: F401
from .takeaway import cv as cv_files  # noqa: F401
