"""Tests of the seals: no database, no network."""
