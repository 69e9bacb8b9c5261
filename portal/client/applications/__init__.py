"""Sollicitaties: where the client applied, what happened, and how it went in her own words."""

from . import files, lists, pages, reminders, report, steps, writing  # noqa: F401  the pages register themselves
