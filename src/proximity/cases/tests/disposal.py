"""Cases whose time is over, and the way they go, for the tests of keeping."""

from datetime import timedelta

from proximity.accounts.actors import machine_of
from proximity.cases.factories import assess_case
from proximity.cases.models import DisposalEntry, RetentionSchedule
from proximity.cases.operations.disposing import decide_disposal, dispose_entry, finish_disposal, propose_disposal
from proximity.cases.operations.handling import close_case
from proximity.foundation.testing import here_today


def close(case, by):
    """Assess a case and close it."""
    assess_case(case, by=by)
    close_case(case=case, feedback="We spoke to the driver.", by=by)
    case.refresh_from_db()
    return case


def make_due(record_id):
    """Let the time of a record be over."""
    day = here_today() - timedelta(days=1)
    RetentionSchedule.objects.filter(record_id=record_id).update(dispose_on=day, dispose_basis="es.lo7.8.deletion")


def confirmed(records, cast, acting):
    """Let Bob propose a list and Ines confirm it; return it."""
    disposal = propose_disposal(records=records, by=acting(cast.bob))
    return decide_disposal(disposal=disposal, confirm=True, by=acting(cast.ines))


def carry_out(disposal, organisation):
    """Do what the worker does, in the context that the caller has entered; return what became of each record."""
    by = machine_of(organisation)
    entries = DisposalEntry.objects.filter(disposal=disposal).order_by("id").values_list("pk", flat=True)
    found = [dispose_entry(entry_id=entry, by=by) for entry in entries]
    finish_disposal(disposal_id=disposal.pk, by=by)
    return found
