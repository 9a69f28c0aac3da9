"""What the taking in of objects remembers, in the database: background work of the instance, in the caller's transaction."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from proximity.accounts.models import City
from proximity.foundation.pure.json import JSONObject
from proximity.network.context import wait_for_turn
from proximity.network.models import Author, AuthorKey, Instance, Outgoing, Refusal, SharedObject, State
from proximity.network.operations.publishing import VALUES
from proximity.network.rules.audience import Audience, World, readers
from proximity.network.rules.cards import KeyState
from proximity.network.rules.envelope import Form
from proximity.network.rules.groups import Group
from proximity.network.rules.kinds import Kind
from proximity.network.rules.passing import Hop, may_pass_on
from proximity.network.rules.signing import PublicKey, canonical
from proximity.network.rules.taking import MAY_COME_RIGHT, Kept, SetAside, Trust
from proximity.network.rules.versions import Rank, rank
from proximity.network.store import row_of, send_all, world

MAX_WAITING = 10_000
"""Texts that one instance may leave waiting here; what comes beyond is refused without its text."""
WAITS = timedelta(days=30)
SHOW = """
SELECT network_show((one ->> 'id')::uuid, ARRAY(SELECT jsonb_array_elements_text(one -> 'cities')::uuid))
FROM jsonb_array_elements(%s::jsonb) AS one
"""


class DatabaseStore:
    """The store of this instance (see `rules.taking.Store`)."""

    def __init__(self, *, now: datetime) -> None:
        """Wait for one's turn, and begin with what is known then."""
        wait_for_turn()
        self._now = now
        self._own = Instance.objects.filter(state=State.SELF).first()
        self._mine = frozenset(City.objects.values_list("pk", flat=True))

    def trust(self, authors: Collection[UUID]) -> Trust:
        """Return what is known now, with the keys of these authors."""
        hub_here = self._own.pk if self._own is not None and self._own.is_hub else None
        return Trust(keys_of(authors), world(), groups_held(), self._mine, hub_here)

    def ranks(self, ids: Iterable[UUID]) -> Mapping[UUID, Rank]:
        """Return the rank of the version that is held of each."""
        rows = SharedObject.objects.filter(pk__in=list(ids)).values_list("pk", "form", "version", "digest")
        return {pk: rank(Form(form), version, bytes(digest)) for pk, form, version, digest in rows}

    def keep(self, kept: Sequence[Kept]) -> None:
        """Hold these versions, let their readers among this instance's cities see them, and pass on what a hub passes on."""
        if not kept:
            return
        rows = [row_of(one.item, one.wire, kid=one.kid, organisation=None, now=self._now) for one in kept]
        SharedObject.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[name for name in VALUES if name != "organisation_id"],
        )
        here, found = world(), groups_held()
        groups = [one.item.id for one in kept if one.item.kind is Kind.GROUP]
        show_all({**self._shown(kept, here), **self._shown_of_groups(groups, here)})
        if self._own is not None and self._own.is_hub:
            hub = self._own.pk
            send_all(
                [row for row, one in zip(rows, kept, strict=True) if may_pass_on(one.item, hub, found) or _ends(one)]
            )

    def pass_notice(self, notice: Kept) -> None:
        """Hand the end of a version to those who once got it here and may not read what is held of it."""
        held = SharedObject.objects.get(pk=notice.item.id)
        scopes = list(Outgoing.objects.filter(object=held).exclude(scope=held.scope).values_list("scope", flat=True))
        if scopes:
            send_all([held], notice=canonical(notice.wire).decode(), notice_for=scopes)

    def set_aside(self, found: Sequence[SetAside], hop: Hop) -> None:
        """Remember what was refused, the same once."""
        waiting = Refusal.objects.filter(instance=hop.sender).exclude(wire="").count()
        rows = []
        for one in found:
            keeps = one.wire is not None and waiting < MAX_WAITING
            waiting += keeps
            text = canonical(one.wire).decode() if one.wire is not None and keeps else ""
            rows.append(
                Refusal(instance_id=hop.sender, stix_id=one.stix_id, reason=one.reason, wire=text, at=self._now)
            )
        Refusal.objects.bulk_create(rows, ignore_conflicts=True)

    def take_out_waiting(self) -> Sequence[tuple[JSONObject, Hop]]:
        """Return what was set aside and may come right, with the way it came as that is known today, and forget it."""
        Refusal.objects.filter(at__lt=self._now - WAITS).exclude(wire="").update(wire="")
        rows = list(
            Refusal.objects.filter(reason__in=MAY_COME_RIGHT).exclude(wire="").select_related("instance").order_by("id")
        )
        Refusal.objects.filter(pk__in=[row.pk for row in rows]).delete()
        hops = {row.instance_id: hop_of(row.instance) for row in rows}
        return [(json.loads(row.wire), hops[row.instance_id]) for row in rows]

    def _shown(self, kept: Sequence[Kept], here: World) -> dict[UUID, list[UUID]]:
        shown = {}
        for one in kept:
            if one.item.form is Form.CONTENT:
                shown[one.item.id] = sorted(readers(one.item.audience, author=one.item.author, world=here) & self._mine)
        ended = [one.item.id for one in kept if one.item.form is Form.TOMBSTONE]
        for pk in ended:
            # Who saw it sees that it has ended.
            shown[pk] = sorted(SharedObject.objects.get(pk=pk).sights.values_list("city", flat=True))
        return shown | {one.item.id: [] for one in kept if one.item.form is Form.NOTICE}

    def _shown_of_groups(self, groups: Sequence[UUID], here: World) -> dict[UUID, list[UUID]]:
        """Return who sees what is for a group that has just changed."""
        scopes = [f"group:{one}" for one in groups]
        rows = SharedObject.objects.filter(scope__in=scopes, form=Form.CONTENT).values_list("pk", "author", "scope")
        found = {}
        for pk, author, scope in rows:
            found[pk] = sorted(readers(Audience.of_scope(scope), author=author, world=here) & self._mine)
        return found


def _ends(one: Kept) -> bool:
    return one.item.form is not Form.CONTENT


def keys_of(authors: Collection[UUID]) -> dict[UUID, dict[str, tuple[PublicKey, KeyState]]]:
    """Return the keys of authors, of this instance or of a member elsewhere."""
    found: dict[UUID, dict[str, tuple[PublicKey, KeyState]]] = {}
    for author in Author.objects.filter(pk__in=authors, is_member=True):
        found[author.pk] = {
            kid: (PublicKey(bytes.fromhex(raw)), KeyState(state)) for kid, (raw, state) in author.keys_known.items()
        }
    for key in AuthorKey.objects.filter(author__in=authors):
        found[key.author_id][key.kid] = (PublicKey(bytes(key.public)), state_of(key))
    return found


def state_of(key: AuthorKey) -> KeyState:
    """Return what a key of this instance is worth."""
    if key.revoked_at is not None:
        return KeyState.REVOKED
    return KeyState.ACTIVE if key.retired_at is None else KeyState.RETIRED


def groups_held() -> dict[UUID, Group]:
    """Return every group that is held."""
    rows = SharedObject.objects.filter(kind=Kind.GROUP, form=Form.CONTENT).values_list("pk", "content")
    return {pk: Group.from_content(content) for pk, content in rows}


def hop_of(sender: Instance) -> Hop:
    """Return the way from an instance, as it is known now."""
    hosts = frozenset(Author.objects.filter(instance=sender, is_member=True).values_list("pk", flat=True))
    return Hop(sender.pk, hosts, is_hub=sender.is_hub)


def show_all(shown: Mapping[UUID, Iterable[UUID]]) -> None:
    """Let cities of this instance see objects, and no others, all in one statement."""
    listed = [{"id": str(pk), "cities": [str(city) for city in cities]} for pk, cities in shown.items()]
    with connection.cursor() as cursor:
        cursor.execute(SHOW, [json.dumps(listed)])
