"""Keeping at the command line. Runs with the database owner's connection, whom no wall keeps from any city's rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from proximity.accounts.models import Organisation
from proximity.audit.operations import Origin, record_event
from proximity.cases.models import DisposalEntry, LegalHold, RetentionSchedule
from proximity.cases.rules.retention import Outcome, Schedule, Standing
from proximity.packs.vocabulary import KeptKind
from proximity.reporting.rules.deadlines import local_day

DUE = "retention.due_listed"


@dataclass(slots=True)
class OfficeDue:
    """What is due at one organisation: references only."""

    organisation: Organisation
    dispose: list[str] = field(default_factory=list)
    review: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    listed: int = 0


def due_by_office(now: datetime) -> Iterator[OfficeDue]:
    """Yield each organisation with something due, by city and name. What stands on a list that waits is only counted."""
    waiting = DisposalEntry.objects.filter(record_id=OuterRef("record_id"), outcome=Outcome.WAITING)
    holds = LegalHold.objects.filter(case=OuterRef("record_id"), lifted_at__isnull=True)
    for office in Organisation.objects.select_related("city").order_by("city__name", "name"):
        found, today = OfficeDue(office), local_day(now, office.city.time_zone)
        rows = RetentionSchedule.objects.filter(organisation=office).annotate(
            listed=Exists(waiting), held=Exists(holds)
        )
        for row in rows.order_by("recorded_on", "reference"):
            standing = Schedule(KeptKind(row.kind), row.review_on, "", row.dispose_on, "").standing(today)
            if standing is Standing.KEPT:
                continue
            if row.listed:
                found.listed += 1
            elif row.held:
                found.held.append(row.reference)
            else:
                (found.dispose if standing is Standing.DISPOSE else found.review).append(row.reference)
        if found.dispose or found.review or found.held or found.listed:
            yield found


def say_due(echo: Callable[[str], None], *, purpose: str = "", now: datetime | None = None) -> None:
    """Say what is due for disposal or review, organisation by organisation, and note that it was asked. Logged with `purpose`."""
    total = 0
    for office in due_by_office(now or timezone.now()):
        echo(f"{office.organisation.city.name}, {office.organisation.name}:")
        for what, references in (
            ("to dispose of", office.dispose),
            ("to look at again", office.review),
            ("held", office.held),
        ):
            if references:
                echo(f"  {what}: {len(references)}: {', '.join(references)}")
        if office.listed:
            echo(f"  on lists that wait for a second person or for the worker: {office.listed}")
        total += len(office.dispose) + len(office.review)
    echo(f"{total} due." if total else "Nothing is due.")
    with transaction.atomic():
        record_event(DUE, origin=Origin(actor="operator"), label=str(total), purpose=purpose, now=now)
