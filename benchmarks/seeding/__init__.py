"""Cases by the hundred thousand, as the operations make them.

A few dozen patterns are made by the operations themselves (`patterns`). Each further case is one of them with other words, names,
places, days, identifiers and keys (`clones`): all its rows, sealed anew, chained anew in the log, filed anew for the search
(`filing`), and copied into the tables (`writing`). A test compares a case made so with its pattern (tests/test_seeding.py).
"""
