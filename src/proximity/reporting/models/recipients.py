"""Who may read a report, on whose word, and where it stands there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.reporting.models.flood import Pile
from proximity.reporting.models.reports import Report
from proximity.reporting.rules.flood import Flood
from proximity.reporting.rules.states import Consent, RecipientStatus


class Recipient(models.Model):
    """One organisation that a report was given to, with the consent that allowed it (R5) and its state there.

    Everybody who may read the report sees all its recipients: an NGO sees what came of what it forwarded.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    consent = models.CharField(max_length=10, choices=[(consent.value, consent.value) for consent in Consent])
    consent_at = models.DateTimeField()
    consent_note = models.BinaryField(null=True)
    consent_taken_by = models.UUIDField(null=True)
    status = models.CharField(
        max_length=12, choices=[(status.value, status.value) for status in RecipientStatus],
        default=RecipientStatus.RECEIVED,
    )  # fmt: skip
    status_at = models.DateTimeField()
    acknowledge_by = models.DateField()
    feedback_by = models.DateField()
    acknowledged_at = models.DateTimeField(null=True)
    feedback_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    had_been_opened = models.BooleanField(default=False)
    flood = models.CharField(
        max_length=10, choices=[(mark.value, mark.value) for mark in Flood], default=Flood.NONE, db_default=Flood.NONE.value
    )  # fmt: skip
    pile = models.ForeignKey(
        Pile, null=True, on_delete=models.PROTECT, related_name="recipients", db_index=False
    )  # fmt: skip

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "report": technical("which report"),
        "organisation": operational("who may read"),
        "consent": operational("on whose word (R5)"),
        "consent_at": operational("when consent was given"),
        "consent_note": sealed("how the consent was given, in staff's words"),
        "consent_taken_by": staff("who recorded the consent"),
        "status": operational("told to the person"),
        "status_at": operational("since when"),
        "acknowledge_by": operational("promise of a first answer"),
        "feedback_by": operational("promise of feedback"),
        "acknowledged_at": operational("first answer given"),
        "feedback_at": operational("feedback given (R27)"),
        "withdrawn_at": operational("the person took it back"),
        "had_been_opened": operational("what a withdrawal could still undo"),
        "flood": operational("whether it was sent while very many arrived, and whether the question was answered"),
        "pile": operational("held to be no report, by whom and why stands there"),
    }

    class Meta:
        verbose_name = _("recipient")
        constraints = [models.UniqueConstraint(fields=["report", "organisation"], name="one_recipient_row_per_reader")]
        indexes = [
            models.Index(fields=["organisation", "status", "-status_at"], name="recipient_inbox"),
            models.Index(
                fields=["organisation", "flood", "status"],
                condition=~models.Q(flood=Flood.NONE),
                name="recipient_apart",
            ),
            models.Index(fields=["pile"], condition=models.Q(pile__isnull=False), name="recipient_on_pile"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.organisation_id}: {self.status}"


class ErasureRequest(models.Model):
    """The person asks one recipient to erase her report; a person there decides, by a date."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="erasure_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    answer_by = models.DateField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    granted = models.BooleanField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "report": technical("which report"),
        "organisation": operational("who is asked"),
        "requested_at": operational("when she asked"),
        "answer_by": operational("by when a person answers"),
        "decided_at": operational("when it was decided"),
        "decided_by": staff("who decided"),
        "granted": operational("what was decided"),
    }

    class Meta:
        verbose_name = _("request for erasure")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "organisation"], condition=models.Q(decided_at__isnull=True),
                name="one_open_erasure_request",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.report_id} @ {self.organisation_id}"
