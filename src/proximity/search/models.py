"""The index: keyed hashes of words, all of it derived from sealed texts and left out of backups."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.foundation.privacy import Erasure, Label, Sensitivity, technical


def _derived(purpose: str, sensitivity: Sensitivity = Sensitivity.NONE) -> Label:
    return Label(purpose, sensitivity, "as long as the organisation holds a key of the record", Erasure.WITH_RECORD)


class Posting(models.Model):
    """One word of one record, as the first 64 bits of a keyed hash. The key is the organisation's own and lies outside."""

    pk = models.CompositePrimaryKey("organisation_id", "term", "record_id")
    # Dozens of rows for each record: that its organisation exists is known from the record.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    term = models.BigIntegerField()
    record_id = models.UUIDField()

    privacy = {
        "organisation": technical("wall"),
        "term": _derived(
            "finds the record by a word; tells how often a word that nobody can read occurs", Sensitivity.SPECIAL
        ),
        "record_id": _derived("which case or report"),
    }

    class Meta:
        verbose_name = _("word of a record")
        verbose_name_plural = _("words of records")
        indexes = [models.Index(fields=["record_id"], name="posting_by_record")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.term}"


class CommonTerm(models.Model):
    """A word that stands in too many of an organisation's texts to be indexed: its frequency would give it away."""

    pk = models.CompositePrimaryKey("organisation_id", "term")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    term = models.BigIntegerField()

    privacy = {
        "organisation": technical("wall"),
        "term": _derived("a word that is not indexed, as a keyed hash: lets the page say so"),
    }

    class Meta:
        verbose_name = _("word that is too frequent")
        verbose_name_plural = _("words that are too frequent")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.term}"


class IndexedRecord(models.Model):
    """A case or report whose words are indexed. Their number says which words are too frequent."""

    pk = models.CompositePrimaryKey("organisation_id", "record_id")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    record_id = models.UUIDField()
    at = models.DateTimeField()

    privacy = {
        "organisation": technical("wall"),
        "record_id": _derived("which case or report"),
        "at": _derived("when its words were read last"),
    }

    class Meta:
        verbose_name = _("indexed record")
        indexes = [models.Index(fields=["record_id"], name="indexed_by_record")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.record_id}"


class Change(models.Model):
    """Something of a record changed since its words were read. Rows are only added, so no act ever waits for the indexer."""

    id = models.BigAutoField(primary_key=True)
    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    record_id = models.UUIDField()

    privacy = {
        "id": technical("orders the changes"),
        "city": technical("wall"),
        "organisation": technical("whose index"),
        "record_id": technical("which case or report"),
    }

    class Meta:
        verbose_name = _("record to be indexed")
        verbose_name_plural = _("records to be indexed")
        indexes = [
            models.Index(fields=["organisation", "id"], name="change_by_organisation"),
            models.Index(fields=["record_id"], name="change_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.record_id}"
