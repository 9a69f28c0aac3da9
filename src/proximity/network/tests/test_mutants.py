"""Each statement of the properties fails once its rule is broken: what cannot fail shows nothing."""

import importlib.util
from datetime import timedelta

import pytest
from hypothesis import Phase, settings

from proximity.network.rules import audience, envelope, taking
from proximity.network.rules.audience import Audience
from proximity.network.rules.cards import KeyState
from proximity.network.rules.envelope import Form
from proximity.network.rules.versions import Rank
from proximity.network.tests import elsewhere, story, test_properties
from proximity.network.tests.elsewhere import Elsewhere

QUICK = settings(
    story.SOME, max_examples=1000, phases=(Phase.explicit, Phase.generate), database=None, derandomize=True
)
"""The same examples each time: whether a broken rule is found must not hang on luck."""


@pytest.fixture
def statement(monkeypatch):
    """Return a statement's test by its name, once more, without a memory and without the search for the smallest failure."""
    monkeypatch.setattr(story, "SOME", QUICK)
    spec = importlib.util.spec_from_file_location("statements_again", test_properties.__file__)
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    return lambda name: getattr(again, name)


def what_comes_first_stays(patch):
    ranked(patch, lambda form, _version, _digest: Rank(form is Form.TOMBSTONE, 0, form is Form.CONTENT, b""))


def an_end_is_a_version_like_others(patch):
    ranked(patch, lambda form, version, digest: Rank(False, version, form is Form.CONTENT, digest))


def ranked(patch, by):
    patch.setattr(taking, "rank", by)
    patch.setattr(elsewhere, "rank", by)


def everybody_is_in_every_group(patch):
    scopes = elsewhere.scopes_of
    patch.setattr(
        elsewhere, "scopes_of", lambda cities, groups: scopes(cities, groups) | {f"group:{g}" for g in groups}
    )


def who_loses_access_is_not_told(patch):
    patch.setattr(elsewhere, "narrows", lambda *_: False)


def an_unknown_group_is_the_network(patch):
    readers = elsewhere.readers

    def wider(of, *, author, world):
        return readers(of, author=author, world=world) or frozenset(world.countries)

    patch.setattr(elsewhere, "readers", wider)
    patch.setattr(taking, "_check_for_us", lambda *_: None)
    patch.setattr(taking, "may_have_come", lambda *_: True)


def an_unknown_audience_is_the_network(patch):
    """Break both locks: what an audience is read as, and that what was read is written again and compared."""
    read = Audience.read.__func__
    patch.setattr(Audience, "read", classmethod(lambda cls, *what: read(cls, *what) or audience.NETWORK))
    patch.setattr(taking, "read", envelope._item)


def who_joins_is_of_no_country(patch):
    scopes = elsewhere.scopes_of
    patch.setattr(
        elsewhere, "scopes_of",
        lambda cities, groups: frozenset(one for one in scopes(cities, groups) if not one.startswith("country")),
    )  # fmt: skip


def each_page_holds_everything_twice(patch):
    serve = Elsewhere.serve
    patch.setattr(Elsewhere, "serve", lambda self, *where: serve(self, *where) * 2)


def a_revoked_key_goes_on_holding(patch):
    trust = Elsewhere.trust

    def trusting(self, authors):
        found = trust(self, authors)
        keys = {
            city: {kid: (key, KeyState.ACTIVE) for kid, (key, _state) in theirs.items()}
            for city, theirs in found.keys.items()
        }
        return type(found)(keys, found.world, found.groups, found.mine, found.hub_here)

    patch.setattr(Elsewhere, "trust", trusting)


def the_clock_says_what_is_newer(patch):
    judge = taking.judge

    def by_the_clock(*wire, **known):
        kept = judge(*wire, **known)
        return kept._replace(rank=kept.rank._replace(version=int(kept.item.modified.timestamp() * 1000)))

    patch.setattr(taking, "judge", by_the_clock)
    patch.setattr(envelope, "later", lambda now, _than: envelope.in_milliseconds(now))


def what_comes_from_the_future_is_refused(patch):
    take = Elsewhere.take

    def refusing(self, wires, sender):
        by = self.now + timedelta(minutes=30)
        return take(self, [wire for wire in wires if envelope.read(wire).modified <= by], sender)

    patch.setattr(Elsewhere, "take", refusing)


BROKEN = {
    what_comes_first_stays: "test_1_any_order_any_number_of_times_in_any_pieces_ends_the_same",
    everybody_is_in_every_group: "test_2_nothing_goes_beyond_its_audience_nor_stays_there_once_that_shrinks",
    who_loses_access_is_not_told: "test_2_nothing_goes_beyond_its_audience_nor_stays_there_once_that_shrinks",
    an_unknown_group_is_the_network: "test_3_a_group_that_nobody_knows_is_nobody",
    an_unknown_audience_is_the_network: "test_3_an_empty_or_unknown_audience_is_nobody",
    an_end_is_a_version_like_others: "test_4_an_end_beats_content_whatever_comes_first",
    who_joins_is_of_no_country: "test_5_who_joins_gets_exactly_what_she_may_see",
    each_page_holds_everything_twice: (
        "test_6_who_was_away_reads_each_object_once_in_pages_and_ends_as_who_was_there"
    ),
    a_revoked_key_goes_on_holding: "test_7_what_a_stolen_key_signs_is_refused_everywhere_whenever_it_says_it_was",
    the_clock_says_what_is_newer: "test_8_clocks_wrong_by_a_day_change_nothing_but_what_is_shown",
    what_comes_from_the_future_is_refused: "test_8_clocks_wrong_by_a_day_change_nothing_but_what_is_shown",
}  # fmt: skip


@pytest.mark.parametrize(("broken", "name"), BROKEN.items(), ids=[one.__name__ for one in BROKEN])
def test_a_broken_rule_fails_its_statement(broken, name, statement, monkeypatch):
    broken(monkeypatch)
    with pytest.raises((AssertionError, ExceptionGroup)):
        statement(name)()
