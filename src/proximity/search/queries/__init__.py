"""What search reads, for pages and for the index."""
