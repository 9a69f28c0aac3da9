"""The draft: one plan a city, its objectives, their measures and indicators. Each part counts its own changes."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.plans.rules.indicators import Unit
from proximity.plans.rules.measures import MeasureState
from proximity.plans.rules.soundness import MAX_TITLE

URL_LENGTH = 300


def choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the codes as a column takes them."""
    return [(code.value, code.value) for code in codes]


class Part(models.Model):
    """What every part of a draft has: its city, a version that each change counts up, and who changed it last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "version": technical("tells that somebody else changed it meanwhile"),
        "changed_by": staff("who changed it last"),
    }

    class Meta:
        abstract = True


class Plan(Part):
    """The plan of a city as it is being worked on. `edition` counts every change of any part: what is published was looked at."""

    language = models.CharField(max_length=8)
    title = models.CharField(max_length=MAX_TITLE)
    diagnosis = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    edition = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()

    privacy = Part.privacy | {
        "language": operational("language the plan is written in"),
        "title": operational("as published"),
        "diagnosis": operational("what is known of the city; about nobody (R48)"),
        "starts_on": operational("first day of the plan"),
        "ends_on": operational("last day of the plan"),
        "edition": technical("tells whether what is published is what was looked at"),
        "begun_at": operational("when the plan was begun"),
    }

    class Meta:
        verbose_name = _("local action plan")
        constraints = [models.UniqueConstraint(fields=["city"], name="one_plan_per_city")]

    def __str__(self) -> str:
        return f"{self.language} {self.starts_on} e{self.edition}"


class Objective(Part):
    """What a plan wants to reach. `after` and `after_url` say whom it is modelled on."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=MAX_TITLE)
    text = models.TextField(blank=True)
    after = models.CharField(max_length=MAX_TITLE, blank=True)
    after_url = models.CharField(max_length=URL_LENGTH, blank=True)

    privacy = Part.privacy | {
        "plan": technical("its plan"),
        "position": technical("orders the row"),
        "title": operational("as published"),
        "text": operational("as published"),
        "after": operational("source it is modelled on"),
        "after_url": operational("where that source is"),
    }

    class Meta:
        verbose_name = _("objective")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.position} v{self.version}"


class Measure(Part):
    """What somebody does for an objective, until when. The body is an organisation of the city, or stands in words."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.CharField(max_length=MAX_TITLE, blank=True)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=choices(MeasureState), default=MeasureState.PLANNED)
    reason = models.CharField(max_length=MAX_TITLE, blank=True)
    review_on = models.DateField(null=True)
    published_in = models.PositiveIntegerField(null=True)

    privacy = Part.privacy | {
        "objective": technical("its objective"),
        "position": technical("orders the row"),
        "text": operational("as published"),
        "organisation": operational("who answers for it"),
        "body": operational("who answers for it, in words: an office, no person"),
        "due_on": operational("deadline"),
        "state": operational("how far it has come"),
        "reason": operational("why it was dropped"),
        "review_on": operational("day of the next review"),
        "published_in": operational("first version that it stands in; from then on it is dropped, not removed"),
    }

    class Meta:
        verbose_name = _("measure of a plan")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.state} {self.due_on} v{self.version}"

    @property
    def answers(self) -> str:
        """Return who answers for it."""
        return self.organisation.name if self.organisation else self.body


class Indicator(Part):
    """How it is seen whether an objective is reached: computed (`code`) from released figures, or noted by hand (`name`)."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=MAX_TITLE, blank=True)
    unit = models.CharField(max_length=10, choices=choices(Unit))
    baseline_release = models.PositiveIntegerField(null=True)
    baseline_number = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    baseline_few = models.BooleanField(default=False)
    baseline_on = models.DateField(null=True)
    baseline_source = models.CharField(max_length=MAX_TITLE, blank=True)
    target = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    after = models.CharField(max_length=MAX_TITLE, blank=True)
    after_url = models.CharField(max_length=URL_LENGTH, blank=True)

    privacy = Part.privacy | {
        "objective": technical("its objective"),
        "position": technical("orders the row"),
        "code": operational("how it is computed from released figures (R49)"),
        "name": operational("as published"),
        "unit": operational("what is counted"),
        "baseline_release": operational("version of the release that the baseline rests on"),
        "baseline_number": operational("where it began"),
        "baseline_few": operational("it began below 5"),
        "baseline_on": operational("day of the baseline"),
        "baseline_source": operational("where the baseline comes from"),
        "target": operational("where it should go"),
        "after": operational("source it is modelled on"),
        "after_url": operational("where that source is"),
    }

    class Meta:
        verbose_name = _("indicator of a plan")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code="") ^ models.Q(name=""), name="indicator_is_computed_or_has_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(code="") | models.Q(baseline_number=None, baseline_few=False),
                name="a_computed_baseline_is_never_typed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code or 'by hand'} v{self.version}"
