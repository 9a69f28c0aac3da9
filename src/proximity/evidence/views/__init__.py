"""Pages of evidence: a file on its way to who may read it, and hand-overs that wait for somebody's word."""
