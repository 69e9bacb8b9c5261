"""The browser's side of entering together: whose help this session has, and until when.

Only the signed cookie of the client's own session knows it, so that it ends with the session; the helper's browser is
never part of it.
"""

import datetime as dt
import uuid

from flask import session

from eportfolio.access import Helper
from eportfolio.base import now
from eportfolio.helped import HelpSession
from eportfolio.helping import LONGEST
from eportfolio.people import Role

KEY = "samen"


def begin(row: HelpSession) -> None:
    """From here on what the client enters is entered together."""
    session[KEY] = {
        "id": str(row.id),
        "helper": str(row.helper_id),
        "role": row.helper_role.value,
        "name": row.helper_name,
        "since": row.started_at.isoformat(),
    }


def end() -> uuid.UUID | None:
    """She goes on alone; returns which session it was."""
    kept = session.pop(KEY, None)
    return uuid.UUID(kept["id"]) if kept else None


def helper() -> Helper | None:
    """Who helps in this browser now."""
    kept = session.get(KEY)
    if not kept or now() - dt.datetime.fromisoformat(kept["since"]) >= LONGEST:
        return None
    return Helper(uuid.UUID(kept["helper"]), Role(kept["role"]), kept["name"])
