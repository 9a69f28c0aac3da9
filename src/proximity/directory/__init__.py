"""The register of a city (R33, R34, R42): police units, reporting centres, information points, support, each with its owner.

May be called by `welcome` and `config`. Invariants: the public reads an entry only while somebody of its owner has said, within
the period, that all of it is true, and the database holds to that; an entry names posts and places, never a person; what was
said of an entry is added to its history and never rewritten; no report, no case and nobody who reported is known here.
"""
