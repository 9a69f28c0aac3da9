"""To whom a case can be referred, by the pack, and what that rests on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language

from proximity.accounts.actors import Actor
from proximity.accounts.models import BarredReader, Organisation
from proximity.cases.models import Case
from proximity.cases.rules.referrals import Way, ways_from
from proximity.packs.pack import Pack
from proximity.reporting.queries.routes import pack_of


@dataclass(frozen=True, slots=True)
class Offer:
    """One way on from a case: the pack's, who receives it here (None: a body without an account), by when the rule wants it."""

    way: Way
    organisation: Organisation | None
    due_at: datetime | None

    @property
    def code(self) -> str:
        """Return the way's code in the pack."""
        return self.way.handover.code

    @property
    def name(self) -> str:
        """Return what the receiver is called: by its own name here, else by the pack."""
        return self.organisation.name if self.organisation else self.way.to.words.label(get_language() or "en")

    @property
    def rule(self) -> str:
        """Return the rule in the language of the page."""
        return self.way.handover.rule.label(get_language() or "en")


def offers_of(case: Case, *, by: Actor) -> tuple[Offer, ...]:
    """Return the ways on from a case for the actor's organisation, open and shut, in the order of the pack."""
    own = by.organisation
    pack: Pack | None = pack_of(own.city.country)
    barred = list(BarredReader.objects.filter(record_id=case.pk).select_related("organisation"))
    bodies = [one.organisation for one in barred]
    ways = ways_from(
        own.body_code, pack, barred_codes={body.body_code for body in bodies} - {""},
        barred_kinds={body.kind for body in bodies},
    )  # fmt: skip
    here = _organisations(own)
    return tuple(Offer(way, here.get(way.to.code), _due(case, way)) for way in ways)


def _organisations(own: Organisation) -> dict[str, Organisation]:
    found = Organisation.objects.filter(city_id=own.city_id).exclude(body_code="").exclude(pk=own.pk)
    return {one.body_code: one for one in found}


def _due(case: Case, way: Way) -> datetime | None:
    hours = way.handover.within_hours
    return case.opened_at + timedelta(hours=hours) if hours else None
