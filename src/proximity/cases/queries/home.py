"""What waits for somebody on the first page of the workspace."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_records
from proximity.accounts.rules import Capability, Role
from proximity.cases.models import Case, Task
from proximity.cases.queries.disposals import rows_due, waiting_to_decide
from proximity.cases.queries.dues import waiting_for
from proximity.cases.queries.labels import URGENCY, until_words
from proximity.cases.queries.lists import ME, task_title
from proximity.cases.rules.dues import Due, Urgency
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.reporting.rules.deadlines import local_day

SHOWN = 20


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
