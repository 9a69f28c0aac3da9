"""What is done with what the text tool points at: a person accepts or rejects it, a supervisor switches the tool on or off.

Nothing is written by looking. What was accepted becomes an indicator like any other; what was rejected stays on record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability, OrganisationKind
from proximity.assessment.access import open_assessment
from proximity.assessment.identify.company import MERE_WORD
from proximity.assessment.identify.results import AGAINST, Span, Suggestion, Weight
from proximity.assessment.models import IndicatorEntry, SuggestionDecision, SuggestionSwitch
from proximity.assessment.operations import AnsweredMeanwhile, note_indicator
from proximity.assessment.queries.assessments import bias_is_answered
from proximity.assessment.queries.suggestions import SUGGESTION, Place, are_on, are_on_at, decided_places
from proximity.assessment.rules import Basis, NotNow, Part, Strength, check_text
from proximity.audit.operations import record_event
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.records import RecordKey
from proximity.packs.codes import Direction

AROUND = 80
"""How many signs of the text are shown on each side of words: alone they say little."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """One suggestion with the words that it points at; `text` is the whole text of the report's part, opened."""

    part: Part
    text: str
    language: str
    suggestion: Suggestion

    @property
    def span(self) -> Span:
        """Return the place of the words that the rule found."""
        return self.suggestion.words

    @property
    def words(self) -> str:
        """Return the words as they stand in the report."""
        return self.text[self.span.start : self.span.end]

    @property
    def passage(self) -> Span:
        """Return the place of the sentence, or what of it can be quoted, in which the words stand."""
        spans = self.suggestion.spans
        return Span(min(one.start for one in spans), max(one.end for one in spans))

    @property
    def quote(self) -> str:
        """Return the passage as it stands in the report: what is noted where somebody accepts."""
        return self.text[self.passage.start : self.passage.end]

    @property
    def shown(self) -> Span:
        """Return what is shown of the text: the passage, or more where it is short, cut between words."""
        start, end = self.span.start - AROUND, self.span.end + AROUND
        first = 0 if start <= 0 else self.text.find(" ", start, self.span.start) + 1 or self.span.start
        last = len(self.text) if end >= len(self.text) else self.text.rfind(" ", self.span.end, end)
        return Span(min(first, self.passage.start), max(last, self.passage.end))

    @property
    def before(self) -> str:
        """Return what stands just before the words."""
        near = self.text[self.shown.start : self.span.start]
        return f"… {near}" if self.shown.start else near

    @property
    def after(self) -> str:
        """Return what stands just after the words."""
        near = self.text[self.span.end : self.shown.end]
        return near if self.shown.end == len(self.text) else f"{near} …"

    @property
    def key(self) -> str:
        """Return what names this suggestion in its record: no word of the text is in it."""
        return f"{self.part}:{self.span.start}:{self.span.end}:{self.suggestion.rule}:{self.suggestion.indicator}"

    @property
    def place(self) -> Place:
        """Return what somebody decides on: its words and its indicator, whichever rule found them."""
        return Place(self.part, self.span.start, self.span.end, self.suggestion.indicator)

    @property
    def is_weak(self) -> bool:
        """Say whether it says little by itself: of the least weight, or a single word."""
        return self.suggestion.weight is Weight.WEAK or self.suggestion.rule.endswith(MERE_WORD)

    @property
    def direction(self) -> Direction:
        """Return whether the words speak for bias or against it."""
        return direction_of(self.suggestion.indicator)


def direction_of(code: str) -> Direction:
    """Return whether what the tool names speaks for bias or against it."""
    return Direction.AGAINST if code == AGAINST else Direction.FOR


@transaction.atomic
def decide(
    *, record_id: UUID, reference: str, pointed: Iterable[Pointed], accepted: bool, reason: str, by: Actor,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Accept or reject what rules pointed at, all or none, with a reason; what was accepted is noted as an indicator.

    Raises `NotNow` where suggestions are off in the city or the bias question waits for an answer, `AnsweredMeanwhile` where one
    was decided before, `NotSound` without a reason, `NotAllowed` by role, `RecordNotFound` without a wrap.
    """
    key, now = open_assessment(record_id, by=by), now or timezone.now()
    if not are_on(by.city_id) or not bias_is_answered(record_id):
        raise NotNow("suggestions")
    check_text(reason, "reason")
    rows = []
    for one in _undecided(record_id, pointed):
        entry = _noted(key, record_id, reference, one, by, now) if accepted else None
        rows.append(_decision(key, record_id, one, entry, reason, by, now))
    # Two decisions at the same moment: the second finds a suggestion decided, and its indicators are taken back with it.
    SuggestionDecision.objects.bulk_create(rows, ignore_conflicts=True)
    if SuggestionDecision.objects.filter(pk__in=[row.pk for row in rows]).count() < len(rows):
        raise AnsweredMeanwhile
    for _row in rows:
        if accepted:
            record_event("assessment.suggestion_accepted", origin=by.origin, target=record_id, label=reference, now=now)
        else:
            record_event("assessment.suggestion_rejected", origin=by.origin, target=record_id, label=reference, now=now)


def _undecided(record_id: UUID, pointed: Iterable[Pointed]) -> list[Pointed]:
    """Return what is to be decided. Raises `AnsweredMeanwhile` where somebody decided on its words, or two of it share words."""
    found, taken = list(pointed), list(decided_places([record_id]).get(record_id, ()))
    for one in found:
        if one.place.is_among(taken):
            raise AnsweredMeanwhile
        taken.append(one.place)
    return found


def _decision(
    key: RecordKey, record_id: UUID, pointed: Pointed, entry: IndicatorEntry | None, reason: str, by: Actor, now: datetime
) -> SuggestionDecision:  # fmt: skip
    identifier, found = new_id(), pointed.suggestion
    return SuggestionDecision(
        id=identifier, city_id=by.city_id, record_id=record_id, part=pointed.part, start=pointed.span.start,
        end=pointed.span.end, rule=found.rule, code=found.indicator, accepted=entry is not None,
        reason=key.seal_text(reason, table=SUGGESTION, column="reason", row=identifier),
        entry_id=entry.pk if entry else None, decided_by=by.person_id, decided_at=now,
    )  # fmt: skip


@transaction.atomic
def switch(*, on: bool, by: Actor, now: datetime | None = None) -> None:
    """Switch suggestions on or off: a supervisor for all police of her city, an NGO's worker for the NGO. Raises `NotAllowed`."""
    is_ngo = by.organisation.kind == OrganisationKind.NGO
    by.check_may(Capability.FORWARD_REPORTS if is_ngo else Capability.SUPERVISE_CASES)
    now = now or timezone.now()
    if (are_on_at(by.organisation) if is_ngo else are_on(by.city_id)) == on:
        return
    SuggestionSwitch(
        city_id=by.city_id, organisation=by.organisation, is_on=on, changed_by=by.person_id, changed_at=now
    ).save(force_insert=True)
    if on:
        record_event("assessment.suggestions_switched_on", origin=by.origin, label=by.organisation.name, now=now)
    else:
        record_event("assessment.suggestions_switched_off", origin=by.origin, label=by.organisation.name, now=now)


def _noted(
    key: RecordKey, record_id: UUID, reference: str, pointed: Pointed, by: Actor, now: datetime
) -> IndicatorEntry:
    return note_indicator(
        key=key, record_id=record_id, reference=reference, code=pointed.suggestion.indicator, direction=pointed.direction,
        strength=Strength(pointed.suggestion.weight), quote=pointed.quote, language=pointed.language, basis=Basis.ASSESSMENT,
        suggested_by=pointed.suggestion.rule, by=by, now=now,
    )  # fmt: skip
