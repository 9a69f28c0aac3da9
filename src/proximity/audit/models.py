"""Two tables: the events, and the head of each chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.foundation.privacy import Erasure, Label, Sensitivity, operational, technical
from proximity.foundation.pure.ids import new_id


class AuditEvent(models.Model):
    """One thing that somebody did. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chain = models.CharField(max_length=60)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    city_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=80, blank=True)
    label = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    digest = models.BinaryField(max_length=32)

    privacy = {
        "id": technical(),
        "chain": technical("names the chain the row belongs to"),
        "seq": technical("orders the chain without gaps"),
        "at": operational("when it happened"),
        "city_id": technical("wall"),
        "organisation_id": technical("whose act it was"),
        "actor": Label("who did it", Sensitivity.PERSONAL, "as long as the log", Erasure.STAYS),
        "action": operational("what was done"),
        "target": technical("which object"),
        "label": operational("its reference"),
        "purpose": Label("why it was read or done", Sensitivity.OPERATIONAL, "as long as the log", Erasure.STAYS),
        "digest": technical("chains the row to the one before"),
    }

    class Meta:
        verbose_name = _("event")
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_chain_has_no_twins")]
        indexes = [
            models.Index(fields=["city_id", "-id"], name="audit_by_city"),
            models.Index(fields=["target", "-id"], name="audit_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.action}"


class AuditHead(models.Model):
    """The last row of a chain: how many there are, and the last digest."""

    chain = models.CharField(max_length=60, primary_key=True)
    count = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    privacy = {
        "chain": technical(),
        "count": technical("length of the chain"),
        "digest": technical("last digest of the chain"),
    }

    class Meta:
        verbose_name = _("head of a chain")

    def __str__(self) -> str:
        return f"{self.chain} {self.count}"
