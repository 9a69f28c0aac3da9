"""What an entry may say, when a place is open, how long an entry counts, how a map is drawn: no database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.directory.factories import WORDS, looked, words
from proximity.directory.rules.assessment import QUESTIONS, Answer, NotAnswered, Question, results, to_do
from proximity.directory.rules.boundaries import BadBoundaries, read_boundaries
from proximity.directory.rules.drawing import WIDTH, Outline, draw
from proximity.directory.rules.entries import EntryWords, NotSound, Place, changed_fields
from proximity.directory.rules.hours import (
    CLOSED,
    NotHours,
    Span,
    is_known,
    parse_day,
    runs,
    told_day,
    typed_day,
    week_from,
    week_kept,
)
from proximity.directory.rules.languages import CODES, own_names
from proximity.directory.rules.verifying import Period, Standing, standing
from proximity.packs.vocabulary import HelpNeed

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PERIOD = Period(183, 30)
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", ""),
        ("9-14", "09:00\u201314:00"),
        ("16:00-19.30 ; 9 - 14", "09:00\u201314:00, 16:00\u201319:30"),
        ("0-24", "00:00\u201324:00"),
    ],
)
def test_hours_are_read_as_people_type_them(typed, told):
    assert told_day(parse_day(typed)) == told


@pytest.mark.parametrize(
    "typed", ["nine", "14-9", "9-9", "9-25", "24:30-24:45", "9-12, 11-14", "1-2,3-4,5-6,7-8,9-10", "9"]
)
def test_what_tells_no_hours_is_refused(typed):
    with pytest.raises(NotHours):
        parse_day(typed)


days = st.lists(st.integers(0, 24 * 4), min_size=0, max_size=8, unique=True).map(sorted).map(
    lambda quarters: tuple(
        Span(a * 15, b * 15) for a, b in zip(quarters[::2], quarters[1::2], strict=False)
    )
)  # fmt: skip
weeks = st.lists(days, min_size=7, max_size=7).map(tuple)


@given(weeks)
def test_a_week_is_kept_typed_and_told_without_loss(week):
    assert week_from(week_kept(week)) == week
    assert tuple(parse_day(typed_day(day)) for day in week) == week
    found = list(runs(week))
    assert [weekday for first, last, _day in found for weekday in range(first, last + 1)] == list(range(7))
    assert all(week[weekday] == day for first, last, day in found for weekday in range(first, last + 1))
    assert is_known(week) == (week != CLOSED)


def test_words_are_kept_without_loss():
    full = words(
        serves=("Norte", "Sur"), source_on=TODAY, grounds=("disability",), by_appointment=True, run_by="Biblioteca"
    )
    for one in (WORDS, full, words(place=None)):
        assert EntryWords.from_json(one.as_json()) == one
    assert changed_fields(WORDS, words(phone="112 000", district="Sur")) == ("phone", "district")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("name", {"name": " "}), ("name", {"name": "x" * 121}), ("about", {"about": "x" * 801}),
        ("needs", {"needs": ()}), ("needs", {"needs": (HelpNeed.DANGER,)}), ("needs", {"needs": (HelpNeed.OFFICER,)}),
        ("grounds", {"grounds": ("nothing",)}), ("languages", {"languages": ("xx",)}), ("language", {"language": "xx"}),
        ("phone", {"phone": "call me"}), ("email", {"email": "nobody"}), ("web", {"web": "javascript:alert(1)"}),
        ("reach", {"phone": "", "web": "", "address": ""}), ("place", {"place": Place(91, 0)}),
        ("place", {"place": Place(0, 181)}), ("serves", {"serves": ("x" * 121,)}), ("serves", {"serves": ("x",) * 61}),
    ],
)  # fmt: skip
def test_what_an_entry_cannot_say_is_refused_by_its_field(field, change):
    with pytest.raises(NotSound) as fault:
        words(**change).checked()
    assert fault.value.field == field


def test_what_an_entry_can_say_is_left_as_it_is():
    assert words(email="ayuda@acogida.example").checked() == words(email="ayuda@acogida.example")


def standing_at(after_days, **changes):
    given = {"ask_at": PERIOD.ask_at(NOW), "public_until": PERIOD.public_until(NOW), "ended": False} | changes
    return standing(now=NOW + timedelta(days=after_days), **given)


@pytest.mark.parametrize(
    ("after_days", "found"),
    [(0, Standing.TRUE), (182, Standing.TRUE), (183, Standing.DUE), (212, Standing.DUE), (213, Standing.LAPSED)],
)
def test_an_entry_counts_for_half_a_year_and_a_grace(after_days, found):
    assert standing_at(after_days) == found


def test_what_nobody_confirmed_is_new_and_what_ended_ended():
    assert standing_at(0, ask_at=None, public_until=None) == Standing.NEW
    assert standing_at(0, ended=True) == Standing.ENDED


def test_the_places_of_languages_in_addresses_never_move():
    """Append to the list, never insert: bookmarks hold the places."""
    assert CODES[:12] == ("ar", "bg", "bn", "ca", "ckb", "en", "es", "et", "eu", "fa", "fi", "fr")
    assert (len(CODES), len(set(CODES))) == (38, 38)
    assert own_names(["es", "tlh"]) == ("espa\u00f1ol", "tlh")


def test_a_centre_answers_every_question_once_under_one_heading():
    assert sorted(question for group in QUESTIONS.values() for question in group) == sorted(Question)
    looked(trained=2, trained_on=TODAY).check(today=TODAY)


@pytest.mark.parametrize(
    ("field", "made"),
    [
        ("answers", replace(looked(), answers={one: Answer.YES for one in Question if one != Question.TRAINED})),
        ("staff", looked(staff=-1)), ("staff", looked(staff=2001)), ("trained", looked(staff=2, trained=3)),
        ("trained_on", looked(trained=2)), ("trained_on", looked(trained=0, trained_on=TODAY)),
        ("trained_on", looked(trained=1, trained_on=TODAY + timedelta(days=1))),
    ],
)  # fmt: skip
def test_an_assessment_that_cannot_be_is_refused(field, made):
    with pytest.raises(NotAnswered) as fault:
        made.check(today=TODAY)
    assert fault.value.field == field


def test_results_count_by_heading_and_name_what_is_open_what_misses_first():
    answers = {question.value: "yes" for question in Question} | {
        Question.TRAINED: "partly", Question.STAND_IN: "no", Question.HEARS_BACK: "unknown"
    }  # fmt: skip
    del answers[Question.NUMBERS_LOOKED_AT]
    found = {
        result.heading: (result.yes, result.partly, result.no, result.unknown, result.of) for result in results(answers)
    }
    assert found == {
        "awareness": (3, 0, 0, 0, 3), "capability": (3, 1, 0, 0, 4), "capacity": (3, 0, 1, 0, 4), "oversight": (2, 0, 0, 1, 3)
    }  # fmt: skip
    assert to_do(answers) == (Question.STAND_IN, Question.HEARS_BACK, Question.TRAINED)


places = st.builds(Place, st.floats(-89, 89), st.floats(-179, 179))


@given(st.lists(places, min_size=1, max_size=20))
def test_every_place_stands_on_the_map_once_and_inside_it(found):
    drawn = draw(enumerate(found, start=1))
    assert drawn.width == WIDTH
    assert sorted(number for dot in drawn.dots for number in dot.numbers) == list(range(1, len(found) + 1))
    assert all(0 <= dot.x <= drawn.width and 0 <= dot.y <= drawn.height for dot in drawn.dots)
    assert drawn.height <= WIDTH


def test_north_is_up_east_is_right_and_what_is_near_shares_a_mark():
    drawn = draw([(1, Place(40.5, -3.7)), (2, Place(40.4, -3.6)), (3, Place(40.40001, -3.60001))])
    north, south = drawn.dots
    assert (north.y < south.y, north.x < south.x) == (True, True)
    assert (south.label, south.numbers) == ("2\u00b73", (2, 3))
    assert south.left < south.x < south.left + south.width


def test_nothing_to_show_is_no_map():
    assert draw([]) is None
    assert draw([], [Outline("Centro", [[[0, 0], [1, 0], [1, 1], [0, 0]]])]) is None


SQUARE = [[-3.8, 40.3], [-3.6, 40.3], [-3.6, 40.5], [-3.8, 40.5], [-3.8, 40.3]]


def feature(name="Centro", kind="Polygon", coordinates=None, **properties):
    return {
        "type": "Feature", "properties": {"name": name} | properties,
        "geometry": {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates},
    }  # fmt: skip


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def test_districts_are_read_and_drawn():
    found = read_boundaries(collection(feature(), feature("Sur", "MultiPolygon", [[SQUARE], [SQUARE]])))
    assert [(one.name, len(one.rings)) for one in found] == [("Centro", 1), ("Sur", 2)]
    drawn = draw([(1, Place(40.4, -3.7))], found)
    assert [shape.name for shape in drawn.shapes] == ["Centro", "Sur"]
    assert drawn.shapes[0].path.startswith("M")
    assert drawn.shapes[0].path.endswith("Z")
    assert read_boundaries(collection(feature(barrio="Sol")), name_in="barrio")[0].name == "Sol"


def test_a_long_outline_is_thinned_and_closed():
    ring = [[-3.8 + number / 10_000, 40.3] for number in range(2000)]
    (kept,) = read_boundaries(collection(feature(coordinates=[ring])))[0].rings
    assert len(kept) <= 242
    assert (kept[0], kept[-1]) == (ring[0], [round(ring[-1][0], 5), 40.3])


@pytest.mark.parametrize(
    "content",
    [
        None, [], {}, collection(), collection("x"), collection(feature("")), collection(feature(7)),
        collection(feature(), feature()), collection(feature(kind="Point")), collection({"properties": {"name": "A"}}),
        collection(feature(coordinates=[])), collection(feature(coordinates=[[[0, 0]]])),
        collection(feature(coordinates=[[["a", "b"]] * 5])), collection(feature(coordinates=[[[440000, 4470000]] * 5])),
        collection(*[feature(str(number)) for number in range(301)]), collection({"properties": 1, "geometry": {}}),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_districts_is_refused_in_a_sentence(content):
    with pytest.raises(BadBoundaries, match=r"\.$"):
        read_boundaries(content)
