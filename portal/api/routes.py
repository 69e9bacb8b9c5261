"""The resources of the API; importing them registers their routes."""

from . import agreements, applications, articles, case_files, conversations, messages  # noqa: F401
