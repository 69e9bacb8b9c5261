"""Where conversations are kept: PostgreSQL, as Rasa does, but each turn reads no more than it needs.

Rasa's own store reads and replays a whole conversation for every message, so that each answer is slower than the one
before: an intake in the chat has a thousand events at its end. What an answer depends on is the state (slots, active
form) and the last few turns. And of a message that was understood, only what was understood is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

LATEST_TURNS = 6
"""More than a rule looks back, or than the question for the coach is looked for in."""
STATE = ("slot", "active_loop", "session_started", "reset_slots", "restart")
"""Events that go on counting after their turn; of each name, the last one is enough."""
UNDERSTOOD = ("text", "intent", "entities", "metadata")
"""Of a message; how it compared with every other intent is not looked at again."""
_KINDS = {kind.type_name: kind for kind in all_subclasses(Event)}


class Remembered(DialogueStateTracker):
    """A conversation as read from the store: state and latest turns; the first `stored` events are there already."""

    stored: int = 0


class LatestTurns(SQLTrackerStore):
    """Keeps every event; reads those that the next answer depends on, in one statement."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation for its next turn; None for a new one."""
        with self.session_scope() as session:
            rows = session.execute(self._needed(sender_id)).all()
        if not rows:
            return None
        events = [_event(json.loads(data)) for (data,) in rows]
        tracker = Remembered.from_events(sender_id, events, self.domain.slots)
        tracker.stored = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add what is new, in one statement."""
        with self.session_scope() as session:
            rows = [self._row(tracker.sender_id, event) for event in self._additional_events(session, tracker)]
            if rows:
                session.execute(sa.insert(self.SQLEvent.__table__), rows)
                session.commit()
        if isinstance(tracker, Remembered):
            tracker.stored = len(tracker.events)

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterable[Event]:
        """What was said since the conversation was read; one that is new is compared with what is stored."""
        if isinstance(tracker, Remembered):
            return list(tracker.events)[tracker.stored :]
        return super()._additional_events(session, tracker)

    def _needed(self, sender_id: str) -> Any:
        events = self.SQLEvent.__table__
        of_sender = events.c.sender_id == sender_id
        listening = sa.and_(of_sender, events.c.type_name == "action", events.c.action_name == "action_listen")
        since = sa.select(events.c.id).where(listening).order_by(events.c.id.desc()).limit(1).offset(LATEST_TURNS)
        state = sa.select(sa.func.max(events.c.id)).where(of_sender, events.c.type_name.in_(STATE))
        state = state.group_by(events.c.type_name, events.c.action_name)
        latest = events.c.id >= sa.func.coalesce(since.scalar_subquery(), 0)
        wanted = sa.select(events.c.data).where(of_sender, sa.or_(latest, events.c.id.in_(state)))
        return wanted.order_by(events.c.id)

    def _row(self, sender_id: str, event: Event) -> dict[str, Any]:
        data = as_understood(event.as_dict())
        return {
            "sender_id": sender_id,
            "type_name": event.type_name,
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }


def as_understood(event: dict[str, Any]) -> dict[str, Any]:
    """The event without what its message might have meant instead."""
    if "parse_data" not in event:
        return event
    return {
        **event,
        "parse_data": {name: event["parse_data"][name] for name in UNDERSTOOD if name in event["parse_data"]},
    }


def _event(wire: dict[str, Any]) -> Event:
    """As Rasa reads it, without looking through all kinds of events for each one."""
    return _KINDS[wire["event"]]._from_parameters(wire)
