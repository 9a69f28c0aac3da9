"""Points at words that may match a bias indicator and a protected ground, says why, shows what stays open. Decides nothing.

Pure: no Django, no database, no network. `reading.identify` reads one text; lexicons in eight languages lie in `data/` (see its
README). Never a verdict, a probability, a priority, or anything about a person: "none found" never means that there is none.
"""
