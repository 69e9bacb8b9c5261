"""How long things are kept, and how they go: what is hers alone at her word, the rest when its term is over."""

from .erasing import Own, erase_own, own_only
from .terms import TERMS, Keeping, Term
from .tidying import Dropped, UnusedFile, anonymise, drop_past_terms, note_warned, unused_files

__all__ = [
    "TERMS",
    "Dropped",
    "Keeping",
    "Own",
    "Term",
    "UnusedFile",
    "anonymise",
    "drop_past_terms",
    "erase_own",
    "note_warned",
    "own_only",
    "unused_files",
]
