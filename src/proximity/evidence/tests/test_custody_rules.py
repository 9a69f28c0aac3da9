"""Who holds a piece, and the gaps of its custody: one row per gap, and what holds for every chain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.evidence.rules.custody import (
    EVENTS,
    Act,
    Bytes,
    Collected,
    Gap,
    Hand,
    Line,
    Logged,
    find_gaps,
    holder,
    in_order,
    open_offers,
    place_of,
)
from proximity.foundation.pure.ids import new_id

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
POLICE, NGO = new_id(), new_id()
ALICE, BOB, NADIA = Hand(POLICE, new_id()), Hand(POLICE, new_id()), Hand(NGO, new_id())
WORKER, REPORTER, COURIER = Hand(POLICE), Hand(), Hand(outside="Courier 7")
ORIGINAL, COPY = "a" * 64, "c" * 64
KEPT = Bytes(sha256=ORIGINAL, copy_sha256=COPY)
SOURCE = new_id()


def line(minute: int, act: Act, hand: Hand = ALICE, **more: object) -> Line:
    sha256 = {Act.CLEANED: COPY, Act.VIEWED: COPY}.get(act, ORIGINAL)
    return Line(new_id(), act, hand, START + timedelta(minutes=minute), sha256=sha256, **more)


def log_of(lines) -> tuple[Logged, ...]:
    return tuple(Logged(EVENTS[one.act], one.hand, one.at, "chain", number) for number, one in enumerate(lines, 1))


def gaps(*lines: Line, kept: Bytes = KEPT, logged=None) -> list[Gap]:
    found = find_gaps(lines, logged=log_of(lines) if logged is None else logged, kept=kept)
    return [finding.gap for finding in found]


RECEIVED = line(0, Act.RECEIVED)
COLLECTED = line(1, Act.COLLECTED, collected=Collected("Alice", ALICE.person, START - timedelta(hours=1)))
CLEANED = line(2, Act.CLEANED, WORKER)
SOUND = (RECEIVED, COLLECTED, CLEANED)
OFFERED = line(10, Act.OFFERED, to=BOB)


def test_a_whole_chain_has_no_gap():
    confirmed = line(11, Act.CONFIRMED, BOB, about=OFFERED.id)
    opened = line(12, Act.ORIGINAL_OPENED, BOB, purpose="the court asks")
    shared = line(13, Act.SHARED, BOB, to=Hand(NGO))
    seen = line(14, Act.VIEWED, NADIA)
    lines = (*SOUND, OFFERED, confirmed, opened, shared, seen)
    assert gaps(*lines) == []
    assert holder(lines) == BOB


COLLECTED_LATER = replace(COLLECTED, collected=Collected("Alice", ALICE.person, START + timedelta(hours=1)))
BY_A_NEIGHBOUR = replace(COLLECTED, collected=Collected("A neighbour", None, None))
HANDED_OUT = line(10, Act.HANDED_OUT, to=COURIER)
SHARED = line(10, Act.SHARED, to=Hand(NGO))
DERIVED = line(3, Act.DERIVED, about=SOURCE, details={"source_sha256": "5" * 64})
OF_SOURCE = replace(KEPT, source=SOURCE, source_sha256="5" * 64)


@pytest.mark.parametrize(
    ("lines", "kept", "expected"),
    [
        ((RECEIVED,), KEPT, [Gap.NOT_COLLECTED]),
        ((replace(RECEIVED, hand=REPORTER),), replace(KEPT, by_reporter=True), []),
        ((RECEIVED, COLLECTED_LATER), KEPT, [Gap.COLLECTED_AFTER_RECEIVED]),
        ((RECEIVED, BY_A_NEIGHBOUR), KEPT, [Gap.HELD_BY_NOBODY]),
        ((RECEIVED, BY_A_NEIGHBOUR, line(2, Act.TAKEN_IN)), KEPT, [Gap.ONE_SIDE_ONLY]),
        ((*SOUND, OFFERED), KEPT, [Gap.HAND_OVER_OPEN]),
        ((*SOUND, OFFERED, line(11, Act.REFUSED, BOB, about=OFFERED.id)), KEPT, []),
        ((*SOUND, OFFERED, line(11, Act.WITHDRAWN, about=OFFERED.id)), KEPT, []),
        ((*SOUND, line(10, Act.OFFERED, BOB, to=ALICE)), KEPT, [Gap.NOT_THE_HOLDER, Gap.HAND_OVER_OPEN]),
        ((*SOUND, HANDED_OUT), KEPT, [Gap.ONE_SIDE_ONLY]),
        ((*SOUND, HANDED_OUT, line(11, Act.OFFERED, to=BOB)), KEPT, [Gap.ONE_SIDE_ONLY, Gap.NOT_THE_HOLDER, Gap.HAND_OVER_OPEN]),
        ((*SOUND, HANDED_OUT, line(11, Act.TAKEN_IN)), KEPT, [Gap.ONE_SIDE_ONLY, Gap.ONE_SIDE_ONLY]),
        ((*SOUND, SHARED), KEPT, [Gap.SHARE_NOT_CONFIRMED]),
        ((*SOUND, replace(SHARED, to=None)), KEPT, []),
        ((*SOUND, line(10, Act.ORIGINAL_OPENED, purpose=" ")), KEPT, [Gap.NO_PURPOSE]),
        ((*SOUND, replace(OFFERED, altered=True)), KEPT, [Gap.HAND_OVER_OPEN, Gap.LINE_ALTERED]),
        ((*SOUND, replace(line(10, Act.VIEWED), sha256="e" * 64)), KEPT, [Gap.HASH_DIFFERS]),
        ((replace(RECEIVED, sha256="e" * 64), COLLECTED), KEPT, [Gap.HASH_DIFFERS]),
        ((*SOUND, replace(line(10, Act.OFFERED), sha256="")), replace(KEPT, is_file=False), [Gap.HAND_OVER_OPEN]),
        ((CLEANED,), replace(KEPT, by_reporter=True), [Gap.COPY_WITHOUT_ORIGINAL]),
        (SOUND, replace(KEPT, original=False), [Gap.COPY_WITHOUT_ORIGINAL]),
        (SOUND, replace(KEPT, original=False, copy=False), [Gap.BYTES_MISSING]),
        (SOUND, replace(KEPT, copy=False), [Gap.BYTES_MISSING]),
        ((RECEIVED, COLLECTED), replace(KEPT, copy=False), []),
        ((RECEIVED, DERIVED), OF_SOURCE, []),
        ((RECEIVED,), OF_SOURCE, [Gap.NO_SOURCE]),
        ((RECEIVED, DERIVED), replace(OF_SOURCE, source_sha256=None), [Gap.NO_SOURCE]),
        ((RECEIVED, DERIVED), replace(OF_SOURCE, source_sha256="6" * 64), [Gap.SOURCE_DIFFERS]),
        ((COLLECTED,), KEPT, []),
    ],
)  # fmt: skip
def test_each_gap_is_found_and_named(lines, kept, expected):
    assert gaps(*lines, kept=kept) == expected


def test_a_line_that_was_taken_out_still_stands_in_the_log():
    (finding,) = find_gaps(SOUND[:2], logged=log_of(SOUND), kept=KEPT)
    assert (finding.gap, finding.logged.action, finding.at) == (Gap.LINE_MISSING, "file.clean", CLEANED.at)


def test_a_line_that_was_put_in_does_not_stand_in_the_log():
    forged = line(30, Act.PLACED, BOB)
    (finding,) = find_gaps((*SOUND, forged), logged=log_of(SOUND), kept=KEPT)
    assert (finding.gap, finding.line, finding.at) == (Gap.LINE_NOT_LOGGED, forged, forged.at)


@pytest.mark.parametrize("change", [{"hand": BOB}, {"at": START + timedelta(days=9)}, {"act": Act.CONFIRMED}])
def test_a_line_that_was_changed_is_missing_as_it_was_and_unknown_as_it_is(change):
    before = line(10, Act.PLACED)
    found = gaps(*SOUND, replace(before, **change), logged=log_of((*SOUND, before)))
    assert found == [Gap.LINE_NOT_LOGGED, Gap.LINE_MISSING]


def test_a_clock_that_went_back_is_told_by_the_numbers_of_the_log():
    early = line(-60, Act.PLACED)
    lines = (*SOUND, early)
    (finding,) = find_gaps(in_order(lines), logged=log_of(lines), kept=KEPT)
    assert (finding.gap, finding.line) == (Gap.CLOCK_WENT_BACK, early)
    other_chain = (*log_of(SOUND), Logged("file.placed", ALICE, early.at, "another", 1))
    assert find_gaps(in_order(lines), logged=other_chain, kept=KEPT) == ()


def test_events_that_are_no_line_of_custody_are_left_alone():
    erased = Logged("file.erased", ALICE, START + timedelta(days=1), "chain", 99)
    assert gaps(*SOUND, logged=(*log_of(SOUND), erased)) == []
    assert find_gaps(SOUND, logged=log_of(SOUND), kept=KEPT) == ()


def test_a_place_is_where_it_was_put_last():
    assert place_of(SOUND) == ""
    assert place_of((*SOUND, line(5, Act.PLACED, purpose="shelf 1"), line(6, Act.PLACED, purpose="safe"))) == "safe"


def test_what_an_organisation_holds_any_of_its_people_may_pass_on():
    assert Hand(POLICE).is_held_by(BOB)
    assert not Hand(POLICE).is_held_by(NADIA)
    assert not ALICE.is_held_by(BOB)
    assert COURIER.is_held_by(COURIER)
    assert not ALICE.is_held_by(COURIER)
    assert REPORTER.is_held_by(ALICE)


def test_nothing_is_held_before_it_is_received():
    assert holder(()) is None
    assert holder((COLLECTED,)) is None


HANDS = st.sampled_from([ALICE, BOB, NADIA])


@st.composite
def chains(draw) -> tuple[Line, ...]:
    """Return a chain in which every hand-over is made by who holds the piece and confirmed by who receives it."""
    lines, holds, minute = [RECEIVED, COLLECTED], ALICE, 10
    for receiver in draw(st.lists(HANDS, max_size=6)):
        offer = line(minute, Act.OFFERED, holds, to=receiver)
        lines += [offer, line(minute + 1, Act.CONFIRMED, receiver, about=offer.id)]
        holds, minute = receiver, minute + 2
    return tuple(lines)


@given(chains())
def test_a_chain_of_confirmed_hand_overs_has_no_gap_and_ends_with_the_last_receiver(lines):
    assert gaps(*lines) == []
    assert holder(lines) == lines[-1].hand
    assert open_offers(lines) == ()


@given(chains(), st.data())
def test_whatever_line_is_taken_out_of_a_chain_is_named(lines, data):
    gone = data.draw(st.sampled_from(lines))
    found = find_gaps([one for one in lines if one is not gone], logged=log_of(lines), kept=KEPT)
    missing = [finding.logged for finding in found if finding.gap is Gap.LINE_MISSING]
    assert [(one.action, one.hand, one.at) for one in missing] == [(EVENTS[gone.act], gone.hand, gone.at)]


@given(chains(), HANDS, st.integers(3, 30))
def test_whatever_line_is_put_into_a_chain_is_named(lines, hand, minute):
    forged = replace(line(minute, Act.PLACED, hand), at=START + timedelta(minutes=minute, seconds=7))
    found = find_gaps(in_order((*lines, forged)), logged=log_of(lines), kept=KEPT)
    assert [finding.line for finding in found if finding.gap is Gap.LINE_NOT_LOGGED] == [forged]


@given(st.permutations(list(SOUND)))
def test_lines_are_told_in_the_order_in_which_they_were_done(lines):
    assert in_order(lines) == SOUND
    assert all(isinstance(one.id, UUID) for one in lines)
