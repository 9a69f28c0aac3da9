"""That the owner of an entry shares it with other cities, and as what it stands there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.directory.models.entries import Entry
from proximity.foundation.privacy import operational, technical
from proximity.foundation.pure.ids import new_id


class Sharing(models.Model):
    """An entry that its owner shares. `shared_as` is the object of the network; empty while the entry does not count as true."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="sharing")
    shared_as = models.UUIDField(null=True)
    at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": operational("who shares it"),
        "entry": technical("what is shared"),
        "shared_as": technical("as which object it stands in other cities"),
        "at": operational("since when it is shared"),
    }

    class Meta:
        verbose_name = _("entry shared with other cities")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.shared_as}"
