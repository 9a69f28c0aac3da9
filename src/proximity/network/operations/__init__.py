"""What can be done with objects, one function each."""

from proximity.network.operations.groups import NotInGroup, change_group, found_group
from proximity.network.operations.publishing import TooLarge, publish, revise, withdraw
from proximity.network.operations.translating import translate

__all__ = [
    "NotInGroup", "TooLarge", "change_group", "found_group", "publish", "revise", "translate", "withdraw",
]  # fmt: skip
