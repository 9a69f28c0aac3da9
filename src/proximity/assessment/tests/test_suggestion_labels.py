"""Every reason and caveat of the text tool has words, the same in English as the tool itself says at the command line."""

from django.utils.translation import override

from proximity.assessment.identify.reasons import REASONS
from proximity.assessment.identify.results import Caveat
from proximity.assessment.queries.suggestion_labels import CAVEAT, REASON


def test_every_reason_has_its_sentence():
    with override("en"):
        assert {code: str(words) for code, words in REASON.items()} == dict(REASONS)


def test_every_caveat_has_words():
    assert set(CAVEAT) == set(Caveat)
