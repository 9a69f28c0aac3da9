"""Writing objects as they are held, and the order in which they go out. Runs in the context of who may write them."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

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
    countries = dict(City.objects.values_list("pk", "country")) | dict(
        Author.objects.filter(is_member=True).values_list("pk", "country")
    )
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


def forget(objects: QuerySet[SharedObject]) -> None:
    """Delete objects with all that hangs on them: background work of the instance."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_forget(%s)", [list(objects.values_list("pk", flat=True))])


def lock_order() -> None:
    """Wait until nobody else is giving out places, so that places become visible in their order: nobody reads past a hole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER_LOCK])


def send(row: SharedObject, *, notice: JSONObject | None = None, notice_for: Iterable[str] = ()) -> None:
    """Give one version its place in what goes out; see `send_all`."""
    send_all([row], notice=canonical(notice).decode() if notice else "", notice_for=notice_for)


def send_all(rows: Iterable[SharedObject], *, notice: str = "", notice_for: Iterable[str] = ()) -> None:
    """Give versions their places in what goes out: content to its scope, an end to every scope that ever had it.

    `notice` is the signed end of it for those who may no longer read, by the scopes in `notice_for`.
    """
    lock_order()
    listed = list(rows)
    ended = [row.pk for row in listed if row.form != Form.CONTENT]
    places = {(row.pk, row.scope): "" for row in listed if _goes_out(row)}
    places |= dict.fromkeys(Outgoing.objects.filter(object__in=ended).values_list("object", "scope"), "")
    places |= {(row.pk, scope): notice for row in listed for scope in notice_for if (row.pk, scope) not in places}
    gone = Outgoing.objects.filter(object__in=[row.pk for row in listed]).values_list("pk", "object", "scope")
    Outgoing.objects.filter(pk__in=[pk for pk, of, scope in gone if (of, scope) in places]).delete()
    Outgoing.objects.bulk_create(
        Outgoing(object_id=of, scope=scope, notice=text) for (of, scope), text in sorted(places.items())
    )


def send_again(scopes: Iterable[str]) -> None:
    """Let everything for these scopes go out once more, in its order: somebody reads on who may read more than before."""
    lock_order()
    rows = list(Outgoing.objects.filter(scope__in=list(scopes)).order_by("seq"))
    Outgoing.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Outgoing.objects.bulk_create(Outgoing(object_id=row.object_id, scope=row.scope, notice=row.notice) for row in rows)


def _goes_out(row: SharedObject) -> bool:
    is_own = row.scope.startswith(f"{Reach.CITY}:")
    return row.form != Form.NOTICE and Marking(row.marking) in TRAVELS and not is_own
