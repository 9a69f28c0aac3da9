"""The index of the catalogue: by what practices are filtered and under which words they are found. Derived from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.foundation.privacy import operational, technical


class Entry(models.Model):
    """One practice that is held here, as of one version of it. Whoever may not read the practice does not see the row."""

    object_id = models.UUIDField(primary_key=True, editable=False)
    version = models.CharField(max_length=60)
    country = models.CharField(max_length=2, blank=True)
    categories = models.JSONField()
    grounds = models.JSONField()
    terms = models.JSONField()
    modified = models.DateTimeField()

    privacy = {
        "object_id": technical("which practice"),
        "version": technical("which version of it was read"),
        "country": operational("filter of the catalogue"),
        "categories": operational("filter of the catalogue"),
        "grounds": operational("filter of the catalogue"),
        "terms": operational("dictionary forms of its words in each language it is in"),
        "modified": operational("orders the catalogue"),
    }

    class Meta:
        verbose_name = _("entry of the catalogue")
        verbose_name_plural = _("entries of the catalogue")
        ordering = ["-modified", "-object_id"]

    def __str__(self) -> str:
        return str(self.object_id)
