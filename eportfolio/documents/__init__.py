"""CV and other documents: taken in safely, kept encrypted, read in a closed room.

`model` is what a document is and which ones there are, `handling` what people do with it,
`uses` where else in the file it is used, and `scanning` what the worker does later on. Under them,
`inspection` decides whether a file is taken and `reading` gives its text; both let hostile
content be opened only by `read_worker`, a process without network, files or much memory.
This file imports nothing, so that the worker starts quickly and small.
"""
