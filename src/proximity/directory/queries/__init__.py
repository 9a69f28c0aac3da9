"""Reads of the register: for its pages, for everybody, for the first page of who owns an entry."""
