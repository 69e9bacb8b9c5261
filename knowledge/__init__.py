"""Rights and obligations in plain language: one file per article, read by the portal and by the assistant.

What a jobseeker reads here is checked statement by statement against the law; the same file holds the questions that
people ask about it, so that search and the assistant's training data always follow the text. This package knows no
web framework and no client.
"""
