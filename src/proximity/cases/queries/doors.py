"""Who sees a case inside its organisation, and why somebody does not; who is asked to read it; who stands in for whom."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Person
from proximity.accounts.queries import colleagues, names_of
from proximity.accounts.rules import Capability
from proximity.cases.access import door_with, shut_by
from proximity.cases.models import Case, CaseBlock, CaseSeal, GlassBreak, ReadingRequest, Substitution
from proximity.cases.rules.doors import Door
from proximity.foundation.sealing.records import RecordKey
from proximity.reporting.rules.deadlines import local_day


@dataclass(frozen=True, slots=True)
class BlockLine:
    """Somebody who must not see a case, and why."""

    person: UUID
    reason: str
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class SealLine:
    """Why, by whom and since when a case is sealed."""

    reason: str
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class GlassLine:
    """A supervisor who broke the glass, and until when the case is open to her."""

    person: UUID
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A second reading that somebody waits for."""

    of: UUID
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AccessLines:
    """Who of the organisation sees a case. `inside` see it, `assignable` are all who are not blocked."""

    door: Door
    seal: SealLine | None
    blocks: tuple[BlockLine, ...]
    glass: tuple[GlassLine, ...]
    requests: tuple[RequestLine, ...]
    inside: tuple[Person, ...]
    assignable: tuple[Person, ...]
    outside: tuple[Person, ...]
    me: UUID | None
    supervises: bool

    @property
    def people(self) -> list[UUID | None]:
        """Return everybody whose name the page needs."""
        found: list[UUID | None] = [self.seal.by] if self.seal else []
        found += [person for block in self.blocks for person in (block.person, block.by)]
        found += [glass.person for glass in self.glass]
        return found + [person for one in self.requests for person in (one.of, one.by)] + [*self.door.stand_ins]

    @property
    def askable(self) -> tuple[Person, ...]:
        """Return who can be asked for a second reading: whoever sees the case, but oneself and who is asked already."""
        asked = {one.of for one in self.requests} | {self.me}
        return tuple(person for person in self.inside if person.pk not in asked)


def access_lines(case: Case, *, by: Actor, key: RecordKey, now: datetime | None = None) -> AccessLines:
    """Return to whom a case that the actor sees is open, with reasons opened."""
    now = now or timezone.now()
    seal, blocks = shut_by(case)
    door = door_with(case, seal, blocks, by=by, now=now)
    officers = colleagues(by.organisation, Capability.WORK_CASES)
    glass = GlassBreak.objects.filter(case=case).order_by("-at", "-id")[:10]
    waiting = ReadingRequest.objects.filter(case=case, done_at__isnull=True).order_by("asked_at", "id")
    return AccessLines(
        door=door, seal=_seal(seal, key) if seal else None, blocks=tuple(_block(block, key) for block in blocks),
        glass=tuple(GlassLine(one.person_id, one.at, one.until) for one in glass),
        requests=tuple(RequestLine(one.asked_of, one.asked_by, one.asked_at) for one in waiting),
        inside=tuple(person for person in officers if door.is_open_to(person.pk)),
        assignable=tuple(person for person in officers if person.pk not in door.blocked),
        outside=tuple(person for person in officers if not door.is_open_to(person.pk) and person.pk not in door.blocked),
        me=by.person_id, supervises=by.may(Capability.SUPERVISE_CASES),
    )  # fmt: skip


def _seal(seal: CaseSeal, key: RecordKey) -> SealLine:
    reason = key.open_text(bytes(seal.reason), table="cases_caseseal", column="reason", row=seal.pk)
    return SealLine(reason, seal.sealed_by, seal.sealed_at)


def _block(block: CaseBlock, key: RecordKey) -> BlockLine:
    reason = key.open_text(bytes(block.reason), table="cases_caseblock", column="reason", row=block.pk)
    return BlockLine(block.person_id, reason, block.set_by, block.set_at)


@dataclass(frozen=True, slots=True)
class AwayLine:
    """One substitution that holds or will: who is away, who stands in, its days, who set it, whether the actor may end it."""

    id: UUID
    person: str
    substitute: str
    first: date
    last: date
    by: str
    holds: bool
    may_end: bool


def away_lines(by: Actor, *, now: datetime | None = None) -> list[AwayLine]:
    """Return the substitutions of the actor's organisation that hold today or will, the nearest first."""
    today = local_day(now or timezone.now(), by.organisation.city.time_zone)
    rows = Substitution.objects.filter(organisation=by.organisation, until_on__gte=today, ended_at__isnull=True)
    found = list(rows.order_by("from_on", "id"))
    names = names_of(person for row in found for person in (row.person_id, row.substitute_id, row.set_by))
    supervises = by.may(Capability.SUPERVISE_CASES)
    return [
        AwayLine(
            id=row.pk, person=names.get(row.person_id, ""), substitute=names.get(row.substitute_id, ""), first=row.from_on,
            last=row.until_on, by=names.get(row.set_by, "") if row.set_by else "", holds=row.from_on <= today,
            may_end=supervises or by.person_id in {row.person_id, row.substitute_id},
        )
        for row in found
    ]  # fmt: skip
