"""Drawing a certificate, in a process of its own, `python -m proximity.learning.drawing` (see `foundation.typesetting`)."""
