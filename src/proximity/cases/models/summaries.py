"""Which daily summary was sent last, so that none is sent twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Membership, Organisation
from proximity.foundation.privacy import staff, technical
from proximity.foundation.pure.ids import new_id


class DailySummary(models.Model):
    """The last day on which somebody was sent how much is due at one of her offices. Says nothing about what it was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "membership": staff("to whom, for which office"),
        "day": staff("the last day it was sent"),
    }

    class Meta:
        verbose_name = _("daily summary")

    def __str__(self) -> str:
        return f"{self.membership_id} {self.day}"
