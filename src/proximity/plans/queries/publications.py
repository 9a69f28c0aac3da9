"""Which plans are published, and what of a plan belongs on somebody's home page."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import City
from proximity.accounts.rules import OrganisationKind
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.insight.queries.releases import release_of
from proximity.plans.access import draft_of, may_edit, publications
from proximity.plans.models import Publication
from proximity.plans.queries.drafts import due_reviews, newest_points
from proximity.plans.queries.wording import STATES
from proximity.plans.rules.measures import FINISHED
from proximity.plans.rules.published import MeasureText, PlanText

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
            what=_short(due.text),
            due=date_format(due.review_on, "DATE_FORMAT"), urgent=True,
        )
        for due in due_reviews(draft, until=day_in(actor.organisation.city))
    ]  # fmt: skip
    return HomeList(title, items, empty=_("No review is due today."), all_url=all_url, all_label=_("The plan"))


def measure_items(actor: Actor) -> HomeList | None:
    """Return what the published plan of the city asks of the actor's organisation; None where that is nothing. One query.

    The draft stays the city hall's: until it is published nobody else reads what is planned for her.
    """
    if may_edit(actor):
        return None
    city = actor.organisation.city
    newest = publication_of(city.slug)
    asked = [one for one in newest.plan.measures if one.body == actor.organisation.name] if newest else []
    if not asked and actor.organisation.kind != OrganisationKind.STAKEHOLDER:
        return None
    today, url = day_in(city), public_plan(city)
    items = [_asked(one, url, today) for one in sorted(asked, key=lambda one: (one.state in FINISHED, one.due_on))]
    return HomeList(
        title=_("What the action plan asks of you"), items=items,
        empty=_("A measure of the city's plan that your organisation answers for stands here once the city hall publishes it."),
        all_url=url, all_label=_("The plan"),
    )  # fmt: skip


def public_plan(city: City) -> str:
    """Return where everybody reads the plan of a city: on the public site, in the language of the reader."""
    return f"{settings.PUBLIC_ADDRESS}/{get_language() or 'en'}/plan/{city.slug}/"


def _asked(one: MeasureText, url: str, today: date) -> HomeItem:
    waits = one.state not in FINISHED
    return HomeItem(
        label=_short(one.text), url=url, what=str(STATES[one.state]), waits=waits, urgent=waits and one.due_on < today,
        due=_("until %(day)s") % {"day": date_format(one.due_on, "DATE_FORMAT")} if waits else "",
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
