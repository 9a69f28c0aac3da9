"""Proximity: local police and their partners against racism and hate crime."""

__version__ = "0.2.0"
