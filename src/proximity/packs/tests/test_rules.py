import datetime as dt

import pytest

from proximity.packs import codes
from proximity.packs.rules import Coverage, category_of, coverage, holds_on, is_in_force
from proximity.packs.schema import Category, LegalGround, Offence, SeenAt, Words
from proximity.packs.vocabulary import Evidence, OffenceKind, OffenceStatus

SEEN = SeenAt("a source", dt.date(2026, 11, 24), Evidence.STATUTE)
WORDS = Words.of({"en": "words"})
DAY = dt.date(2022, 7, 14)


def legal(*names, wider=()):
    return LegalGround("xx.ground", WORDS, names, wider, SEEN)


def wording(*grounds, first=None, last=None, status=OffenceStatus.IN_FORCE):
    return Offence(
        code="xx.1", provision="xx", jurisdiction="xx", kind=OffenceKind.AGGRAVATION, status=status, words=WORDS,
        grounds=grounds, penalty=None, procedure=None, note=None, mistaken_covered=None, association_covered=None,
        valid_from=first, valid_to=last, seen_at=SEEN,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, True),
        (DAY, None, True),
        (DAY, DAY, True),
        (dt.date(2022, 7, 15), None, False),
        (None, dt.date(2022, 7, 13), False),
        (None, DAY, True),
    ],
)
def test_first_and_last_day_belong_to_the_span(first, last, expected):
    assert holds_on(wording(first=first, last=last), DAY) is expected


@pytest.mark.parametrize("status", [OffenceStatus.NOT_COMMENCED, OffenceStatus.BILL])
def test_what_was_never_commenced_is_not_in_force(status):
    assert is_in_force(wording(first=DAY), DAY)
    assert not is_in_force(wording(first=DAY, status=status), DAY)


@pytest.mark.parametrize(
    ("grounds", "expected"),
    [
        ((legal("RACE.ROMA"),), Coverage.NAMED),
        ((legal("RACE"),), Coverage.NAMED),
        ((legal("RACE", wider=("RACE.ROMA",)),), Coverage.WIDER),
        ((legal("RACE", wider=("RACE.ROMA",)), legal("RACE.ROMA")), Coverage.NAMED),
        ((legal("REL", wider=("RACE",)),), Coverage.WIDER),
        ((legal("RACE.ROMA", wider=("RACE",)),), Coverage.NAMED),
        ((legal("REL"),), Coverage.NO),
        ((legal(),), Coverage.NO),
        ((), Coverage.NOT_KNOWN),
    ],
)
def test_the_best_ground_of_a_wording_decides_and_a_code_goes_before_its_family(grounds, expected):
    assert coverage([wording(*grounds)], codes.ground("RACE.ROMA"), DAY) is expected


def test_the_wording_of_the_day_decides():
    before = wording(legal("REL"), last=dt.date(2022, 7, 13))
    after = wording(legal("RACE"), first=DAY)
    roma = codes.ground("RACE.ROMA")
    assert coverage([after, before], roma, dt.date(2022, 7, 13)) is Coverage.NO
    assert coverage([after, before], roma, DAY) is Coverage.NAMED


def test_a_day_without_wording_is_not_known_but_a_law_not_commenced_covers_nobody():
    age = codes.ground("AGE")
    assert coverage([wording(legal("AGE"), first=DAY)], age, dt.date(2020, 1, 1)) is Coverage.NOT_KNOWN
    assert coverage([wording(legal("AGE"), status=OffenceStatus.NOT_COMMENCED)], age, DAY) is Coverage.NO
    assert coverage([], age, DAY) is Coverage.NOT_KNOWN


def test_a_category_of_the_code_goes_before_that_of_the_family():
    general = Category("xx.race", WORDS, ("RACE",), None, None, SEEN)
    special = Category("xx.roma", WORDS, ("RACE.ROMA",), DAY, None, SEEN)
    roma = codes.ground("RACE.ROMA")
    assert category_of([general, special], roma, DAY) is special
    assert category_of([general, special], roma, dt.date(2020, 1, 1)) is general
    assert category_of([general, special], codes.ground("AGE"), DAY) is None
