"""Reads for the pages of imports."""
