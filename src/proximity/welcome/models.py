"""Leaflets as they were drawn last: public, without a word about anybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City
from proximity.foundation.privacy import Erasure, Label, Sensitivity, technical
from proximity.foundation.pure.ids import new_id


def _public(purpose: str) -> Label:
    return Label(purpose, Sensitivity.NONE, "until it is drawn anew", Erasure.STAYS)


class Leaflet(models.Model):
    """The leaflet of a city in one language, or of the whole instance where `city` is null."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+", null=True)
    language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    pdf = models.BinaryField()
    drawn_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("whose leaflet it is; empty: the instance's"),
        "language": _public("which language it speaks"),
        "digest": _public("what it was drawn from, as a hash: tells when it must be drawn anew"),
        "pdf": _public("the leaflet that everybody is handed"),
        "drawn_at": _public("when it was drawn"),
    }

    class Meta:
        verbose_name = _("leaflet")
        constraints = [
            models.UniqueConstraint(fields=["city", "language"], nulls_distinct=False, name="one_leaflet_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.city_id or 'instance'} {self.language}"

    @property
    def etag(self) -> str:
        """Return what tells a browser whether its copy is still the same."""
        return f'"{self.digest}"'
