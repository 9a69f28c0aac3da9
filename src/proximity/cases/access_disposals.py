"""The only ways to lists of disposal: one's own organisation's, and for oversight those of its city. They hold no content."""

from uuid import UUID

from django.db.models import Q, QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability, OrganisationKind
from proximity.cases.models import Disposal


class DisposalNotFound(LookupError):
    """There is no such list for whoever asks."""


def disposals_visible_to(by: Actor) -> QuerySet[Disposal]:
    """Return the lists that somebody may look at; none without the capability to dispose."""
    if not by.may(Capability.DISPOSE):
        return Disposal.objects.none()
    mine = Q(organisation=by.organisation)
    if by.organisation.kind == OrganisationKind.OVERSIGHT:
        mine |= Q(organisation__city_id=by.city_id)
    return Disposal.objects.filter(mine, city_id=by.city_id)


def get_disposal_for(by: Actor, disposal_id: UUID) -> Disposal:
    """Return one list. Raises `DisposalNotFound`."""
    found = disposals_visible_to(by).filter(pk=disposal_id).select_related("organisation").first()
    if found is None:
        raise DisposalNotFound
    return found


def lock_disposal(disposal_id: UUID, *, by: Actor) -> Disposal:
    """Return one list as it stands now, locked until the transaction ends. Raises `DisposalNotFound`."""
    found = disposals_visible_to(by).select_for_update(of=("self",)).filter(pk=disposal_id).first()
    if found is None:
        raise DisposalNotFound
    return found
