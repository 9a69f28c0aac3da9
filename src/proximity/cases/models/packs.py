"""Packs of a case for the prosecution."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import Case
from proximity.cases.rules.packs import PackFault, PackState
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id


class CasePack(models.Model):
    """One pack. Its id is its record: the ZIP lies sealed under that key (see `dossier.storage`), for whoever holds a wrap.

    One that belongs to a referral holds what was referred, and its receiver has a wrap too. Every version stays: `number`
    counts them in a case. A pack is never changed; a newer one stands beside it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="packs")
    referral = models.ForeignKey("cases.Referral", null=True, on_delete=models.CASCADE, related_name="packs")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in PackState], default=PackState.WAITING
    )
    fault = models.CharField(max_length=12, blank=True, choices=[(fault.value, fault.value) for fault in PackFault])
    requested_by = models.UUIDField(null=True)
    requested_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    fingerprint = models.CharField(max_length=24, blank=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("whose pack it is"),
        "case": technical("which case"),
        "referral": technical("which referral it holds; empty: the case as it stood"),
        "number": technical("orders the versions"),
        "language": operational("language of the document"),
        "state": operational("whether it is ready"),
        "fault": operational("why it is not"),
        "requested_by": staff("who asked for it"),
        "requested_at": operational("when it was asked for"),
        "built_at": operational("when it was made"),
        "sha256": operational("names the very file that was handed on"),
        "size": operational("size of the file"),
        "fingerprint": operational("by which the receiver knows the sender's key"),
    }

    class Meta:
        verbose_name = _("pack")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="packs_are_numbered")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.state}"
