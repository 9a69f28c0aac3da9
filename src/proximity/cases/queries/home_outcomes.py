"""Which accepted referrals still have no end: what a prosecution decided is entered by itself, or nobody hears of it."""

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability, OrganisationKind
from proximity.cases.access_referrals import received_by, sent_by
from proximity.cases.models import ProceedingsStep, Referral
from proximity.cases.queries.referral_labels import STEP
from proximity.cases.rules.proceedings import ENDINGS, StepKind
from proximity.cases.rules.referrals import ReferralState
from proximity.foundation.ui.home import HomeItem, HomeList

SHOWN = 10


def outcome_items(by: Actor) -> HomeList | None:
    """Return what a prosecution has accepted and not ended, the one that has been longest without a word first; two queries.

    None for every other kind of organisation: police that took a matter over have their case.
    """
    if not by.may(Capability.RECORD_OUTCOMES) or by.organisation.kind != OrganisationKind.PROSECUTION:
        return None
    items = [
        HomeItem(
            label=one.reference, url=reverse("cases:referral", kwargs={"reference": one.reference}),
            what=_("%(sender)s: last entered: %(step)s") % {"sender": one.sender.name, "step": STEP[vars(one)["step"]]},
        )
        for one in open_matters(by)[:SHOWN]
    ]  # fmt: skip
    return HomeList(
        title=_("Decisions to record"), items=items,
        empty=_("What you have accepted stands here until its end is entered: then the person hears of it."),
        all_url=reverse("cases:referrals"), all_label=_("All referrals"),
    )  # fmt: skip


def open_matters(by: Actor) -> QuerySet[Referral]:
    """Return what the actor's organisation accepted, has not passed on and has not ended, or whose end was appealed since."""
    holding = ProceedingsStep.objects.filter(thread=OuterRef("thread")).exclude(kind=StepKind.MISTAKE).exclude(
        Exists(ProceedingsStep.objects.filter(replaces=OuterRef("pk")))
    ).order_by("-noted_at", "-id")  # fmt: skip
    passed_on = sent_by(by).filter(
        thread=OuterRef("thread"), receiver__isnull=False, state=ReferralState.ACCEPTED
    ).values("pk")  # fmt: skip
    found = received_by(by).filter(state=ReferralState.ACCEPTED).exclude(Exists(passed_on)).annotate(
        step=Subquery(holding.values("kind")[:1]),
        stepped_at=_at(holding),
        ended_at_step=_at(holding.filter(kind__in=ENDINGS)),
        appealed_at=_at(holding.filter(kind=StepKind.APPEALED)),
    )  # fmt: skip
    is_open = Q(ended_at_step=None) | Q(appealed_at__gt=F("ended_at_step"))
    return found.filter(is_open, step__isnull=False).order_by("stepped_at", "pk")


def _at(steps: QuerySet[ProceedingsStep]) -> Subquery:
    return Subquery(steps.values("noted_at")[:1], output_field=DateTimeField())
