"""Proximity: local police and their partners against racism and hate crime."""
