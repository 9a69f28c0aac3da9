"""Pages of the public front. Each parses, asks one query, and draws."""
