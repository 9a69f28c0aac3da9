"""What stays in the city: drafts of practices, and what of the network its people are not shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.vocabulary import MAX_TEXT, MAX_TITLE
from proximity.foundation.privacy import operational, staff, technical
from proximity.foundation.pure.ids import new_id


class Draft(models.Model):
    """A practice record that an organisation works on. `object_id` names what others read of it, once it was submitted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    object_id = models.UUIDField(null=True)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=MAX_TITLE)
    content = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("wall: a draft is its organisation's"),
        "object_id": technical("what others read of it"),
        "language": operational("language it is written in"),
        "title": operational("as it will be read"),
        "content": operational("as it will be read; about nobody"),
        "version": technical("tells that somebody else changed it meanwhile"),
        "changed_by": staff("who changed it last; does not travel"),
        "changed_at": operational("when it was changed"),
    }

    class Meta:
        verbose_name = _("draft of a practice")
        verbose_name_plural = _("drafts of practices")
        ordering = ["-changed_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["object_id"], name="one_draft_per_practice")]

    def __str__(self) -> str:
        return f"{self.language} v{self.version}"

    @property
    def practice(self) -> Practice:
        """Return the record."""
        return Practice.from_json(self.content)


class Hidden(models.Model):
    """Something of the network that the people of this city are not shown, and why. Elsewhere it stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    object_id = models.UUIDField()
    reason = models.CharField(max_length=MAX_TEXT)
    hidden_by = models.UUIDField(null=True)
    hidden_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "object_id": technical("what is hidden"),
        "reason": operational("why; read by colleagues in the city who take part"),
        "hidden_by": staff("who hid it"),
        "hidden_at": operational("when it was hidden"),
    }

    class Meta:
        verbose_name = _("hidden object")
        constraints = [models.UniqueConstraint(fields=["city", "object_id"], name="hidden_once_in_a_city")]

    def __str__(self) -> str:
        return str(self.object_id)
