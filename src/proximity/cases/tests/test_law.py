"""What the law offers on a day: the shipped packs, Italy as it was seen (S7), a law of Estonia that does not exist yet (S8)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.assessment.rules import MAX_TEXT, GroundBasis, NotNow, NotSound
from proximity.cases.rules.qualifications import (
    QUALIFICATION_TRANSITIONS,
    Element,
    QualificationStatus,
    Reasoned,
    check_may_become,
    check_offered,
    check_reasoned,
    law_on,
    offer_of,
)
from proximity.cases.tests.packs import pack_for_tests
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.rules import Coverage

TODAY = date(2026, 11, 24)
MEMBER, MISTAKEN, STANDS_BY = GroundBasis.MEMBERSHIP, GroundBasis.MISTAKEN, GroundBasis.ASSOCIATION


def law(country, day, *grounds, jurisdiction=None):
    pack = pack_for_tests(country) if country in {"it", "ee"} else load_pack(country)
    asked = [ground if isinstance(ground, tuple) else (ground, MEMBER) for ground in grounds]
    return law_on(pack, day, jurisdiction=jurisdiction or pack.default_jurisdiction, grounds=asked)


def codes_of(offers):
    return [one.offence.code for one in offers]


def test_a_wording_is_offered_by_the_day_of_the_incident():
    assert "es.cp.22.4/2021" in codes_of(law("es", date(2022, 7, 13)).offers)
    assert "es.cp.22.4/2022" in codes_of(law("es", date(2022, 7, 14)).offers)
    assert "es.cp.22.4/2021" not in codes_of(law("es", date(2022, 7, 14)).offers)


def test_the_change_of_a_wording_is_told_from_both_sides_with_what_it_names_more():
    def wording(day):
        return next(one for one in law("es", day, "RACE.ROMA").offers if one.offence.provision == "es.cp.22.4")

    before, after = wording(date(2022, 7, 13)), wording(TODAY)
    assert before.offence.valid_to == date(2022, 7, 13)
    assert before.after.day == date(2022, 7, 14)
    assert [ground.code for ground in before.after.more] == ["es.anti_roma"]
    assert before.before is None
    assert after.before.day == date(2022, 7, 13)
    assert [ground.code for ground in after.before.fewer] == ["es.anti_roma"]
    assert after.after is None
    assert (before.matches[0].coverage, after.matches[0].coverage) == (Coverage.WIDER, Coverage.NAMED)


def test_what_reaches_a_ground_of_the_case_comes_first():
    offered = law("es", TODAY, "AGE")
    assert offered.suggested == offered.offers[: len(offered.suggested)]
    assert "es.cp.22.4/2022" in codes_of(offered.suggested)
    assert "es.cp.510.1/2022" not in codes_of(offered.suggested)
    assert offered.unnamed == ()


def test_each_jurisdiction_has_a_law_of_its_own():
    grounds = ("AGE",)
    assert law("gb", TODAY, *grounds).unnamed == ("AGE",)
    scotland = law("gb", TODAY, *grounds, jurisdiction="gb.sct")
    assert codes_of(scotland.suggested) == ["gb.sct.hcpo2021"]
    assert {one.offence.jurisdiction for one in scotland.offers} == {"gb.sct"}


def test_a_law_that_was_enacted_but_has_not_begun_is_not_offered():
    assert "gb.cpa2026" not in codes_of(law("gb", TODAY, "SO.GAY").offers)


def test_who_was_taken_to_belong_or_stands_by_somebody_is_covered_where_the_pack_says_so():
    def basis(country, code, basis):
        pack = load_pack(country)
        return offer_of(pack, code, grounds=[("RACE.BLACK", basis)]).matches[0]

    assert basis("es", "es.cp.22.4/2022", MISTAKEN).basis_covered is True
    assert basis("es", "es.cp.22.4/2022", STANDS_BY).basis_covered is None
    assert basis("gb", "gb.cda1998.28-32", STANDS_BY).basis_covered is True
    wording = replace(
        next(one for one in load_pack("es").offences if one.code == "es.cp.22.4/2022"), mistaken_covered=False
    )
    pack = replace(load_pack("es"), offences=(wording,))
    refused = law_on(pack, TODAY, jurisdiction="es", grounds=[("RACE.BLACK", MISTAKEN)])
    assert refused.suggested == ()
    assert refused.unnamed == ("RACE.BLACK",)


def test_italy_suggests_no_604_ter_for_a_homophobic_assault_and_says_what_its_law_names():
    offered = law("it", TODAY, "SO.GAY")
    assert codes_of(offered.offers) == ["it.cp.604ter", "it.cp.604bis.1a"]
    assert offered.suggested == ()
    assert offered.unnamed == ("SO.GAY",)
    assert [ground.code for ground in offered.named] == ["it.ethnic", "it.national", "it.racial", "it.religious"]
    assert offered.unread == 0


def test_italy_suggests_604_ter_for_a_racist_one():
    assert codes_of(law("it", TODAY, "RACE.BLACK").suggested) == ["it.cp.604ter", "it.cp.604bis.1a"]


def test_a_law_that_does_not_exist_yet_is_offered_from_its_first_day_on():
    before, after = law("ee", date(2029, 12, 31), "SO.GAY"), law("ee", date(2030, 1, 1), "SO.GAY")
    assert codes_of(before.offers) == ["ee.kars.58.1"]
    assert before.suggested == ()
    assert before.unread == 1
    assert codes_of(after.suggested) == ["ee.kars.58.14"]


def test_no_shipped_pack_holds_the_estonian_bill():
    assert not any("58.14" in one.code for country in available_countries() for one in load_pack(country).offences)


def test_a_wording_can_be_chosen_only_on_a_day_on_which_it_bound():
    pack = load_pack("es")
    assert check_offered(pack, "es.cp.22.4/2021", date(2022, 3, 1)).provision == "es.cp.22.4"
    for code, day in (("es.cp.22.4/2021", TODAY), ("es.cp.1", TODAY)):
        with pytest.raises(NotSound, match="offence"):
            check_offered(pack, code, day)
    assert offer_of(pack, "es.cp.1", grounds=[]) is None


def test_elements_come_from_the_pack_where_a_source_says_them():
    elements = next(one for one in load_pack("gb").offences if one.code == "gb.cda1998.28-32").elements
    assert len(elements) == 3
    assert all(one.seen_at.source and one.verified_by is None for one in elements)
    assert not any(one.elements for one in load_pack("es").offences)


@pytest.mark.parametrize("current", QualificationStatus)
@pytest.mark.parametrize("wanted", QualificationStatus)
def test_a_qualification_moves_only_along_its_table(current, wanted):
    if wanted == current or wanted in QUALIFICATION_TRANSITIONS[current]:
        check_may_become(current, wanted)
    else:
        with pytest.raises(NotNow):
            check_may_become(current, wanted)


MET = Element("hostility was shown", "he shouted", met=True)


@pytest.mark.parametrize(
    ("status", "reasoned", "field"),
    [
        (QualificationStatus.CONSIDERED, Reasoned(TODAY, elements=(Element(" ", "x"),)), "elements"),
        (QualificationStatus.CONSIDERED, Reasoned(TODAY, elements=(Element("x", " ", met=True),)), "elements"),
        (QualificationStatus.CONSIDERED, Reasoned(TODAY, elements=(Element("x", "y" * (MAX_TEXT + 1)),)), "elements"),
        (QualificationStatus.CONSIDERED, Reasoned(TODAY, basis="y" * (MAX_TEXT + 1)), "basis"),
        (QualificationStatus.PROPOSED, Reasoned(TODAY, elements=(MET,)), "basis"),
        (QualificationStatus.PROPOSED, Reasoned(TODAY, basis="The words.", elements=(Element("x", "y"),)), "elements"),
        (QualificationStatus.DROPPED, Reasoned(TODAY), "reason"),
    ],
)
def test_what_a_status_needs_is_said(status, reasoned, field):
    with pytest.raises(NotSound, match=field):
        check_reasoned(status, reasoned)


def test_a_sound_qualification_is_let_through():
    check_reasoned(QualificationStatus.CONSIDERED, Reasoned(TODAY))
    check_reasoned(QualificationStatus.PROPOSED, Reasoned(TODAY, basis="The words.", elements=(MET, Element("more"))))
    check_reasoned(QualificationStatus.DROPPED, Reasoned(TODAY, reason="A debt."))


TEXTS = st.text(max_size=30)


@given(basis=TEXTS, reason=TEXTS, rows=st.lists(st.builds(Element, TEXTS, TEXTS, st.booleans()), max_size=4))
def test_what_is_written_comes_back_as_it_was(basis, reason, rows):
    said = Reasoned(TODAY, basis, tuple(rows), reason)
    assert Reasoned.from_json(said.as_json()) == said


@given(day=st.dates(), code=st.sampled_from(["RACE.ROMA", "SO.GAY", "AGE", "REL.MUS"]))
def test_of_each_provision_at_most_one_wording_is_offered_and_what_is_suggested_reaches_the_ground(day, code):
    offered = law("es", day, code)
    provisions = [one.offence.provision for one in offered.offers]
    assert len(provisions) == len(set(provisions))
    assert bool(offered.suggested) == (offered.unnamed == ())
