"""The daily summary: taken out of what is due, claimed for the day, and written as a letter without content."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proximity.accounts.actors import Actor
from proximity.accounts.models import Membership, Person
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import Capability
from proximity.audit.operations import record_event
from proximity.cases.access import cases_visible_to
from proximity.cases.models import DailySummary
from proximity.cases.queries.dues import waiting_for
from proximity.cases.rules.summaries import Summary, is_time, summary_of
from proximity.reporting.rules.deadlines import local_day

MOST_REFERENCES = 40


@transaction.atomic
def claim_summary(*, membership: Membership, now: datetime | None = None) -> Summary | None:
    """Return what to tell somebody this morning and note that it is told, or None: nothing is due, not wanted, told before.

    Runs in the context of the membership's organisation. The note is kept before the letter leaves: after a crash in between she
    gets none on that day, and never two.
    """
    now = now or timezone.now()
    by = actor_from(membership)
    zone = by.organisation.city.time_zone
    if not _is_wanted(membership.person, by) or not is_time(now, zone):
        return None
    summary = _summary(by, now)
    if not summary or not _claim(membership, by, now):
        return None
    record_event("summary.sent", origin=by.origin, target=membership.pk, now=now)
    return summary


def letter(person: Person, summary: Summary) -> EmailMessage:
    """Return the letter, in the person's language: numbers, references and the way to the workspace."""
    with translation.override(person.language):
        head = ", ".join([
            ngettext("%(number)d overdue", "%(number)d overdue", summary.overdue) % {"number": summary.overdue},
            ngettext("%(number)d due today", "%(number)d due today", summary.today) % {"number": summary.today},
        ])  # fmt: skip
        shown = summary.references[:MOST_REFERENCES]
        left = len(summary.references) - len(shown)
        more = [ngettext("and %(number)d more", "and %(number)d more", left) % {"number": left}] if left else []
        lines = [
            head, "", *shown, *more, "", settings.STAFF_ADDRESS, "",
            _("You asked for this summary. You can switch it off on the page of your account."),
        ]  # fmt: skip
        return EmailMessage(subject=f"Proximity: {head}", body="\n".join(lines), to=[person.email])


def _is_wanted(person: Person, by: Actor) -> bool:
    return person.is_active and person.daily_summary and by.may(Capability.WORK_CASES)


def _summary(by: Actor, now: datetime) -> Summary:
    dues = waiting_for(by, now=now)
    references = dict(cases_visible_to(by).filter(pk__in={due.case for due in dues}).values_list("pk", "reference"))
    return summary_of(dues, references, now=now, today=local_day(now, by.organisation.city.time_zone))


def _claim(membership: Membership, by: Actor, now: datetime) -> bool:
    """Note the day; of two workers that do so at once, one succeeds."""
    today = local_day(now, by.organisation.city.time_zone)
    row, new = DailySummary.objects.get_or_create(
        membership=membership, defaults={"city_id": by.city_id, "organisation": by.organisation, "day": today}
    )
    return new or bool(DailySummary.objects.filter(pk=row.pk, day__lt=today).update(day=today))
