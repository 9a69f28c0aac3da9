"""Publishing: the draft becomes a version that everybody reads and nobody changes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.audit.operations import record_event
from proximity.plans.access import lock_draft, publications
from proximity.plans.models import Measure, Publication
from proximity.plans.operations.drafting import ChangedMeanwhile
from proximity.plans.queries.drafts import draft_text
from proximity.plans.rules.published import what_misses


class NotReady(ValueError):
    """Something still misses before the plan can be published; `rules.published.what_misses` says what."""


@transaction.atomic
def publish_plan(*, seen: int, by: Actor, now: datetime | None = None) -> Publication:
    """Publish the draft as the city's next version, signed by the actor's office, with the figures of this day. Cannot be undone.

    `seen` is the edition that the actor looked at. Raises `ChangedMeanwhile`, `NotReady`, `NotAllowed`, `PlanNotFound`.
    """
    plan = lock_draft(by)
    if plan.edition != seen:
        raise ChangedMeanwhile
    text = draft_text(plan, by=by)
    if any(what_misses(text)):
        raise NotReady
    latest = publications().filter(city_id=by.city_id).first()
    publication = Publication.objects.create(
        city_id=by.city_id, organisation=by.organisation, version=latest.version + 1 if latest else 1,
        content=text.as_json(), office=by.organisation.name, published_by=by.person_id, published_at=now or timezone.now(),
    )  # fmt: skip
    Measure.objects.filter(objective__plan=plan, published_in__isnull=True).update(
        published_in=publication.version, changed_by=by.person_id
    )
    record_event("plan.published", origin=by.origin, target=publication.pk, label=f"v{publication.version}", now=now)
    return publication
