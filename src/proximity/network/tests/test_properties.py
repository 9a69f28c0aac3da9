"""The statements that stand in for trust, over the product's own rules."""

import copy
import json
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import EVERYBODY, NETWORK, OWN_CITY, Reach, country, group, may_be_for
from proximity.network.rules.envelope import ENVELOPE, Form, Item, in_milliseconds, read, signed
from proximity.network.rules.ids import object_id
from proximity.network.rules.signing import canonical
from proximity.network.rules.taking import Reason
from proximity.network.tests.elsewhere import PAGE, START, Elsewhere, acquainted, settled

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "revise", "audience", "withdraw", "regroup", "translate", "publish"]),
        st.integers(0, 2), st.integers(0, 30), st.integers(0, 7),
    ),
    min_size=1, max_size=14,
)  # fmt: skip
SOME = settings(max_examples=60, deadline=None)


class Story:
    """Three instances, the first with two cities, and what they do; it writes down what each was ever handed."""

    def __init__(self, *, offsets=(0, 0, 0), hub=False):
        hours = [timedelta(hours=one) for one in offsets]
        self.all = [
            Elsewhere(["es", "gb"], offset=hours[0]),
            Elsewhere(["lv"], offset=hours[1]),
            Elsewhere(["es"], offset=hours[2]),
        ]
        self.hub = Elsewhere(is_hub=True) if hub else None
        acquainted(*self.all, *([self.hub] if hub else []))
        self.city = [next(iter(one.cities)) for one in self.all]
        self.group = self.all[0].found(self.city[0], self.city[:2], self.hub.id if hub else None)
        self.handed = []  # (reader, sender, wire)
        self.titles = 0

    def audiences(self):
        return [
            NETWORK,
            EVERYBODY,
            OWN_CITY,
            country("es"),
            country("lv"),
            group(self.group),
            NETWORK,
            group(self.group),
        ]

    def act(self, what, who, which, choice):
        author = self.all[who]
        author.now += timedelta(minutes=1)
        self.titles += 1
        mine = [
            one for one, kept in author.held.items()
            if kept.item.author in author.cities and kept.item.form is Form.CONTENT and kept.item.kind is Kind.PRACTICE
        ]  # fmt: skip
        if what == "regroup":
            self.all[0].regroup(self.group, [city for place, city in enumerate(self.city) if choice >> place & 1])
        elif what == "publish" or mine or what == "translate":
            getattr(self, what)(author, who, mine[which % len(mine)] if mine else which, self.audiences()[choice])

    def _allowed(self, author, who, audience):
        return audience.reach is not Reach.GROUP or self.city[who] in author.world().groups.get(self.group, ())

    def publish(self, author, who, _which, audience):
        if self._allowed(author, who, audience):
            marking = Marking.CLEAR if audience == EVERYBODY else Marking.GREEN
            marking = Marking.AMBER if audience.reach is Reach.GROUP else marking
            author.publish(self.city[who], f"Title {self.titles}", audience=audience, marking=marking)

    def translate(self, author, who, _which, audience):
        seen = [one for (_city, one) in author.visible() if author.held[one].item.kind is Kind.PRACTICE]
        if seen:
            author.translate(self.city[who], seen[self.titles % len(seen)], f"Title {self.titles}")

    def revise(self, author, _who, which, _audience):
        author.revise(which, f"Title {self.titles}")

    def audience(self, author, who, which, audience):
        old = author.held[which].item
        if self._allowed(author, who, audience) and may_be_for(old.marking, audience):
            author.revise(which, f"Title {self.titles}", audience=audience)

    def withdraw(self, author, _who, which, _audience):
        author.withdraw(which)

    def note(self):
        """Write down all that everybody may read at this moment."""
        everybody = [*self.all, *([self.hub] if self.hub else [])]
        for sender in everybody:
            for reader in everybody:
                if reader is not sender:
                    for _seq, wire in sender.serve(reader.id):
                        self.handed.append((reader, sender, wire))

    def play(self, acts, *, sync=True):
        for act in acts:
            self.act(*act)
            self.note()
            if sync:
                settled(*self.all, *([self.hub] if self.hub else []))
        return self


def fresh(reader, known):
    """Return the same instance before anything came."""
    copy = Elsewhere()
    copy.id, copy.cities, copy.keys, copy.is_hub = reader.id, reader.cities, reader.keys, reader.is_hub
    copy.held = {one: kept for one, kept in reader.held.items() if kept.item.author in reader.cities}
    for other in known:
        if other is not reader:
            copy.accept(other.card())
    return copy


@SOME
@given(ACTS, st.randoms(use_true_random=False))
def test_1_any_order_any_number_of_times_in_any_pieces_ends_the_same(acts, random):
    story = Story().play(acts)
    for reader in story.all[1:]:
        came = [(sender, wire) for to, sender, wire in story.handed if to is reader]
        straight, shuffled = fresh(reader, story.all), fresh(reader, story.all)
        for sender, wire in came:
            straight.take([wire], sender.id)
        again = came + random.sample(came, len(came) // 2)
        random.shuffle(again)
        while again:
            size = random.randint(1, 4)
            piece, again = again[:size], again[size:]
            for sender in story.all:
                if sender is reader:
                    continue
                shuffled.take([wire for by, wire in piece if by is sender], sender.id)
        assert shuffled.visible() == straight.visible() == reader.visible()


def expected(story, reader):
    """Return what a reader should see at the end, from what the authors hold, told once more without the product's rules."""
    members = set(story.all[0].groups()[story.group].members)
    found = {}
    for author in story.all:
        for kept in author.held.values():
            item = kept.item
            if item.author not in author.cities or item.form is not Form.CONTENT or item.kind is not Kind.PRACTICE:
                continue
            for city, code in reader.cities.items():
                reach, of = item.audience.reach, item.audience.of
                may = {
                    Reach.PUBLIC: True, Reach.NETWORK: True, Reach.COUNTRY: code == of,
                    Reach.GROUP: city in members and item.author in members, Reach.CITY: False,
                }[reach]  # fmt: skip
                if may or city == item.author:
                    found[city, item.id] = (item.version, str(item.content))
    return found


def may_see(item, reader, members):
    """Say whether a reader belongs to an audience, told once more."""
    match item.audience.reach:
        case _ if item.form is not Form.CONTENT:
            return True  # an end says nothing
        case Reach.PUBLIC | Reach.NETWORK:
            return True
        case Reach.COUNTRY:
            return item.audience.of in reader.cities.values()
        case Reach.GROUP:
            return bool(members & reader.cities.keys())
    return False


@SOME
@given(ACTS, st.booleans())
def test_2_nothing_goes_beyond_its_audience_nor_stays_there_once_that_shrinks(acts, hub):
    story = Story(hub=hub)
    for act in acts:
        story.act(*act)
        for sender in [*story.all, *([story.hub] if hub else [])]:
            members = sender.groups()[story.group].members if story.group in sender.groups() else frozenset()
            for reader in story.all:
                for _seq, wire in sender.serve(reader.id):
                    assert may_see(read(wire), reader, members), "handed to somebody outside"
        settled(*story.all, *([story.hub] if hub else []))
    for reader in story.all:
        seen = {key: value for key, value in reader.visible().items() if reader.held[key[1]].item.kind is Kind.PRACTICE}
        outside = {key for key in seen if key not in expected(story, reader)}
        assert outside == set()


@pytest.mark.parametrize(
    "audience", [{}, {"reach": "", "of": ""}, {"reach": "everybody", "of": ""}, {"reach": "group", "of": ""}]
)
def test_3_an_empty_or_unknown_audience_is_nobody(audience):
    one, other = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]))
    city = next(iter(one.cities))
    wire = json.loads(json.dumps(one.held[one.publish(city, "Lost")].wire))
    envelope = wire["extensions"][ENVELOPE]
    del envelope["signature"]
    envelope["audience"] = audience
    envelope["signature"] = one.keys[city][0][0].sign(canonical(wire))
    outcome = other.take([wire], one.id)
    assert outcome.taken == 0
    assert set(outcome.refused) <= {Reason.NO_AUDIENCE, Reason.MALFORMED}
    assert other.visible() == {}


@SOME
@given(st.permutations(range(4)))
def test_4_an_end_beats_content_whatever_comes_first(order):
    one, other = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]))
    made = one.publish(next(iter(one.cities)), "First")
    wires = [one.held[made].wire]
    one.revise(made, "Second")
    wires.append(one.held[made].wire)
    one.withdraw(made)
    wires.append(one.held[made].wire)
    # A later version beside the end: from a backup that was put back, say.
    late = read(wires[1]).revised(
        content={"title": "Late"}, language="en", marking=Marking.GREEN, audience=NETWORK, now=START
    )
    late = late.revised(content={"title": "Late"}, language="en", marking=Marking.GREEN, audience=NETWORK, now=START)
    wires.append(signed(late, one.keys[late.author][0][0]))
    for place in order:
        other.take([wires[place]], one.id)
    assert other.visible() == {}
    assert other.held[made].item.form is Form.TOMBSTONE


@SOME
@given(ACTS)
def test_5_who_joins_gets_exactly_what_she_may_see(acts):
    story = Story().play(acts)
    joiner = Elsewhere(["lv"])
    acquainted(joiner, *story.all)
    story.all[0].regroup(story.group, [story.city[1], *joiner.cities])
    settled(*story.all, joiner)
    # The others write anew what they have for the group: the worker's `follow`.
    for author in story.all[1:]:
        for kept in list(author.held.values()):
            if (
                kept.item.author in author.cities
                and kept.item.audience.reach is Reach.GROUP
                and kept.item.form is Form.CONTENT
            ):
                author.revise(kept.item.id)
    settled(*story.all, joiner)
    seen = {key: value for key, value in joiner.visible().items() if joiner.held[key[1]].item.kind is Kind.PRACTICE}
    assert seen == expected(story, joiner)


def test_6_a_year_away_is_caught_up_in_pages_as_long_as_what_there_is_now_not_as_what_happened():
    one, other = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]))
    made = [one.publish(next(iter(one.cities)), f"Practice {number}") for number in range(120)]
    for number in range(1200):
        one.revise(made[number % 120], f"Revised {number}")
    for gone in made[:20]:
        one.withdraw(gone)
    assert max(len(one.serve(other.id, after)) for after in (0, 500, 1000)) <= PAGE
    outcome, pages = other.pull(one)
    assert (outcome.taken, outcome.known, pages) == (120, 0, 1)
    assert len(other.visible()) == 100


@SOME
@given(st.integers(-400, 400))
def test_7_what_a_stolen_key_signs_is_refused_everywhere_whenever_it_says_it_was(days):
    one, other, third = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]), Elsewhere(["fi"]))
    city = next(iter(one.cities))
    made = one.publish(city, "Ours")
    settled(one, other)
    thief = next(key for key, _state in one.keys[city])
    moment = in_milliseconds(START + timedelta(days=days))
    forged = Item(
        object_id(city), Kind.PRACTICE, city, 1, moment, moment, "en", Marking.GREEN, NETWORK, content={"title": "x"}
    )
    late = read(one.held[made].wire).revised(
        content={"title": "x"}, language="en", marking=Marking.GREEN, audience=NETWORK, now=moment
    )
    wires = [signed(forged, thief), signed(late, thief)]
    other.take(wires, one.id)
    assert len(other.visible()) == 2  # before anybody knows
    one.lose_key(city)
    card = one.card()
    for reader in (other, third):
        reader.accept(card)
        assert set(reader.take(wires, one.id).refused) == {Reason.REVOKED_KEY}
    settled(one, other, third)
    for reader in (other, third):
        assert [content for _version, content in reader.visible().values()] == ["{'title': 'Ours'}"]


# Found once: what another wrote for a group, and had not written anew yet for its new members, was counted as the author's.
@example([("publish", 0, 0, 0)], [("publish", 1, 0, 5)], [("publish", 1, 0, 0), ("regroup", 0, 0, 6)])
@SOME
@given(ACTS, ACTS, ACTS)
def test_9_after_an_older_backup_all_come_to_the_same_and_nothing_is_wider_than_it_was(before, lost, after):
    story = Story().play(before)
    author = story.all[0]
    kept = copy.deepcopy((author.held, author.out, author.seq))
    story.play(lost)
    seen = {reader.id: reader.visible() for reader in story.all[1:]}
    author.held, author.out, author.seq = kept
    author.take_back(*story.all[1:])
    settled(*story.all)
    for reader in story.all[1:]:
        # Nobody reads what she could not read before the backup was put back, and keeps what is hers.
        assert reader.visible().keys() == seen[reader.id].keys()
        assert {one for _city, one in reader.visible()} <= reader.held.keys()
    story.play(after)
    for reader in story.all[1:]:
        # What the others have for a group they write anew only as the worker follows: here it is about the author's own.
        assert of_author(author, story, reader.visible()) == of_author(author, story, expected(story, reader))


def of_author(author, story, seen):
    """Return what is a practice of an author among what a reader sees; whose it is, whoever wrote it knows."""
    whose = {one: kept.item for some in story.all for one, kept in some.held.items() if kept.item.author in some.cities}
    return {
        key: value for key, value in seen.items()
        if whose[key[1]].kind is Kind.PRACTICE and whose[key[1]].author in author.cities
    }  # fmt: skip


@SOME
@given(ACTS, st.tuples(*[st.integers(-24, 24)] * 3))
def test_8_clocks_wrong_by_a_day_change_nothing_but_what_is_shown(acts, offsets):
    right, wrong = Story().play(acts), Story(offsets=offsets).play(acts)
    for one, other in zip(right.all, wrong.all, strict=True):
        assert sorted(map(str, one.visible().values())) == sorted(map(str, other.visible().values()))
