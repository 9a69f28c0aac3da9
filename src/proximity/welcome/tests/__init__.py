"""Tests of the public front."""
