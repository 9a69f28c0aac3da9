"""The workspace's first page: each person's own work first, gathered from the areas in one visible list."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work
from proximity.cases.queries.home import home_items as case_items
from proximity.cases.queries.home import keeping_items, news_items, reading_items
from proximity.cases.queries.home_needs import needs_items, support_items
from proximity.cases.queries.referrals import home_items as referral_items
from proximity.evidence.queries.home import home_items as evidence_items
from proximity.foundation.ui.home import HomeList
from proximity.insight.queries.releases import home_items as figures_items
from proximity.oversight.queries import home_items as oversight_items
from proximity.plans.queries.publications import home_items as plan_items
from proximity.reporting.queries.inbox import home_items as report_items

type HomeSource = Callable[[Actor], HomeList | None]

# In the order of the page: what is overdue first. An area returns None for whom it has no work.
SOURCES: tuple[HomeSource, ...] = (
    case_items, referral_items, news_items, reading_items, evidence_items, needs_items, support_items, keeping_items,
    report_items, oversight_items, plan_items, figures_items,
)  # fmt: skip


def home_lists(actor: Actor) -> list[HomeList]:
    """Return what waits for somebody, area by area."""
    found = (source(actor) for source in SOURCES)
    return [one for one in found if one is not None]


def workspace_home(request: HttpRequest) -> HttpResponse:
    """Show somebody her own work."""
    return render(request, "ui/staff_home.html", {"lists": home_lists(actor_at_work(request))})
