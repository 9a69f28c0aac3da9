"""Reads for the pages of learning."""
