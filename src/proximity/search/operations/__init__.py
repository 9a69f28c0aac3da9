"""What keeps the index."""
