"""To whom in her own organisation a case is shut: seals with those who are named, blocks, and glass that was broken."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import Case
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class CaseSeal(models.Model):
    """A case that only some of its organisation see: who works on it, who sealed it, and who is named. One at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seals")
    reason = models.BinaryField()
    sealed_by = models.UUIDField(null=True)
    sealed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("where it is shut"),
        "case": technical("which case"),
        "reason": sealed("why only some see the case"),
        "sealed_by": staff("who sealed it; she sees it"),
        "sealed_at": operational("since when it is shut"),
        "lifted_at": operational("until when it was shut"),
        "lifted_by": staff("who opened it again"),
    }

    class Meta:
        verbose_name = _("seal of a case")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at__isnull=True), name="one_seal_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["organisation"], condition=models.Q(lifted_at__isnull=True), name="seal_that_holds")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} sealed {self.sealed_at:%Y-%m-%d}"


class NamedReader(models.Model):
    """Somebody who sees a sealed case because she was named."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="named_readers")
    person_id = models.UUIDField()
    named_by = models.UUIDField(null=True)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("where she works"),
        "case": technical("which case"),
        "person_id": staff("who may see it"),
        "named_by": staff("who named her"),
        "named_at": operational("since when she may see it"),
        "ended_at": operational("until when she might"),
        "ended_by": staff("who took it back"),
    }

    class Meta:
        verbose_name = _("reader of a sealed case")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person_id"], condition=models.Q(ended_at__isnull=True), name="named_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.person_id}"


class CaseBlock(models.Model):
    """Somebody for whom a case is not there, because of a conflict of interest: declared by herself, or set by a supervisor."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="blocks")
    person_id = models.UUIDField()
    reason = models.BinaryField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("where she works"),
        "case": technical("which case"),
        "person_id": staff("who must not see it"),
        "reason": sealed("what the conflict of interest is"),
        "set_by": staff("who said so: she herself or a supervisor"),
        "set_at": operational("since when"),
        "lifted_at": operational("until when"),
        "lifted_by": staff("who lifted it"),
    }

    class Meta:
        verbose_name = _("block for a conflict of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person_id"], condition=models.Q(lifted_at__isnull=True), name="blocked_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "person_id"], condition=models.Q(lifted_at__isnull=True), name="block_that_holds"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} ✗ {self.person_id}"


class GlassBreak(models.Model):
    """A supervisor opened a sealed case that she was not named for. Her purpose stands in the log and was told on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="glass_breaks")
    person_id = models.UUIDField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("where she works"),
        "case": technical("which case"),
        "person_id": staff("who broke the glass"),
        "at": operational("when"),
        "until": operational("until when it stays open to her"),
    }

    class Meta:
        verbose_name = _("broken glass")
        indexes = [models.Index(fields=["case", "person_id", "until"], name="glass_by_person")]

    def __str__(self) -> str:
        return f"{self.case_id} ← {self.person_id}"
