"""Instances without a database: the product's own rules with a store in memory; what an author does is written again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import NETWORK, OWN_CITY, World, group, readers
from proximity.network.rules.cards import Card, CardCity, KeyState, Member, keyed, read_card
from proximity.network.rules.envelope import About, Form, Item, Made, in_milliseconds, narrows, signed, unsigned
from proximity.network.rules.groups import UNDETERMINED, Group
from proximity.network.rules.ids import object_id
from proximity.network.rules.kinds import Schemas
from proximity.network.rules.markings import TRAVELS
from proximity.network.rules.passing import Hop, may_pass_on, scopes_of, scopes_passed
from proximity.network.rules.recovering import newer_elsewhere
from proximity.network.rules.signing import PublicKey, SigningKey, canonical, digest
from proximity.network.rules.taking import MAY_COME_RIGHT, Kept, Outcome, Trust, ingest, reconsider
from proximity.network.rules.versions import rank
from proximity.network.tests.kinds import SCHEMAS

CHECK = Schemas(SCHEMAS).check
START = datetime(2026, 11, 1, 12, tzinfo=UTC)
PAGE = 500


class Elsewhere:
    """An instance: its cities and keys, what it holds, what goes out, whom it has accepted; and the store of its rules."""

    def __init__(self, countries: Iterable[str] = (), *, is_hub: bool = False, offset: timedelta = timedelta()) -> None:
        self.id, self.root, self.request = uuid4(), SigningKey.generate(), SigningKey.generate()
        self.cities = {uuid4(): country for country in countries}
        self.keys = {city: [(SigningKey.generate(), KeyState.ACTIVE)] for city in self.cities}
        self.is_hub, self.version, self.now = is_hub, 0, START + offset
        self.held: dict[UUID, Kept] = {}
        self.out: dict[tuple[UUID, str], tuple[int, dict | None]] = {}
        self.seq = 0
        self.accepted: dict[UUID, Card] = {}
        self.aside: list[tuple[str, str, dict | None, UUID]] = []
        self.cursors: dict[UUID, int] = {}
        self.issued: dict[UUID, frozenset[UUID]] = {}
        self.contents: dict[UUID, dict] = {}

    # ---- the store

    def trust(self, authors):
        known = {city: self._own_keys(city) for city in self.cities}
        for card in self.accepted.values():
            for city in card.cities:
                known[city.id] = {
                    kid: (PublicKey(bytes.fromhex(raw)), state) for kid, (raw, state) in city.keys.items()
                }
        return Trust(known, self.world(), self.groups(), frozenset(self.cities), self.id if self.is_hub else None)

    def ranks(self, ids):
        return {one: self.held[one].rank for one in ids if one in self.held}

    def keep(self, kept):
        for one in kept:
            self.held[one.item.id] = one
            if self.is_hub and (may_pass_on(one.item, self.id, self.groups()) or one.item.form is not Form.CONTENT):
                self._send(one.item)

    def pass_notice(self, notice):
        self._send(
            self.held[notice.item.id].item, notice=notice.wire, lost=[s for one, s in self.out if one == notice.item.id]
        )

    def set_aside(self, found, hop):
        self.aside += [(one.stix_id, one.reason, one.wire, hop.sender) for one in found]

    def take_out_waiting(self):
        waiting = [one for one in self.aside if one[2] is not None and one[1] in MAY_COME_RIGHT]
        self.aside = [one for one in self.aside if one not in waiting]
        return [(wire, self.hop(sender)) for _id, _reason, wire, sender in waiting]

    # ---- what it knows

    def world(self):
        countries = dict(self.cities)
        for card in self.accepted.values():
            countries |= {city.id: city.country for city in card.cities}
        return World(countries, {one: found.members for one, found in self.groups().items()})

    def groups(self):
        rows = [one.item for one in self.held.values() if one.item.kind is Kind.GROUP and one.item.form is Form.CONTENT]
        return {item.id: Group.from_content(item.content) for item in rows}

    def hop(self, sender):
        card = self.accepted[sender]
        return Hop(sender, frozenset(city.id for city in card.cities), is_hub=card.is_hub)

    def _own_keys(self, city):
        return {key.public.kid: (key.public, state) for key, state in self.keys[city]}

    def card(self):
        self.version += 1
        cities = tuple(
            CardCity(city, "City", country, keyed((key.public.raw, state) for key, state in self.keys[city]))
            for city, country in self.cities.items()
        )
        members = [
            Member(card.instance, card.root, {city.id: city.country for city in card.cities})
            for card in self.accepted.values()
        ]
        request = keyed([(self.request.public.raw, KeyState.ACTIVE)])
        return Card(
            self.id, "Elsewhere", "", self.version, self.root.public.raw.hex(), request, cities, self.is_hub,
            tuple(members) if self.is_hub else (),
        ).signed(self.root)  # fmt: skip

    def accept(self, content):
        card = read_card(content)
        self.accepted[card.instance] = card
        self.contents[card.instance] = content
        revoked = {kid for city in card.cities for kid, (_raw, state) in city.keys.items() if state is KeyState.REVOKED}
        self.held = {one: kept for one, kept in self.held.items() if kept.kid not in revoked}
        reconsider(self, check=CHECK)

    def visible(self):
        """Return what each of its cities reads: content by object."""
        world, found = self.world(), {}
        for kept in self.held.values():
            item = kept.item
            if item.form is Form.CONTENT and item.kind is not Kind.GROUP:
                for city in readers(item.audience, author=item.author, world=world) & self.cities.keys():
                    found[city, item.id] = (item.version, str(item.content))
        return found

    # ---- what an author does

    def put(self, item, *, was=None, lost=()):
        key = next(key for key, state in self.keys[item.author] if state is KeyState.ACTIVE)
        wire = signed(item, key)
        self.held[item.id] = Kept(
            item, wire, rank(item.form, item.version, digest(canonical(unsigned(wire)))), key.public.kid
        )
        self._send(item, notice=signed(item.beside(was), key) if lost else None, lost=lost)
        return item.id

    def _send(self, item, *, notice=None, lost=()):
        scopes = (
            {item.scope}
            if item.marking in TRAVELS and item.audience != OWN_CITY and item.form is not Form.NOTICE
            else set()
        )
        if item.form is not Form.CONTENT:
            scopes |= {scope for one, scope in self.out if one == item.id}
        for scope in sorted(scopes | set(lost)):
            self.seq += 1
            self.out[item.id, scope] = (self.seq, None if scope in scopes else notice)

    def publish(self, city, title, *, audience=NETWORK, marking=Marking.GREEN):
        moment = in_milliseconds(self.now)
        return self.put(Item(
            object_id(city), Kind.PRACTICE, city, 1, moment, moment, "en", marking, audience, content={"title": title},
        ))  # fmt: skip

    def revise(self, one, title=None, *, audience=None):
        old = self.held[one].item
        item = old.revised(
            content={"title": title} if title else old.content, language=old.language, marking=old.marking,
            audience=audience or old.audience, now=self.now,
        )  # fmt: skip
        self.put(item, was=old, lost=[old.scope] if narrows(old.audience, item.audience) else [])

    def withdraw(self, one):
        self.put(self.held[one].item.ended(Form.TOMBSTONE, now=self.now))

    def found(self, city, members, hub=None):
        one, moment = object_id(city), in_milliseconds(self.now)
        content = Group("Group", frozenset(members) | {city}, hub).to_content()
        return self.put(
            Item(one, Kind.GROUP, city, 1, moment, moment, UNDETERMINED, Marking.AMBER, group(one), content=content)
        )

    def regroup(self, one, members):
        old = self.held[one].item
        before = Group.from_content(old.content)
        wanted = Group("Group", frozenset(members) | {old.author}, before.hub)
        item = old.revised(
            content=wanted.to_content(), language=UNDETERMINED, marking=old.marking, audience=old.audience, now=self.now
        )
        lost = [f"city:{city}" for city in before.members - wanted.members]
        self.put(item, was=old, lost=lost)
        for kept in list(self.held.values()):
            mine = (
                kept.item.author in self.cities and kept.item.scope == f"group:{one}" and kept.item.form is Form.CONTENT
            )
            if mine and kept.item.kind is not Kind.GROUP:
                was = kept.item
                self.put(
                    was.revised(
                        content=was.content, language="en", marking=was.marking, audience=was.audience, now=self.now
                    ),
                    was=was,
                    lost=lost,
                )

    def translate(self, city, one, title):
        of, moment = self.held[one].item, in_milliseconds(self.now)
        return self.put(Item(
            object_id(city), Kind.TRANSLATION, city, 1, moment, moment, "it", of.marking, of.audience,
            content={"title": title}, about=About(of.id, of.kind, of.modified), made=Made.HUMAN,
        ))  # fmt: skip

    def lose_key(self, city):
        """Declare a city's key stolen, and sign everything anew. Return the key that the thief has."""
        stolen = next(key for key, state in self.keys[city] if state is KeyState.ACTIVE)
        self.keys[city] = [(stolen, KeyState.REVOKED), (SigningKey.generate(), KeyState.ACTIVE)]
        for kept in [kept for kept in self.held.values() if kept.item.author == city]:
            self.put(kept.item)
        return stolen

    # ---- between instances

    def serve(self, reader, after=0, limit=PAGE):
        """Return the next places for an accepted instance: what `network_next` says in SQL."""
        card = self.accepted.get(reader)
        cities = {city.id: city.country for city in card.cities} if card else {}
        scopes = scopes_of(cities, self.groups())
        passes = (
            scopes_passed(reader, self.groups(), set(self.world().countries.values()))
            if card and card.is_hub
            else set()
        )

        def goes(item, scope):
            return scope in scopes or (item.marking is not Marking.AMBER_STRICT and scope in passes)

        found = []
        for (one, scope), (seq, notice) in sorted(self.out.items(), key=lambda place: place[1][0]):
            item = self.held[one].item if one in self.held else None
            if item is None or seq <= after or item.author in cities or not goes(item, scope):
                continue
            if notice is None and item.form is Form.CONTENT:
                of = self.held.get(item.about.id) if item.about else None
                there = of and of.item.form is Form.CONTENT and goes(item, of.item.scope)
                if item.scope != scope or (item.about and not there):
                    continue
            found.append((seq, notice or self.held[one].wire))
        return found[:limit]

    def yours(self, reader):
        """Return what is held of what a reader wrote itself, signed."""
        mine = {city.id for city in self.accepted[reader].cities}
        return [kept.wire for _id, kept in sorted(self.held.items()) if kept.item.author in mine]

    def take_back(self, *others):
        """Take back from others what of one's own is newer there, as after an older backup; ends without words come last."""
        ended = {}
        for other in others:
            held = {one: kept.rank for one, kept in self.held.items()}
            found = newer_elsewhere(other.yours(self.id), held=held, trust=self.trust(()), check=CHECK)
            self.held |= found.newer
            self.seq = max(self.seq, other.cursors.get(self.id, 0))
            for kept in found.newer.values():
                self._send(kept.item)
            for one, version in found.ended.items():
                before, cities = ended.get(one, (0, set()))
                ended[one] = (max(before, version), cities | other.cities.keys())
        for one, (version, cities) in ended.items():
            self._keep_for_oneself(one, version, cities)
        for (one, scope), (_seq, notice) in sorted(self.out.items(), key=lambda place: place[1][0]):
            self.seq += 1
            self.out[one, scope] = (self.seq, notice)

    def _keep_for_oneself(self, one, version, cities):
        was = self.held[one].item if one in self.held else None
        if was is None or was.form is not Form.CONTENT or was.version >= version:
            return
        content, audience, lost = was.content, OWN_CITY, [was.scope]
        if was.kind is Kind.GROUP:
            old = Group.from_content(was.content)
            content, audience = replace(old, members=old.members - cities).to_content(), was.audience
            lost = [f"city:{city}" for city in old.members & cities]
        item = was.revised(content=content, language=was.language, marking=was.marking, audience=audience, now=self.now)
        self.put(replace(item, version=version + 1), was=was, lost=lost)

    def take(self, wires, sender):
        return ingest(self, wires, hop=self.hop(sender), check=CHECK)

    def pull(self, other):
        """Read all that another has for this one; return how it went, and how many pages it took."""
        outcome, pages = Outcome(), 0
        while page := other.serve(self.id, self.cursors.get(other.id, 0)):
            outcome += self.take([wire for _seq, wire in page], other.id)
            self.cursors[other.id] = page[-1][0]
            pages += 1
        return outcome, pages


def acquainted(*instances):
    """Let instances accept each other."""
    for one in instances:
        for other in instances:
            if one is not other:
                one.accept(other.card())
    return instances


def settled(*instances):
    """Let everybody read everybody until nothing new comes."""
    for _ in range(4):
        for one in instances:
            for other in instances:
                if other.id in one.accepted and one.id in other.accepted:
                    one.pull(other)
