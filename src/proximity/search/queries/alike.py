"""Which cases may be the same as one, or belong together with it: by shared numbers first, then opened and compared in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from proximity.accounts.actors import Actor
from proximity.assessment.queries.assessments import grounds_of
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case
from proximity.cases.queries.links import linked_to
from proximity.cases.queries.lists import CaseRow, marked, rows_of
from proximity.search.queries.texts import passages_of
from proximity.search.rules.likeness import MOST_OPENED, Features, Proposal, compare, features_of

SHOWN = 20
"""Proposals that a page shows, the surest first."""
MOST_SHARING = 400
"""A number that more records have tells them too little apart: it is passed over."""

# The rarer a number, the more it tells. Each is looked up no further than it may be frequent.
SHARING = """
SELECT p.record_id FROM (
  SELECT m.term, array_agg(p.record_id) AS records FROM search_posting m
  CROSS JOIN LATERAL (
    SELECT o.record_id FROM search_posting o WHERE o.organisation_id = %(office)s AND o.term = m.term LIMIT %(most)s + 1
  ) AS p
  WHERE m.organisation_id = %(office)s AND m.record_id = %(record)s
  GROUP BY m.term HAVING count(*) BETWEEN 2 AND %(most)s
) AS shared CROSS JOIN LATERAL unnest(shared.records) AS p(record_id)
WHERE p.record_id <> %(record)s
GROUP BY p.record_id ORDER BY sum(1 / sqrt(cardinality(shared.records))) DESC, p.record_id DESC LIMIT %(opened)s
"""


@dataclass(frozen=True, slots=True)
class Alike:
    """One case that is proposed, and why."""

    row: CaseRow
    proposal: Proposal


def candidates_of(record: UUID, *, by: Actor) -> list[UUID]:
    """Return the records that share the most telling numbers with one, at most `MOST_OPENED`, the likeliest first."""
    asked: dict[str, UUID | int] = {
        "office": by.organisation.pk,
        "record": record,
        "most": MOST_SHARING,
        "opened": MOST_OPENED,
    }
    with connection.cursor() as cursor:
        cursor.execute(SHARING, asked)
        return [found for (found,) in cursor.fetchall()]


def cases_alike(case: Case, *, by: Actor) -> list[Alike]:
    """Return the cases that may be the same as one or belong together with it, the surest first, without what was decided."""
    decided = linked_to(case, by=by)
    found = [record for record in candidates_of(case.pk, by=by) if record not in decided]
    cases = {one.pk: one for one in marked(cases_visible_to(by).filter(pk__in=found))}
    features = features_of_cases([case.pk, *cases], by=by)
    proposed = [(one, compare(features[case.pk], features[one])) for one in cases]
    surest = sorted(
        ((made.score, one, made) for one, made in proposed if made), reverse=True, key=lambda each: each[:2]
    )[:SHOWN]
    rows = {row.id: row for row in rows_of([cases[one] for _, one, _ in surest], by=by, with_dues=False)}
    return [Alike(rows[one], made) for _, one, made in surest]


def features_of_cases(cases: Iterable[UUID], *, by: Actor) -> dict[UUID, Features]:
    """Return what of cases is compared, opened in memory."""
    ids = list(cases)
    texts, grounds = passages_of(ids, by=by), grounds_of(ids)
    return {one: features_of(texts.get(one, ()), grounds.get(one, ())) for one in ids}
