"""The packs of a case for its page, and of a referral for its receiver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.cases.access import packs_visible_to
from proximity.cases.models import Case, CasePack
from proximity.cases.rules.packs import Making, PackFault, PackState, is_being_made, state_now


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack. `fault` says why it was not made; `size` is in bytes."""

    id: UUID
    number: int
    state: PackState
    fault: PackFault | None
    language: str
    asked_by: str
    asked_at: datetime
    built_at: datetime | None
    sha256: str
    size: int
    fingerprint: str

    @property
    def is_ready(self) -> bool:
        """Say whether it can be downloaded."""
        return self.state is PackState.READY


@dataclass(frozen=True, slots=True)
class Packs:
    """All packs of a case, the newest first."""

    lines: tuple[PackLine, ...]
    is_being_made: bool


def packs_of(case: Case, *, by: Actor, now: datetime | None = None) -> Packs:
    """Return the packs of a case that the actor's organisation holds a key to."""
    any_made = CasePack.objects.filter(case=case).exists()
    found = list(packs_visible_to(by).filter(case=case).order_by("-number")) if any_made else []
    now = now or timezone.now()
    making = is_being_made((making_of(pack) for pack in found), now)
    return Packs(tuple(lines_of(found, now=now)), making)


def lines_of(packs: Sequence[CasePack], *, now: datetime) -> list[PackLine]:
    """Return packs as a page shows them."""
    names = names_of(pack.requested_by for pack in packs)
    return [_line(pack, names, now) for pack in packs]


def making_of(pack: CasePack) -> Making:
    """Return what the rules look at."""
    return Making(PackState(pack.state), pack.requested_at)


def _line(pack: CasePack, names: dict[UUID, str], now: datetime) -> PackLine:
    state = state_now(making_of(pack), now)
    interrupted = PackFault.INTERRUPTED if state is PackState.FAILED else None
    return PackLine(
        id=pack.pk, number=pack.number, state=state, fault=PackFault(pack.fault) if pack.fault else interrupted,
        language=pack.language, asked_by=names.get(pack.requested_by, "") if pack.requested_by else "",
        asked_at=pack.requested_at, built_at=pack.built_at, sha256=pack.sha256, size=pack.size, fingerprint=pack.fingerprint,
    )  # fmt: skip
