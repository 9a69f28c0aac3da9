"""The persons of a case, and the tests that let a suspect be named where no offence is suspected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City
from proximity.cases.models.cases import Case
from proximity.cases.rules.persons import AgeBand, PersonRole
from proximity.foundation.privacy import Erasure, Label, Sensitivity, operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


def coded(purpose: str, sensitivity: Sensitivity = Sensitivity.PERSONAL) -> Label:
    """Return the label of a code about a person: plain, because the wall stands around its row."""
    return Label(purpose, sensitivity, "as its record; a suspect's as the test allows", Erasure.WITH_RECORD)


class CasePerson(models.Model):
    """Somebody whom a case is about, with or without a name. A row that is deleted is deleted: nothing of it stays.

    The category of data subject follows from the role. `delete_on` is set for whoever deletes herself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="persons")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in PersonRole])
    age_band = models.CharField(max_length=14, choices=[(band.value, band.value) for band in AgeBand])
    details = models.BinaryField()
    named = models.BooleanField(default=False)
    guardian = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    guardian_in_conflict = models.BooleanField(default=False)
    delete_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "case": technical("which case"),
        "role": coded("what she is in the case; tells the categories of data subjects apart", Sensitivity.SPECIAL),
        "age_band": coded("protects children; coarse, never a day of birth"),
        "details": sealed("name (may be empty), relation to others, language, why she is needed here"),
        "named": operational("decides whether a necessity test is needed (R20)"),
        "guardian": technical("who cares for a child"),
        "guardian_in_conflict": coded(
            "keeps a child's words from a guardian who must not learn them", Sensitivity.SPECIAL
        ),
        "delete_on": operational("deletes herself on this day (R20)"),
        "version": technical("shows that somebody else wrote meanwhile"),
        "added_by": staff("who noted her"),
        "added_at": operational("when she was noted"),
        "changed_by": staff("who changed it last"),
        "changed_at": operational("when it was changed last"),
    }

    class Meta:
        verbose_name = _("person of a case")
        verbose_name_plural = _("persons of a case")
        indexes = [
            models.Index(fields=["case", "id"], name="person_by_case"),
            models.Index(fields=["delete_on"], condition=models.Q(delete_on__isnull=False), name="person_to_delete"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role}"


class NecessityTest(models.Model):
    """One test before a suspect's name was stored or kept longer: which rule asked, what was answered, until when it holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(CasePerson, on_delete=models.CASCADE, related_name="tests")
    number = models.PositiveIntegerField()
    rule = models.CharField(max_length=60, blank=True)
    reasons = models.BinaryField()
    keep_until = models.DateField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "case": technical("which case"),
        "person": technical("about whom"),
        "number": technical("orders the tests"),
        "rule": operational("which rule of the country pack asked; empty: proportionality in general"),
        "reasons": sealed("why the name has to be stored"),
        "keep_until": operational("until when the name may be kept"),
        "made_by": staff("who made the test"),
        "made_at": operational("when it was made"),
    }

    class Meta:
        verbose_name = _("necessity test")
        constraints = [models.UniqueConstraint(fields=["person", "number"], name="necessity_tests_are_numbered")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.number}"
