"""What the law may call an incident: qualifications by version, and what a second person thinks of an answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import SUSPICION, Case
from proximity.cases.rules.qualifications import QualificationStatus
from proximity.cases.rules.second_reading import About
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class Qualification(models.Model):
    """One version of one qualification. `thread` is the id of the first version; the highest number holds, none is changed.

    `offence` is the code of a *wording* in the country pack, so that a later change of law leaves it as it was. `content` is
    sealed JSON: the day it was chosen for, the elements with their facts, the basis of the suspicion, why it was dropped.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="qualifications")
    thread = models.UUIDField()
    number = models.PositiveIntegerField()
    offence = models.CharField(max_length=60)
    status = models.CharField(max_length=10, choices=[(one.value, one.value) for one in QualificationStatus])
    content = models.BinaryField()
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "case": technical("which case"),
        "thread": technical("which qualification"),
        "number": technical("orders the versions; shows that somebody else wrote meanwhile"),
        "offence": SUSPICION,
        "status": SUSPICION,
        "content": sealed("elements ticked against facts, basis of the suspicion, reason"),
        "written_by": staff("who wrote this version"),
        "written_at": operational("when"),
    }

    class Meta:
        verbose_name = _("qualification")
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="qualifications_are_numbered"),
            models.UniqueConstraint(fields=["case", "offence", "number"], name="wording_once_in_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.offence} {self.number}"


class SecondReading(models.Model):
    """What a second person thinks of one version of an answer to the bias question or of a qualification. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="second_readings")
    about = models.CharField(max_length=14, choices=[(one.value, one.value) for one in About])
    thread = models.UUIDField(null=True)
    version = models.PositiveIntegerField()
    agrees = models.BooleanField()
    reasons = models.BinaryField()
    read_by = models.UUIDField(null=True)
    read_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "case": technical("which case"),
        "about": operational("bias question or qualification"),
        "thread": technical("which qualification"),
        "version": technical("which version was read"),
        "agrees": SUSPICION,
        "reasons": sealed("why she agrees or differs"),
        "read_by": staff("who read it as the second"),
        "read_at": operational("when"),
    }

    class Meta:
        verbose_name = _("second reading")
        indexes = [models.Index(fields=["case", "read_at"], name="second_reading_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.about} {self.version}"


class ReadingRequest(models.Model):
    """A colleague was asked to read a case as the second person; done once she has read all there was to read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reading_requests")
    asked_of = models.UUIDField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("where both work"),
        "case": technical("which case"),
        "asked_of": staff("who is asked"),
        "asked_by": staff("who asks"),
        "asked_at": operational("since when it waits"),
        "done_at": operational("until when it waited"),
    }

    class Meta:
        verbose_name = _("request for a second reading")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "asked_of"], condition=models.Q(done_at__isnull=True), name="asked_once_of_a_colleague"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "asked_at"], condition=models.Q(done_at__isnull=True), name="reading_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.asked_of}"
