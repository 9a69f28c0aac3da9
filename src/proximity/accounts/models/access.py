"""Key wraps: the access list of every sealed record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models.organisations import City, Organisation
from proximity.foundation.privacy import operational, technical
from proximity.foundation.pure.ids import new_id


class KeyWrap(models.Model):
    """The key of one record, sealed to one organisation. Where there is no wrap there is no row, in any walled table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField()
    opened_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "record_id": technical("which record"),
        "organisation": technical("who may read"),
        "wrapped": technical("record key, sealed to the organisation"),
        "opened_at": operational("first reading: decides what a withdrawal can still undo"),
    }

    class Meta:
        verbose_name = _("key wrap")
        constraints = [models.UniqueConstraint(fields=["record_id", "organisation"], name="one_wrap_per_reader")]
        indexes = [models.Index(fields=["organisation", "record_id"], name="wrap_by_organisation")]

    def __str__(self) -> str:
        return f"{self.record_id} → {self.organisation_id}"


class BarredReader(models.Model):
    """An organisation that must never hold a key of a record: the body whose officer the record complains about.

    A trigger on key wraps refuses, whatever the program says.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    record_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "record_id": technical("which record"),
        "organisation": operational("who is barred from it"),
    }

    class Meta:
        verbose_name = _("barred reader")
        constraints = [models.UniqueConstraint(fields=["record_id", "organisation"], name="barred_once")]

    def __str__(self) -> str:
        return f"{self.record_id} ✗ {self.organisation_id}"


class TakenBack(models.Model):
    """A record of which a key wrap was deleted. From then on only who still holds its key may give it to anybody.

    Without it, a record whose last wrap is gone would look like one that was never there, and whoever named it first could
    claim its rows. A trigger on key wraps writes here; no role of a process reads or writes.
    """

    record_id = models.UUIDField(primary_key=True, editable=False)

    privacy = {"record_id": technical("keeps a record that was taken back from being claimed anew")}

    class Meta:
        verbose_name = _("record taken back")
        verbose_name_plural = _("records taken back")

    def __str__(self) -> str:
        return str(self.record_id)
