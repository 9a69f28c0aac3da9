"""Where patterns stand, against the plainest way to look for them; and the parts of joined words likewise."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proximity.assessment.identify.compiling import machine
from proximity.assessment.identify.indexing import ASKED, AnyOf, Fits, Index, Sequence, Step
from proximity.assessment.identify.matching import Line
from proximity.assessment.identify.parting import parts_of

CHOICES = st.integers(0, 5)
NAMES = st.frozensets(st.sampled_from(["group", "place", "negate"]), max_size=2)
WORDS = st.lists(st.frozensets(CHOICES, max_size=4), min_size=1, max_size=12)
OFTEN = st.lists(st.frozensets(CHOICES, max_size=4), max_size=3, unique=True)
"""What the words fit that are met often."""
STEPS = st.builds(Step, choice=CHOICES, units=NAMES, optional=st.booleans())
GAPS = st.tuples(st.integers(0, 2), st.integers(0, 3)).map(lambda at: Step(least=at[0], most=at[0] + at[1]))
SURE = st.builds(Step, choice=CHOICES, units=NAMES)


@st.composite
def sequences(draw):
    """Draw a pattern as the lexicons may hold it: no gap first, and something that must be there."""
    head = draw(st.lists(STEPS, max_size=2))
    steps = (*head, draw(SURE), *draw(st.lists(st.one_of(STEPS, GAPS), max_size=4)))
    sure = [step for step in steps if not step.is_gap and not step.optional]
    needed = tuple(sorted({step.choice for step in sure if not step.units}))
    return Sequence(steps, needed[:ASKED], needed[ASKED:])


@st.composite
def noted(draw, size):
    """Draw stretches of so many words with the classes that they belong to."""
    spans = draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(1, 3), NAMES), max_size=4))
    return [(start, min(size, start + length), names) for start, length, names in spans]


def ends(words, units, steps, place, limit):
    """Return all places right behind the steps, word by word."""
    if not steps:
        return {place}
    step, rest = steps[0], steps[1:]
    if step.is_gap:
        nexts = {place + over for over in range(step.least, step.most + 1)}
    else:
        nexts = {place} if step.optional else set()
        nexts |= {place + 1} if place < len(words) and step.choice in words[place] else set()
        nexts |= {end for start, end, names in units if start == place and names & step.units}
    return {end for after in nexts if after <= limit for end in ends(words, units, rest, after, limit)}


def line_of(words, often, asked, start=0, index=None):
    """Return a sentence, and for each choice which of the words that are met often fit it, as bits."""
    fitting = [sum(1 << number for number, fits in enumerate(often) if choice in fits) for choice in range(6)]
    made = [
        Fits(
            "".join(map(chr, sorted(fits))),
            fits & asked,
            index.places(sorted(fits)) if index else (),
            bit=1 << often.index(fits) if fits in often else 0,
        )
        for fits in words
    ]
    return Line(start, made, fitting), fitting


@given(data=st.data(), words=WORDS, often=OFTEN, sequence=sequences(), start=st.integers(0, 100))
def test_a_pattern_stands_where_it_does_word_by_word(data, words, often, sequence, start):
    units = data.draw(noted(len(words)))
    line, _fitting = line_of(words, often, frozenset(range(6)), start)
    for first, end, names in units:
        line.note(start + first, start + end, names)
    found = {place: ends(words, units, sequence.steps, place, len(words)) for place in range(len(words))}
    wanted = [(start + place, start + min(reached)) for place, reached in found.items() if reached]
    assert line.find(sequence.steps) == wanted
    first, last = sorted((data.draw(st.integers(0, len(words) - 1)), data.draw(st.integers(1, len(words)))))
    needed = {*sequence.asked, *sequence.further}
    within = any(ends(words, units, sequence.steps, place, last) for place in range(first, last))
    held = frozenset().union(*words)
    assert line.holds(sequence.steps, start + first, start + last) == (within and held.issuperset(needed))
    assert within <= held.issuperset(needed)
    line.forget()
    bare = [place for place in range(len(words)) if ends(words, [], sequence.steps, place, len(words))]
    assert [at for at, _end in line.find(sequence.steps)] == [start + place for place in bare]


@given(
    words=WORDS,
    often=OFTEN,
    some=st.lists(sequences(), max_size=8),
    names=NAMES,
    is_asked=st.binary(min_size=64, max_size=64),
)
def test_no_pattern_is_passed_over(words, often, some, names, is_asked):
    index = Index()
    for number, sequence in enumerate(some):
        index.add(sequence, SimpleNamespace(number=number))
    asked = bytearray(is_asked)
    for choice in frozenset().union(*(sequence.asked[1:] for sequence in some)):
        asked[choice] = 1
    chosen = frozenset(choice for choice in range(6) if asked[choice])
    _line, fitting = line_of(words, often, chosen)
    index.close(asked, [*fitting, *[0] * (64 - len(fitting))])
    line, _fitting = line_of(words, often, chosen, index=index)
    line.note(0, 1, names)
    possible = index.possible((word.first for word in line.words), line.held, line.bits, line.names)
    kept = {index.entries[place].number for place in line.with_all(index, possible)}
    assert kept >= {number for number, sequence in enumerate(some) if line.find(sequence.steps)}


@given(words=WORDS, some=st.lists(sequences(), max_size=4))
def test_what_is_asked_of_any_keeps_none_out(words, some):
    line, _fitting = line_of(words, [], frozenset(range(6)))
    any_of = AnyOf.of(tuple(some))
    assert any_of.sequences == tuple(some)
    if any(line.find(sequence.steps) for sequence in some):
        assert not any_of.asked or not line.held.isdisjoint(any_of.asked)
    assert bool(any_of.asked) == (bool(some) and all(sequence.asked for sequence in some))


@given(gap=GAPS, place=st.integers(0, 9))
def test_a_gap_reaches_from_its_least_to_its_most(gap, place):
    places = 1 << place + gap.least
    for further in gap.doubled:
        places |= places << further
    assert places == sum(1 << place + over for over in range(gap.least, gap.most + 1))


@pytest.mark.parametrize("language", ["en", "fi", "bg"])
@settings(deadline=None)
@given(data=st.data())
def test_parts_are_words(language, data):
    reads = machine(language)
    drawn = st.lists(
        st.sampled_from(["go", "home", "musta", "lainen", "maahan", "циган", "вън", "x", "iso"]), max_size=4
    )
    letters = "".join(data.draw(drawn))
    parts = parts_of(letters, reads.words)
    assert "".join(letters[start:end] for start, end in parts) in {"", letters}
    for start, end in parts:
        part = letters[start:end]
        assert len(part) == 1 or reads.words.knows(part) or reads.words.holds(part) or reads.words.begins(part)


@pytest.mark.parametrize("language", ["en", "fi", "lv", "bg"])
@settings(deadline=None)
@given(letters=st.text("aeiouklmnrst", min_size=1, max_size=16))
def test_lengths_are_those_of_words_that_are_known_or_named(language, letters):
    reads = machine(language)
    known = {length for length in range(1, len(letters) + 1) if reads.words.holds(letters[:length])}
    assert reads.words.known_lengths(letters) >= known
    small = {length for length in range(1, len(letters) + 1) if reads.words.is_small(letters[:length])}
    wanted = {length for length in range(1, len(letters) + 1) if reads.words.knows(letters[:length])}
    assert (reads.words.known_lengths(letters) | small) == wanted | known
    assert reads.words.begins(letters) == bool(reads.words.begun_lengths(letters))
