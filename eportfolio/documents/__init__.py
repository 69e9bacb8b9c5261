"""CV and other documents: taken in safely, kept encrypted, read in a closed room.

`document` is what the rest of the system calls (upload, replace, withdraw, open). Under it,
`inspection` decides whether a file is taken and `reading` gives its text; both let hostile
content be opened only by `read_worker`, a process without network, files or much memory.
This file imports nothing, so that the worker starts quickly and small.
"""
