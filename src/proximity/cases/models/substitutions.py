"""Who stands in for whom while she is away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id


class Substitution(models.Model):
    """One colleague stands in for another from a day until a day, both included, in the city's local days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    substitute_id = models.UUIDField()
    from_on = models.DateField()
    until_on = models.DateField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("where both work"),
        "person_id": staff("who is away"),
        "substitute_id": staff("who stands in for her"),
        "from_on": staff("first day"),
        "until_on": staff("last day"),
        "set_by": staff("who set it: she herself or a supervisor"),
        "set_at": operational("when it was set"),
        "ended_at": operational("ended before its last day"),
        "ended_by": staff("who ended it"),
    }

    class Meta:
        verbose_name = _("substitution")
        constraints = [
            models.CheckConstraint(condition=models.Q(until_on__gte=models.F("from_on")), name="substitution_in_order"),
            models.CheckConstraint(
                condition=~models.Q(person_id=models.F("substitute_id")), name="nobody_stands_in_for_herself"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "substitute_id", "until_on"], name="substitution_by_substitute")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ← {self.substitute_id} {self.from_on} {self.until_on}"
