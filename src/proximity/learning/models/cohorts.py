"""Cohorts: their sessions, who takes part, who was there, and what people answered before and after."""

from django.db import models

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.learning.rules.cohorts import Module, SeatState
from proximity.learning.rules.questions import Moment
from proximity.learning.rules.scenarios import MAX_TITLE


class Cohort(models.Model):
    """A group that learns together, of one city or several; its trainer's office keeps it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=MAX_TITLE)
    language = models.CharField(max_length=8)
    scenarios = models.JSONField()
    begun_by = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall: a cohort is its trainer's office's"),
        "name": operational("what it is called"),
        "language": operational("language it is held in"),
        "scenarios": operational("which scenarios belong to it"),
        "begun_by": staff("who set it up"),
        "begun_at": operational("since when"),
        "closed_at": operational("when it ended"),
    }

    class Meta:
        verbose_name = "cohort"
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return str(self.pk)


class Session(models.Model):
    """One meeting of a cohort."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    module = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Module])
    topic = models.CharField(max_length=MAX_TITLE)
    place = models.CharField(max_length=MAX_TITLE)
    starts_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    planned_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "cohort": technical("its cohort"),
        "module": operational("part of the programme"),
        "topic": operational("what it is about"),
        "place": operational("where it is"),
        "starts_at": operational("when it begins"),
        "minutes": operational("how long it lasts"),
        "planned_by": staff("who planned it"),
    }

    class Meta:
        verbose_name = "session of a cohort"
        verbose_name_plural = "sessions of cohorts"
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class Seat(models.Model):
    """Somebody's place in a cohort: read by its trainers and by herself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="seats")
    person = models.UUIDField()
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in SeatState])
    invited_by = models.UUIDField(null=True)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall: the trainer's city"),
        "organisation": technical("wall: the trainer's office"),
        "cohort": technical("its cohort"),
        "person": staff("who was invited"),
        "office": staff("where she works, and reads the invitation"),
        "state": staff("whether she takes part"),
        "invited_by": staff("who invited her"),
        "invited_at": operational("when she was invited"),
        "answered_at": operational("when she answered"),
    }

    class Meta:
        verbose_name = "seat in a cohort"
        verbose_name_plural = "seats in cohorts"
        ordering = ["invited_at", "id"]
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="one_seat_in_a_cohort")]

    def __str__(self) -> str:
        return str(self.pk)


class Attendance(models.Model):
    """That somebody was at a session; a row that is not there says that she was not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="attendances")
    marked_by = models.UUIDField(null=True)
    marked_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "session": technical("which session"),
        "seat": staff("who was there"),
        "marked_by": staff("who noted it"),
        "marked_at": operational("when it was noted"),
    }

    class Meta:
        verbose_name = "attendance"
        verbose_name_plural = "attendances"
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="there_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Reply(models.Model):
    """What somebody answered before or after a course. Hers alone: her trainer reads what came of many."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="replies")
    moment = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Moment])
    person = models.UUIDField()
    answers = models.JSONField()
    replied_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "seat": technical("in which cohort"),
        "moment": operational("before or after"),
        "person": staff("whose answers; only she reads them"),
        "answers": staff("what she answered; trainers read means of five people or more"),
        "replied_at": operational("when she answered"),
    }

    class Meta:
        verbose_name = "answers before or after a course"
        verbose_name_plural = "answers before and after courses"
        constraints = [models.UniqueConstraint(fields=["seat", "moment"], name="asked_once_at_a_time")]

    def __str__(self) -> str:
        return str(self.pk)
