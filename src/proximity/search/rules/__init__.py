"""Decisions of search: which words are indexed and how, and which cases are alike. Pure: no Django, no database."""
