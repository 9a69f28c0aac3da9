"""What waits for somebody on the first page of the workspace."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.cases.queries.labels import FEEDBACK_DUE, due_words
from proximity.cases.queries.lists import ME, Waiting, waiting_for
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.reporting.rules.deadlines import local_day


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


def _where(waiting: Waiting) -> str:
    return f"{reverse('cases:case', kwargs={'reference': waiting.reference})}#{waiting.section}"
