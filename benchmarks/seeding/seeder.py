"""Filling an installation step by step: 1,000 cases, then 10,000, then more, always of one plan."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from benchmarks.seeding.clones import Mould, all_rows, take_passages
from benchmarks.seeding.patterns import Ground, Pattern, make_patterns
from benchmarks.seeding.writing import Plan, fill, settle
from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import enter_as, machine_of
from proximity.accounts.models import Membership, Organisation
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import OrganisationKind, Role
from proximity.foundation.privacy import proximity_models
from proximity.search.jobs import catch_up


def ground_of_this_installation() -> Ground:
    """Return the one police force there is, with its officers and an NGO of its city."""
    police = Organisation.objects.select_related("city").get(kind=OrganisationKind.LOCAL_POLICE)
    ngo = Organisation.objects.filter(city=police.city, kind=OrganisationKind.NGO).select_related("city").first()
    members = Membership.objects.filter(organisation=police, role=Role.OFFICER, ended_at__isnull=True)
    officers = tuple(map(actor_from, members.select_related("person", "organisation__city").order_by("pk")))
    assert ngo is not None, "there is no NGO"
    assert officers, "nobody works at the police"
    return Ground(police.city, police, ngo, officers)


class Seeder:
    """Makes the patterns at once, and cases like them as often as it is asked."""

    def __init__(self, total: int, *, over: timedelta) -> None:
        """Plan `total` cases over a span of time that ends now."""
        self._ground, now = ground_of_this_installation(), timezone.now()
        patterns = make_patterns(self._ground, now=now)
        while catch_up(self._ground.police):
            pass
        moulds = self._moulds(patterns)
        closed, still_open = ([one for one in moulds if one.pattern.is_open is kind] for kind in (False, True))
        city = self._ground.city
        self._plan = Plan(total, now, over, closed, still_open, ZoneInfo(city.time_zone), city.reference_prefix)
        self._there = 0

    def fill_to(self, wanted: int) -> None:
        """Make cases until so many are there, the newest first."""
        total = self._plan.total
        fill(self._plan, range(total - wanted, total - self._there), self._ground)
        self._there = wanted
        settle(model._meta.db_table for model in proximity_models())

    def _moulds(self, patterns: list[Pattern]) -> list[Mould]:
        machine = machine_of(self._ground.police)
        with transaction.atomic():
            enter_as(machine)
            everything, bodies = all_rows(), {body.pk: body for body in Organisation.objects.all()}
            moulds = [Mould.of(one, everything, bodies) for one in patterns]
            take_passages(moulds, by=machine)
        return moulds
