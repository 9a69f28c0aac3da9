"""The development halves of the suites keep what was found in them; the test halves are not opened here."""

from statistics import mean

import pytest
from benchmarks.identify.scores import NEUTRAL, TURNED, Share, functional, narratives, rows

from proximity.assessment.identify import check
from proximity.assessment.identify.lexicons import LANGUAGES, lexicon
from tests.repository.conftest import ROOT

SUITES = ROOT / "benchmarks" / "identify" / "suites"


@pytest.mark.parametrize("language", [one for one in LANGUAGES if "term" not in check.gaps(lexicon(one))])
def test_accounts_and_short_sentences(language):
    told = narratives(rows(SUITES / language / "narratives.dev.jsonl"))
    short = functional(rows(SUITES / language / "functional.dev.jsonl"))
    assert told.total.value >= 0.8, told.misses
    assert told.quiet.value >= 0.85, told.misses
    assert mean(told.families) <= 5.2
    assert told.language.value >= 0.97
    assert sum((short.functions[name] for name in NEUTRAL), Share()).value >= 0.97, short.misses
    assert sum((short.functions[name] for name in TURNED), Share()).value >= 0.84, short.misses
    assert short.macro_f1 >= 0.8
