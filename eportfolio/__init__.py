"""The case file and its rules: no web framework, no translation, no HTTP."""
