"""Helpers without Django and without input or output: identifiers, time, text. `rules` modules may import only these."""
