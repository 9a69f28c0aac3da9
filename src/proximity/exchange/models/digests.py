"""Who wishes a mail each week that says how much is new."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Membership, Organisation
from proximity.foundation.privacy import staff, technical
from proximity.foundation.pure.ids import new_id


class WeeklyDigest(models.Model):
    """That somebody wishes the mail for one of her offices, and up to when she was told. Says nothing about what it was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "membership": staff("who wishes it, for which office"),
        "told_at": staff("up to when she was told"),
    }

    class Meta:
        verbose_name = _("weekly mail")

    def __str__(self) -> str:
        return str(self.membership_id)
