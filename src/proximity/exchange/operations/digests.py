"""The weekly mail: wished for, taken out of what is new, claimed for the week, and written as a letter without content."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proximity.accounts.actors import Actor
from proximity.accounts.models import Membership, Person
from proximity.accounts.queries import actor_from
from proximity.audit.operations import record_event
from proximity.exchange.access import READ, TAKE_PART, objects_for
from proximity.exchange.models import WeeklyDigest
from proximity.exchange.rules.digests import Digest, last_due
from proximity.network.rules.kinds import Kind


@transaction.atomic
def wish_digest(*, wanted: bool, by: Actor, now: datetime | None = None) -> None:
    """Switch the weekly mail on or off for the actor's own office. It tells of what comes from now on. Raises `NotAllowed`."""
    by.check_may(TAKE_PART)
    now = now or timezone.now()
    office = Membership.objects.get(person=by.person_id, organisation=by.organisation, ended_at=None)
    if wanted:
        WeeklyDigest.objects.get_or_create(
            membership=office, defaults={"city_id": by.city_id, "organisation": by.organisation, "told_at": now}
        )
        record_event("exchange.digest_on", origin=by.origin, target=office.pk, now=now)
    else:
        WeeklyDigest.objects.filter(membership=office).delete()
        record_event("exchange.digest_off", origin=by.origin, target=office.pk, now=now)


@transaction.atomic
def claim_digest(*, digest: WeeklyDigest, now: datetime | None = None) -> Digest | None:
    """Return what to tell somebody this week and note that it is told; None where it is not time, or nothing is new.

    Runs in her own context. The note is kept before the letter leaves: after a crash in between she gets none in that week, and
    never two.
    """
    now = now or timezone.now()
    membership = digest.membership
    by = actor_from(membership)
    due = last_due(now, by.organisation.city.time_zone)
    is_hers = membership.ended_at is None and membership.person.is_active and by.may(READ)
    if not is_hers or digest.told_at >= due:
        return None
    # Of two workers that do so at once, one succeeds.
    if not WeeklyDigest.objects.filter(pk=digest.pk, told_at=digest.told_at).update(told_at=now):
        return None
    found = new_since(digest.told_at, by=by)
    if not found:
        return None
    record_event("exchange.digest_sent", origin=by.origin, target=membership.pk, now=now)
    return found


def new_since(moment: datetime, *, by: Actor) -> Digest:
    """Count the questions of other offices, and the answers of other offices to one's own, that came here since."""
    mine = [str(pk) for pk in objects_for(by, Kind.QUESTION).filter(**_own(by)).values_list("pk", flat=True)]
    fresh = objects_for(by, Kind.QUESTION, Kind.ANSWER).filter(held_at__gt=moment, version=1).exclude(**_own(by))
    answers = fresh.filter(kind=Kind.ANSWER, content__question__in=mine).count()
    return Digest(fresh.filter(kind=Kind.QUESTION).count(), answers)


def _own(by: Actor) -> dict[str, object]:
    return {"author": by.city_id, "organisation": by.organisation.pk}


def letter(person: Person, digest: Digest) -> EmailMessage:
    """Return the letter, in the person's language: two numbers and the way to the questions."""
    with translation.override(person.language):
        head = ", ".join([
            ngettext("%(number)d new question", "%(number)d new questions", digest.questions) % {"number": digest.questions},
            ngettext("%(number)d answer to yours", "%(number)d answers to yours", digest.answers)
            % {"number": digest.answers},
        ])  # fmt: skip
        address = f"{settings.STAFF_ADDRESS.rstrip('/')}{reverse('exchange:questions')}"
        lines = [
            head, "", address, "",
            _("You asked for this weekly mail. You can switch it off on the same page, under the questions."),
        ]  # fmt: skip
        return EmailMessage(subject=f"Proximity: {head}", body="\n".join(lines), to=[person.email])


def wishes_digest(by: Actor) -> bool:
    """Say whether the actor gets the weekly mail for her office."""
    return WeeklyDigest.objects.filter(membership__person=by.person_id, organisation=by.organisation).exists()
