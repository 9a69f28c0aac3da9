"""The conversation between a person and those who read her report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.reporting.models.reports import Report
from proximity.reporting.rules.states import MessageKind


class Message(models.Model):
    """One message, a record of its own: what the NGO writes to the person, the police of the same report cannot read.

    `organisation` is the author, or null where the person herself wrote; the wraps of the message's id say who reads it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.UUIDField(null=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in MessageKind])
    body = models.BinaryField()
    reporter_wrap = models.BinaryField()
    sent_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "report": technical("which mailbox"),
        "organisation": operational("which organisation wrote; none: the person"),
        "written_by": staff("who wrote it"),
        "kind": operational("message, facts, feedback, withdrawal, erasure, treatment"),
        "body": sealed("what was written"),
        "reporter_wrap": technical("message key, sealed to the code"),
        "sent_at": operational("orders the conversation"),
    }

    class Meta:
        verbose_name = _("message")
        indexes = [models.Index(fields=["report", "sent_at"], name="message_conversation")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind} {self.sent_at:%Y-%m-%d}"
