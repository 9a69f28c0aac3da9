"""What stands in a text, which grounds it names, and who says what."""

from types import SimpleNamespace

import pytest

from proximity.assessment.identify.company import stands
from proximity.assessment.identify.compiling import machine
from proximity.assessment.identify.cutting import words
from proximity.assessment.identify.entries import Kind, Mode
from proximity.assessment.identify.finding import find
from proximity.assessment.identify.layout import lay_out
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.results import Caveat


def rules(text, **kwargs):
    return {one.rule for one in identify(text, language="en", **kwargs).suggestions}


def short(text, language="en"):
    return identify(text, language=language, mode=Mode.REPORTED_TEXT)


def test_a_quotation_a_ground_and_how_it_was_done_keep_one_another_company():
    said = (
        'Three lads kicked my son\'s wheelchair over, filmed it and one of them went: "mind the road, four wheels". '
        "We had never seen them before, and they took nothing."
    )
    assert "engine.quote" in rules(said)
    assert rules("Three lads kicked my son's bicycle over. It was raining.") == set()


def test_a_hint_at_another_motive_takes_the_company_away():
    told = "My Polish neighbour said “the fence stays where it is”."
    assert rules(f"{told} We have had a row about the fence since spring.") == set()


def sign(indicator, points, kind=Kind.CUE, rule="", at=0):
    entry = SimpleNamespace(rule=rule or f"xx.cue.{indicator}-{points}", kind=kind)
    return SimpleNamespace(indicator=indicator, points=points, entry=entry, ground=None, start=at, end=at + 2)


ROBBED = [sign("BI-80", 2)]
HINTED = [sign("BI-80", 1)]
LONG = 730
"""Signs: some hundred and thirty English words."""


@pytest.mark.parametrize(
    ("sound", "alone", "beside_a_hint", "beside_a_robbery"),
    [
        pytest.param([sign("BI-10", 4, Kind.SLUR)], True, True, True, id="a slur that was shouted"),
        pytest.param([sign("BI-10", 3, Kind.SLUR)], True, False, False, id="a slur of which nobody is told to have said it"),
        pytest.param([sign("BI-01", 3)], True, False, False, id="what the victim perceives"),
        pytest.param([sign("BI-20", 2)], False, False, False, id="something middling"),
        pytest.param([sign("BI-60", 1), sign("BI-52", 1), sign("BI-43", 1)], False, False, False, id="three lesser things"),
        pytest.param(
            [sign("BI-20", 2), *(sign(one, 1) for one in ("BI-60", "BI-43", "BI-70", "BI-11"))], True, False, False,
            id="much together",
        ),
        pytest.param(
            [sign("BI-20", 2), *(sign(one, 1) for one in ("BI-40", "BI-41", "BI-51", "BI-52", "BI-50"))], False, False, False,
            id="a place, again, each time: as in any account",
        ),
        pytest.param(
            [sign("BI-12", 3), sign("BI-01", 3), sign("BI-20", 2), sign("BI-60", 2)], True, True, True,
            id="more than another motive outweighs",
        ),
        pytest.param([sign("BI-52", 2, rule=f"xx.cue.{one}-word") for one in "abcdefgh"], False, False, False, id="mere words"),
        pytest.param([sign("BI-60", 1, rule="xx.cue.same")] * 9, False, False, False, id="one rule many times"),
    ],
)  # fmt: skip
def test_what_stands_alone_together_and_beside_another_motive(sound, alone, beside_a_hint, beside_a_robbery):
    assert stands(sound, [], LONG) is alone
    assert stands(sound, HINTED, LONG) is beside_a_hint
    assert stands(sound, ROBBED, LONG) is beside_a_robbery


def test_how_long_an_account_is_tells_its_signs_and_neither_its_words_nor_its_blanks():
    english, finnish = "I was on the bus to work in the morning", "Olin aamulla bussissa matkalla töihin"
    assert [lay_out(text, words(text)).length for text in (english, finnish)] == [len(english) + 1, len(finnish) + 1]
    assert lay_out("on    the bus", words("on    the bus")).length == len("on the bus") + 1


@pytest.mark.parametrize(("length", "is_shown"), [(28, True), (335, True), (336, False), (1120, False)])
def test_in_a_long_account_more_is_found_by_chance(length, is_shown):
    assert stands([sign("BI-20", 2), sign("BI-60", 1)], [], length) is is_shown


def test_words_of_everyday_trouble_and_of_scenes_that_tell_weigh_and_show_nothing_of_themselves():
    middling = [sign("BI-20", 2), sign("BI-60", 1), sign("BI-43", 1)]
    assert not stands(middling, [], LONG)
    assert stands(middling, [], LONG, leaning=1)
    assert not stands(middling, [], LONG, leaning=-1)
    assert not stands([sign("BI-20", 2)], ROBBED, LONG, leaning=50)
    assert stands([sign("BI-10", 4, Kind.SLUR)], ROBBED, LONG, leaning=-50)


def test_each_different_word_leans_once():
    def leaning(text):
        layout = lay_out(text, words(text))
        return find(machine("en"), layout, [(0, len(layout.words))]).leaning

    assert (
        leaning("The insurer wants the deposit for the bumper.") < leaning("The bumper, the bumper, the bumper!") == -1
    )
    assert leaning("They spat and smeared it.") > 0 == leaning("It was on Tuesday.")


def test_each_further_rule_that_names_another_motive_weighs_elsewhere_more_than_on_the_same_words():
    strong = [sign("BI-12", 3), sign("BI-01", 3), sign("BI-20", 2), sign("BI-60", 2)]
    beside, elsewhere = (sign("BI-80", 2, rule="xx.cue.quarrel", at=at) for at in (4, 40))
    assert stands(strong, ROBBED, LONG)
    assert stands(strong, [*ROBBED, *ROBBED], LONG)
    assert not stands(strong, [*ROBBED, beside, sign("BI-80", 1, rule="xx.cue.hint", at=40)], LONG)
    assert not stands(strong, [*ROBBED, elsewhere], LONG)
    assert stands([*strong, sign("BI-61", 1)], [*ROBBED, beside], LONG)


def test_two_motives_that_are_named_say_as_much_as_six():
    named = [sign("BI-80", 2, rule=f"xx.cue.motive-{at}", at=at) for at in range(0, 240, 40)]
    strong = [
        sign("BI-12", 3),
        sign("BI-01", 3),
        sign("BI-20", 2),
        sign("BI-60", 2),
        sign("BI-31", 3),
        sign("BI-43", 2),
    ]
    assert stands(strong, named[:2], LONG)
    assert stands(strong, named, LONG)
    assert not stands(strong[:-2], named[:2], LONG)
    assert stands(strong[:-2], named[:1], LONG)


def test_a_banner_that_speaks_against_hate_is_no_sign():
    assert (
        rules('At the march they carried a banner: "hatred has no place here". A Syrian lad sprained his ankle.')
        == set()
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Eu gritei, ele correu para a Rua das Pretas e perdi-o de vista. Chamei-lhe ladrão.", "pt"),
        ("Il signor Negri del primo piano ha gridato e ha chiamato i vigili.", "it"),
        ("Don Cristóbal Moro, el del estanco, gritó que le habían robado.", "es"),
    ],
)
def test_a_slur_written_as_a_name_is_a_person_or_a_street(text, language):
    assert identify(text, language=language).suggestions == ()


def test_a_slur_that_begins_what_is_said_is_none_the_less_one():
    assert identify("Me gritó: «Moro de mierda, vete a tu país».", language="es").suggestions


def test_what_stands_on_a_banner_against_hate_tells_nothing_even_where_it_names_it():
    banner = (
        "Havia muita gente na marcha, com um cartaz a dizer «Racismo não é opinião, é crime». Roubaram-me o telemóvel."
    )
    assert identify(banner, language="pt").suggestions == ()


def test_at_most_seven_families_are_shown():
    text = (
        "They shouted “dirty Paki, go home” at me, it is because of my skin. Two skinheads with swastika tattoos, on the eve of "
        "Eid, outside the mosque, for the third time this month, kicked me on the ground and filmed it. They took nothing. The "
        "white customers were left alone. There was a row about parking."
    )
    assert 5 <= len({one.family for one in identify(text, language="en").suggestions}) <= 7


def test_in_a_long_account_a_family_for_which_next_to_nothing_speaks_takes_no_place():
    told = (
        "They shouted “dirty Paki, go home” at me, it was because of my skin. It was the eve of Eid. "
        "The white customers were left alone. "
    )
    beside = "I had bread, milk and some apples in my bag. "
    short, long = (
        {one.family for one in identify(text, language="en").suggestions} for text in (told, told + 10 * beside)
    )
    assert short - long == {"motive"}
    assert len(short) == 5


@pytest.mark.parametrize(
    ("text", "language", "grounds"),
    [
        ("Muslim women deserve a seat like anybody.", "en", ("REL.MUS",)),
        ("Las chicas negras del equipo han jugado bien.", "es", ("RACE.BLACK",)),
        ("Women are welcome at the workshop.", "en", ("GEN.F",)),
        ("She cooked faggots in gravy with peas.", "en", ()),
        ("č i g ā n i laukā no skolas", "lv", ("RACE.ROMA",)),
    ],
)  # fmt: skip
def test_of_competing_grounds_the_one_that_tells_is_named(text, language, grounds):
    assert short(text, language).mentioned == grounds


def test_a_group_within_quotation_marks_is_not_put_together_with_what_is_said_of_the_quotation():
    assert all(one.caveats for one in short('"Muslims out" is a disgusting thing to paint on a wall.').suggestions)


def test_a_negation_does_not_reach_over_but():
    negated = {one.rule: one.caveats for one in short("Muslims are not people but vermin.").suggestions}
    assert negated
    assert any(Caveat.NEGATED not in caveats for caveats in negated.values())
