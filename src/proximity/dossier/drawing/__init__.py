"""Drawing: from parts to a PDF, in a process of its own.

Runs as a program, `python -m proximity.dossier.drawing`: JSON comes on standard input, the PDF goes to standard output. What
people wrote goes through a text shaper and a font parser here, so this process has no key, no database, no room to write a file,
and little memory and time (see `__main__`). Text is data to the template, never part of its source.
"""
