"""What is added to a plan and stays as it is: reviews, numbers noted by hand, published versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.plans.models.draft import Indicator, Measure, choices
from proximity.plans.rules.measures import MeasureState
from proximity.plans.rules.published import PlanText
from proximity.plans.rules.soundness import MAX_TITLE


class Review(models.Model):
    """That somebody looked at a measure: at what, how far it has come, and when to look again (never, where it is finished)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="reviews")
    found = models.TextField()
    state = models.CharField(max_length=10, choices=choices(MeasureState))
    next_on = models.DateField(null=True)
    looked_by = models.UUIDField(null=True)
    looked_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "measure": technical("its measure"),
        "found": operational("what was looked at; published, about nobody"),
        "state": operational("how far the measure had come"),
        "next_on": operational("day of the next review"),
        "looked_by": staff("who reviewed; not published"),
        "looked_at": operational("when it was reviewed"),
    }

    class Meta:
        verbose_name = _("review of a measure")
        ordering = ["-looked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.state} {self.looked_at.date()}"


class Reading(models.Model):
    """What an indicator was worth on a day, noted by hand with its source. Corrected by another reading of that day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="readings")
    number = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    few = models.BooleanField(default=False)
    on = models.DateField()
    source = models.CharField(max_length=MAX_TITLE)
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "indicator": technical("its indicator"),
        "number": operational("as published; never a count of people below 5"),
        "few": operational("fewer than 5"),
        "on": operational("day the number is of"),
        "source": operational("where the number comes from"),
        "noted_by": staff("who noted it; not published"),
        "noted_at": operational("when it was noted"),
    }

    class Meta:
        verbose_name = _("reading of an indicator")
        ordering = ["-on", "-noted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(few=True, number=None) | models.Q(few=False, number__isnull=False),
                name="a_reading_is_a_number_or_fewer_than_five",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class Publication(models.Model):
    """A published version: numbered per city, signed by an office, never changed, never deleted; a trigger sees to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    office = models.CharField(max_length=120)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": operational("the office that signs"),
        "version": operational("numbers the city's versions"),
        "content": operational("the plan as published, with the figures of that day"),
        "office": operational("name of the office that signed, as it was"),
        "published_by": staff("who signed; not readable for the public side"),
        "published_at": operational("when it became public"),
    }

    class Meta:
        verbose_name = _("published plan")
        constraints = [models.UniqueConstraint(fields=["city", "version"], name="published_plans_are_numbered")]

    def __str__(self) -> str:
        return f"v{self.version}"

    @property
    def plan(self) -> PlanText:
        """Return the plan as it was published."""
        return PlanText.from_json(self.content)
