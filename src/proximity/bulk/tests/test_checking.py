"""One row against the decisions: each thing that can be wrong is said at its cell, and nothing is guessed."""

from datetime import date

import pytest

from proximity.assessment.rules import BiasAnswer
from proximity.bulk.rules.checking import FORMULA, Verdict, check_row, reference_key
from proximity.bulk.rules.dates import Order
from proximity.bulk.rules.decisions import Column, Decisions, faults_of, first_decisions, to_remember, undecided_values
from proximity.bulk.rules.fields import (
    NOTHING,
    Field,
    Proposal,
    parts_of,
    proposed_codes,
    proposed_field,
    proposed_fields,
)
from proximity.cases.rules.history import Written
from proximity.packs.loader import available_countries, load_pack

TODAY = date(2026, 11, 26)
FIELDS = (
    Field.EXTERNAL,
    Field.RECORDED,
    Field.HAPPENED,
    Field.CLOSED,
    Field.TOLD,
    Field.GROUNDS,
    Field.STATUS,
    Field.KEEP,
)
HEADINGS = ("Nº", "Denuncia", "Hechos", "Cierre", "Relato", "Móvil", "Estado", "Turno")
DECISIONS = Decisions(
    source="Registro", fields=FIELDS, for_all={Field.BIAS: BiasAnswer.YES}, order=Order.DMY,
    values={
        Field.GROUNDS: {"islamofobia": ("REL.MUS",), "racismo": ("RACE",), "otro": ("OTHER",), "-": (NOTHING,), "?": ()},
        Field.STATUS: {"abierto": ("in_progress",), "cerrado": ("closed",)},
    },
)  # fmt: skip
ROW = {
    "Nº": "1", "Denuncia": "14/03/2019", "Hechos": "12/03/2019", "Cierre": "", "Relato": "Texto", "Móvil": "islamofobia",
    "Estado": "abierto", "Turno": "noche",
}  # fmt: skip


def checked(decisions=DECISIONS, **changes):
    return check_row(list((ROW | changes).values()), decisions=decisions, headings=HEADINGS, today=TODAY)


def codes(found):
    return [(one.code, HEADINGS[one.column] if one.column is not None else "", one.stops) for one in found.findings]


def test_a_sound_row_is_a_case_with_the_register_s_own_words_beside_it():
    found = checked()
    assert (found.verdict, found.findings) == (Verdict.READY, ())
    assert found.history.grounds == ("REL.MUS",)
    assert found.history.written == (Written("Móvil", "islamofobia"), Written("Estado", "abierto"))
    assert found.history.kept == (Written("Turno", "noche"),)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"Nº": ""}, ("empty", "Nº", True)),
        ({"Denuncia": ""}, ("empty", "Denuncia", True)),
        ({"Denuncia": "2019"}, ("date_part", "Denuncia", True)),
        ({"Denuncia": "43536"}, ("date_serial", "Denuncia", True)),
        ({"Hechos": "12/13/2019"}, ("date_order", "Hechos", True)),
        ({"Hechos": "15/03/2019"}, ("happened_after", "Hechos", True)),
        ({"Hechos": "2020"}, ("happened_after", "Hechos", True)),
        ({"Denuncia": "14/03/19"}, ("date_short", "Denuncia", False)),
        ({"Cierre": "01/04/2019"}, ("open_but_closed", "Cierre", True)),
        ({"Cierre": "01/01/2019", "Estado": "cerrado"}, ("closed_before", "Cierre", True)),
        ({"Estado": "cerrado"}, ("closed_by_recorded", "Estado", False)),
        ({"Estado": ""}, ("empty", "Estado", True)),
        ({"Estado": "quién sabe"}, ("undecided", "Estado", True)),
        ({"Móvil": "?"}, ("undecided", "Móvil", True)),
        ({"Móvil": "racismo"}, ("lossy", "Móvil", False)),
        ({"Móvil": "otro"}, ("lossy", "Móvil", False)),
        ({"Móvil": "-"}, ("lossy", "Móvil", False)),
        ({"Relato": f"{FORMULA}=A1"}, ("formula", "Relato", True)),
        ({"Turno": f"{FORMULA}=A1"}, ("formula", "Turno", True)),
        ({"Relato": "x" * 20_001}, ("too_long", "Relato", True)),
        ({"Turno": "x" * 4_001}, ("too_long", "Turno", True)),
        ({"Nº": "x" * 121}, ("too_long", "Nº", True)),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_cell(changes, said):
    found = checked(**changes)
    assert said in codes(found)
    assert (found.history is None) == said[2]


def test_a_row_that_is_too_wide_or_too_short_is_said():
    wide = check_row([*ROW.values(), "more"], decisions=DECISIONS, headings=HEADINGS, today=TODAY)
    assert [one.code for one in wide.findings] == ["too_wide"]
    short = check_row(["1"], decisions=DECISIONS, headings=HEADINGS, today=TODAY)
    assert short.verdict == Verdict.WRONG


def test_month_and_year_are_enough_for_when_it_happened():
    assert checked(Hechos="2019").history.happened == "2019"
    assert checked(Hechos="03/2019").history.happened == "2019-03"
    assert checked(Hechos="").history.happened == ""


def test_a_register_with_one_day_stands_by_it_and_says_so():
    fields = tuple(Field.LEAVE_OUT if one is Field.RECORDED else one for one in FIELDS)
    decisions = Decisions(**{name: getattr(DECISIONS, name) for name in Decisions.__slots__} | {"fields": fields})
    found = checked(decisions)
    assert found.history.recorded_on == date(2019, 3, 12)
    assert ("recorded_by_happened", "Hechos", False) in codes(found)
    assert ("no_day", "Hechos", True) in codes(checked(decisions, Hechos="2019"))


def test_several_grounds_of_one_cell_are_all_taken():
    assert checked(Móvil="islamofobia; racismo").history.grounds == ("REL.MUS", "RACE")
    assert parts_of(Field.GROUNDS, "a; b|c\nd + e, ") == ("a", "b", "c", "d", "e")
    assert parts_of(Field.STATUS, "a; b") == ("a; b",)


def test_rows_of_one_register_are_known_again_however_they_are_written():
    assert reference_key("Registro  2019", "EXP-1 ") == reference_key("REGISTRO 2019", "exp-1")
    assert reference_key("Registro", "EXP-1") != reference_key("Registro", "EXP-2")
    assert reference_key("a", "b") != reference_key("ab", "")


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Nº Expediente", Field.EXTERNAL), ("Crime Reference", Field.EXTERNAL), ("Tekopaikka", Field.PLACE),
     ("Kuupäev", Field.HAPPENED),
     ("Notikuma apraksts", Field.TOLD), ("Мотив", Field.GROUNDS), ("Data dos factos", Field.HAPPENED), ("Movente", Field.GROUNDS),
     ("Nombre de la víctima", None)],
)  # fmt: skip
def test_headings_of_eight_languages_are_known(heading, field):
    assert proposed_field(heading) is field


def test_two_headings_that_say_the_same_are_proposed_once():
    assert proposed_fields(["Fecha", "Data", "Relato"]) == [Field.HAPPENED, None, Field.TOLD]


def test_no_proposal_for_what_is_not_the_same_word():
    for value in ("racismo o similar", "musulmán", "33", "RAX", "race/ethnicity"):
        assert proposed_codes(Field.GROUNDS, value, load_pack("es").categories) == Proposal()
    assert proposed_codes(Field.STATUS, "cerrado el lunes") == Proposal()


@pytest.mark.parametrize("country", available_countries())
def test_a_category_of_the_country_is_proposed_only_where_it_is_one_of_ours(country):
    categories = load_pack(country).categories
    for category in categories:
        for _language, words in category.words.pairs:
            found = proposed_codes(Field.GROUNDS, words, categories)
            assert len(found.codes) <= 1
            if len(category.codes) > 1 and found.among:
                assert set(found.among) == set(category.codes)


def columns(*headings, values=None):
    return [Column(heading, (), 1, {"a": 1} if values is None else values) for heading in headings]


def test_faults_name_the_field_of_the_form():
    found = columns("a", "b", "c")
    decisions = Decisions(fields=(Field.TOLD, Field.TOLD, None))
    assert faults_of(decisions, found) == [
        ("source", "needed"), ("column_2", "undecided"), ("column_1", "twice"), ("external", "missing"), ("recorded", "missing"),
        ("all_bias", "needed"), ("all_status", "needed"),
    ]  # fmt: skip
    assert ("column_0", "no_codes") in faults_of(Decisions(fields=(Field.GROUNDS,)), [Column("a", (), 1, None)])


def test_what_was_decided_for_a_heading_is_proposed_again_and_survives_json():
    found = columns("Código raro", "b")
    decisions = Decisions(source="R", fields=(Field.EXTERNAL, Field.LEAVE_OUT), values={Field.STATUS: {"x": ("new",)}})
    kept = to_remember(decisions, found, None)
    again = first_decisions(columns("CÓDIGO RARO", "c"), kept, language="es")
    assert again.fields == (Field.EXTERNAL, None)
    assert again.values == {Field.STATUS: {"x": ("new",)}}
    assert Decisions.from_json(again.as_json()) == again


def test_a_code_that_is_no_longer_known_is_asked_for_again():
    said = Decisions(fields=(Field.STATUS,), values={Field.STATUS: {"a": ("closed",)}}).as_json()
    said["values"]["status"]["a"] = ["no_such_status"]
    read = Decisions.from_json(said)
    assert undecided_values(read, columns("s")) == [(Field.STATUS, "a")]
