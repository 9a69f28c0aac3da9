"""Pages of reporting: each parses, asks one query or operation, and answers."""
