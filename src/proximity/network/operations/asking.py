"""Asking for the other installations to be read now."""

from django.db import transaction

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.network.jobs import sync_now


@transaction.atomic
def ask_to_read(*, by: Actor) -> None:
    """Let the worker read every accepted installation as soon as it can. Raises `NotAllowed`."""
    by.check_may(Capability.OPERATE_NETWORK)
    sync_now.defer()
    record_event("exchange.reading_asked", origin=by.origin)
