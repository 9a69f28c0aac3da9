"""The only ways to an import: who may bring history in, at an organisation of the police, and its key."""

from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor, NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.accounts.rules import POLICE_KINDS, Capability, OrganisationKind
from proximity.bulk.models import Import


class ImportNotFound(LookupError):
    """There is no such import for whoever asks."""


def check_may_import(by: Actor) -> None:
    """Raise `NotAllowed` unless somebody may bring history in: a supervisor of the police."""
    by.check_may(Capability.IMPORT_CASES)
    if OrganisationKind(by.organisation.kind) not in POLICE_KINDS:
        raise NotAllowed(Capability.IMPORT_CASES.value)


def may_import(by: Actor) -> bool:
    """Say whether somebody may bring history in."""
    return by.may(Capability.IMPORT_CASES) and OrganisationKind(by.organisation.kind) in POLICE_KINDS


def imports_visible_to(by: Actor) -> QuerySet[Import]:
    """Return the imports of the actor's organisation; none for who may not bring history in."""
    if not may_import(by):
        return Import.objects.none()
    held = KeyWrap.objects.filter(organisation=by.organisation)
    return Import.objects.filter(organisation=by.organisation, pk__in=held.values("record_id"))


def get_import(by: Actor, import_id: UUID) -> Import:
    """Return one import. Raises `ImportNotFound`."""
    found = imports_visible_to(by).filter(pk=import_id).first()
    if found is None:
        raise ImportNotFound
    return found


def lock_import(import_id: UUID, *, by: Actor) -> Import:
    """Return one import, locked until the transaction ends. Raises `ImportNotFound`."""
    found = imports_visible_to(by).select_for_update(of=("self",)).filter(pk=import_id).first()
    if found is None:
        raise ImportNotFound
    return found
