"""The only ways to facts and tables: an organisation's own facts; a visit to each office for counting; what is released."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.models import Organisation
from proximity.foundation.keyrings import staff_keyring
from proximity.foundation.sealing.boxes import derive
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.insight.models import Chart, FactRow, PreparedTable, Release

# All that the public role is granted: who signed for the office is not among it.
PUBLIC_FIELDS = ("id", "city", "version", "title", "definition", "level", "threshold", "base", "counts", "covers_until",
    "computed_at", "office", "released_at", "organisation", "signed_as", "note", "note_language", "sha256")  # fmt: skip


@lru_cache(maxsize=1)
def _link_key() -> bytes:
    return derive(staff_keyring().audit, "insight/origin-link/1")


def origin_link(record_id: UUID) -> bytes:
    """Return the keyed hash by which a fact is found from its record, and never the record from its fact."""
    return hmac.digest(_link_key(), record_id.bytes, "sha256")


def own_facts(by: Actor) -> QuerySet[FactRow]:
    """Return the facts that the actor's organisation recorded."""
    return FactRow.objects.filter(city_id=by.city_id, organisation=by.organisation).select_related("city")


@contextmanager
def visiting_offices(by: Actor) -> Iterator[Iterator[QuerySet[FactRow]]]:
    """Go behind the wall of each organisation of the actor's city in turn and yield its facts; then return to her own.

    The way in for counting and for nothing else: whoever visits carries no fact out. An error leads back as well.
    """
    try:
        with transaction.atomic():
            yield _visit(by)
    finally:
        enter_as(by)


def _visit(by: Actor) -> Iterator[QuerySet[FactRow]]:
    for office in list(Organisation.objects.filter(city_id=by.city_id)):
        enter_staff(city=by.city_id, organisation=office.pk, person=by.person_id or SYSTEM)
        yield FactRow.objects.filter(city_id=by.city_id, organisation=office).select_related("city")


def releases() -> QuerySet[Release]:
    """Return every released table, newest first, without who signed: for anybody."""
    return Release.objects.only(*PUBLIC_FIELDS, "city__slug", "city__name", "city__country").select_related(
        "city"
    ).order_by("-version")  # fmt: skip


def charts_of(release: Release, language: str) -> QuerySet[Chart]:
    """Return the charts of a release in one language, without the drawings themselves: for anybody."""
    return Chart.objects.filter(release=release, language=language).defer("svg")


def prepared_table(by: Actor) -> PreparedTable | None:
    """Return the table that the actor's office has prepared, or None."""
    return PreparedTable.objects.filter(organisation=by.organisation).select_related("city").first()
