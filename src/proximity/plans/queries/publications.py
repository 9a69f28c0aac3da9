"""Which plans are published, and what of a plan belongs on somebody's home page."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import City
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.insight.queries.releases import release_of
from proximity.plans.access import draft_of, may_edit, publications
from proximity.plans.models import Publication
from proximity.plans.queries.drafts import due_reviews, newest_points
from proximity.plans.rules.published import PlanText

SHORT = 90


@dataclass(frozen=True, slots=True)
class CityPlan:
    """A city in the list of plans, with its newest version, if ever there was one."""

    city: City
    newest: Publication | None


def cities_with_plans() -> list[CityPlan]:
    """Return every city, by name, with its newest published plan; two queries."""
    newest = {found.city_id: found for found in publications().order_by("city_id", "-version").distinct("city_id")}
    return [CityPlan(city, newest.get(city.pk)) for city in City.objects.all()]


def publication_of(city: str, version: int | None = None) -> Publication | None:
    """Return a published version of a city's plan by the city's slug, the newest without a version; None where there is none."""
    found = publications().filter(city__slug=city)
    return (found if version is None else found.filter(version=version)).first()


def plan_as_of_now(publication: Publication) -> PlanText:
    """Return a published plan with what the newest release of the city's figures says today. One query."""
    return publication.plan.with_now(newest_points(release_of(publication.city.slug)))


def day_in(city: City, now: datetime | None = None) -> date:
    """Return the day it is in a city."""
    return (now or timezone.now()).astimezone(ZoneInfo(city.time_zone)).date()


def home_items(actor: Actor) -> HomeList | None:
    """Return what the home page says about the plan: reviews that are due; None for who does not work on it."""
    if not may_edit(actor):
        return None
    title, all_url = _("Local action plan"), reverse("plan:index")
    draft = draft_of(actor)
    if draft is None:
        begin = HomeItem(
            label=_("Begin the plan of your city"), url=all_url, what=_("From a template that you change.")
        )
        return HomeList(title, [begin], all_url=all_url, all_label=_("The plan"))
    items = [
        HomeItem(
            label=_("Review a measure"), url=reverse("plan:review", kwargs={"measure_id": due.measure_id}),
            what=due.text if len(due.text) <= SHORT else f"{due.text[:SHORT]}…",
            due=date_format(due.review_on, "DATE_FORMAT"), urgent=True,
        )
        for due in due_reviews(draft, until=day_in(actor.organisation.city))
    ]  # fmt: skip
    return HomeList(title, items, empty=_("No review is due today."), all_url=all_url, all_label=_("The plan"))
