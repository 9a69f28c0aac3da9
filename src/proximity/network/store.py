"""Writing objects as they are held, and the order in which they go out. Runs in the context of who may write them."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from proximity.accounts.models import City
from proximity.foundation.pure.json import JSONObject
from proximity.network.models import Author, Outgoing, SharedObject
from proximity.network.rules.audience import Audience, Reach, World
from proximity.network.rules.envelope import About, Form, Item, Made, unsigned
from proximity.network.rules.groups import Group
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import TRAVELS, Marking
from proximity.network.rules.signing import canonical, digest

ORDER_LOCK = 0x70726F78_6F757431  # "prox", "out1"


def world() -> World:
    """Return who there is: this instance's cities, those that were accepted, and the groups that the context sees."""
    countries = dict(City.objects.values_list("pk", "country")) | dict(Author.objects.values_list("pk", "country"))
    found = SharedObject.objects.filter(kind=Kind.GROUP, form=Form.CONTENT).values_list("pk", "content")
    return World(countries, {pk: Group.from_content(content).members for pk, content in found})


def item_of(row: SharedObject) -> Item:
    """Return the version that a row holds."""
    about = None
    if row.about is not None and row.about_modified is not None:
        about = About(row.about, _kind_of(row), row.about_modified)
    audience = Audience.of_scope(row.scope)
    if audience is None:
        raise LookupError("a stored object is for nobody")
    return Item(
        id=row.pk, kind=Kind(row.kind), author=row.author_id, version=row.version, created=row.created,
        modified=row.modified, language=row.language, marking=Marking(row.marking), audience=audience, office=row.office,
        office_kind=row.office_kind, form=Form(row.form), content=row.content, about=about,
        made=Made(row.made) if row.made else None,
    )  # fmt: skip


def _kind_of(row: SharedObject) -> Kind:
    """Return what a translation is of; its own text says so, the original may not be here."""
    of_type = json.loads(row.wire)["object_ref"].rpartition("--")[0]
    return next(kind for kind in Kind if kind.stix_type == of_type)


def row_of(
    item: Item, wire: JSONObject, *, kid: str, organisation: UUID | None, now: datetime,
    issued_to: Iterable[UUID] | None = None,
) -> SharedObject:  # fmt: skip
    """Return the row that holds a signed version."""
    return SharedObject(
        id=item.id, kind=item.kind, author_id=item.author, organisation_id=organisation, version=item.version,
        form=item.form, created=item.created, modified=item.modified, language=item.language, marking=item.marking,
        scope=item.scope, content=item.content, about=item.about.id if item.about else None,
        about_modified=item.about.modified if item.about else None, made=item.made or "", office=item.office,
        issued_to=None if issued_to is None else sorted(map(str, issued_to)), office_kind=item.office_kind,
        wire=canonical(wire).decode(), digest=digest(canonical(unsigned(wire))), kid=kid, held_at=now,
    )  # fmt: skip


def show(object_id: UUID, cities: Iterable[UUID]) -> None:
    """Let these cities of this instance see an object, and no others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_show(%s, %s)", [object_id, list(cities)])


def lock_order() -> None:
    """Wait until nobody else is giving out places, so that places become visible in their order: nobody reads past a hole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER_LOCK])


def send(row: SharedObject, *, notice: JSONObject | None = None, notice_for: Iterable[str] = ()) -> None:
    """Give a version its place in what goes out: content to its scope, an end to every scope that ever had it.

    `notice` is the signed end of it for those who may no longer read, by the scopes in `notice_for`.
    """
    lock_order()
    scopes = {row.scope} if _goes_out(row) else set()
    if row.form == Form.TOMBSTONE:
        scopes |= set(Outgoing.objects.filter(object=row).values_list("scope", flat=True))
    ended = set(notice_for) - scopes
    Outgoing.objects.filter(object=row, scope__in=scopes | ended).delete()
    text = canonical(notice).decode() if notice else ""
    Outgoing.objects.bulk_create(
        [Outgoing(object=row, scope=scope) for scope in sorted(scopes)]
        + [Outgoing(object=row, scope=scope, notice=text) for scope in sorted(ended) if text]
    )


def _goes_out(row: SharedObject) -> bool:
    return Marking(row.marking) in TRAVELS and not row.scope.startswith(f"{Reach.CITY}:")
