"""Whether bias played a part, as somebody reasoned it: the bias question, indicators for and against, grounds.

`/law/` shows the country's pack, which an assessment stands on, to all staff: what is stated, where it was seen, what is missing.

Works on any sealed record by its id: the record's key and wraps must exist, and whoever holds a wrap may read what is assessed
here. May be called by `reporting`, `cases` and `config`. Invariants: nothing is answered by default; nothing is overwritten or
deleted (a new answer is a new row, an indicator is withdrawn with a reason); what the person perceived is kept apart and is not
lowered by anything that speaks against bias. Indicators suggest, they do not prove.
"""
