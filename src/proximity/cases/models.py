"""Tables of cases. A case's id is its record: whoever holds a wrap of it sees the case and all that belongs to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation, Person
from proximity.cases.rules import CaseStatus, ComplaintState, OffenceState, TaskKind
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
    """One case, opened by one organisation from one report. Its texts are sealed with its own key, not with the report's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    title = models.BinaryField()
    title_version = models.PositiveIntegerField(default=1)
    status = models.CharField(
        max_length=14, choices=[(status.value, status.value) for status in CaseStatus], default=CaseStatus.NEW
    )
    complaint_state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in ComplaintState], default=ComplaintState.NOT_MADE
    )
    offence_state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in OffenceState], default=OffenceState.UNDECIDED
    )
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
        "reference": operational("names the case among staff"),
        "title": sealed("names the case for who works on it"),
        "title_version": technical("shows that somebody else wrote meanwhile"),
        "status": operational("where the work stands"),
        "complaint_state": operational("formal complaint (R4)"),
        "offence_state": SUSPICION,
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
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="case_newest"),
            models.Index(fields=["assignee", "status"], name="case_by_assignee"),
        ]

    def __str__(self) -> str:
        return self.reference


class Task(models.Model):
    """One thing to be done in a case, with a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in TaskKind])
    title = models.BinaryField()
    due_on = models.DateField()
    assignee = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "case": technical("which case"),
        "kind": operational("what sort of task"),
        "title": sealed("what is to be done"),
        "due_on": operational("by when"),
        "assignee": staff("who does it"),
        "added_by": staff("who set it"),
        "added_at": operational("when it was set"),
        "done_at": operational("when it was done"),
        "done_by": staff("who did it"),
    }

    class Meta:
        verbose_name = _("task")
        indexes = [
            models.Index(fields=["case", "due_on"], name="task_by_case"),
            models.Index(fields=["assignee", "due_on"], condition=models.Q(done_at__isnull=True), name="task_open"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.due_on}"
