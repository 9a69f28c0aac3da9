"""The append-only log of who did what: identifiers and labels, never content.

Every operation of every area calls `operations.record_event` inside its own transaction, so that what is not logged did not
happen. Rows are chained by HMAC per city and side, with keys outside the database; the head of each chain is also written
beside the data. The database refuses to change or delete a row.
"""
