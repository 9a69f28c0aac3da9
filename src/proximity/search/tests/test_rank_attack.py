"""The attack that an index of words invites: rank numbers by how often they occur, rank known words likewise, compare.

Somebody has the machine's database but not its keys, and a text collection that is as like the office's as can be: drawn from
the same distribution. `pytest -s` prints what she recovers. The threat model states the residue.
"""

import random
from collections import Counter
from itertools import accumulate

import pytest

from proximity.search.rules.words import Numbering, Passage, Source, terms_of, too_frequent

VOCABULARY, LENGTH, TEXTS = 3000, 80, 2000
# Pairs of syllables: no language knows them, so each is its own dictionary form.
SYLLABLES = [first + second for first in "bdfghjklmnprtvz" for second in "aou"]
WORDS = [f"{one}{two}{three}x" for one in SYLLABLES for two in SYLLABLES for three in SYLLABLES[:2]][:VOCABULARY]
WEIGHTS = list(accumulate(1 / (rank + 2) ** 1.05 for rank in range(VOCABULARY)))


def texts(seed, number):
    """Draw texts whose words occur as words do: few very often, most of them hardly ever (Zipf)."""
    drawn = random.Random(seed)
    return [" ".join(drawn.choices(WORDS, cum_weights=WEIGHTS, k=LENGTH)) for _ in range(number)]


def recovered(number, *, cut):
    """Return how many words there are in the index, and of how many the attacker is right."""
    numbering = Numbering(b"k" * 32)
    index = Counter(
        term for text in texts("office", number) for term in terms_of([Passage(Source.TOLD, text)], numbering)
    )
    known = Counter(word for text in texts("attacker", number) for word in set(text.split()))
    if cut:
        most = too_frequent(number)
        index = Counter({term: count for term, count in index.items() if count <= most})
        known = Counter({word: count for word, count in known.items() if count <= most})
    guesses = zip((term for term, _ in index.most_common()), (word for word, _ in known.most_common()), strict=False)
    return len(index), sum(numbering.term(word) == term for term, word in guesses)


@pytest.mark.parametrize("number", [60, TEXTS])
def test_the_rank_attack_recovers_little_and_the_cut_takes_its_best_part(number):
    lines = []
    for cut in (False, True):
        words, right = recovered(number, cut=cut)
        lines.append(
            f"{number} texts, {'with' if cut else 'without'} the cut at 5 %: {right} of {words} words recovered"
        )
    print("\n" + "\n".join(lines))
    (_, open_right), (words, right) = recovered(number, cut=False), recovered(number, cut=True)
    assert right <= open_right
    assert right <= words * 0.02


def test_the_most_frequent_words_are_those_that_the_cut_takes():
    """Without it the attacker reads the head of the list: who can tell which word half of the texts have?"""
    index = Counter(word for text in texts("office", TEXTS) for word in set(text.split()))
    cut = {word for word, count in index.items() if count > too_frequent(TEXTS)}
    assert {word for word, _ in index.most_common(20)} <= cut


def test_numbers_of_two_offices_cannot_be_laid_on_each_other():
    one, other = Numbering(b"a" * 32), Numbering(b"b" * 32)
    assert not {one.term(word) for word in WORDS} & {other.term(word) for word in WORDS}


def test_a_word_of_the_place_or_a_day_has_another_number_than_the_word():
    numbering = Numbering(b"k" * 32)
    assert len({numbering.term("2026-11-20"), numbering.place("2026-11-20"), numbering.day("2026-11-20")}) == 3
