"""What a person told, sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.reporting.rules.states import Channel


class Report(models.Model):
    """One report. Its id is its record: whoever holds a wrap of that record sees the row and can open `content`.

    `content` is the sealed answers (JSON, see `reporting.rules.answers`); `reporter_wrap` is the same record key sealed to the
    key that is derived from the receipt code, so that the code, and nothing the public process holds, opens it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)
    receipt_lookup = models.BinaryField(max_length=32, unique=True)
    reader_key = models.BinaryField(max_length=32)
    reporter_wrap = models.BinaryField()
    content = models.BinaryField()
    channel = models.CharField(max_length=10, choices=[(channel.value, channel.value) for channel in Channel])
    language = models.CharField(max_length=8)
    entered_for = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    entered_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "reference": operational("names the report among staff"),
        "receipt_lookup": technical("finds the mailbox: HMAC of the code under a pepper"),
        "reader_key": technical("public key derived from the code: seals answers to the person"),
        "reporter_wrap": technical("record key, sealed to the code"),
        "content": sealed("what the person told"),
        "channel": operational("how it came (R11, R52)"),
        "language": operational("language of the answer"),
        "entered_for": operational("organisation at whose desk it was entered (R11)"),
        "entered_by": staff("who entered it at a desk or by phone"),
        "sent_at": operational("starts the clocks"),
    }

    class Meta:
        verbose_name = _("report")
        indexes = [models.Index(fields=["city", "-sent_at"], name="report_newest")]

    def __str__(self) -> str:
        return self.reference
