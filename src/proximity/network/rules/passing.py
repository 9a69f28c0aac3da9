"""Who may be handed what, and by whom: for an author's instance, for a hub, for anybody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from proximity.network.rules.audience import Reach
from proximity.network.rules.envelope import Item
from proximity.network.rules.groups import Group
from proximity.network.rules.markings import RELAYED, TRAVELS

PUBLIC_SCOPE = Reach.PUBLIC.value


def scopes_of(cities: Mapping[UUID, str], groups: Mapping[UUID, Group]) -> frozenset[str]:
    """Return the scopes that an instance with these cities (and the country of each) may be handed; none without a city."""
    if not cities:
        return frozenset()
    found = {PUBLIC_SCOPE, Reach.NETWORK.value}
    found |= {f"{Reach.COUNTRY}:{code}" for code in cities.values()}
    found |= {f"{Reach.CITY}:{city}" for city in cities}
    found |= {f"{Reach.GROUP}:{one}" for one, group in groups.items() if group.members & cities.keys()}
    return frozenset(found)


def scopes_passed(hub: UUID, groups: Mapping[UUID, Group], countries: Collection[str]) -> frozenset[str]:
    """Return the scopes that a hub is handed to pass on: what is for all members, and for groups that name it."""
    named = {f"{Reach.GROUP}:{one}" for one, group in groups.items() if group.hub == hub}
    return frozenset({PUBLIC_SCOPE, Reach.NETWORK.value} | {f"{Reach.COUNTRY}:{code}" for code in countries} | named)


@dataclass(frozen=True, slots=True)
class Hop:
    """From where something came: which instance handed it over, which cities that one hosts, and whether it is a hub here."""

    sender: UUID
    hosts: Collection[UUID]
    is_hub: bool = False


def may_have_come(item: Item, hop: Hop, groups: Mapping[UUID, Group]) -> bool:
    """Say whether an object may have come this way: from its author's own instance, or passed on by who may."""
    if item.marking not in TRAVELS or item.audience.reach is Reach.CITY:
        return False
    return item.author in hop.hosts or (hop.is_hub and may_pass_on(item, hop.sender, groups))


def may_pass_on(item: Item, hub: UUID, groups: Mapping[UUID, Group]) -> bool:
    """Say whether a hub may pass an object on that is not its own: what is for all its members, or for a group that names it."""
    if item.marking not in RELAYED:
        return False
    match item.audience.reach:
        case Reach.GROUP:
            group = groups.get(UUID(item.audience.of))
            return group is not None and group.hub == hub
        case Reach.CITY:
            return False
    return True
