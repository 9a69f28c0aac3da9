"""Certificates: what was given to whom, and whether it still holds."""

from django.db import models

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.learning.models.cohorts import Cohort, Seat
from proximity.learning.rules.certificates import SYMBOLS, shown
from proximity.learning.rules.scenarios import MAX_TITLE


class Certificate(models.Model):
    """That somebody took part in a whole course. Her trainers and she read her name; who only has the number does not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="certificates")
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="certificate")
    person = models.UUIDField()
    number = models.CharField(max_length=SYMBOLS, unique=True)
    name = models.CharField(max_length=120)
    name_mark = models.CharField(max_length=64)
    statement = models.TextField(blank=True, default="")
    course = models.CharField(max_length=MAX_TITLE)
    language = models.CharField(max_length=8)
    first_on = models.DateField()
    last_on = models.DateField()
    sessions = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": operational("the office that gives it"),
        "cohort": technical("for which course"),
        "seat": technical("for whose seat"),
        "person": staff("whose certificate"),
        "number": technical("names it to whoever checks it"),
        "name": staff("printed on it; not on the public page"),
        "name_mark": technical("hash of number and name: checks a name that somebody types"),
        "statement": staff("what the city signed: number, name, course, days; empty where given before"),
        "course": operational("what the course was called"),
        "language": operational("language it is written in"),
        "first_on": operational("day of the first session"),
        "last_on": operational("day of the last session"),
        "sessions": operational("how many sessions there were"),
        "minutes": operational("how long they were together"),
        "given_by": staff("who gave it"),
        "given_at": operational("when it was given"),
        "revoked_at": operational("since when it does not hold any more"),
        "revoked_by": staff("who took it back"),
    }

    class Meta:
        verbose_name = "certificate"
        ordering = ["-given_at", "-id"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def shown_number(self) -> str:
        """Return the number as it is printed."""
        return shown(self.number)
