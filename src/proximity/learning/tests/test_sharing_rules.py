"""What counts hold when they travel, and that joined they say the same as all answers read one by one."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from math import isclose
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proximity.learning.rules.agreement import Counts, agreement
from proximity.learning.rules.schemas import SCHEMAS
from proximity.learning.rules.sharing import COUNT_FOR, RENEW_AT, Shared, asked_by_all, next_until, way_with
from proximity.network.rules.audience import EVERYBODY, NETWORK, OWN_CITY, country
from proximity.network.rules.kinds import Kind, NotItsKind, Schemas, extension_of
from proximity.network.rules.markings import Marking

CODES, BIAS = ("BI-10", "BI-20", "BI-70"), ("yes", "no", "not_known")
TODAY = date(2026, 11, 27)
STORY = UUID(int=7)
ANSWERS = st.lists(st.tuples(st.sampled_from(BIAS), st.sets(st.sampled_from(CODES))), min_size=5, max_size=12)


def counted(answers):
    """Count answers one by one."""
    return Counts(
        len(answers),
        dict(Counter(bias for bias, _ticked in answers)),
        dict(Counter(code for _bias, ticked in answers for code in ticked)),
    )


def shared(answers, kinds=(), codes=CODES):
    return Shared(STORY, tuple(codes), counted(answers), {kind: counted(some) for kind, some in kinds})


def raw_agreement(answers, codes):
    """Reckon both measures from single answers, pair by pair: nothing of the program is used."""
    pairs = list(combinations([ticked for _bias, ticked in answers], 2))
    same = sum((code in one) == (code in other) for one, other in pairs for code in codes)
    observed = same / (len(pairs) * len(codes))
    share = sum(code in ticked for _bias, ticked in answers for code in codes) / (len(answers) * len(codes))
    chance = share**2 + (1 - share) ** 2
    return observed, None if chance == 1 else (observed - chance) / (1 - chance)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANSWERS, min_size=1, max_size=4))
def test_joined_counts_agree_as_all_raw_answers_do(cities):
    travelled = [Shared.from_json(shared(one).as_json(until=TODAY), today=TODAY) for one in cities]
    whole = sum((one.whole for one in travelled), start=Counts(0, {}, {}))
    everybody = [answer for one in cities for answer in one]
    found = agreement(whole, asked_by_all(CODES, travelled))
    observed, kappa = raw_agreement(everybody, CODES)
    assert whole.people == len(everybody)
    assert isclose(found.observed, observed)
    assert (found.kappa is None) == (kappa is None)
    assert kappa is None or isclose(found.kappa, kappa, abs_tol=1e-9)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_counts_come_back_as_they_went_and_meet_their_schema(answers):
    one = shared(answers, [("ngo", answers)])
    content = one.as_json(until=TODAY)
    Schemas(SCHEMAS).check(Kind.COUNTS, content)
    back = Shared.from_json(content, today=TODAY)
    assert (back.whole.people, back.codes, back.scenario) == (len(answers), CODES, STORY)
    assert {code: back.whole.ticked[code] for code in CODES} == {code: one.whole.ticked.get(code, 0) for code in CODES}
    assert back.kinds["ngo"].people == len(answers)


FIVE = [("yes", {"BI-10"})] * 4 + [("no", set())]


def sound():
    return shared(FIVE, [("ngo", FIVE)]).as_json(until=TODAY)


@pytest.mark.parametrize(
    "change",
    [{"people": 4}, {"person": "Ana"}, {"why": "because"}, {"scenario": "x"}, {"bias": {"yes": 5}}, {"kinds": {"<b>": {}}},
     {"indicators": {}}, {"true_until": "soon"}],
)  # fmt: skip
def test_what_is_no_count_of_five_is_not_taken(change):
    Schemas(SCHEMAS).check(Kind.COUNTS, sound())
    with pytest.raises(NotItsKind):
        Schemas(SCHEMAS).check(Kind.COUNTS, sound() | change)


def test_few_of_a_kind_are_not_taken():
    few = sound()
    few["kinds"]["ngo"]["people"] = 4
    with pytest.raises(NotItsKind):
        Schemas(SCHEMAS).check(Kind.COUNTS, few)


@pytest.mark.parametrize(
    "change",
    [
        {"people": 6},
        {"bias": {"yes": 5, "no": 5, "not_known": 0}},
        {"indicators": {"BI-10": {"chosen": 4, "not_chosen": 4}}},
        {"kinds": {"ngo": sound(), "city_hall": sound()}},
        {"kinds": {"ngo": sound() | {"indicators": {"BI-10": {"chosen": 5, "not_chosen": 0}}}}},
    ],
)
def test_numbers_that_do_not_go_together_are_not_believed(change):
    assert Shared.from_json(sound(), today=TODAY) is not None
    assert Shared.from_json(sound() | change, today=TODAY) is None


def test_counts_count_until_their_day_and_are_said_again_before_it():
    assert Shared.from_json(sound(), today=TODAY + timedelta(days=1)) is None
    assert next_until(None, today=TODAY, same=False) == TODAY + COUNT_FOR
    assert next_until(TODAY + COUNT_FOR, today=TODAY, same=True) is None
    assert next_until(TODAY + RENEW_AT, today=TODAY, same=True) == TODAY + COUNT_FOR
    assert next_until(TODAY + COUNT_FOR, today=TODAY, same=False) == TODAY + COUNT_FOR


def test_they_go_where_their_story_goes_and_to_nobody_else():
    assert way_with(Marking.GREEN, NETWORK) == (Marking.GREEN, NETWORK)
    assert way_with(Marking.GREEN, country("es")) == (Marking.GREEN, country("es"))
    assert way_with(Marking.RED, OWN_CITY) is None
    assert way_with(Marking.CLEAR, EVERYBODY) == (Marking.GREEN, NETWORK)


def test_people_are_compared_where_all_were_asked():
    assert asked_by_all(CODES, [shared(FIVE), shared(FIVE, codes=("BI-70", "BI-10"))]) == ["BI-10", "BI-70"]
    assert asked_by_all(CODES, []) == list(CODES)


def test_the_extension_is_the_same_everywhere():
    assert extension_of(Kind.COUNTS) == "extension-definition--55bd0873-9286-5014-b4dc-e8f7b25d6398"
