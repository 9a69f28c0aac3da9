"""Reads of evidence: lists of pieces, their custody, what is left open in it, and what vanishes."""
