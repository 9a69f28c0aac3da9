"""Tables of imports. An import's id is its record: one organisation holds its key; file, rows and decisions are sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.bulk.rules.checking import Verdict
from proximity.bulk.rules.states import ImportState
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class Import(models.Model):
    """One table that is brought in. Its sealed file, under the same id and key, lies in a folder of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    about = models.BinaryField()
    how = models.BinaryField()
    columns = models.BinaryField()
    decisions = models.BinaryField()
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ImportState])
    fault = models.CharField(max_length=20, default="", blank=True)
    counts = models.JSONField(default=dict)
    started_by = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    begun_by = models.UUIDField(null=True)
    begun_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("whose import"),
        "kind": technical("text or spreadsheet"),
        "size": technical("how large the file is"),
        "about": sealed("what the file is called, and its hash"),
        "how": sealed("in which encoding and from which sheet it is read"),
        "columns": sealed("headings, a few cells and the values of each column"),
        "decisions": sealed("what was decided of columns and values"),
        "state": operational("how far it has come"),
        "fault": operational("why it stopped, as a code"),
        "counts": operational("how many rows of each kind"),
        "started_by": staff("who brought the file"),
        "started_at": operational("when the file came"),
        "begun_by": staff("who had the cases made"),
        "begun_at": operational("when that began"),
        "changed_at": operational("when something was last done: rows and file are let go some weeks later"),
    }

    class Meta:
        verbose_name = _("import")
        indexes = [models.Index(fields=["organisation", "-id"], name="import_newest")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class ImportRow(models.Model):
    """One row of the table, sealed with the import's key, and what becomes of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    cells = models.BinaryField()
    verdict = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Verdict], default=Verdict.UNREAD
    )  # fmt: skip
    case_id = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "of": technical("which import"),
        "number": technical("where it stands in the file"),
        "cells": sealed("what the older register says"),
        "verdict": operational("what becomes of it"),
        "case_id": technical("which case it became"),
    }

    class Meta:
        verbose_name = _("row of an import")
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="a_row_once")]
        indexes = [models.Index(fields=["of", "verdict", "number"], name="rows_by_verdict")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}: {self.verdict}"


class KeptDecisions(models.Model):
    """What an organisation decided the last time, proposed for the next table. Sealed: headings and values may name people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    changed_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("whose decisions"),
        "content": sealed("columns and values as they were decided"),
        "changed_at": operational("when they were changed"),
    }

    class Meta:
        verbose_name = _("decisions kept for the next import")
        verbose_name_plural = _("decisions kept for the next import")

    def __str__(self) -> str:
        return str(self.organisation_id)
