"""An entry of the register, what was said of it, and the districts of a city."""

from datetime import datetime
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.directory.rules.entries import MAX_NAME, MAX_TEXT, EntryWords, Kind
from proximity.directory.rules.verifying import How, Standing, standing
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id


def choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the codes as a column takes them."""
    return [(code.value, code.value) for code in codes]


class Entry(models.Model):
    """A unit, centre or service. `public_until` is kept, so that the database itself can shut what nobody has confirmed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=choices(Kind))
    name = models.CharField(max_length=MAX_NAME)
    content = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    verified_how = models.CharField(max_length=8, choices=choices(How), blank=True)
    ask_at = models.DateTimeField(null=True)
    public_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": operational("who answers for it; shown to the public"),
        "kind": operational("unit, centre, information point or support"),
        "name": operational("as published: a post or place, no person"),
        "content": operational(
            "as published: competence, languages, hours, access, contact; posts and places, no person"
        ),
        "version": technical("tells that somebody else changed it meanwhile"),
        "verified_at": operational("when its owner last said that it is true"),
        "verified_by": staff("who said so; not published"),
        "verified_how": operational("how it was checked"),
        "ask_at": operational("when the owner is asked again"),
        "public_until": operational("until when the public sees it"),
        "ended_at": operational("since when it is no longer there"),
    }

    class Meta:
        verbose_name = _("entry of the directory")
        ordering = ["kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "name"], condition=models.Q(ended_at=None), name="an_entry_is_named_once_in_a_city"
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at=None, verified_by=None, verified_how="", ask_at=None, public_until=None)
                | models.Q(
                    verified_at__isnull=False, verified_by__isnull=False, ask_at__isnull=False, public_until__isnull=False,
                    verified_how__in=[how.value for how in How], ended_at=None,
                ),
                name="public_is_what_somebody_said_is_true",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} v{self.version}"

    @property
    def words(self) -> EntryWords:
        """Return what it says."""
        return EntryWords.from_json(self.content)

    def standing(self, now: datetime) -> Standing:
        """Say how it stands at a moment."""
        return standing(
            ask_at=self.ask_at, public_until=self.public_until, ended=self.ended_at is not None, now=now
        )  # fmt: skip


class Note(StrEnum):
    """What can be said of an entry."""

    ADDED = "added"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    DOUBTED = "doubted"
    HIDDEN = "hidden"
    ASKED = "asked"
    ENDED = "ended"


class EntryNote(models.Model):
    """One line of an entry's history: what happened, who said it, and for what was added or changed what it said then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=choices(Note))
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    text = models.CharField(max_length=MAX_TEXT, blank=True)
    content = models.JSONField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "entry": technical("its entry"),
        "organisation": operational("whose word it is"),
        "what": operational("what happened"),
        "by": staff("who said it; none where the program asked; not published"),
        "at": operational("when"),
        "text": operational("what is not true, or why it ended; about nobody; not published"),
        "content": operational("what the entry said then"),
    }

    class Meta:
        verbose_name = _("line of an entry's history")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.what} {self.at.date()}"


class District(models.Model):
    """A district of a city with its outline, as the city's own file has it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=MAX_NAME)
    rings = models.JSONField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "name": operational("shown to the public"),
        "rings": operational("outline: longitudes and latitudes"),
    }

    class Meta:
        verbose_name = _("district")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["city", "name"], name="a_district_is_named_once_in_a_city")]

    def __str__(self) -> str:
        return self.name
