"""Tables of assessment. Each row belongs to one sealed record (`record_id`); its texts are sealed with that record's key."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.assessment.rules import (
    RULE_LENGTH,
    AllegedBy,
    Basis,
    BiasAnswer,
    GroundBasis,
    GroundStatus,
    Part,
    Strength,
)
from proximity.foundation.privacy import Erasure, Label, Sensitivity, operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.packs.codes import Direction


def coded(purpose: str) -> Label:
    """Return the label of a code that tells of a group or of a suspicion: plain, because the wall stands around its row."""
    return Label(purpose, Sensitivity.SPECIAL, "as its record", Erasure.WITH_RECORD)


class BiasAnswerGiven(models.Model):
    """One answer to the bias question, with reasons. The one with the highest number holds; the others are its history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField()
    number = models.PositiveIntegerField()
    answer = models.CharField(max_length=10, choices=[(answer.value, answer.value) for answer in BiasAnswer])
    reasons = models.BinaryField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "record_id": technical("which record"),
        "number": technical("orders the answers; shows that somebody else answered meanwhile"),
        "answer": coded("is there an indication of bias (R13)"),
        "reasons": sealed("why it was answered so"),
        "answered_by": staff("who answered"),
        "answered_at": operational("when it was answered"),
    }

    class Meta:
        verbose_name = _("answer to the bias question")
        constraints = [models.UniqueConstraint(fields=["record_id", "number"], name="bias_answers_are_numbered")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.number}: {self.answer}"


class IndicatorEntry(models.Model):
    """One sign for or against bias, with what it rests on. Withdrawn with a reason, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField()
    code = models.CharField(max_length=8)
    direction = models.CharField(max_length=8, choices=[(way.value, way.value) for way in Direction])
    strength = models.CharField(max_length=10, choices=[(strength.value, strength.value) for strength in Strength])
    quote = models.BinaryField()
    language = models.CharField(max_length=8)
    basis = models.CharField(max_length=12, choices=[(basis.value, basis.value) for basis in Basis])
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_reason = models.BinaryField(null=True)
    suggested_by = models.CharField(max_length=RULE_LENGTH, blank=True, default="")

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "record_id": technical("which record"),
        "code": coded("which indicator (R15)"),
        "direction": coded("for or against bias"),
        "strength": coded("how much it weighs"),
        "quote": sealed("the words or the observation it rests on"),
        "language": operational("language of the quote"),
        "basis": operational("fact or assessment (Directive 2016/680, art. 7)"),
        "noted_by": staff("who noted it"),
        "noted_at": operational("when it was noted"),
        "withdrawn_at": operational("when it was withdrawn"),
        "withdrawn_by": staff("who withdrew it"),
        "withdrawn_reason": sealed("why it was withdrawn"),
        "suggested_by": coded("which rule pointed at the words, where a person took that up"),
    }

    class Meta:
        verbose_name = _("indicator")
        indexes = [models.Index(fields=["record_id", "noted_at"], name="indicator_by_record")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.code} {self.direction}"


class GroundEntry(models.Model):
    """One ground of a record, with what ties the person to it and how far it has come. Several may stand side by side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField()
    code = models.CharField(max_length=20)
    basis = models.CharField(max_length=12, choices=[(basis.value, basis.value) for basis in GroundBasis])
    alleged_by = models.CharField(max_length=10, choices=[(who.value, who.value) for who in AllegedBy])
    status = models.CharField(max_length=10, choices=[(status.value, status.value) for status in GroundStatus])
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    status_by = models.UUIDField(null=True)
    status_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "record_id": technical("which record"),
        "code": coded("which ground (R14)"),
        "basis": coded("belongs, stands by, or was taken to belong"),
        "alleged_by": operational("who says so"),
        "status": coded("from perceived to proven or rejected"),
        "added_by": staff("who recorded it"),
        "added_at": operational("when it was recorded"),
        "status_by": staff("who set the status"),
        "status_at": operational("since when it has this status"),
    }

    class Meta:
        verbose_name = _("ground")
        constraints = [models.UniqueConstraint(fields=["record_id", "code"], name="ground_once_in_a_record")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.code} {self.status}"


class SuggestionDecision(models.Model):
    """What somebody made of words that a rule pointed at: where they stand, and why. The words themselves are not kept here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField()
    part = models.CharField(max_length=8, choices=[(part.value, part.value) for part in Part])
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=RULE_LENGTH)
    code = models.CharField(max_length=8)
    accepted = models.BooleanField()
    reason = models.BinaryField()
    entry_id = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "record_id": technical("which record"),
        "part": technical("in which text of the report the words stand"),
        "start": technical("where the words begin"),
        "end": technical("where the words end"),
        "rule": coded("which rule pointed at the words"),
        "code": coded("which indicator the rule named"),
        "accepted": coded("whether a person took it up"),
        "reason": sealed("why it was accepted or rejected"),
        "entry_id": technical("the indicator that was noted, where it was accepted"),
        "decided_by": staff("who decided"),
        "decided_at": operational("when it was decided"),
    }

    class Meta:
        verbose_name = _("decision on a suggestion")
        constraints = [
            models.UniqueConstraint(
                fields=["record_id", "part", "start", "end", "rule", "code"], name="a_suggestion_is_decided_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.rule}: {'accepted' if self.accepted else 'rejected'}"


class SuggestionSwitch(models.Model):
    """Whether a city's police, or an NGO by itself, look at suggestions. The newest row holds; without one they are off."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("who switched it"),
        "is_on": operational("whether the text tool is used there"),
        "changed_by": staff("who switched it"),
        "changed_at": operational("when it was switched"),
    }

    class Meta:
        verbose_name = _("switch of suggestions")

    def __str__(self) -> str:
        return f"{self.city_id}: {'on' if self.is_on else 'off'}"
