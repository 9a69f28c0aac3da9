"""Reads of accounts: who is at work, which cities and organisations there are."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.models import City, ElsewhereRoute, Membership, Organisation, Person
from proximity.accounts.rules import Capability, Role, may


def open_memberships(person: Person) -> QuerySet[Membership]:
    """Return the offices where a person works today."""
    return (
        Membership.objects.filter(person=person, ended_at__isnull=True)
        .select_related("organisation__city", "person")
        .order_by("organisation__name")
    )


def actor_of(person: object, membership_id: UUID) -> Actor | None:
    """Return the actor for one of the person's own open memberships, or None when it has ended or is not hers."""
    if not isinstance(person, Person):
        return None
    membership = open_memberships(person).filter(pk=membership_id).first()
    return None if membership is None else actor_from(membership)


def actor_from(membership: Membership) -> Actor:
    """Return the actor that a membership makes of a person."""
    person = membership.person
    return Actor(
        person_id=person.pk, name=person.name, role=Role(membership.role), organisation=membership.organisation
    )


def cities() -> list[City]:
    """Return the cities of this instance, by name."""
    return list(City.objects.all())


def receiving_organisations(city: City) -> list[Organisation]:
    """Return who takes reports in a city, NGOs first: whoever fears the police must see that there is another door."""
    found = Organisation.objects.filter(city=city, accepts_reports=True).order_by("name")
    return sorted(found, key=lambda organisation: organisation.kind != "ngo")


def elsewhere_organisation(country: str) -> Organisation | None:
    """Return who takes reports from a country without a city here, or None where the instance names nobody."""
    routes = ElsewhereRoute.objects.filter(country__in=[country, ""]).order_by("-country")
    route = routes.select_related("organisation__city").first()
    return None if route is None else route.organisation


def colleagues(organisation: Organisation, capability: Capability) -> list[Person]:
    """Return who works in an organisation today in a role that brings a capability, by name."""
    roles = [role.value for role in Role if may(role, capability)]
    found = Membership.objects.filter(organisation=organisation, ended_at__isnull=True, role__in=roles)
    return [membership.person for membership in found.select_related("person").order_by("person__name", "id")]


def names_of(person_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of people by id; who is unknown is left out."""
    return dict(Person.objects.filter(pk__in={one for one in person_ids if one}).values_list("pk", "name"))
