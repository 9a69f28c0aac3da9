"""Finding: words in sealed texts, and cases that may belong together.

Stands above `cases` and `reporting` and reads both; nobody but the wiring imports it. What it keeps is derived: which keyed hash
of a word stands in which record of an organisation. It is built in the background once staff have opened a record, never by the
public process; it is left out of backups and built anew; where an organisation's key to a record goes, the database deletes
what was kept of it in the same act (triggers in `migrations/0003_follow.py`).

Invariants: no word leaves this area in the clear: not into a table, the log, an address or the title of a page. Whoever may
not see a case does not find it, and does not find it counted.
"""
