"""Pieces of evidence and their custody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.evidence.rules.custody import Act
from proximity.evidence.rules.kinds import Reason, Sender, State
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class EvidenceFile(models.Model):
    """One piece of evidence: a file, a thing, or what stood on a page. Its id is its record.

    `subject_id` is the record it belongs to: a report or a case, whose area owns the link. The bytes of a file lie sealed on disk
    (see `storage`), under the same key as the columns here; a thing and a web capture have none, and `kind` says so.
    `original` and `cleaned` are sealed JSON: sha256 (hexadecimal), size (bytes), and for the original the name and type that were
    declared. `facts` is sealed JSON too: what stood on a page, where, and whose it was. `source_id` is the piece that this one
    was made from, or the web capture that it shows. `reporter_wrap` is the file's key sealed to the receipt code, where the
    person may see the file's name; none where staff keep a file to themselves.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField()
    sender = models.CharField(max_length=10, choices=[(sender.value, sender.value) for sender in Sender])
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    added_by = models.UUIDField(null=True)
    kind = models.CharField(max_length=100)
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in State], default=State.RECEIVED
    )  # fmt: skip
    reason = models.CharField(max_length=12, blank=True, choices=[(reason.value, reason.value) for reason in Reason])
    name = models.BinaryField()
    note = models.BinaryField()
    original = models.BinaryField()
    cleaned = models.BinaryField(null=True)
    reporter_wrap = models.BinaryField(null=True)
    added_at = models.DateTimeField()
    source_id = models.UUIDField(null=True)
    facts = models.BinaryField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "subject_id": technical("which report or case"),
        "sender": operational("whether the person or staff added it"),
        "organisation": operational("which organisation added it"),
        "added_by": staff("who added it"),
        "kind": operational("media type: decides how it is cleaned and shown"),
        "state": operational("whether there is a clean copy"),
        "reason": operational("why there is no clean copy"),
        "name": sealed("name of the file"),
        "note": sealed("what the file shows, in the words of who added it"),
        "original": sealed("hash, size, declared name and type of the original"),
        "cleaned": sealed("hash and size of the clean copy"),
        "reporter_wrap": technical("file key, sealed to the code"),
        "added_at": operational("orders the files"),
        "source_id": technical("what it was made from"),
        "facts": sealed("what stood on a page, where, and whose it was"),
    }

    class Meta:
        verbose_name = _("file")
        indexes = [
            models.Index(fields=["subject_id", "added_at"], name="file_by_subject"),
            models.Index(fields=["city"], condition=models.Q(state=State.RECEIVED), name="file_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"


class CustodyEntry(models.Model):
    """One thing that was done with a piece, by whom and when. Triggers refuse to change it, and delete it with its piece.

    `about` is the entry that this one answers, or the other piece of a derivation; `to_organisation` and `to_person_id` say to
    whom a piece goes. `details` is sealed JSON: who collected it where, when and how; who outside has it; with what it was made.
    `sha256` is the hash of the bytes that were touched, sealed like the rest: a hash of a known picture would tell what it is.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(EvidenceFile, on_delete=models.DO_NOTHING, related_name="custody")
    act = models.CharField(max_length=16, choices=[(act.value, act.value) for act in Act])
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    purpose = models.BinaryField()
    sha256 = models.BinaryField()
    about = models.UUIDField(null=True)
    to_organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    to_person_id = models.UUIDField(null=True)
    details = models.BinaryField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "file": technical("which file"),
        "act": operational("what was done with it"),
        "organisation": operational("at which organisation; none: the person herself"),
        "person_id": staff("who did it"),
        "at": operational("when"),
        "purpose": sealed("what for, in the words of who did it"),
        "sha256": sealed("hash of the bytes that were touched"),
        "about": technical("which entry it answers, which piece it was made from"),
        "to_organisation": operational("to which organisation it went"),
        "to_person_id": staff("to whom it went"),
        "details": sealed("how it was collected, passed on outside or made"),
    }

    class Meta:
        verbose_name = _("custody entry")
        indexes = [
            models.Index(fields=["file", "at"], name="custody_by_file"),
            models.Index(
                fields=["to_organisation", "to_person_id"], condition=models.Q(act=Act.OFFERED), name="custody_offers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.act} {self.at:%Y-%m-%d}"
