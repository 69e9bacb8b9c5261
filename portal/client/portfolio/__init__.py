"""Mijn profiel: everything once, hers, and shared per part when she wants it."""

from . import entries, fields, overview, sharing  # noqa: F401  the pages register themselves
