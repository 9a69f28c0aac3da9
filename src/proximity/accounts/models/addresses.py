"""Addresses that open without signing in, each for one person in one of her offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models.organisations import City, Organisation
from proximity.accounts.models.people import Membership
from proximity.foundation.privacy import staff, technical
from proximity.foundation.pure.ids import new_id


class SecretAddress(models.Model):
    """That a person's calendar program may ask for the days that she may see. The address itself is kept nowhere: its hash is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "membership": staff("whose it is, in which office: it ends with that"),
        "digest": technical("SHA-256 of the secret part, by which it is looked up; the secret itself is kept nowhere"),
        "made_at": staff("since when there is one: shown to her"),
    }

    class Meta:
        verbose_name = _("secret address")
        verbose_name_plural = _("secret addresses")

    def __str__(self) -> str:
        return str(self.membership_id)
