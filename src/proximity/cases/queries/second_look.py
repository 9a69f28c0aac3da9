"""The second look (R21): open cases that nobody flagged, and what the text tool points at in their reports. Keeps nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from proximity.accounts.actors import Actor
from proximity.accounts.records import open_records
from proximity.assessment.models import BiasAnswerGiven, GroundEntry, IndicatorEntry
from proximity.assessment.queries.suggestions import decided_places
from proximity.assessment.rules import BiasAnswer, GroundStatus
from proximity.assessment.suggesting import Pointed
from proximity.audit.queries import Event, last_events
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case, CaseLink
from proximity.cases.queries.dossier_reported import report_of
from proximity.cases.queries.lists import case_title
from proximity.cases.queries.qualifications import NO_GROUND
from proximity.cases.rules.links import LinkKind
from proximity.cases.rules.states import CaseStatus
from proximity.packs.codes import Direction
from proximity.reporting.queries.suggestions import read_reported

PAGE = 25
"""So many cases at once: each is opened and read anew."""
STAYS, REASSESS = "case.second_look_stays", "case.second_look_reassess"


@dataclass(frozen=True, slots=True)
class Looked:
    """One case: what the tool points at, what says something first. `answer` None: nobody answered, and so nothing was read.

    `before` is what was noted at the last second look.
    """

    case: Case
    title: str
    answer: BiasAnswer | None
    telling: tuple[Pointed, ...]
    weak: tuple[Pointed, ...]
    before: Event | None

    @property
    def is_unanswered(self) -> bool:
        """Say whether the bias question waits for an answer."""
        return self.answer is None


@dataclass(frozen=True, slots=True)
class SecondLook:
    """One page of a second look: the cases with something to look at, those whose report was read, the key of the next page."""

    rows: tuple[Looked, ...]
    read: tuple[Case, ...]
    after: UUID | None


def unflagged(since: date, *, by: Actor) -> QuerySet[Case]:
    """Return the open cases since a day that the actor may see and nobody flagged, the oldest first.

    Flagged is a case whose bias question was answered with yes, or with "not known" beside an indicator for bias or a ground.
    One that was merged into another is left out: the work goes on in that one.
    """
    start = datetime.combine(since, time.min, ZoneInfo(by.organisation.city.time_zone))
    own = {"record_id": OuterRef("pk")}
    signs = IndicatorEntry.objects.filter(**own, direction=Direction.FOR, withdrawn_at__isnull=True)
    grounds = GroundEntry.objects.filter(**own).exclude(status=GroundStatus.REJECTED).exclude(code__in=NO_GROUND)
    found = cases_visible_to(by).exclude(status=CaseStatus.CLOSED).filter(opened_at__gte=start)
    newest = BiasAnswerGiven.objects.filter(**own).order_by("-number").values("answer")[:1]
    merged = CaseLink.objects.filter(case=OuterRef("pk"), kind=LinkKind.SAME, ended_at__isnull=True)
    nothing = Q(answer=BiasAnswer.NOT_KNOWN) & ~Exists(signs) & ~Exists(grounds)
    return (
        found.annotate(answer=Subquery(newest))
        .filter(Q(answer__isnull=True) | Q(answer=BiasAnswer.NO) | nothing, ~Exists(merged))
        .select_related("city", "assignee")
        .order_by("pk")
    )


def second_look(since: date, *, by: Actor, after: UUID | None = None) -> SecondLook:
    """Return one page of a second look. Suggestions that somebody decided on before are left out."""
    found = unflagged(since, by=by)
    cases = list((found.filter(pk__gt=after) if after else found)[: PAGE + 1])
    page = cases[:PAGE]
    answers = {case.pk: vars(case)["answer"] for case in page}
    pointed = _pointed([case for case in page if answers[case.pk]], by)
    ids = [case.pk for case in page]
    keys, before = open_records(ids, by=by), last_events(ids, STAYS, REASSESS)
    rows = tuple(
        Looked(
            case=case, title=case_title(case, keys[case.pk]),
            answer=BiasAnswer(answers[case.pk]) if answers[case.pk] else None,
            telling=tuple(one for one in pointed.get(case.pk, ()) if not one.is_weak),
            weak=tuple(one for one in pointed.get(case.pk, ()) if one.is_weak), before=before.get(case.pk),
        )
        for case in page
        if not answers[case.pk] or pointed.get(case.pk)
    )  # fmt: skip
    read = tuple(case for case in page if case.pk in pointed)
    return SecondLook(rows, read, page[-1].pk if len(cases) > PAGE else None)


def _pointed(cases: Sequence[Case], by: Actor) -> dict[UUID, tuple[Pointed, ...]]:
    """Return what speaks for bias in the reports of cases and waits for a decision; nothing of a case whose report stays shut."""
    decided = decided_places(case.pk for case in cases)
    found: dict[UUID, tuple[Pointed, ...]] = {}
    for case in cases:
        reported = report_of(case, by=by)
        if reported is not None:
            found[case.pk] = tuple(
                one
                for one in read_reported(reported)[0]
                if one.direction is Direction.FOR and not one.place.is_among(decided.get(case.pk, ()))
            )
    return found
