"""Tables of cases. A case's id is its record: whoever holds a wrap of it sees the case and all that belongs to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation, Person
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState
from proximity.foundation.privacy import Erasure, Label, Sensitivity, operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.reporting.models import Report

SUSPICION = Label("does the police suspect an offence (R4)", Sensitivity.SPECIAL, "as its row", Erasure.WITH_RECORD)


class CaseCounter(models.Model):
    """How many cases a city opened in a year. Locked while a number is drawn, so that references have no gap and no twin."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    drawn = models.PositiveIntegerField(default=0)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "year": technical("starts again each year"),
        "drawn": operational("the last number that was drawn"),
    }

    class Meta:
        verbose_name = _("counter of cases")
        constraints = [models.UniqueConstraint(fields=["city", "year"], name="one_counter_per_city_and_year")]

    def __str__(self) -> str:
        return f"{self.city_id} {self.year}: {self.drawn}"


class Case(models.Model):
    """One case, opened by one organisation from one report, or from what another referred to it (`report` is null then).

    One that was brought in from an older register has neither; a `CaseOrigin` says what stood there.

    Its texts are sealed with its own key, not with the report's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField("cases.Referral", null=True, on_delete=models.PROTECT, related_name="+")
    imported = models.BooleanField(default=False, db_default=False)
    reference = models.CharField(max_length=20)
    title = models.BinaryField()
    title_version = models.PositiveIntegerField(default=1)
    status = models.CharField(
        max_length=14, choices=[(status.value, status.value) for status in CaseStatus], default=CaseStatus.NEW
    )
    kind = models.CharField(max_length=30, default="", blank=True)
    complaint_state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in ComplaintState], default=ComplaintState.NOT_MADE
    )
    offence_state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in OffenceState], default=OffenceState.UNDECIDED
    )
    complaint_at = models.DateTimeField(null=True)
    offence_at = models.DateTimeField(null=True)
    assignee = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    feedback_due = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    countable_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("whose case it is"),
        "report": technical("what it was opened from"),
        "referral": technical("what it was opened from, where another body referred it"),
        "imported": operational("brought in from an older register"),
        "reference": operational("names the case among staff"),
        "title": sealed("names the case for who works on it"),
        "title_version": technical("shows that somebody else wrote meanwhile"),
        "status": operational("where the work stands"),
        "kind": operational("coarse type of the incident, for figures (R14); empty: not coded"),
        "complaint_state": operational("formal complaint (R4)"),
        "offence_state": SUSPICION,
        "complaint_at": operational("when the formal complaint was made: starts clocks of the law"),
        "offence_at": SUSPICION,
        "assignee": staff("who works on it"),
        "opened_by": staff("who opened it"),
        "opened_at": operational("starts the work"),
        "feedback_due": operational("promise to the person (R27); empty once kept"),
        "closed_at": operational("ends the work"),
        "countable_at": operational("since when it counts in figures"),
    }

    class Meta:
        verbose_name = _("case")
        constraints = [
            models.UniqueConstraint(fields=["city", "reference"], name="case_reference_once_in_a_city"),
            models.UniqueConstraint(fields=["report", "organisation"], name="one_case_per_report_and_organisation"),
            models.CheckConstraint(
                condition=models.Q(report__isnull=False, referral__isnull=True, imported=False)
                | models.Q(report__isnull=True, referral__isnull=False, imported=False)
                | models.Q(report__isnull=True, referral__isnull=True, imported=True),
                name="case_has_one_origin",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="case_newest"),
            models.Index(fields=["assignee", "status"], name="case_by_assignee"),
        ]

    def __str__(self) -> str:
        return self.reference
