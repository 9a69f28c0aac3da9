"""The index of the catalogue, brought up to what is held. Derived: no act of anybody, and the log does not tell of it."""

from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from proximity.exchange.models import Entry
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.words import terms_of
from proximity.network.models import SharedObject
from proximity.network.rules.envelope import Form
from proximity.network.rules.kinds import Kind

AT_ONCE = 50
"""Practices that one page reads anew before it is shown; the rest follows with the next pages."""


def index(object_id: UUID) -> None:
    """Read one practice with its translations into the index, or take it out where it has ended."""
    _read(SharedObject.objects.filter(pk=object_id))


def catch_up() -> None:
    """Read what came from other cities since: a practice, a version of it or a translation that the index does not know."""
    known = Entry.objects.filter(object_id=OuterRef("pk")).values("version")
    newest = (
        SharedObject.objects.filter(kind=Kind.TRANSLATION, about=OuterRef("pk"))
        .order_by("-held_at")
        .values("held_at")[:1]
    )
    ended = SharedObject.objects.filter(kind=Kind.PRACTICE).exclude(form=Form.CONTENT)
    Entry.objects.filter(object_id__in=ended.values("pk")).delete()
    practices = SharedObject.objects.filter(kind=Kind.PRACTICE, form=Form.CONTENT).annotate(
        known=Subquery(known), translated=Subquery(newest)
    )
    stale = [one.pk for one in practices.defer("content", "wire") if one.known != _state(one, one.translated)]
    _read(SharedObject.objects.filter(pk__in=stale[:AT_ONCE]))


def _state(one: SharedObject, translated: datetime | None) -> str:
    return f"{one.version} {translated.timestamp() if translated else ''}"


def _read(practices: QuerySet[SharedObject]) -> None:
    for one in practices:
        if one.form != Form.CONTENT:
            Entry.objects.filter(object_id=one.pk).delete()
            continue
        said = list(SharedObject.objects.filter(kind=Kind.TRANSLATION, about=one.pk, form=Form.CONTENT))
        record = Practice.from_json(one.content)
        terms = terms_of(record, language=one.language)
        for translation in said:
            terms |= terms_of(Practice.from_json(translation.content), language=translation.language)
        newest = max((translation.held_at for translation in said), default=None)
        Entry.objects.update_or_create(
            object_id=one.pk,
            defaults={
                "version": _state(one, newest), "country": record.country or one.author.country,
                "categories": [code.value for code in record.categories], "grounds": list(record.grounds),
                "terms": sorted(terms), "modified": one.modified,
            },
        )  # fmt: skip
