"""Clean copies: the same picture or document without where, when, by whom and with what it was made.

Runs as a program of its own, `python -m proximity.evidence.cleaners <media type>`: the original comes on standard input, the
copy goes to standard output. The decoders of pictures and documents are the code that a malicious file would attack, so this
process has no key, no database, no room to write a file, and little memory and time (see `__main__`).
"""
