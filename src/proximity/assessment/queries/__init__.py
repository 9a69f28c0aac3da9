"""Reads of assessment: one record's assessment, opened, and the words for its codes."""
