"""Needs and protection: a record of its own beside the case, with its own key, its versions and its measures (R23, R24)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import Case
from proximity.cases.rules.needs import MeasureState
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class NeedsFile(models.Model):
    """What one organisation keeps about the needs of the person of a case. Its id is its record, with a key of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    versions = models.PositiveIntegerField(default=0)
    assessed_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("whose record it is"),
        "case": technical("which case it stands beside"),
        "opened_by": staff("who began it"),
        "opened_at": operational("when it was begun"),
        "versions": technical("numbers the versions; shows that somebody else wrote meanwhile"),
        "assessed_at": operational("shown on the case, without content"),
        "review_on": operational("when somebody looks again; empty: no more"),
    }

    class Meta:
        verbose_name = _("needs file")
        indexes = [models.Index(fields=["organisation", "review_on"], name="needs_to_review")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.versions}"


class NeedsVersion(models.Model):
    """One assessment, whole. The highest number holds; the earlier ones stay readable."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    needs = models.ForeignKey(NeedsFile, on_delete=models.CASCADE, related_name="history")
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    review_on = models.DateField(null=True)
    assessed_by = models.UUIDField(null=True)
    assessed_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "needs": technical("which needs file"),
        "number": technical("orders the versions"),
        "content": sealed("individual assessment: needs, risks, wishes, impact, follow-up (R23, R26, R28)"),
        "review_on": operational("when somebody was to look again"),
        "assessed_by": staff("who assessed"),
        "assessed_at": operational("when it was assessed"),
    }

    class Meta:
        verbose_name = _("assessment of needs")
        constraints = [models.UniqueConstraint(fields=["needs", "number"], name="needs_versions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.needs_id} {self.number}"


class ProtectionMeasure(models.Model):
    """One thing that is done to protect somebody: what, by whom, by when, where it stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    needs = models.ForeignKey(NeedsFile, on_delete=models.CASCADE, related_name="measures")
    what = models.BinaryField()
    who = models.BinaryField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in MeasureState], default=MeasureState.PLANNED
    )
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    state_by = models.UUIDField(null=True)
    state_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "needs": technical("which needs file"),
        "what": sealed("what is done to protect her"),
        "who": sealed("who does it"),
        "due_on": operational("by when"),
        "state": operational("where it stands"),
        "added_by": staff("who set it"),
        "added_at": operational("when it was set"),
        "state_by": staff("who moved it"),
        "state_at": operational("when it was moved"),
    }

    class Meta:
        verbose_name = _("protection measure")
        indexes = [models.Index(fields=["needs", "due_on"], name="measure_by_needs")]

    def __str__(self) -> str:
        return f"{self.needs_id} {self.state} {self.due_on}"
