"""`make bench`: an installation as a city runs it, filled, and asked, against the targets; the table: benchmarks/results.md."""
