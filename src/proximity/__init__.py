"""Proximity: local police and their partners against racism and hate crime."""

__version__ = "0.1.0"
