"""The piles of what is not a report, as staff see them: which wait for a second person, what stands on one."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.accounts.models import Person
from proximity.reporting.access import piles_visible_to
from proximity.reporting.models import Pile, Recipient
from proximity.reporting.rules.pile import PileState, Reason

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Words = "StrPromise"

REASONS: Mapping[Reason, Words] = {
    Reason.MACHINE: _("Sent by a machine, many times nearly the same"),
    Reason.ADVERTISING: _("Advertising"),
    Reason.TRIAL: _("Somebody tried the form out"),
    Reason.NO_INCIDENT: _("No incident can be seen in what was written"),
}
STATES: Mapping[PileState, tuple[Words, str]] = {
    PileState.PROPOSED: (_("Waits for a second person"), "warning"),
    PileState.CONFIRMED: (_("Not a report"), ""),
    PileState.TAKEN_BACK: (_("Back in the inbox"), "success"),
}
SHOWN = 50
REFERENCES = 200


@dataclass(frozen=True, slots=True)
class PileLine:
    """One pile: how many reports, why, where it stands, who put them there, and whether somebody else decides."""

    pile: Pile
    reason: Words
    state: Words
    state_kind: str
    proposer: str
    decider: str
    own: bool
    waits: bool

    @property
    def url(self) -> str:
        """Return the pile's page."""
        return reverse("reports:pile", kwargs={"pile_id": self.pile.pk})


@dataclass(frozen=True, slots=True)
class PileReports:
    """The reports of a pile, newest first, and of which the next page begins; the newest `members` speak for it."""

    references: tuple[str, ...]
    after: str


def pile_lines(by: Actor) -> list[PileLine]:
    """Return the newest piles of the actor's organisation, those that wait first."""
    waiting = list(piles_visible_to(by).filter(state=PileState.PROPOSED).order_by("proposed_at")[:SHOWN])
    rest = piles_visible_to(by).exclude(state=PileState.PROPOSED).order_by("-proposed_at")[:SHOWN]
    found = [*waiting, *rest]
    ids = {pile.proposed_by for pile in found} | {pile.decided_by for pile in found if pile.decided_by}
    names = {person.pk: person.name for person in Person.objects.filter(pk__in=ids)}
    return [_line(pile, names, by) for pile in found]


def pile_line(pile: Pile, *, by: Actor) -> PileLine:
    """Return one pile as the list shows it."""
    ids = [pile.proposed_by, *([pile.decided_by] if pile.decided_by else [])]
    return _line(pile, {person.pk: person.name for person in Person.objects.filter(pk__in=ids)}, by)


def piles_waiting(by: Actor) -> int:
    """Return how many piles wait for a second person."""
    return piles_visible_to(by).filter(state=PileState.PROPOSED).count()


def members_of(pile: Pile) -> tuple[UUID, ...]:
    """Return the ids of the reports on a pile, newest first."""
    rows = Recipient.objects.filter(pile=pile, organisation=pile.organisation_id).order_by("-report_id")
    return tuple(rows.values_list("report_id", flat=True))


def reports_on(pile: Pile, *, after: str = "") -> PileReports:
    """Return one page of the references of a pile's reports."""
    rows = Recipient.objects.filter(pile=pile, organisation=pile.organisation_id).order_by("-report_id")
    with suppress(ValueError):  # no key of ours: from the beginning
        rows = rows.filter(report_id__lt=UUID(after))
    found = list(rows.values_list("report_id", "report__reference")[: REFERENCES + 1])
    shown = found[:REFERENCES]
    return PileReports(tuple(name for _id, name in shown), str(shown[-1][0]) if len(found) > REFERENCES else "")


def _line(pile: Pile, names: Mapping[UUID, str], by: Actor) -> PileLine:
    state = PileState(pile.state)
    words, kind = STATES[state]
    return PileLine(
        pile=pile, reason=REASONS[Reason(pile.reason)], state=words, state_kind=kind,
        proposer=names.get(pile.proposed_by, ""), decider=names.get(pile.decided_by, "") if pile.decided_by else "",
        own=pile.proposed_by == by.person_id, waits=state is PileState.PROPOSED,
    )  # fmt: skip
