"""Setting type: from parts to a PDF that a screen reader can read, in a process of its own.

A drawing area brings a template and a program, `python -m proximity.….drawing`: JSON comes on standard input, the PDF goes to
standard output. What people wrote goes through a text shaper and a font parser there, so such a process has no key, no database,
no room to write a file, and little memory and time (`confinement`). Text is data to the template, never part of its source. Never
loaded by the public process: it serves what was drawn and draws nothing.
"""
