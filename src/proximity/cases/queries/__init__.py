"""Reads of cases for pages: lists, one whole case, and the words for its codes."""
