"""What a record needs, what reviews make of it, what may leave a city: tables and properties, no database."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.exchange.factories import REASONS, WHOLE
from proximity.exchange.rules.adoptions import Adoption, Travelled, fault_of, travelled
from proximity.exchange.rules.alerts import LONGEST, Alert, faults
from proximity.exchange.rules.calendar import Event, calendar, folded
from proximity.exchange.rules.practices import NEEDED, TEXTS, Opinion, Practice, meets_criteria, standing, what_misses
from proximity.exchange.rules.questions import Answer, Question, practice_from
from proximity.exchange.rules.readers import NobodyChosen, Readers, choice_of, way_back, way_of
from proximity.exchange.rules.reviews import LOOKED_AT, Judgement, Review
from proximity.exchange.rules.schemas import SCHEMAS
from proximity.exchange.rules.seeds import seed_of, seeds
from proximity.exchange.rules.visits import Coming, Visit, days_fit, is_coming, together
from proximity.exchange.rules.vocabulary import (
    Area,
    Criterion,
    Outcome,
    PlaceKind,
    Sign,
    Standing,
    Uptake,
    VisitKind,
    VisitRole,
)
from proximity.exchange.rules.words import fits, terms_of, wanted_in
from proximity.network.rules.audience import EVERYBODY, NETWORK, OWN_CITY, country, group, may_be_for
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking
from proximity.network.rules.traces import Trace, traces

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
TODAY = NOON.date()
READY = replace(WHOLE, criteria=REASONS, edition=1)
ALERT = Alert(
    Sign.LEAFLETS, "RACE", PlaceKind.SCHOOL, Area.CENTRE, TODAY - timedelta(days=20), TODAY, TODAY + timedelta(days=30)
)
VISIT = Visit(VisitKind.OFFER, "Three days", "Role play", "Madrid", TODAY, None, (VisitRole.NGO,), "We learned.")
REVIEW = Review(uuid4(), 1, {one: Judgement(True, "Because.") for one in LOOKED_AT})


def is_valid(kind, content):
    return jsonschema_rs.Draft202012Validator(SCHEMAS[kind], validate_formats=True).is_valid(content)


def test_what_is_sent_reads_the_same_and_meets_its_schema():
    adoption = Adoption(uuid4(), 2, Uptake.ENDED, TODAY, "Less.", Outcome.DID_NOT_HELP, "Nobody came.")
    question, answer = Question("Who?", "Why?", uuid4(), (uuid4(),)), Answer(uuid4(), "So.")
    coming = Coming(uuid4(), {VisitRole.OFFICERS: 3})
    for kind, one in (
        (Kind.PRACTICE, READY), (Kind.REVIEW, REVIEW), (Kind.ADOPTION, adoption), (Kind.QUESTION, question),
        (Kind.ANSWER, answer), (Kind.ALERT, ALERT), (Kind.VISIT, VISIT), (Kind.VISIT, coming),
    ):  # fmt: skip
        assert is_valid(kind, one.as_json()), one
        assert type(one).from_json(one.as_json()) == one


@pytest.mark.parametrize("name", [*NEEDED, "type", "categories", "grounds"])
def test_what_a_review_needs_is_asked_for_and_nothing_else_is(name):
    assert list(what_misses(WHOLE)) == []
    empty = replace(WHOLE, **{name: type(getattr(WHOLE, name))() if name != "type" else None})
    assert list(what_misses(empty)) == [name]
    assert not is_valid(Kind.PRACTICE, replace(empty, criteria=REASONS, edition=1).as_json())


def test_a_practice_does_not_end_before_it_begins():
    assert list(what_misses(replace(WHOLE, ends_on=date(2020, 1, 1)))) == ["ends_on"]


@pytest.mark.parametrize("one", Criterion)
def test_no_instance_takes_a_practice_without_each_condition_and_its_reason(one):
    assert meets_criteria(READY)
    without = replace(READY, criteria={code: why for code, why in REASONS.items() if code != one})
    for wrong in (without, replace(READY, criteria=REASONS | {one: ""})):
        assert not meets_criteria(wrong)
        assert not is_valid(Kind.PRACTICE, wrong.as_json())


def test_every_field_of_a_record_is_described():
    described = SCHEMAS[Kind.PRACTICE]["properties"]
    assert set(described) == {field.name for field in fields(Practice)}


def said(city, *, edition=1, recommends=True, minutes=0):
    return Opinion(city, edition, recommends, NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("opinions", "reached"),
    [
        ([], Standing.SUBMITTED),
        ([said("b")], Standing.SUBMITTED),
        ([said("b"), said("b", minutes=1)], Standing.SUBMITTED),
        ([said("b"), said("a")], Standing.SUBMITTED),
        ([said("b"), said("c")], Standing.REVIEWED),
        ([said("b"), said("c", edition=2)], Standing.SUBMITTED),
        ([said("b"), said("c"), said("d", recommends=False)], Standing.CHANGE_ASKED),
        ([said("b", recommends=False), said("b", minutes=1), said("c")], Standing.REVIEWED),
        ([said("a", recommends=False)], Standing.SUBMITTED),
    ],
)
def test_two_other_cities_make_a_practice_reviewed(opinions, reached):
    assert standing(author="a", edition=1, opinions=opinions) == reached


@given(st.permutations([said("b"), said("c", minutes=2), said("b", recommends=False, minutes=1), said("a", minutes=3)]))
def test_in_which_order_reviews_come_makes_no_difference(opinions):
    assert standing(author="a", edition=1, opinions=opinions) == Standing.CHANGE_ASKED


def test_a_review_that_leaves_something_out_recommends_nothing():
    assert REVIEW.recommends
    assert not replace(REVIEW, found={}).recommends
    silent = replace(REVIEW, found=REVIEW.found | {Criterion.LOCAL: Judgement(True, "")})
    assert list(silent.missing()) == [Criterion.LOCAL]
    assert not is_valid(Kind.REVIEW, silent.as_json())
    assert not replace(REVIEW, found=REVIEW.found | {Criterion.LOCAL: Judgement(False, "No.")}).recommends


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to ana@example.org", (Trace.MAIL,)),
        ("Ring +34 612 345 678 or come", (Trace.PHONE,)),
        ("(020) 7946-0018", (Trace.PHONE,)),
        ("DNI 12345678Z", (Trace.IDENTITY,)),
        ("131052-308T", (Trace.IDENTITY,)),
        ("RSSMRA80A01H501U", (Trace.IDENTITY,)),
        ("see MAD-7K3QXM", (Trace.REFERENCE,)),
        ("a@b.lv about R-7K3QXM", (Trace.MAIL, Trace.REFERENCE)),
        ("From 2018-06-11 to 2018-06-13, 15 officers", ()),
        ("11.06.2018 - 13.06.2018", ()),
        ("In 2017-2019 it cost 120 000 000 EUR", ()),
        ("€ 1,200,000.00 a year; JUST/2015/RRAC/AG", ()),
        ("EU-POLNET met COVID-19", ()),
        ("", ()),
    ],
)
def test_traces_of_a_person_are_seen_and_days_and_sums_are_none(text, found):
    assert traces(text) == found


@pytest.mark.parametrize(
    ("adoption", "fault"),
    [
        (Adoption(None), ""),
        (Adoption(None, outcome=Outcome.TOO_EARLY), ""),
        (Adoption(None, outcome=Outcome.HELPED), "outcome"),
        (Adoption(None, uptake=Uptake.RUNNING, outcome=Outcome.HELPED), "result"),
        (Adoption(None, uptake=Uptake.RUNNING, outcome=Outcome.HELPED, result="So."), ""),
        (Adoption(None, uptake=Uptake.ENDED), "outcome"),
    ],
)
def test_what_came_of_it_fits_how_far_it_is(adoption, fault):
    assert fault_of(adoption) == fault


def test_what_travelled_is_counted_with_what_failed():
    found = [Adoption(None, outcome=one) for one in (None, Outcome.HELPED, Outcome.PARTLY, Outcome.DID_NOT_HELP)]
    assert travelled(found) == Travelled(4, 1, 1)


def test_accepted_answers_become_the_steps_of_a_practice():
    made = practice_from(Question("Who pays?", "We have nothing."), ["The city.", "The EU."])
    assert (made.title, made.objectives, made.steps) == ("Who pays?", "We have nothing.", "The city.\n\nThe EU.")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"since": TODAY + timedelta(days=1)}, ["since"]),
        ({"until": ALERT.since + timedelta(days=5)}, ["until"]),
        ({"until": ALERT.since + timedelta(days=93)}, ["until"]),
        ({"expires_on": TODAY}, ["expires_on"]),
        ({"expires_on": TODAY + LONGEST + timedelta(days=1)}, ["expires_on"]),
        ({"since": None, "expires_on": None}, ["since", "expires_on"]),
    ],
)
def test_an_alert_tells_of_weeks_and_ends(changes, wrong):
    assert list(faults(replace(ALERT, **changes), today=TODAY)) == wrong


def test_an_alert_has_no_place_for_words():
    """Each value of it is a code of a closed list or a day: nobody can be named."""
    content = ALERT.as_json()
    for name in content:
        assert not is_valid(Kind.ALERT, content | {name: "Juan Pérez"})
    assert not is_valid(Kind.ALERT, content | {"note": "Juan Pérez"})
    assert ALERT.is_over(TODAY + timedelta(days=31))
    assert not ALERT.is_over(TODAY + timedelta(days=30))
    assert Alert.from_json({}).is_over(TODAY)


def test_who_comes_is_counted_by_role():
    three, one = Coming(uuid4(), {VisitRole.OFFICERS: 2, VisitRole.NGO: 1}), Coming(uuid4(), {VisitRole.OFFICERS: 1})
    assert together([three, one]) == {VisitRole.OFFICERS: 3, VisitRole.NGO: 1}
    assert three.count == 3
    assert is_coming(three.as_json())
    assert not is_coming(VISIT.as_json())
    assert days_fit(None, TODAY)
    assert not days_fit(TODAY, TODAY - timedelta(days=1))


def test_a_calendar_program_reads_the_visits():
    event = Event(
        UUID(int=1), "A, b; c\nd " + "ä" * 60, "\x07Bell", "Milan", date(2027, 6, 11), date(2027, 6, 13), NOON, 2
    )
    lines = calendar("Visits", [event]).split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    whole = calendar("Visits", [event]).replace(b"\r\n ", b"").decode().split("\r\n")
    assert "SUMMARY:A\\, b\\; c\\nd " + "ä" * 60 in whole
    assert "DESCRIPTION:Bell" in whole
    assert "DTEND;VALUE=DATE:20270614" in whole
    assert whole[0] == "BEGIN:VCALENDAR"


@given(st.text(max_size=400))
def test_folding_a_line_loses_nothing(text):
    text = text.encode("utf-8", "ignore").decode()
    pieces = list(folded(text))
    assert b"".join(one.removeprefix(b" ") if number else one for number, one in enumerate(pieces)).decode() == text


def test_who_reads_is_never_more_than_the_marking_allows():
    for choice in (*Readers, f"group:{uuid4()}"):
        marking, audience = way_of(choice, country_code="es")
        assert may_be_for(marking, audience)
        assert choice_of(audience) == choice
        back = way_back(marking, audience)
        assert may_be_for(*back)
        assert audience.covers(back[1])


@pytest.mark.parametrize("choice", ["", "everybody", "group:", "group:nobody", "city:x"])
def test_what_names_nobody_goes_to_nobody(choice):
    with pytest.raises(NobodyChosen):
        way_of(choice, country_code="es")


def test_an_answer_goes_to_who_reads_the_question_and_never_to_everybody():
    members = group(uuid4())
    assert way_back(Marking.CLEAR, EVERYBODY) == (Marking.GREEN, NETWORK)
    assert way_back(Marking.GREEN, country("es")) == (Marking.GREEN, country("es"))
    assert way_back(Marking.AMBER_STRICT, members) == (Marking.AMBER_STRICT, members)
    assert way_back(Marking.GREEN, OWN_CITY) == (Marking.RED, OWN_CITY)


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [
        ("Los agentes visitan las escuelas.", "es", "escuela agente"),
        ("Gli agenti visitano le scuole.", "it", "scuola"),
        ("Os agentes visitam as escolas.", "pt", "escola"),
        ("Poliisit käyvät kouluissa.", "fi", "koulu"),
        ("Politseinikud käivad koolides.", "et", "kool"),
        ("Policisti apmeklē skolas.", "lv", "skola"),
        ("Полицаите посещават училищата.", "bg", "училище"),
        ("Officers visit schools.", "en", "school"),
    ],
)
def test_a_practice_is_found_by_any_form_of_a_word_in_eight_languages(text, language, asked):
    terms = terms_of(Practice(title="x1", steps=text), language=language)
    assert fits(terms, wanted_in(asked))
    assert not fits(terms, wanted_in(f"{asked} zzyzx"))


def test_the_seeds_are_told_with_their_source_and_nothing_is_added():
    assert len(seeds()) == 6
    for seed in seeds():
        assert seed_of(seed.id) == seed
        assert seed.practice.source_url.startswith("https://")
        assert seed.practice.seen_on == date(2026, 11, 24)
        told = {name for name in (*TEXTS, "type", "categories", "grounds", "scope", "evidence", "starts_on", "criteria")
                if getattr(seed.practice, name)}  # fmt: skip
        assert told == set()
    assert seed_of(uuid4()) is None


NAMES = ("title", "type", "criteria", "edition", "practice", "found", "people", "since", "accepted", "what")
ODD = (
    None,
    True,
    -1,
    10**30,
    "",
    "x",
    "2026-02-30",
    [],
    [None, "x", 1],
    {},
    {"met": "yes"},
    {"topic": 1, "officers": True},
)


@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(ODD)))
def test_whatever_comes_is_read_and_never_a_fault(content):
    for kind in (Practice, Review, Adoption, Question, Answer, Alert, Visit, Coming):
        assert kind.from_json(content) is not None
