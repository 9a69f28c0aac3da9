"""Drawing: from parts to a PDF, in a process of its own, `python -m proximity.dossier.drawing` (see `foundation.typesetting`)."""
