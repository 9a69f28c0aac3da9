"""The only way to events: an auditor, and the database's wall, which shows her own city's and the instance's."""

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.audit.models import AuditEvent


def events_visible_to(by: Actor) -> QuerySet[AuditEvent]:
    """Return what an auditor may read, newest first. Raises `NotAllowed` for other roles."""
    by.check_may(Capability.READ_AUDIT)
    return AuditEvent.objects.order_by("-id")
