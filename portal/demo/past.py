"""The past of the demo people: deeds at their moments, told in the order of time, as the log of a file wants them."""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy.orm import Session

from eportfolio import access
from eportfolio.access import Actor
from eportfolio.base import OFFICE_TIME, now, today, told_as_of


class Scene(NamedTuple):
    """What somebody did, and when."""

    at: dt.datetime
    by: Actor
    deed: Callable[[], object]


class Past:
    """Collects scenes in any order, and tells them in the order of time."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._scenes: list[Scene] = []

    def days_ago(self, days: int, clock: str, by: Actor, deed: Callable[[], object]) -> None:
        """So many days back, at this time on the office's clock; at least a day, as today may be a minute old."""
        at = dt.datetime.combine(today() - dt.timedelta(days=max(days, 1)), dt.time.fromisoformat(clock), OFFICE_TIME)
        self._scenes.append(Scene(at, by, deed))

    def hours_ago(self, hours: float, by: Actor, deed: Callable[[], object]) -> None:
        """So many hours back."""
        self._scenes.append(Scene(now() - dt.timedelta(hours=hours), by, deed))

    def tell(self) -> None:
        """Let everybody do it, each as the actor of the deed."""
        for scene in sorted(self._scenes, key=lambda one: one.at):
            with told_as_of(scene.at):
                access.act_as(self._db, scene.by)
                scene.deed()
        self._scenes.clear()
