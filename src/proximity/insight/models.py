"""Facts behind the wall of who recorded them; a prepared table nobody but its office sees; releases that everybody sees."""

from enum import StrEnum
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import Erasure, Label, Sensitivity, operational, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.insight.rules.counting import Level
from proximity.insight.rules.disclosure import Table
from proximity.insight.rules.facts import Bias, Channel, Duration, Fact, Quarter, Source, Stage


def _coded(purpose: str, sensitivity: Sensitivity = Sensitivity.OPERATIONAL) -> Label:
    return Label(purpose, sensitivity, "as long as figures are published from it", Erasure.STAYS)


def _choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    return [(code.value, code.value) for code in codes]


class Exclusion(models.TextChoices):
    """Why a kept fact is not counted."""

    NONE = "", _("counted")
    DUPLICATE = "duplicate", _("another organisation counts the same incident")


class FactRow(models.Model):
    """A fact as one organisation recorded it.

    `origin_link` is a keyed hash of the record the fact came from: it finds the fact again while the record exists, and tells two
    organisations' facts of one report apart from two incidents. Erasure cuts it (null). Nothing else leads back: the id is random
    rather than ordered by time, and no row says when it was written.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    origin_link = models.BinaryField(max_length=32, null=True)
    version = models.PositiveIntegerField(default=1)
    source = models.CharField(max_length=10, choices=_choices(Source))
    channel = models.CharField(max_length=10, choices=_choices(Channel))
    grounds = models.JSONField()
    incident_type = models.CharField(max_length=30)
    stage = models.CharField(max_length=12, choices=_choices(Stage))
    bias = models.CharField(max_length=10, choices=_choices(Bias))
    year = models.PositiveSmallIntegerField(null=True)
    quarter = models.PositiveSmallIntegerField(null=True)
    answered_in = models.CharField(max_length=10, choices=_choices(Duration))
    closed_in = models.CharField(max_length=10, choices=_choices(Duration))
    counted_elsewhere = models.BooleanField(default=False)
    excluded = models.CharField(max_length=10, choices=Exclusion, default=Exclusion.NONE, blank=True)

    privacy = {
        "id": technical("names the row; random, so that it tells no time"),
        "city": technical("wall"),
        "organisation": technical("wall"),
        "origin_link": Label("finds the fact of a record: keyed hash", Sensitivity.PERSONAL, "as its record", Erasure.BLANKED),
        "version": technical("counts corrections"),
        "source": _coded("whose knowledge it is"),
        "channel": _coded("how it became known (R52)"),
        "grounds": _coded("codes of perceived or found bias (R14)", Sensitivity.SPECIAL),
        "incident_type": _coded("coarse kind of incident"),
        "stage": _coded("how far it has come (R4)"),
        "bias": _coded("answer to the bias question"),
        "year": _coded("year it happened"),
        "quarter": _coded("quarter it happened"),
        "answered_in": _coded("days to the first answer, in bands"),
        "closed_in": _coded("days to the end, in bands"),
        "counted_elsewhere": _coded("prevents counting one incident twice"),
        "excluded": _coded("why it is not counted"),
    }  # fmt: skip

    class Meta:
        verbose_name = _("fact")
        constraints = [models.UniqueConstraint(fields=["organisation", "origin_link"], name="one_fact_per_record")]

    def __str__(self) -> str:
        return f"{self.source} {self.year or '?'} v{self.version}"

    def as_fact(self) -> Fact:
        """Return the fact that this row keeps."""
        return Fact(
            city=self.city.slug, source=Source(self.source), channel=Channel(self.channel), grounds=tuple(self.grounds),
            incident_type=self.incident_type, stage=Stage(self.stage), bias=Bias(self.bias),
            happened=None if self.year is None else Quarter(self.year, self.quarter),
            answered_in=Duration(self.answered_in), closed_in=Duration(self.closed_in),
            counted_elsewhere=self.counted_elsewhere,
        )  # fmt: skip

    def take(self, fact: Fact) -> None:
        """Take over the codes of a fact."""
        self.source, self.channel, self.incident_type = fact.source, fact.channel, fact.incident_type
        self.grounds = list(fact.grounds)
        self.stage, self.bias, self.counted_elsewhere = fact.stage, fact.bias, fact.counted_elsewhere
        self.year = fact.happened.year if fact.happened else None
        self.quarter = fact.happened.quarter if fact.happened else None
        self.answered_in, self.closed_in = fact.answered_in, fact.closed_in


class FrozenTable(models.Model):
    """What a prepared and a released table have in common: rounded counts, and how they came about. Holds no true count."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=40)
    definition = models.CharField(max_length=40)
    level = models.CharField(max_length=12, choices=_choices(Level))
    threshold = models.PositiveSmallIntegerField()
    base = models.PositiveSmallIntegerField()
    counts = models.JSONField()
    covers_until = models.DateField()
    computed_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": operational("the office that signs"),
        "title": operational("code of what the table shows"),
        "definition": operational("code of what was counted (R51)"),
        "level": operational("how far it was coarsened (R53)"),
        "threshold": operational("smallest count that is published"),
        "base": operational("what counts are rounded to"),
        "counts": operational("as published"),
        "covers_until": operational("last day of what it covers"),
        "computed_at": operational("when it was counted"),
    }

    class Meta:
        abstract = True

    @property
    def content(self) -> Table:
        """Return the published counts."""
        return Table.from_json(self.counts)


class PreparedTable(FrozenTable):
    """A table that somebody had counted, to look at before she releases it; each office has one at most."""

    prepared_by = models.UUIDField(null=True)

    privacy = FrozenTable.privacy | {"prepared_by": staff("who had it counted")}

    class Meta:
        verbose_name = _("prepared table")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_prepared_table_per_office")]

    def __str__(self) -> str:
        return f"{self.title} {self.covers_until}"


class Release(FrozenTable):
    """A released table: numbered per city, signed by an office, never changed, never deleted; a trigger sees to it."""

    version = models.PositiveIntegerField()
    office = models.CharField(max_length=120)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField()

    privacy = FrozenTable.privacy | {
        "version": operational("numbers the city's releases"),
        "office": operational("name of the office that signed, as it was"),
        "released_by": staff("who signed; no process reads it, the log tells the auditor"),
        "released_at": operational("when it became public"),
    }

    class Meta:
        verbose_name = _("release")
        constraints = [models.UniqueConstraint(fields=["city", "version"], name="releases_are_numbered")]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
