"""Needs and protection for pages: one line for the case page, the whole for the page of needs, what waits for somebody."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_record
from proximity.cases.access import may_see_needs, needs_visible_to
from proximity.cases.models import Case, NeedsFile, NeedsVersion, ProtectionMeasure
from proximity.cases.operations.needs import MEASURE_TABLE, VERSION_TABLE
from proximity.cases.queries.rights import Rights, languages_of_rights, rights_of, texts_of
from proximity.cases.queries.support import ReferralLine, referrals_of, waiting_referrals
from proximity.cases.rules.needs import MEASURE_TRANSITIONS, MeasureState, Needs
from proximity.cases.rules.support import Notice
from proximity.foundation.sealing.records import RecordKey
from proximity.packs.schema import PackText
from proximity.reporting.rules.deadlines import local_day


@dataclass(frozen=True, slots=True)
class NeedsState:
    """What the case page says of the needs: since when assessed, when looked at again; nothing of what stands there."""

    may_see: bool
    assessed_at: datetime | None
    review_on: date | None

    def is_overdue(self, today: date) -> bool:
        """Say whether somebody should have looked again."""
        return self.review_on is not None and self.review_on < today


@dataclass(frozen=True, slots=True)
class CaseNeeds:
    """What the section of the case page shows: the state of the needs in a line, and what the person was told.

    `texts` are the words of the notices, by language.
    """

    state: NeedsState
    rights: Rights
    texts: tuple[tuple[str, tuple[PackText, ...]], ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One assessment, opened."""

    number: int
    needs: Needs
    review_on: date | None
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One protection measure, opened."""

    id: UUID
    what: str
    who: str
    due_on: date
    state: MeasureState
    added_by: UUID | None

    @property
    def next_states(self) -> tuple[MeasureState, ...]:
        """Return what it may become."""
        return tuple(state for state in MeasureState if state in MEASURE_TRANSITIONS[self.state])


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """Everything that the page of needs shows. Without a file nothing was begun."""

    file: NeedsFile | None
    versions: tuple[VersionLine, ...]
    measures: tuple[MeasureLine, ...]
    referrals: tuple[ReferralLine, ...]
    names: dict[str, str]
    today: date

    @property
    def current(self) -> VersionLine | None:
        """Return the assessment that holds."""
        return self.versions[0] if self.versions else None

    @property
    def seen(self) -> int:
        """Return the number of the version that somebody has before her eyes."""
        return self.versions[0].number if self.versions else 0

    def version(self, number: int) -> VersionLine | None:
        """Return one version by its number, or None."""
        return next((one for one in self.versions if one.number == number), None)


@dataclass(frozen=True, slots=True)
class NeedsWaiting:
    """One thing about needs that waits for somebody: which case, what (`review`, `measure`, `support`), by when."""

    reference: str
    what: str
    on: date


def needs_state(case: Case, *, by: Actor) -> NeedsState:
    """Return the one line that the case page shows, without opening anything."""
    found = NeedsFile.objects.filter(case=case).first()
    seen = may_see_needs(case, by=by)
    return NeedsState(seen, found.assessed_at if found else None, found.review_on if found else None)


def case_needs(case: Case, *, by: Actor) -> CaseNeeds:
    """Return what the case page shows of needs, rights and support, in two queries."""
    texts = tuple(
        (language, tuple(text for notice in Notice for text in texts_of(case.city.country, notice, language)))
        for language in languages_of_rights(case)
    )
    return CaseNeeds(needs_state(case, by=by), rights_of(case), texts)


def needs_page(case: Case, *, by: Actor, now: datetime | None = None) -> NeedsPage:
    """Return the needs of a case that `access` let the actor see, opened. Raises `RecordNotFound` without a wrap."""
    today = local_day(now or timezone.now(), case.city.time_zone)
    file = NeedsFile.objects.filter(case=case).first()
    if file is None:
        return NeedsPage(None, (), (), (), {}, today)
    key = open_record(file.pk, by=by)
    versions = tuple(_version(row, key) for row in NeedsVersion.objects.filter(needs=file).order_by("-number"))
    rows = ProtectionMeasure.objects.filter(needs=file).order_by("due_on", "id")
    measures = tuple(_measure(row, key) for row in rows)
    referrals = referrals_of(file, case, key, by=by)
    people = [one.by for one in versions] + [one.added_by for one in measures] + [one.sent_by for one in referrals]
    people += [consent.by for one in referrals for consent in one.consents]
    names = {str(person): name for person, name in names_of(people).items()}
    return NeedsPage(file, versions, measures, referrals, names, today)


def needs_waiting(by: Actor, *, now: datetime, limit: int = 20) -> list[NeedsWaiting]:
    """Return reviews, measures and unanswered referrals that are due, on the needs that the actor may see."""
    today = local_day(now, by.organisation.city.time_zone)
    visible = needs_visible_to(by)
    reviews = visible.filter(review_on__lte=today).order_by("review_on", "id")
    found = [
        NeedsWaiting(reference, "review", on)
        for reference, on in reviews.values_list("case__reference", "review_on")[:limit] if on
    ]  # fmt: skip
    measures = ProtectionMeasure.objects.filter(needs__in=visible, state=MeasureState.PLANNED, due_on__lte=today)
    due = measures.order_by("due_on", "id").values_list("needs__case__reference", "due_on")[:limit]
    found += [NeedsWaiting(reference, "measure", on) for reference, on in due]
    asked = waiting_referrals(visible, today).values_list("needs__case__reference", "remind_on")[:limit]
    found += [NeedsWaiting(reference, "support", on) for reference, on in asked if on]
    return sorted(found, key=lambda one: (one.on, one.reference))[:limit]


def _version(row: NeedsVersion, key: RecordKey) -> VersionLine:
    values = key.open_json(bytes(row.content), table=VERSION_TABLE, column="content", row=row.pk)
    needs = Needs.from_json(values) if isinstance(values, dict) else Needs()
    return VersionLine(row.number, needs, row.review_on, row.assessed_by, row.assessed_at)


def _measure(row: ProtectionMeasure, key: RecordKey) -> MeasureLine:
    def opened(column: str, value: bytes | memoryview) -> str:
        return key.open_text(bytes(value), table=MEASURE_TABLE, column=column, row=row.pk)

    return MeasureLine(
        row.pk, opened("what", row.what), opened("who", row.who), row.due_on, MeasureState(row.state), row.added_by
    )
