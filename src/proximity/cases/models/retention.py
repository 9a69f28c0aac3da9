"""How long things are kept, what holds them back, and what was disposed of by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import Case
from proximity.cases.rules.retention import DisposalState, Outcome, Subject
from proximity.foundation.privacy import Erasure, Label, Sensitivity, operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.foundation.pure.spans import Unit
from proximity.packs.vocabulary import KeptKind


def _listed(purpose: str) -> Label:
    return Label(
        purpose, Sensitivity.OPERATIONAL, "as long as the organisation must show what it disposed of", Erasure.STAYS
    )


class RetentionSchedule(models.Model):
    """When one case or report of an organisation is reviewed and disposed of. Made anew whenever what it rests on changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField()
    subject = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Subject])
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in KeptKind])
    recorded_on = models.DateField()
    closed_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    review_basis = models.CharField(max_length=60, blank=True)
    dispose_on = models.DateField(null=True)
    dispose_basis = models.CharField(max_length=60, blank=True)
    erasure_kept = models.BooleanField(default=False)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "record_id": technical("which case or report"),
        "subject": technical("which of the two"),
        "reference": operational("names it among staff"),
        "kind": Label("as what it is kept", Sensitivity.SPECIAL, "as its record", Erasure.WITH_RECORD),
        "recorded_on": operational("starts the law's periods"),
        "closed_on": operational("starts the organisation's own period"),
        "reviewed_on": operational("last time somebody looked whether it is still needed"),
        "review_on": operational("next time"),
        "review_basis": operational("rule it rests on"),
        "dispose_on": operational("when it is disposed of"),
        "dispose_basis": operational("rule it rests on"),
        "erasure_kept": operational("the person asked for erasure, and the case was kept with reasons"),
    }

    class Meta:
        verbose_name = _("time of keeping")
        constraints = [models.UniqueConstraint(fields=["organisation", "record_id"], name="one_schedule_per_record")]
        indexes = [
            models.Index(fields=["organisation", "dispose_on"], name="schedule_dispose"),
            models.Index(fields=["organisation", "review_on"], name="schedule_review"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.dispose_on}"


class RetentionChoice(models.Model):
    """What an organisation decided about one kind of records: how long after closing, why, who and when. The last one holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in KeptKind])
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, choices=[(unit.value, unit.value) for unit in Unit])
    reason = models.TextField()
    chosen_by = models.UUIDField(null=True)
    chosen_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": operational("whose decision"),
        "kind": operational("about which records"),
        "amount": operational("for how long"),
        "unit": operational("counted in"),
        "reason": operational("why; about no person"),
        "chosen_by": staff("who decided"),
        "chosen_at": operational("when"),
    }

    class Meta:
        verbose_name = _("own time of keeping")
        indexes = [models.Index(fields=["organisation", "kind", "-chosen_at"], name="choice_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit}"


class LegalHold(models.Model):
    """Why a case must not be disposed of, on whose word, until it is lifted. Its texts are sealed with the case's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.BinaryField()
    authority = models.BinaryField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_reason = models.BinaryField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "case": technical("which case"),
        "reason": sealed("why it is held"),
        "authority": sealed("on whose word, such as a court's"),
        "set_by": staff("who set it"),
        "set_at": operational("since when"),
        "lifted_at": operational("until when"),
        "lifted_by": staff("who lifted it"),
        "lifted_reason": sealed("why it was lifted"),
    }

    class Meta:
        verbose_name = _("legal hold")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at__isnull=True), name="one_open_hold_per_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.set_at:%Y-%m-%d}"


class KeepingReview(models.Model):
    """One look at whether a case is still needed, with the reason for keeping it. Sealed with the case's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="keeping_reviews")
    reason = models.BinaryField()
    after_erasure = models.BooleanField(default=False)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "case": technical("which case"),
        "reason": sealed("why it is still needed"),
        "after_erasure": operational("decided after the person's request to erase"),
        "reviewed_by": staff("who looked"),
        "reviewed_at": operational("when"),
    }

    class Meta:
        verbose_name = _("review of keeping")

    def __str__(self) -> str:
        return f"{self.case_id} {self.reviewed_at:%Y-%m-%d}"


class Disposal(models.Model):
    """A list of records to dispose of: one person proposes it, another confirms it, then it is carried out. Kept for good."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in DisposalState], default=DisposalState.PROPOSED
    )
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": _listed("whose records"),
        "state": _listed("where the list stands"),
        "proposed_by": Label("who proposed it", Sensitivity.PERSONAL, "as the list", Erasure.STAYS),
        "proposed_at": _listed("when"),
        "decided_by": Label("who confirmed or refused it", Sensitivity.PERSONAL, "as the list", Erasure.STAYS),
        "decided_at": _listed("when"),
        "done_at": _listed("when it was carried out"),
    }

    class Meta:
        verbose_name = _("disposal")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=[DisposalState.CONFIRMED, DisposalState.DONE])
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
                name="disposal_takes_two_persons",
            )
        ]
        indexes = [models.Index(fields=["organisation", "-proposed_at"], name="disposal_newest")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.proposed_at:%Y-%m-%d} {self.state}"


class DisposalEntry(models.Model):
    """One record of a list: its reference, kind and basis, and what became of it. Holds nothing of its content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="entries")
    record_id = models.UUIDField()
    report_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Subject])
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in KeptKind])
    basis = models.CharField(max_length=60)
    recorded_on = models.DateField()
    closed_on = models.DateField(null=True)
    outcome = models.CharField(
        max_length=10, blank=True, choices=[(one.value, one.value) for one in Outcome], default=Outcome.WAITING
    )
    done_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "disposal": technical("which list"),
        "record_id": technical("which record; leads nowhere once it is gone"),
        "report_id": technical("which report it came from; leads nowhere once it is gone"),
        "subject": _listed("case or report"),
        "reference": _listed("names what is gone"),
        "kind": _listed("as what it was kept"),
        "basis": _listed("what its disposal rests on"),
        "recorded_on": _listed("since when it was kept"),
        "closed_on": _listed("when it was closed"),
        "outcome": _listed("what became of it"),
        "done_at": _listed("when"),
    }

    class Meta:
        verbose_name = _("entry of a disposal")
        constraints = [
            models.UniqueConstraint(fields=["disposal", "record_id"], name="disposal_names_each_once"),
            models.UniqueConstraint(
                fields=["organisation", "record_id"], condition=models.Q(outcome=""), name="on_one_waiting_list_only"
            ),
        ]
        indexes = [models.Index(fields=["record_id"], name="disposal_by_record")]

    def __str__(self) -> str:
        return f"{self.reference} {self.outcome}"
