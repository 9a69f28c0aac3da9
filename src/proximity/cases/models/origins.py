"""Where a case came from that was brought in from an older register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import Case
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class CaseOrigin(models.Model):
    """What an older register said of a case, sealed with the case's key.

    `lookup` is a keyed hash of register and reference: the same incident is brought in once, and nobody reads the reference
    from it. `import_id` names the import, which stands in an area above.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # It goes right after its case: the database lets neither go but for a reason that it finds here.
    case = models.OneToOneField(Case, on_delete=models.DO_NOTHING, related_name="+")
    import_id = models.UUIDField()
    row = models.PositiveIntegerField()
    lookup = models.BinaryField(max_length=32)
    content = models.BinaryField()
    imported_by = models.UUIDField(null=True)
    imported_at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("whose case it is"),
        "case": technical("which case"),
        "import_id": technical("which import brought it in"),
        "row": operational("where it stood in the file"),
        "lookup": technical("keyed hash of register and reference: nothing is brought in twice"),
        "content": sealed("what the older register said"),
        "imported_by": staff("who brought it in"),
        "imported_at": operational("when it was brought in"),
        "undone_by": staff("who takes it back"),
        "undone_at": operational("when it is taken back"),
    }

    class Meta:
        verbose_name = _("origin of a case in an older register")
        constraints = [models.UniqueConstraint(fields=["organisation", "lookup"], name="brought_in_once")]
        indexes = [models.Index(fields=["import_id"], name="origin_by_import")]

    def __str__(self) -> str:
        return f"{self.case_id} of {self.import_id}"
