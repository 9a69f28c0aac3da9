"""Comparing a case with others: an act that opens many, so the log tells of it."""

from django.db import transaction

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.cases.models import Case
from proximity.search.queries.alike import Alike, cases_alike


@transaction.atomic
def look_for_alike(*, case: Case, by: Actor) -> list[Alike]:
    """Return the cases that may be the same as one that `access` gave the actor, or belong together with it. Raises `NotAllowed`.

    The log tells which were shown.
    """
    by.check_may(Capability.WORK_CASES)
    found = cases_alike(case, by=by)
    shown = " ".join(one.row.reference for one in found[:10])
    record_event("search.compared", origin=by.origin, target=case.pk, label=f"{case.reference}: {shown}".strip(": "))
    return found
