"""Pages of cases: each parses, asks one query or operation, and answers."""
