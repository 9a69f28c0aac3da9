"""An instance that was put back from an older backup takes its own objects back from those who hold newer ones. Pure.

What others hold is signed by this instance's own keys, so that nobody can make anything up. What is newer is taken, ends too. Of
what others hold only the end, because they may no longer read it, the words are lost: then what the backup had is kept for the
own city alone, since nobody knows any more for whom it was meant last.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from proximity.foundation.pure.json import JSONObject
from proximity.network.rules.cards import Card, KeyState
from proximity.network.rules.envelope import Form
from proximity.network.rules.signing import PublicKey
from proximity.network.rules.taking import CheckContent, Kept, Reason, Refused, Trust, judge_own
from proximity.network.rules.versions import Rank

MOST_AHEAD = 10_000_000
"""How far behind the order of what goes out may be said to be: a member that says more is not believed."""


@dataclass(slots=True)
class Held:
    """What one other instance holds of this one's: what is newer there, and of what it has only the end, in which version."""

    newer: dict[UUID, Kept] = field(default_factory=dict)
    ended: dict[UUID, int] = field(default_factory=dict)
    refused: Counter[Reason] = field(default_factory=Counter)


def newer_elsewhere(
    wires: Sequence[JSONObject], *, held: Mapping[UUID, Rank], trust: Trust, check: CheckContent
) -> Held:
    """Return what of one's own is newer in what another holds. What was withdrawn here stays so."""
    found = Held()
    for wire in wires:
        try:
            one = judge_own(wire, trust=trust, check=check)
        except Refused as refused:
            found.refused[refused.reason] += 1
            continue
        here = found.newer[one.item.id].rank if one.item.id in found.newer else held.get(one.item.id)
        if here is not None and (here.is_tombstone or one.rank <= here):
            continue
        if one.item.form is Form.NOTICE:
            found.ended[one.item.id] = one.item.version
        else:
            found.newer[one.item.id] = one
    return found


def furthest(place: int, read: Iterable[int]) -> int:
    """Return how far others have read, where that is further than the last place that was given out here, and can be true."""
    return max((one for one in read if place < one <= place + MOST_AHEAD), default=place)


def keys_told(cards: Iterable[Card]) -> dict[UUID, dict[str, tuple[PublicKey, KeyState]]]:
    """Return the keys of one's own cities as one's own cards told of them that others have kept, the newest card last."""
    found: dict[UUID, dict[str, tuple[PublicKey, KeyState]]] = {}
    for card in sorted(cards, key=lambda one: one.version):
        for city in card.cities:
            for kid, (raw, state) in city.keys.items():
                found.setdefault(city.id, {})[kid] = (PublicKey(bytes.fromhex(raw)), state)
    return found
