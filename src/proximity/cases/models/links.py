"""What somebody decided that two cases are to one another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import Case
from proximity.cases.rules.links import LinkKind
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id


class CaseLink(models.Model):
    """One decision about two cases. Nothing moves: both keep their references, texts and persons, so each can be taken back.

    `same`: `case` is merged into `other`, where the work goes on. Otherwise `case` is the older of the two. Whoever may not see
    one of them does not see the decision.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in LinkKind])
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("whose decision"),
        "case": technical("the one; where they are the same, the one that is merged"),
        "other": technical("the other; where they are the same, the one that is worked on"),
        "kind": operational("the same incident, one series, or neither (R22)"),
        "decided_by": staff("who decided"),
        "decided_at": operational("when it was decided"),
        "ended_at": operational("when it was taken back"),
        "ended_by": staff("who took it back"),
    }

    class Meta:
        verbose_name = _("link between cases")
        verbose_name_plural = _("links between cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other"], condition=models.Q(ended_at__isnull=True), name="two_cases_are_linked_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at__isnull=True, kind=LinkKind.SAME), name="merged_once"
            ),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="no_case_is_linked_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"
