"""What can be done with facts and figures, one function each."""

from proximity.insight.operations.record import cut_link, import_history, record_fact
from proximity.insight.operations.release import compute_tables, prepare_release, release_table

__all__ = ["compute_tables", "cut_link", "import_history", "prepare_release", "record_fact", "release_table"]
