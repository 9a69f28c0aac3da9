"""The only ways to what is exchanged: objects that the city may see and has not hidden, drafts of the own organisation."""

from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.exchange.models import Draft, Hidden
from proximity.network.models import SharedObject
from proximity.network.rules.envelope import Form
from proximity.network.rules.kinds import Kind

READ, TAKE_PART, MODERATE = (
    Capability.READ_EXCHANGE, Capability.PUBLISH_EXCHANGE, Capability.MODERATE_EXCHANGE,
)  # fmt: skip


class NotHere(LookupError):
    """There is no such thing, or not for this actor: the two look the same."""


def objects_for(by: Actor, *kinds: Kind, hidden_too: bool = False) -> QuerySet[SharedObject]:
    """Return what the actor's city may see of some kinds, without what it has hidden: nothing for who does not read it."""
    found = SharedObject.objects.filter(kind__in=kinds, form=Form.CONTENT).select_related("author")
    if not by.may(READ):
        return found.none()
    return found if hidden_too else found.exclude(pk__in=Hidden.objects.filter(city=by.city_id).values("object_id"))


def get_object(by: Actor, object_id: UUID, *kinds: Kind) -> SharedObject:
    """Return one object; who hides things finds what is hidden too. Raises `NotHere`."""
    found = objects_for(by, *kinds, hidden_too=by.may(MODERATE)).filter(pk=object_id).first()
    if found is None:
        raise NotHere
    return found


def is_own(one: SharedObject, by: Actor) -> bool:
    """Say whether the actor's own office wrote it: then she, and nobody else, changes it."""
    return one.author_id == by.city_id and one.organisation_id == by.organisation.pk


def get_own(by: Actor, object_id: UUID, *kinds: Kind) -> SharedObject:
    """Return an object of the actor's own office. Raises `NotHere`."""
    found = get_object(by, object_id, *kinds)
    if not is_own(found, by):
        raise NotHere
    return found


def get_others(by: Actor, object_id: UUID, *kinds: Kind) -> SharedObject:
    """Return an object of another city. Raises `NotHere`."""
    found = get_object(by, object_id, *kinds)
    if found.author_id == by.city_id:
        raise NotHere
    return found


def drafts_of(by: Actor) -> QuerySet[Draft]:
    """Return the drafts of the actor's organisation."""
    found = Draft.objects.filter(city=by.city_id, organisation=by.organisation)
    return found if by.may(TAKE_PART) else found.none()


def get_draft(by: Actor, draft_id: UUID) -> Draft:
    """Return a draft. Raises `NotHere`."""
    return _found(drafts_of(by).filter(pk=draft_id))


def lock_draft(by: Actor, draft_id: UUID) -> Draft:
    """Return a draft, locked until the transaction ends. Raises `NotHere`."""
    return _found(drafts_of(by).select_for_update().filter(pk=draft_id))


def _found(drafts: QuerySet[Draft]) -> Draft:
    found = drafts.first()
    if found is None:
        raise NotHere
    return found
