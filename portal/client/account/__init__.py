"""Mijn gegevens, the parts that one can change or look into: mail, contact, password, who looked."""

from . import contact, looks, notices  # noqa: F401  routes register themselves
