"""How many reports came lately, and what was put onto the pile of what is not a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.reporting.rules.pile import PileState, Reason


class FloodBucket(models.Model):
    """How many reports came lately from one of the few names that all networks share, or for one city; for a day at most.

    No report leads here and nothing here leads to a report: the name lasts a day and stands for thousands of networks, and the
    time is kept in steps of a quarter of an hour.
    """

    name = models.CharField(max_length=8, primary_key=True)
    level = models.FloatField()
    at = models.DateTimeField()

    privacy = {
        "name": technical("pseudonym for a day, shared by thousands of networks; or one of the city"),
        "level": technical("how many reports came lately"),
        "at": technical("since when, in steps of a quarter of an hour"),
    }

    class Meta:
        verbose_name = _("count of reports that came lately")

    def __str__(self) -> str:
        return f"{self.name} {self.level:.1f}"


class Pile(models.Model):
    """Reports that one person holds to be none, for a reason; closed once a second person of the organisation agrees.

    Which reports stand on it say their recipient rows. Nothing of their content is kept here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=[(reason.value, reason.value) for reason in Reason])
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in PileState], default=PileState.PROPOSED
    )
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "reason": operational("why they are held to be no reports"),
        "state": operational("whether a second person agreed"),
        "count": operational("how many reports"),
        "digest": technical("SHA-256 over the reports' ids: the second person decides on what she saw"),
        "proposed_by": staff("who put them there"),
        "proposed_at": operational("when"),
        "decided_by": staff("who agreed or took them back"),
        "decided_at": operational("when"),
    }

    class Meta:
        verbose_name = _("pile of what is not a report")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=PileState.CONFIRMED)
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
                name="pile_takes_two_persons",
            )
        ]
        indexes = [models.Index(fields=["organisation", "state", "-proposed_at"], name="pile_newest")]

    def __str__(self) -> str:
        return f"{self.count} {self.reason} {self.state}"
