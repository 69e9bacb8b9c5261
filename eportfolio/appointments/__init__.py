"""Appointments (gesprekken) between a client and the coach.

Either side proposes one or several times; the other chooses one, or asks for another. Until both have
chosen a new time, the old one stands. Who cancels may say why, and a coach must (R43). An appointment
that did not take place is an event to explain, the client's own reason first (R31): nothing follows
from it by itself. Everything that happened stays.
"""

from .deeds import ask_change, cancel, confirm, explain, propose, tell_missed
from .feed import (
    CalendarFeed,
    account_of_feed,
    appointments_for_feed,
    end_feed,
    live_feed,
    open_feed,
)
from .model import (
    BRING_LIMIT,
    MOST_TIMES,
    PLACE_LIMIT,
    SUBJECT_LIMIT,
    WORDS_LIMIT,
    Appointment,
    AppointmentEvent,
    AppointmentOption,
    ChangedMeanwhile,
    Details,
    EventKind,
    Mode,
    State,
    WrongState,
)
from .queries import (
    AgendaLine,
    agenda,
    appointment_of,
    appointments_of,
    count_waiting,
    current_appointments,
    next_of,
    overlapping,
    waiting_of_coach,
)

__all__ = [
    "BRING_LIMIT",
    "MOST_TIMES",
    "PLACE_LIMIT",
    "SUBJECT_LIMIT",
    "WORDS_LIMIT",
    "AgendaLine",
    "Appointment",
    "AppointmentEvent",
    "AppointmentOption",
    "CalendarFeed",
    "ChangedMeanwhile",
    "Details",
    "EventKind",
    "Mode",
    "State",
    "WrongState",
    "account_of_feed",
    "agenda",
    "appointment_of",
    "appointments_for_feed",
    "appointments_of",
    "ask_change",
    "cancel",
    "confirm",
    "count_waiting",
    "current_appointments",
    "end_feed",
    "explain",
    "live_feed",
    "next_of",
    "open_feed",
    "overlapping",
    "propose",
    "tell_missed",
    "waiting_of_coach",
]
