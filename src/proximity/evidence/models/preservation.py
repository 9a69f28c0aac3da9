"""What was asked to be kept by somebody else before it vanishes, and how many days an organisation reckons with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.evidence.rules.clocks import Kept, Standing
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class PreservationRequest(models.Model):
    """One request to keep recordings or online content, sealed with the key of its subject (a case).

    `until` is the last day on which it is expected to be there still: for recordings before they are overwritten, for online
    content while the holder keeps it on request. `details` is sealed JSON: holder, place, reference.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=[(what.value, what.value) for what in Kept])
    capture_id = models.UUIDField(null=True)
    standing = models.CharField(
        max_length=10, choices=[(standing.value, standing.value) for standing in Standing], default=Standing.ASKED
    )
    details = models.BinaryField()
    outcome = models.BinaryField(null=True)
    asked_on = models.DateField()
    until = models.DateField()
    asked_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "subject_id": technical("which case"),
        "organisation": operational("who asked"),
        "what": operational("recordings or online content"),
        "capture_id": technical("which web capture"),
        "standing": operational("asked, secured, refused or lost"),
        "details": sealed("holder, place and reference"),
        "outcome": sealed("what came of it, in the words of who noted it"),
        "asked_on": operational("when it was asked"),
        "until": operational("the last day on which it is expected to be there"),
        "asked_by": staff("who asked"),
        "added_at": operational("when it was noted"),
        "settled_by": staff("who noted what came of it"),
        "settled_at": operational("when that was noted"),
    }

    class Meta:
        verbose_name = _("preservation request")
        indexes = [
            models.Index(fields=["subject_id", "until"], name="preservation_by_subject"),
            models.Index(
                fields=["organisation", "until"], condition=models.Q(standing=Standing.ASKED), name="preservation_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.what} {self.standing} {self.until}"


class PreservationDefault(models.Model):
    """After how many days an organisation reckons that cameras overwrite: no law gives a least time, so it decides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    camera_days = models.PositiveSmallIntegerField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("whose habit it is"),
        "camera_days": operational("what its forms begin with"),
    }

    class Meta:
        verbose_name = _("days until cameras overwrite")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_preservation_default")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.camera_days}"
