"""Coded facts, and the figures that are published from them: frozen, versioned, disclosure-controlled.

May be called by `cases`, `reporting` and `config`. Both push facts down (`operations.record_fact`); this area never looks up.
Invariants: `rules.facts.Fact` is the only shape that leaves a case; facts stay walled to the organisation that recorded them;
only rounded counts leave `operations.release.compute_tables`; a released table is never changed.
"""
