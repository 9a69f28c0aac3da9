"""Referrals: what one body hands to another, frozen as it was sent, and what the two sides write about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import Case
from proximity.cases.rules.referrals import LegalBasis, NoteKind, ReferralState
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id
from proximity.reporting.models import Report


class ProceedingsThread(models.Model):
    """All that follows the first referral of a case. Its id is a record: each organisation of the chain holds its key.

    `organisation` holds the report, and so is who tells the person; `report` names it for that organisation's own job. The
    report, and the case of a referral, may be disposed of where others of the chain keep theirs: the id is what is left.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(
        Report, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )  # fmt: skip
    began_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": operational("who tells the person"),
        "report": technical("whose person is told"),
        "began_at": operational("orders the threads"),
    }

    class Meta:
        verbose_name = _("thread of proceedings")

    def __str__(self) -> str:
        return str(self.pk)


class Referral(models.Model):
    """One referral. Its id is a record with two readers, who sent it and who receives it: nothing else opens for the receiver.

    `content` is sealed JSON: the dossier as it was sent, the rule it was sent by, how consent was given (see
    `cases.snapshots`). `receiver` is null where the body has no account here; `handover` is the way in the pack, by its code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(ProceedingsThread, on_delete=models.PROTECT, related_name="referrals")
    case = models.ForeignKey(Case, on_delete=models.DO_NOTHING, db_constraint=False, related_name="referrals")
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=40)
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    to_body = models.CharField(max_length=40)
    handover = models.CharField(max_length=80)
    basis = models.CharField(max_length=8, choices=[(basis.value, basis.value) for basis in LegalBasis])
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in ReferralState])
    content = models.BinaryField()
    sent_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "thread": technical("which proceedings it belongs to"),
        "case": technical("which case it was sent from"),
        "number": technical("numbers the referrals of a case"),
        "reference": operational("names the referral among staff"),
        "sender": operational("who referred"),
        "receiver": operational("to whom; none: a body without an account"),
        "to_body": operational("the body by its code in the pack"),
        "handover": operational("the rule by its code in the pack"),
        "basis": operational("legal duty or the person's consent"),
        "state": operational("where the referral stands"),
        "content": sealed("what was referred, frozen, with rule and consent"),
        "sent_by": staff("who referred"),
        "sent_at": operational("when it was sent"),
        "due_at": operational("by when the rule wanted it sent; none: the rule has no time"),
        "answer_by": operational("promise of an answer by the receiver's own setting"),
        "opened_at": operational("first reading: decides what taking back can still undo"),
        "decided_by": staff("who accepted or returned it"),
        "decided_at": operational("when it was accepted or returned"),
        "ended_at": operational("when it was taken back, or its receipt recorded"),
    }

    class Meta:
        verbose_name = _("referral")
        constraints = [
            models.UniqueConstraint(fields=["city", "reference"], name="referral_reference_once_in_a_city"),
            models.UniqueConstraint(fields=["case", "number"], name="referrals_of_a_case_are_numbered"),
        ]
        indexes = [
            models.Index(fields=["receiver", "-id"], name="referral_received"),
            models.Index(fields=["thread", "id"], name="referral_by_thread"),
        ]

    def __str__(self) -> str:
        return self.reference


class ReferralFile(models.Model):
    """One file that was handed over with a referral. The file is a record of its own; this row says that it was chosen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="files")
    file_id = models.UUIDField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "referral": technical("which referral"),
        "file_id": technical("which file"),
    }

    class Meta:
        verbose_name = _("file of a referral")
        constraints = [models.UniqueConstraint(fields=["referral", "file_id"], name="file_once_in_a_referral")]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.file_id}"


class ReferralNote(models.Model):
    """A question, an answer, or why a referral was sent back: for the two sides of the referral, under its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in NoteKind])
    text = models.BinaryField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "referral": technical("which referral"),
        "kind": operational("question, answer, reason for returning"),
        "text": sealed("what was written"),
        "organisation": operational("which side wrote"),
        "written_by": staff("who wrote"),
        "written_at": operational("orders the notes"),
    }

    class Meta:
        verbose_name = _("note on a referral")
        indexes = [models.Index(fields=["referral", "written_at"], name="note_by_referral")]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.kind}"


class ReferralParcel(models.Model):
    """The age file for a body without an account. The newest counts; the passphrase is stored nowhere, only who signs for it.

    `receipt` is sealed: the name of who signed for it, as it stands on the paper.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="parcels")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    receipt = models.BinaryField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical("names the file on the disk"),
        "city": technical("wall"),
        "referral": technical("which referral"),
        "sha256": technical("hash of the encrypted file, printed on the receipt"),
        "size": technical("bytes of the encrypted file"),
        "made_by": staff("who made it"),
        "made_at": operational("when it was made"),
        "fetched_at": operational("when it was first fetched"),
        "signed_on": operational("day on the receipt"),
        "receipt": sealed("who signed the receipt"),
        "ended_at": operational("since when it can no longer be fetched"),
    }

    class Meta:
        verbose_name = _("file for a body without an account")
        indexes = [models.Index(fields=["referral", "-id"], name="parcel_newest")]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.sha256[:12]}"
