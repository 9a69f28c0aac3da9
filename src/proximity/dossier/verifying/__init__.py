"""Checking a pack: by anybody, anywhere, with nothing but the file and by which key the reader knows the sender.

Knows no database, no settings and no key of ours. A pack comes from strangers until it is checked: everything here is bounded.
"""
