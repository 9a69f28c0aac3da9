"""History in, everything out: a city's older register becomes cases, and what a city holds can be taken along.

Nobody imports this area but the wiring. Invariants: a file that is brought in is sealed while it arrives and never lies open on
the disk; a code is never guessed, a person decides each value that we do not know; a dry run writes no case; the same incident
is brought in once, however often its file is sent; what nobody worked on can be taken back. Nobody sees another's import.
"""
