"""Reads of reporting: where a report can go, who reads it, what it says."""
