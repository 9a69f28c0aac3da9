"""Rights told, and referral to support: to whom, with which consent, what a partner organisation is given and answers (R25)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City, Organisation
from proximity.cases.models.cases import Case
from proximity.cases.models.needs import NeedsFile
from proximity.cases.rules.support import ANSWERS, ConsentWay, Notice, NoticeWay, SupportState
from proximity.foundation.privacy import operational, sealed, staff, technical
from proximity.foundation.pure.ids import new_id


class RightsNotice(models.Model):
    """That the person was told her rights or offered support: in which language, how, by whom, when; or why she was not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rights_notices")
    notice = models.CharField(max_length=8, choices=[(notice.value, notice.value) for notice in Notice])
    way = models.CharField(max_length=16, choices=[(way.value, way.value) for way in NoticeWay])
    language = models.CharField(max_length=8, blank=True)
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "case": technical("which case"),
        "notice": operational("rights, or the offer of support"),
        "way": operational("how she was told, or why not"),
        "language": operational("in which language she was told"),
        "given_by": staff("who told her"),
        "given_at": operational("when she was told"),
    }

    class Meta:
        verbose_name = _("notice of rights")
        indexes = [models.Index(fields=["case", "given_at"], name="notice_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.notice} {self.way}"


class SupportRequest(models.Model):
    """What a partner organisation is given: how to reach the person and what she needs. A record of its own, with two readers.

    Taken back, its content is blanked: what the partner has read stays in her memory, not here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    sent_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("who asks"),
        "to_organisation": technical("who is asked"),
        "content": sealed("contact and need, as far as the person consented; blanked when she takes it back"),
        "sent_at": operational("when it was sent"),
        "withdrawn_at": operational("when the person took her consent back"),
    }

    class Meta:
        verbose_name = _("request for support")
        indexes = [models.Index(fields=["to_organisation", "-id"], name="support_request_newest")]

    def __str__(self) -> str:
        return str(self.id)


class SupportAnswer(models.Model):
    """What the partner answered; one answer, in her own name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(SupportRequest, on_delete=models.CASCADE, related_name="answer")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in sorted(ANSWERS)])
    words = models.BinaryField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "organisation": technical("who answered"),
        "request": technical("which request"),
        "state": operational("accepted or declined"),
        "words": sealed("what was added to the answer"),
        "answered_by": staff("who answered"),
        "answered_at": operational("when it was answered"),
    }

    class Meta:
        verbose_name = _("answer to a request for support")

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class SupportReferral(models.Model):
    """One referral to support, kept with the needs: a service of the pack, a partner with an account, or named in words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    needs = models.ForeignKey(NeedsFile, on_delete=models.CASCADE, related_name="referrals")
    service = models.CharField(max_length=60, blank=True)
    request = models.OneToOneField(SupportRequest, null=True, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in SupportState], default=SupportState.SENT
    )
    remind_on = models.DateField(null=True)
    outcome = models.BinaryField(null=True)
    sent_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    state_by = models.UUIDField(null=True)
    state_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "needs": technical("which needs file"),
        "service": operational("names a service of the country pack"),
        "request": technical("what a partner with an account was given"),
        "content": sealed("service in words, contact and need"),
        "state": operational("where it stands (R25)"),
        "remind_on": operational("when somebody asks again"),
        "outcome": sealed("what came of it"),
        "sent_by": staff("who referred"),
        "sent_at": operational("when it was sent"),
        "state_by": staff("who moved it"),
        "state_at": operational("when it was moved"),
    }

    class Meta:
        verbose_name = _("referral to support")
        indexes = [models.Index(fields=["needs", "-id"], name="support_by_needs")]

    def __str__(self) -> str:
        return f"{self.needs_id} {self.state}"


class SupportConsent(models.Model):
    """What the person consented to, how and when; taken back, a further version says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    needs = models.ForeignKey(NeedsFile, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(SupportReferral, on_delete=models.CASCADE, related_name="consents")
    number = models.PositiveIntegerField()
    given = models.BooleanField()
    way = models.CharField(max_length=8, choices=[(way.value, way.value) for way in ConsentWay])
    on = models.DateField()
    scope = models.BinaryField()
    noted_by = models.UUIDField(null=True)
    noted_at = models.DateTimeField()

    privacy = {
        "id": technical(),
        "city": technical("wall"),
        "needs": technical("which needs file"),
        "referral": technical("which referral"),
        "number": technical("orders the versions"),
        "given": operational("given or taken back"),
        "way": operational("how it was given or taken back"),
        "on": operational("on which day"),
        "scope": sealed("what may be passed on"),
        "noted_by": staff("who noted it"),
        "noted_at": operational("when it was noted"),
    }

    class Meta:
        verbose_name = _("consent to a referral")
        constraints = [models.UniqueConstraint(fields=["referral", "number"], name="support_consents_are_numbered")]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.number}"
