"""The keys by which this installation knows what cities signed: its own cities', and those of members."""

from django.db import transaction

from proximity.learning.rules.statements import Keys
from proximity.network.context import enter_everywhere
from proximity.network.database import keys_of
from proximity.network.models import Author


@transaction.atomic
def known_keys() -> Keys:
    """Return them; enters the instance's own context."""
    enter_everywhere()
    found = keys_of(list(Author.objects.values_list("pk", flat=True)))
    return {kid: (city, key, state) for city, keys in found.items() for kid, (key, state) in keys.items()}
