"""Filters of the templates of search."""
