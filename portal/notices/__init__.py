"""Notices on their way: in words, by mail, and the postman who brings each of them once."""
