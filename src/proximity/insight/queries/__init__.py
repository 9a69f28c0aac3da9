"""Reads for pages and downloads: which releases there are, and how a table is told in words."""
