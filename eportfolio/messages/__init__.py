"""Messages between the client and the coach, in threads about one thing each.

A message is frozen once sent (the database refuses to change its text). Reading is recorded apart
from sending and from answering. A client's question has its answer within 24 office hours (R21); a
coach who wants an answer says by which day. Each message is announced by mail without its content,
within 48 hours (R46).
"""

from .model import LIMIT, SUBJECT_LIMIT, About, AboutKind, Message, Thread
from .queries import (
    PAGE_SIZE,
    Found,
    Page,
    Part,
    ThreadLine,
    Waiting,
    count_of,
    first_asked_of_client,
    message_of,
    messages_in,
    newest,
    search,
    thread_of,
    threads_about,
    threads_of,
    unread,
    unread_count,
    waiting_for_coach,
)
from .writing import CLIENT_HAS_DAYS, CONTACT_KIND, close_question, mark_read, send

__all__ = [
    "CLIENT_HAS_DAYS",
    "CONTACT_KIND",
    "LIMIT",
    "PAGE_SIZE",
    "SUBJECT_LIMIT",
    "About",
    "AboutKind",
    "Found",
    "Message",
    "Page",
    "Part",
    "Thread",
    "ThreadLine",
    "Waiting",
    "close_question",
    "count_of",
    "first_asked_of_client",
    "mark_read",
    "message_of",
    "messages_in",
    "newest",
    "search",
    "send",
    "thread_of",
    "threads_about",
    "threads_of",
    "unread",
    "unread_count",
    "waiting_for_coach",
]
