"""What was decided of a case and others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_records
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case, CaseLink
from proximity.cases.queries.lists import case_title
from proximity.cases.rules.links import LinkKind


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One decision: the other case, what it is to this one, who decided and when. `merged`: this one was merged into it."""

    id: UUID
    reference: str
    title: str
    kind: LinkKind
    merged: bool
    by: str
    at: datetime


def standing_links(case: Case, *, by: Actor) -> list[CaseLink]:
    """Return the decisions about a case that stand and whose other case the actor sees, the newest first."""
    found = CaseLink.objects.filter(Q(case=case) | Q(other=case), ended_at__isnull=True, organisation=by.organisation)
    if not found.exists():  # as with nearly every case: the question below costs ten times as much
        return []
    seen = cases_visible_to(by).values("pk")
    return list(
        found.filter(case__in=seen, other__in=seen).select_related("case", "other").order_by("-decided_at", "id")
    )


def links_of(case: Case, *, by: Actor) -> tuple[LinkLine, ...]:
    """Return the decisions about a case that stand, with the titles of the other cases opened; not that two are different."""
    links = [one for one in standing_links(case, by=by) if one.kind != LinkKind.DIFFERENT]
    others = {one.pk: _other(one, case) for one in links}
    keys = open_records([one.pk for one in others.values()], by=by) if others else {}
    names = names_of(one.decided_by for one in links) if links else {}
    return tuple(
        LinkLine(
            id=one.pk, reference=others[one.pk].reference, title=case_title(others[one.pk], keys[others[one.pk].pk]),
            kind=LinkKind(one.kind), merged=one.kind == LinkKind.SAME and one.case_id == case.pk,
            by=names.get(one.decided_by, "") if one.decided_by else "", at=one.decided_at,
        )
        for one in links
    )  # fmt: skip


def linked_to(case: Case, *, by: Actor) -> Mapping[UUID, LinkKind]:
    """Return with which cases something was decided, and what."""
    return {_other(one, case).pk: LinkKind(one.kind) for one in standing_links(case, by=by)}


def is_merged(case: Case) -> bool:
    """Say whether a case was merged into another, as far as the wall shows it."""
    return CaseLink.objects.filter(case=case, kind=LinkKind.SAME, ended_at__isnull=True).exists()


def _other(link: CaseLink, case: Case) -> Case:
    return link.other if link.case_id == case.pk else link.case
