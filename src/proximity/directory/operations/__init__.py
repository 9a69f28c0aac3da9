"""What can be done with the register, one function each."""

from proximity.directory.operations.assessing import note_assessment
from proximity.directory.operations.districts import load_districts
from proximity.directory.operations.keeping import ChangedMeanwhile, NameTaken, add_entry, change_entry, end_entry
from proximity.directory.operations.sharing import follow_shared, keep_entry, share_entry
from proximity.directory.operations.verifying import ask_owners, confirm_entry, doubt_entry

__all__ = [
    "ChangedMeanwhile", "NameTaken", "add_entry", "ask_owners", "change_entry", "confirm_entry", "doubt_entry",
    "end_entry", "follow_shared", "keep_entry", "load_districts", "note_assessment", "share_entry",
]  # fmt: skip
