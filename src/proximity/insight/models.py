"""Facts behind the wall of who recorded them; a prepared table nobody but its office sees; releases that everybody sees."""

from enum import StrEnum
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import Erasure, Label, Sensitivity, operational, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.insight.rules.charts import Shape
from proximity.insight.rules.counting import Level
from proximity.insight.rules.facts import Bias, Channel, Duration, Fact, Feedback, Quarter, Source, Stage
from proximity.insight.rules.signing import LICENCE, signed_bytes
from proximity.insight.rules.tables import Tables

MAX_SIGNED_AS, MAX_NOTE = 120, 600


def _coded(purpose: str, sensitivity: Sensitivity = Sensitivity.OPERATIONAL) -> Label:
    return Label(purpose, sensitivity, "as long as figures are published from it", Erasure.STAYS)


def _choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    return [(code.value, code.value) for code in codes]


class Exclusion(models.TextChoices):
    """Why a kept fact is not counted."""

    NONE = "", _("counted")
    DUPLICATE = "duplicate", _("another organisation counts the same incident")
    UNDONE = "undone", _("the import that brought it in was taken back")


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
    case = models.BooleanField(default=False)
    complaint = models.BooleanField(default=False)
    offence = models.BooleanField(default=False)
    pending = models.BooleanField(default=False)
    feedback = models.CharField(max_length=10, choices=_choices(Feedback), default=Feedback.NOT_NOTED)
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
        "case": _coded("the police opened a case"),
        "complaint": _coded("somebody made a formal complaint (R4)"),
        "offence": _coded("the police suspect an offence (R4)", Sensitivity.SPECIAL),
        "pending": _coded("a case that is not assessed yet and counts as no incident"),
        "feedback": _coded("whether the person was told by the promised day (R27)"),
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
            counted_elsewhere=self.counted_elsewhere, case=self.case, complaint=self.complaint, offence=self.offence,
            pending=self.pending, feedback=Feedback(self.feedback),
        )  # fmt: skip

    def take(self, fact: Fact) -> None:
        """Take over the codes of a fact."""
        self.source, self.channel, self.incident_type = fact.source, fact.channel, fact.incident_type
        self.grounds = list(fact.grounds)
        self.stage, self.bias, self.counted_elsewhere = fact.stage, fact.bias, fact.counted_elsewhere
        self.year = fact.happened.year if fact.happened else None
        self.quarter = fact.happened.quarter if fact.happened else None
        self.answered_in, self.closed_in = fact.answered_in, fact.closed_in
        self.case, self.complaint, self.offence = fact.case, fact.complaint, fact.offence
        self.pending, self.feedback = fact.pending, fact.feedback


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
    def content(self) -> Tables:
        """Return the published counts."""
        return Tables.from_json(self.counts)


class PreparedTable(FrozenTable):
    """Tables that somebody had counted, to look at before she releases it; each office has one at most."""

    prepared_by = models.UUIDField(null=True)

    privacy = FrozenTable.privacy | {"prepared_by": staff("who had it counted")}

    class Meta:
        verbose_name = _("prepared table")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_prepared_table_per_office")]

    def __str__(self) -> str:
        return f"{self.title} {self.covers_until}"


class Release(FrozenTable):
    """Released tables: numbered per city, signed by a person for her office, never changed, never deleted; a trigger sees to it.

    `signed_as` is what she wrote under them for everybody to read; `released_by`, which nobody outside reads, is who she is.
    `sha256` is of `signed_content`. From the second version on `note` says why there is a new one.
    """

    version = models.PositiveIntegerField()
    office = models.CharField(max_length=120)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField()
    signed_as = models.CharField(max_length=MAX_SIGNED_AS, default="", blank=True)
    note = models.CharField(max_length=MAX_NOTE, default="", blank=True)
    note_language = models.CharField(max_length=10, default="", blank=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)

    privacy = FrozenTable.privacy | {
        "version": operational("numbers the city's releases"),
        "office": operational("name of the office that signed, as it was"),
        "released_by": staff("who signed; no process reads it, the log tells the auditor"),
        "released_at": operational("when it became public"),
        "signed_as": staff("name and post that the signer chose to put under it, for everybody"),
        "note": operational("what is new against the version before, in the office's words, for everybody"),
        "note_language": operational("language of the note"),
        "sha256": operational("shows that the content is the one that was signed"),
    }

    class Meta:
        verbose_name = _("release")
        constraints = [
            models.UniqueConstraint(fields=["city", "version"], name="releases_are_numbered"),
            # Those of before had no hash and no note.
            models.CheckConstraint(
                condition=models.Q(version=1) | models.Q(sha256="") | ~models.Q(note=""), name="new_versions_say_why"
            ),
            models.CheckConstraint(
                condition=models.Q(sha256="") | ~models.Q(signed_as=""), name="releases_are_signed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @property
    def signed_content(self) -> bytes:
        """Return the bytes that `sha256` is of: the counts, what they are, and who signed them."""
        return signed_bytes({
            "city": self.city.slug, "version": self.version, "title": self.title, "definition": self.definition,
            "covers_until": self.covers_until.isoformat(), "threshold": self.threshold, "rounded_to": self.base,
            "office": self.office, "signed_as": self.signed_as, "note": self.note, "licence": LICENCE,
            "tables": self.counts,
        })  # fmt: skip


class Chart(models.Model):
    """A chart of one released table in one language, drawn by the worker; what it shows stands in the table too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="charts")
    table = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    shape = models.CharField(max_length=10, choices=_choices(Shape))
    svg = models.TextField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "release": technical("which release it shows"),
        "table": operational("which table it shows"),
        "language": operational("language of its words"),
        "shape": operational("for a wide or a narrow screen"),
        "svg": operational("the drawing: published counts and words, nothing else"),
        "width": operational("so that the page keeps its place"),
        "height": operational("so that the page keeps its place"),
        "drawn_at": operational("when the worker drew it"),
    }

    class Meta:
        verbose_name = _("chart")
        constraints = [
            models.UniqueConstraint(fields=["release", "table", "language", "shape"], name="each_chart_is_drawn_once")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.language} {self.shape}"
