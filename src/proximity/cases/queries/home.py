"""What waits for somebody on the first page of the workspace."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_records
from proximity.accounts.rules import Capability, Role
from proximity.cases.access import acts_for, cases_visible_to
from proximity.cases.models import Case, Notice, ReadingRequest, Task
from proximity.cases.queries.disposals import rows_due, waiting_to_decide
from proximity.cases.queries.dues import waiting_for
from proximity.cases.queries.labels import NOTICE, URGENCY, until_words
from proximity.cases.queries.lists import ME, task_title
from proximity.cases.rules.dues import Due, Urgency
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.reporting.rules.deadlines import local_day

SHOWN = 20
MOST_NEWS = 20


def home_items(by: Actor) -> HomeList | None:
    """Return what is overdue, then today's, then what comes soon; None for whom works on no cases.

    A supervisor sees it for every case of her organisation, with who works on it (R27).
    """
    if not by.may(Capability.WORK_CASES):
        return None
    now = timezone.now()
    today = local_day(now, by.organisation.city.time_zone)
    waiting = waiting_for(by, now=now)
    totals = Counter(due.urgency(now, today) for due in waiting)
    first = sorted(waiting, key=lambda due: list(Urgency).index(due.urgency(now, today)))[:SHOWN]
    supervises = by.role == Role.SUPERVISOR
    mine = {} if supervises else {"assignee": ME}
    return HomeList(
        title=_("Due on cases"), items=_items(first, totals, by, now, today),
        empty=_("Tasks, promised answers and time limits stand here from three days before they are due."),
        all_url=reverse("cases:list", query=mine or None), all_label=_("All cases") if supervises else _("My cases"),
    )  # fmt: skip


def keeping_items(by: Actor) -> HomeList | None:
    """Return how many lists wait for somebody as their second person, and how much is due; None where nothing is."""
    if not by.may(Capability.DISPOSE):
        return None
    url = reverse("retention:index")
    waiting, due = waiting_to_decide(by), len(rows_due(by, now=timezone.now()))
    items = []
    if waiting:
        words = ngettext("%(number)d list waits for you", "%(number)d lists wait for you", waiting) % {
            "number": waiting
        }
        items.append(HomeItem(words, url, _("Look at it and confirm it as the second person"), urgent=True))
    if due:
        words = ngettext("%(number)d record is due", "%(number)d records are due", due) % {"number": due}
        items.append(HomeItem(words, url, _("To dispose of, or to be looked at again")))
    return HomeList(_("Keeping and disposal"), items) if items else None


def _items(dues: Sequence[Due], totals: Counter[Urgency], by: Actor, now: datetime, today: date) -> list[HomeItem]:
    references = dict(Case.objects.filter(pk__in={due.case for due in dues}).values_list("pk", "reference"))
    names = names_of(due.who for due in dues) if by.role == Role.SUPERVISOR else {}
    items = []
    for due in titled(dues, by=by):
        urgency = due.urgency(now, today)
        items.append(HomeItem(
            label=references[due.case], what=due.what, urgent=urgency in {Urgency.OVERDUE, Urgency.TODAY},
            url=f"{reverse('cases:case', kwargs={'reference': references[due.case]})}#{due.section}",
            due=until_words(due, now=now, today=today, time_zone=by.organisation.city.time_zone),
            group=f"{URGENCY[urgency]} ({totals[urgency]})",
            who=(names.get(due.who, "") if due.who else _("nobody yet")) if by.role == Role.SUPERVISOR else "",
        ))  # fmt: skip
    return items


def titled(dues: Sequence[Due], *, by: Actor) -> list[Due]:
    """Return dues with the titles of their tasks, opened; in two queries."""
    tasks = {task.pk: task for task in Task.objects.filter(pk__in=[due.task for due in dues if due.task])}
    keys = open_records({task.case_id for task in tasks.values()}, by=by)
    return [
        replace(due, what=task_title(tasks[due.task], keys[due.case])) if due.task in tasks else due for due in dues
    ]  # fmt: skip


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
