"""What of needs, suspects and support waits for somebody on the first page of the workspace."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.cases.queries.labels import due_words
from proximity.cases.queries.need_labels import WAITING as NEEDS_WAITING
from proximity.cases.queries.needs import needs_waiting
from proximity.cases.queries.persons import suspects_leaving
from proximity.cases.queries.support import request_lines
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.reporting.rules.deadlines import local_day


def needs_items(by: Actor) -> HomeList | None:
    """Return reviews of needs, measures and unanswered referrals that are due, and suspects who delete themselves soon."""
    if not by.may(Capability.WORK_NEEDS):
        return None
    now = timezone.now()
    today = local_day(now, by.organisation.city.time_zone)
    items = [
        HomeItem(
            label=waiting.reference, url=_needs_url(waiting.reference), what=NEEDS_WAITING[waiting.what],
            due=due_words((waiting.on - today).days), urgent=True,
        )
        for waiting in needs_waiting(by, now=now)
    ]  # fmt: skip
    items += [
        HomeItem(
            label=reference, url=f"{reverse('cases:case', kwargs={'reference': reference})}#persons",
            what=_("A suspect's name deletes itself"), due=due_words((on - today).days),
        )
        for reference, on in suspects_leaving(by, today=today)
    ]  # fmt: skip
    return HomeList(
        title=_("Needs and protection"), items=items,
        empty=_("Reviews of needs, protection measures and referrals that nobody answered stand here on the day they are due."),
    )  # fmt: skip


def support_items(by: Actor) -> HomeList | None:
    """Return the requests for support that a partner has not answered yet; None for whom gives no support."""
    if not by.may(Capability.GIVE_SUPPORT):
        return None
    items = [
        HomeItem(
            label=line.sender, url=reverse("cases:support_request", kwargs={"request_id": line.id}),
            what=_("asks you to support somebody"),
            due=date_format(local_day(line.sent_at, by.organisation.city.time_zone), "MONTH_DAY_FORMAT"),
        )
        for line in request_lines(by, waiting=True, limit=20)
    ]  # fmt: skip
    return HomeList(
        title=_("Requests for support"), items=items, empty=_("Whom the police refer to you, with her consent, stands here."),
        all_url=reverse("cases:support_requests"), all_label=_("All requests"),
    )  # fmt: skip


def _needs_url(reference: str) -> str:
    return reverse("cases:needs", kwargs={"reference": reference})
