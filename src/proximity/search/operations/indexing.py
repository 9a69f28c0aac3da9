"""Keeping the index: reading what changed, taking out what is too frequent, building it anew.

Done by the worker, in the name of an organisation; nobody acts, so nothing inside it is shut.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.keys import search_secret
from proximity.accounts.models import KeyWrap
from proximity.audit.operations import record_event
from proximity.cases.models import Case
from proximity.reporting.models import Recipient
from proximity.reporting.rules.states import MAY_READ
from proximity.search.models import Change, CommonTerm, IndexedRecord, Posting
from proximity.search.queries.texts import passages_of
from proximity.search.rules.likeness import block_keys
from proximity.search.rules.words import Numbering, Passage, terms_of, too_frequent

AT_ONCE = 25
"""Records that are read in one transaction."""

TAKE = """
DELETE FROM search_change WHERE record_id IN (
  SELECT DISTINCT record_id FROM (
    SELECT record_id FROM search_change WHERE organisation_id = %(office)s ORDER BY id LIMIT %(most)s
  ) AS first
) AND organisation_id = %(office)s RETURNING record_id
"""
FREQUENT = """
SELECT term FROM search_posting WHERE organisation_id = %s GROUP BY term HAVING count(*) > %s
"""


@transaction.atomic
def index_changes(*, by: Actor, most: int = AT_ONCE, now: datetime | None = None) -> int:
    """Read the texts of records that changed, and return of how many. Runs in the context of the actor's organisation.

    What changes in the meantime stays noted and is read the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"office": by.organisation.pk, "most": most})
        taken = list({record for (record,) in cursor.fetchall()})
    if taken:
        index_records(taken, by=by, now=now or timezone.now())
        record_event("search.indexed", origin=by.origin, label=str(len(taken)), now=now)
    return len(taken)


def index_records(records: Collection[UUID], *, by: Actor, now: datetime) -> None:
    """Bring the words of records in line with their texts. A record that the organisation may no longer read has none."""
    office, numbering = by.organisation, Numbering(search_secret(by.organisation.pk))
    found = passages_of(records, by=by)
    wanted = {record: _numbers(found.get(record, ()), numbering) for record in records}
    common = _common_among(frozenset().union(*wanted.values()), by)
    there: dict[UUID, set[int]] = {record: set() for record in records}
    for record, term in Posting.objects.filter(organisation=office, record_id__in=records).values_list(
        "record_id", "term"
    ):
        there[record].add(term)
    new = [
        Posting(organisation=office, record_id=record, term=term)
        for record, terms in wanted.items()
        for term in terms - common - there[record]
    ]
    for record, terms in wanted.items():
        if gone := there[record] - terms:
            Posting.objects.filter(organisation=office, record_id=record, term__in=gone).delete()
    Posting.objects.bulk_create(new, ignore_conflicts=True)
    _note(records, [record for record, terms in wanted.items() if terms], by, now)


def _numbers(passages: Collection[Passage], numbering: Numbering) -> frozenset[int]:
    """Return the numbers of a record: of its words, and of what it is filed under to find others like it."""
    return terms_of(passages, numbering) | {numbering.block(key) for key in block_keys(passages)}


def _common_among(terms: Collection[int], by: Actor) -> frozenset[int]:
    rows = CommonTerm.objects.filter(organisation=by.organisation, term__in=terms)
    return frozenset(rows.values_list("term", flat=True))


def _note(records: Iterable[UUID], with_words: Iterable[UUID], by: Actor, now: datetime) -> None:
    IndexedRecord.objects.filter(organisation=by.organisation, record_id__in=list(records)).delete()
    IndexedRecord.objects.bulk_create(
        IndexedRecord(organisation=by.organisation, record_id=record, at=now) for record in with_words
    )


@transaction.atomic
def skip_change(*, by: Actor, now: datetime | None = None) -> None:
    """Give up the record that comes next: it could not be read, and must not hold up the others."""
    first = Change.objects.filter(organisation=by.organisation).order_by("id").first()
    if first is not None:
        Change.objects.filter(organisation=by.organisation, record_id=first.record_id).delete()
        record_event("search.not_indexed", origin=by.origin, target=first.record_id, now=now)


@transaction.atomic
def take_out_frequent(*, by: Actor) -> int:
    """Take out of the index what stands in too many of the organisation's texts; return how many words that were."""
    office = by.organisation
    most = too_frequent(IndexedRecord.objects.filter(organisation=office).count())
    with connection.cursor() as cursor:
        cursor.execute(FREQUENT, [office.pk, most])
        frequent = [term for (term,) in cursor.fetchall()]
    if frequent:
        CommonTerm.objects.bulk_create(
            (CommonTerm(organisation=office, term=term) for term in frequent), ignore_conflicts=True
        )
        Posting.objects.filter(organisation=office, term__in=frequent).delete()
    return len(frequent)


@transaction.atomic
def note_everything(*, by: Actor, now: datetime | None = None) -> int:
    """Ask for the index of an organisation to be built anew, and return of how many records. Until then the old one serves.

    Which words are too frequent is found out anew, too.
    """
    office = by.organisation
    CommonTerm.objects.filter(organisation=office).delete()
    Change.objects.filter(organisation=office).delete()
    cases = Case.objects.filter(organisation=office)
    opened = KeyWrap.objects.filter(organisation=office, opened_at__isnull=False).values("record_id")
    reports = Recipient.objects.filter(organisation=office, status__in=MAY_READ, report__in=opened)
    taken = cases.filter(report__isnull=False).values("report")
    records = [
        *cases.values_list("pk", flat=True),
        *reports.exclude(report__in=taken).values_list("report", flat=True),
    ]
    Change.objects.bulk_create(
        (Change(city_id=by.city_id, organisation=office, record_id=record) for record in sorted(records, reverse=True)),
        batch_size=1000,
    )
    record_event("search.rebuilt", origin=by.origin, label=str(len(records)), now=now)
    return len(records)
