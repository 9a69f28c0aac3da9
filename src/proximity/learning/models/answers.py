"""What somebody answered to a scenario. Hers alone: others read counts, through a function of the database."""

from django.db import models

from proximity.accounts.models import City, Organisation
from proximity.accounts.rules import OrganisationKind
from proximity.assessment.rules import BiasAnswer
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.learning.rules.scenarios import MAX_TITLE


class Answer(models.Model):
    """One person's answer to one scenario, given before she saw any other, and not changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in OrganisationKind])
    scenario = models.UUIDField(db_index=True)
    person = models.UUIDField()
    bias = models.CharField(max_length=10, choices=[(answer.value, answer.value) for answer in BiasAnswer])
    indicators = models.JSONField()
    why = models.CharField(max_length=MAX_TITLE * 5, blank=True)
    answered_at = models.DateTimeField()
    counted_as = models.CharField(max_length=20, null=True)  # noqa: DJ001  (null: not counted yet; "": in the whole alone)

    privacy = {
        "id": technical(),
        "city": technical("counted by city where enough have answered"),
        "organisation": technical("where she worked when she answered"),
        "kind": operational("counted by kind of organisation where enough have answered"),
        "scenario": technical("which scenario"),
        "person": staff("whose answer; only she reads it"),
        "bias": staff("what she answered; others see counts"),
        "indicators": staff("what she ticked; others see counts"),
        "why": staff("her reason; nobody else reads it"),
        "answered_at": staff("when she answered"),
        "counted_as": technical("in which count that has left the installation it is"),
    }

    class Meta:
        verbose_name = "answer to a scenario"
        verbose_name_plural = "answers to scenarios"
        constraints = [models.UniqueConstraint(fields=["person", "scenario"], name="a_scenario_is_answered_once")]

    def __str__(self) -> str:
        return str(self.pk)
