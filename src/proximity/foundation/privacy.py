"""Privacy labels: for every model field what it is for, how sensitive it is, how long it stays and how it goes.

Each model carries `privacy = labels(...)`. A test fails on the first field without a label; the data inventory and the record of
processing are generated from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db.models import Model


class Sensitivity(StrEnum):
    """How much harm a leak of the field does."""

    NONE = "none"  # technical: identifiers, versions
    OPERATIONAL = "operational"  # about the service: states, dates, codes without a person
    PERSONAL = "personal"  # about a known or knowable person
    SPECIAL = "special"  # origin, religion, health, sexuality, opinion, or a suspicion of crime


class Erasure(StrEnum):
    """What happens to the field when its record is erased."""

    WITH_RECORD = "deleted with the record"
    KEY = "unreadable: every wrap of its key is deleted"
    STAYS = "stays: holds no person"
    BLANKED = "blanked"


@dataclass(frozen=True, slots=True)
class Label:
    """Why a field exists and how it ends."""

    purpose: str
    sensitivity: Sensitivity
    retention: str
    erasure: Erasure


def technical(purpose: str = "identifies or orders the row") -> Label:
    """Return the label of a field that says nothing about anybody."""
    return Label(purpose, Sensitivity.NONE, "as its row", Erasure.WITH_RECORD)


def operational(purpose: str) -> Label:
    """Return the label of a coded field about the handling, not about a person."""
    return Label(purpose, Sensitivity.OPERATIONAL, "as its row", Erasure.WITH_RECORD)


def sealed(purpose: str, sensitivity: Sensitivity = Sensitivity.SPECIAL) -> Label:
    """Return the label of a field that only holders of a key wrap can open."""
    return Label(purpose, sensitivity, "as its record", Erasure.KEY)


def staff(purpose: str) -> Label:
    """Return the label of a field about a member of staff."""
    return Label(purpose, Sensitivity.PERSONAL, "while the account exists", Erasure.BLANKED)


def labels_of(model: type[Model]) -> Mapping[str, Label]:
    """Return the labels a model declares, by field name."""
    declared: Mapping[str, Label] = getattr(model, "privacy", {})
    return declared


def proximity_models() -> list[type[Model]]:
    """Return this project's own models, by table name."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("proximity.")]
    return sorted(ours, key=lambda model: model._meta.db_table)
