"""Loading a city's districts from a file, as the operator does."""

from collections.abc import Sequence

from django.db import transaction

from proximity.accounts.models import City
from proximity.audit.operations import Origin, record_event
from proximity.directory.models import District
from proximity.directory.rules.drawing import Outline

OPERATOR = Origin(actor="operator")


@transaction.atomic
def load_districts(*, city: City, outlines: Sequence[Outline], by: Origin = OPERATOR, purpose: str = "") -> int:
    """Put the districts of a city in the place of those that were there; return how many there are now."""
    District.objects.filter(city=city).delete()
    rows = [District(city=city, name=one.name, rings=[list(ring) for ring in one.rings]) for one in outlines]
    District.objects.bulk_create(rows)
    record_event("directory.districts_loaded", origin=by, target=city.pk, label=str(len(rows)), purpose=purpose)
    return len(rows)
