"""What somebody is told on her first page about a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import Case
from proximity.cases.rules.notices import NoticeKind
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class Notice(models.Model):
    """One thing told to one person of the organisation, until she opens the case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    person_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in NoticeKind])
    text = models.BinaryField()
    told_by = models.UUIDField(null=True)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("where she works"),
        "case": technical("which case"),
        "person_id": staff("who is told"),
        "kind": operational("what it is about"),
        "text": sealed("words that came with it, such as the purpose of breaking the glass"),
        "told_by": staff("whose act it tells of"),
        "told_at": operational("when"),
        "seen_at": operational("since when she knows"),
    }

    class Meta:
        verbose_name = _("notice")
        indexes = [
            models.Index(
                fields=["person_id", "told_at"], condition=models.Q(seen_at__isnull=True), name="notice_unseen"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} → {self.person_id}"
