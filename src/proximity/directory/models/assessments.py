"""How centres looked at themselves, kept over time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.directory.models.entries import Entry
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id


class CentreAssessment(models.Model):
    """One look of a centre at itself: an answer to each question, and how many of its staff are trained."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="assessments")
    answers = models.JSONField()
    staff_count = models.PositiveSmallIntegerField()
    trained = models.PositiveSmallIntegerField()
    trained_on = models.DateField(null=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": operational("whose centre it is"),
        "entry": technical("its centre"),
        "answers": operational("question by question: yes, partly, no, not known"),
        "staff_count": operational("how many take reports there"),
        "trained": operational("how many of them were trained in the last twelve months"),
        "trained_on": operational("day of the last training"),
        "made_by": staff("who answered; not published"),
        "made_at": operational("when it was answered"),
    }

    class Meta:
        verbose_name = _("self-assessment of a centre")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(trained__lte=models.F("staff_count")), name="trained_are_among_the_staff"
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_at.date()} {self.trained}/{self.staff_count}"
