"""The eight statements that stand in for trust, each beside its test, over the product's own rules and a store in memory.

They are the list of complaints about other sharing platforms turned round. A ninth came with restored backups.
"""

import copy
import json
import re
from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import NETWORK, OWN_CITY, Reach, group
from proximity.network.rules.envelope import ENVELOPE, Form, Item, in_milliseconds, read, signed
from proximity.network.rules.ids import object_id
from proximity.network.rules.signing import canonical
from proximity.network.rules.taking import Reason
from proximity.network.tests.elsewhere import PAGE, START, Elsewhere, acquainted, settled
from proximity.network.tests.story import ACTS, SOME, Story, fresh


@SOME
@given(ACTS, st.randoms(use_true_random=False))
def test_1_any_order_any_number_of_times_in_any_pieces_ends_the_same(acts, random):
    """(1) Any permutation, duplication and splitting of deliveries gives the same store, as its cities read it."""
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
    """(2) No object ever reaches an instance outside its audience, also after membership shrinks, also via a hub."""
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


def is_known(audience):
    """Say whether this is an audience at all, told once more."""
    match audience:
        case {"reach": "public" | "network" | "city", "of": "", **rest}:
            return not rest
        case {"reach": "country", "of": str(code), **rest}:
            return not rest and re.fullmatch("[a-z]{2}", code) is not None
        case {"reach": "group", "of": str(name), **rest}:
            return not rest and re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", name) is not None
    return False


ODD = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4) | st.lists(st.text(max_size=4), max_size=2)
REACHES = st.sampled_from(["", "all", "everybody", "PUBLIC", " network", *(one.value for one in Reach)])
OF_WHOM = st.sampled_from(["", "es", "ES", "esp", "*", "network"])
AUDIENCES = (
    st.fixed_dictionaries({"reach": REACHES | ODD, "of": OF_WHOM | ODD}, optional={"also": ODD})
    | st.dictionaries(st.sampled_from(["reach", "of", "readers"]), REACHES | ODD, max_size=3)
    | ODD
).filter(lambda audience: not is_known(audience))


@example({})
@example({"reach": "", "of": ""})
@example({"reach": "group", "of": ""})
@SOME
@given(AUDIENCES)
def test_3_an_empty_or_unknown_audience_is_nobody(audience):
    """(3) An empty or unknown audience goes to nobody."""
    one, other = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]))
    city = next(iter(one.cities))
    made = one.publish(city, "Lost")
    wire = json.loads(json.dumps(one.held[made].wire))
    envelope = wire["extensions"][ENVELOPE]
    del envelope["signature"]
    envelope["audience"] = audience
    envelope["signature"] = one.keys[city][0][0].sign(canonical(wire))
    outcome = other.take([wire], one.id)
    assert outcome.taken == 0
    assert set(outcome.refused) <= {Reason.NO_AUDIENCE, Reason.MALFORMED}
    assert other.visible() == {}
    assert made not in other.held


@SOME
@given(st.booleans(), st.sampled_from([Marking.AMBER, Marking.GREEN]))
def test_3_a_group_that_nobody_knows_is_nobody(hub, marking):
    """(3) So does an audience that is well written and names a group that nobody has heard of."""
    author, passes_on, other = acquainted(Elsewhere(["es"]), Elsewhere(is_hub=hub), Elsewhere(["es"]))
    made = author.publish(
        next(iter(author.cities)), "Lost", audience=group(object_id(next(iter(author.cities)))), marking=marking
    )
    settled(author, passes_on, other)
    for reader in (passes_on, other):
        assert made not in reader.held
        assert all(wire["id"].rpartition("--")[2] != str(made) for _seq, wire in author.serve(reader.id))
    passes_on.take([author.held[made].wire], author.id)
    other.take([author.held[made].wire], author.id)
    assert (passes_on.visible(), other.visible()) == ({}, {})
    assert passes_on.serve(other.id) == []


@SOME
@given(st.permutations(range(4)))
def test_4_an_end_beats_content_whatever_comes_first(order):
    """(4) A tombstone beats content whatever the order."""
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
    """(5) A joiner gets exactly the history it may see."""
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


LONG = st.lists(
    st.tuples(st.sampled_from(["publish", "revise", "revise", "withdraw", "narrow"]), st.integers(0, 30)), min_size=1, max_size=80
)  # fmt: skip


@SOME
@given(LONG, st.integers(1, 7))
def test_6_who_was_away_reads_each_object_once_in_pages_and_ends_as_who_was_there(acts, page):
    """(6) A peer that is away for a year catches up with bounded memory: a page at a time, and no more than there is."""
    one, stays, away = acquainted(Elsewhere(["es"]), Elsewhere(["lv"]), Elsewhere(["lv"]))
    made = []
    for number, (what, which) in enumerate(acts):
        alive = [pk for pk in made if one.held[pk].item.form is Form.CONTENT]
        if what == "publish" or not alive:
            made.append(one.publish(next(iter(one.cities)), f"Practice {number}"))
        elif what == "revise":
            one.revise(alive[which % len(alive)], f"Revised {number}")
        elif what == "narrow":
            one.revise(alive[which % len(alive)], audience=OWN_CITY)
        else:
            one.withdraw(alive[which % len(alive)])
        stays.pull(one)
    came, cursor = [], 0
    while places := one.serve(away.id, cursor, page):
        assert len(places) <= page
        wires = [wire for _seq, wire in places]
        away.take(wires, one.id)
        came += [wire["id"] for wire in wires]
        cursor = places[-1][0]
    assert len(came) == len(set(came)) <= len(made)
    titles = [sorted(map(str, reader.visible().values())) for reader in (stays, away)]
    assert titles[0] == titles[1]


def test_6_a_year_away_is_caught_up_in_pages_as_long_as_what_there_is_now_not_as_what_happened():
    """(6) The same for 1,200 changes of 120 objects: one page."""
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
    """(7) A stolen key's objects are refused everywhere after the next pull: whatever date they bear, a thief writes any."""
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


HOURS = st.integers(-24, 24)


@SOME
@given(ACTS, st.tuples(*[HOURS] * 3), st.lists(HOURS, min_size=1, max_size=3))
def test_8_clocks_wrong_by_a_day_change_nothing_but_what_is_shown(acts, offsets, jumps):
    """(8) Clocks wrong by a day change nothing but display; nor do clocks that are set back between two acts."""
    right, wrong = Story().play(acts), Story(offsets=offsets, jumps=jumps).play(acts)
    for one, other in zip(right.all, wrong.all, strict=True):
        assert sorted(map(str, one.visible().values())) == sorted(map(str, other.visible().values()))


# Found once: what another wrote for a group, and had not written anew yet for its new members, was counted as the author's.
@example([("publish", 0, 0, 0)], [("publish", 1, 0, 5)], [("publish", 1, 0, 0), ("regroup", 0, 0, 6)])
@SOME
@given(ACTS, ACTS, ACTS)
def test_9_after_an_older_backup_all_come_to_the_same_and_nothing_is_wider_than_it_was(before, lost, after):
    """(9) An older backup that is put back turns nothing back for the others, and widens nothing."""
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
