"""Reads for pages: the draft as it would be published, what is published, and both in words."""
