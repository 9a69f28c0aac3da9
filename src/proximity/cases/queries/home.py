"""What waits for somebody on the first page of the workspace."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.rules import Capability
from proximity.cases.access import acts_for, cases_visible_to
from proximity.cases.models import Notice, ReadingRequest
from proximity.cases.queries.labels import FEEDBACK_DUE, NOTICE, due_words
from proximity.cases.queries.lists import ME, Waiting, waiting_for
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.reporting.rules.deadlines import local_day

MOST_NEWS = 20


def home_items(by: Actor) -> HomeList | None:
    """Return feedback and tasks that are due, the most urgent first; None for whom works on no cases."""
    if not by.may(Capability.WORK_CASES):
        return None
    now = timezone.now()
    today = local_day(now, by.organisation.city.time_zone)
    items = [
        HomeItem(
            label=waiting.reference, url=_where(waiting), what=waiting.task or FEEDBACK_DUE,
            due=due_words((waiting.on - today).days), urgent=waiting.on <= today,
        )
        for waiting in waiting_for(by, now=now)
    ]  # fmt: skip
    return HomeList(
        title=_("Due on cases"), items=items, empty=_("Tasks and promised answers stand here from the day before they are due."),
        all_url=reverse("cases:list", query={"assignee": ME}), all_label=_("My cases"),
    )  # fmt: skip


def news_items(by: Actor) -> HomeList | None:
    """Return what somebody was told about cases and has not opened yet; None where there is nothing new."""
    if not by.may(Capability.WORK_CASES):
        return None
    told = Notice.objects.filter(
        case__in=cases_visible_to(by), person_id__in=acts_for(by), seen_at__isnull=True
    ).select_related("case").order_by("-told_at", "-id")[:MOST_NEWS]  # fmt: skip
    names = names_of(person for one in told for person in (one.told_by, one.person_id))
    items = [_news(one, names, by) for one in told]
    return HomeList(title=_("New for you"), items=items) if items else None


def reading_items(by: Actor) -> HomeList | None:
    """Return the cases that wait for a second reading: those asked of the actor, and for a supervisor all; None for none."""
    if not by.may(Capability.WORK_CASES):
        return None
    waits = ReadingRequest.objects.filter(case__in=cases_visible_to(by), done_at__isnull=True)
    if not by.may(Capability.SUPERVISE_CASES):
        waits = waits.filter(asked_of__in=acts_for(by))
    found = list(waits.select_related("case").order_by("asked_at", "id")[:MOST_NEWS])
    if not found:
        return None
    names = names_of(person for one in found for person in (one.asked_of, one.asked_by))
    items = [
        HomeItem(
            label=one.case.reference, url=f"{_page(one.case.reference)}#second",
            what=_("%(name)s asks %(reader)s") % {"name": _name(one.asked_by, names), "reader": names.get(one.asked_of, "")},
            due=date_format(one.asked_at, "SHORT_DATE_FORMAT"), urgent=one.asked_of == by.person_id,
        )
        for one in found
    ]  # fmt: skip
    return HomeList(
        title=_("Waits for a second reading"), items=items, all_url=reverse("cases:list", query={"reading": "on"}),
        all_label=_("All that wait"),
    )  # fmt: skip


def _news(one: Notice, names: Mapping[UUID, str], by: Actor) -> HomeItem:
    what = NOTICE[one.kind] % {"name": _name(one.told_by, names)}
    if one.person_id != by.person_id:
        what = _("for %(person)s: %(what)s") % {"person": names.get(one.person_id, ""), "what": what}
    return HomeItem(
        label=one.case.reference, url=_page(one.case.reference), what=what, due=date_format(one.told_at, "SHORT_DATE_FORMAT")
    )  # fmt: skip


def _name(person: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(person, "") if person else ""


def _page(reference: str) -> str:
    return reverse("cases:case", kwargs={"reference": reference})


def _where(waiting: Waiting) -> str:
    return f"{_page(waiting.reference)}#{'tasks' if waiting.task else 'closing'}"
