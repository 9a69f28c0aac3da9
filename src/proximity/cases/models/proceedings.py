"""Steps of proceedings, and which of them the person has been told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.referrals import ProceedingsThread, Referral
from proximity.cases.rules.proceedings import StepKind
from proximity.cases.rules.referrals import LegalBasis
from proximity.foundation.privacy import Erasure, Label, Sensitivity, operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class ProceedingsStep(models.Model):
    """One step of a thread, seen by its whole chain. Never changed: a correction is a later step that `replaces` it, and why.

    `referral` is the one by which the organisation may speak; the others of the chain know no more of it than its id. Where a
    step is a referral, `towards` or `to_body` says to whom, and `basis` on what it rests.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(ProceedingsThread, on_delete=models.PROTECT, related_name="steps")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=[(kind.value, kind.value) for kind in StepKind])
    on = models.DateField()
    source = models.BinaryField()
    reasons = models.BinaryField()
    towards = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    to_body = models.CharField(max_length=40, blank=True)
    basis = models.CharField(
        max_length=8, blank=True, choices=[(basis.value, basis.value) for basis in LegalBasis]
    )  # fmt: skip
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "thread": technical("which proceedings"),
        "referral": technical("by which referral it may be entered"),
        "kind": Label("what was decided (R31)", Sensitivity.SPECIAL, "as its record", Erasure.WITH_RECORD),
        "on": operational("day of the decision"),
        "source": sealed("number or name of the document that says so"),
        "reasons": sealed("why, and how much"),
        "towards": operational("to whom it was referred"),
        "to_body": operational("to which body without an account"),
        "basis": operational("on what the referral rests"),
        "replaces": technical("which step it corrects"),
        "organisation": operational("who entered it"),
        "noted_by": staff("who entered it"),
        "noted_at": operational("when it was entered"),
    }

    class Meta:
        verbose_name = _("step of proceedings")
        indexes = [models.Index(fields=["thread", "noted_at"], name="step_by_thread")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.kind} {self.on}"


class StepTold(models.Model):
    """That the person was told of a step, or that nobody may tell her any more. One row per step, so that twice is once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    step = models.OneToOneField(ProceedingsStep, on_delete=models.PROTECT, related_name="told")
    told = models.BooleanField()
    at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "step": technical("which step"),
        "told": operational("whether the person was told"),
        "at": operational("when"),
    }

    class Meta:
        verbose_name = _("word to the person on a step")

    def __str__(self) -> str:
        return f"{self.step_id} {self.told}"
