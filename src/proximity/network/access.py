"""The only ways to an object: what a city may see, and what an office may change."""

from uuid import UUID

from django.db.models import Q, QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.network.models import SharedObject
from proximity.network.rules.envelope import Form


class ObjectNotFound(LookupError):
    """There is no such object, or not for this city: the two look the same."""


def seen_by(city: UUID) -> QuerySet[SharedObject]:
    """Return every object that a city sees, ended ones too; the wall says the same once more."""
    return SharedObject.objects.filter(Q(author=city) | Q(sights__city=city)).distinct()


def lock_own(by: Actor, object_id: UUID) -> SharedObject:
    """Return an object that the actor's office wrote and that has not ended, locked. Raises `NotAllowed`, `ObjectNotFound`."""
    by.check_may(Capability.PUBLISH_EXCHANGE)
    own = SharedObject.objects.select_for_update().filter(
        pk=object_id, author=by.city_id, organisation=by.organisation, form=Form.CONTENT
    )
    found = own.first()
    if found is None:
        raise ObjectNotFound
    return found


def get_seen(by: Actor, object_id: UUID) -> SharedObject:
    """Return an object that the actor's city sees and that has not ended. Raises `ObjectNotFound`."""
    found = seen_by(by.city_id).filter(pk=object_id, form=Form.CONTENT).first()
    if found is None:
        raise ObjectNotFound
    return found
