"""That a city shares the counts of its answers with other installations. What it shares stands in the network."""

from django.db import models

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id


class Sharing(models.Model):
    """The wish of a city, and the office in whose name its counts go out. Without this row none leaves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.OneToOneField(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    begun_by = models.UUIDField(null=True)
    begun_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("which city shares the counts of its answers"),
        "organisation": operational("the office in whose name they go out"),
        "begun_by": staff("who switched it on"),
        "begun_at": operational("since when counts are shared"),
    }

    class Meta:
        verbose_name = "sharing of counts with other installations"

    def __str__(self) -> str:
        return str(self.pk)
