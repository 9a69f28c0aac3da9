"""Which grounds a short text is told to be about, and what is read through letters set apart or run together."""

import pytest

from proximity.assessment.identify.compiling import machine
from proximity.assessment.identify.cutting import forms, words
from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.rejoining import rejoin


def of_what(text, language):
    read = identify(text, mode=Mode.REPORTED_TEXT, language=language)
    return {*read.grounds, *read.mentioned}


@pytest.mark.parametrize(
    ("text", "language", "ground"),
    [
        ("Black people are stupider than white people.", "en", "RACE.BLACK"),
        ("Los chinos trajeron la enfermedad y el virus.", "es", "RACE.ASIAN"),
        ("Esos maricones y esas bolleras son una plaga.", "es", "SO.LGBT"),
        ("Geji un lezbietes ir izdzimteņi.", "lv", "SO.LGBT"),
        ("Roma families from Hungary rent the flats by the canal.", "en", "RACE.ROMA"),
        ("Os refugiados iraquianos abriram uma padaria.", "pt", "XENO.MIGRANT"),
        ("Los judíos son unos retrasados.", "es", "REL.JEW"),
        ("A Christian town has no room for Jews.", "en", "REL.JEW"),
        ("The parish priest said that gay couples must be welcome.", "en", "SO.GAY"),
        ("People with black skin are less clever than whites.", "en", "RACE.BLACK"),
        ("Una persona con disabilità mentale è soltanto un vegetale.", "it", "DIS.MENT"),
        ("Those lesbians are at it again. They're no mothers to anyone.", "en", "SO.LESB"),
        ("Romanialaiset ovat loisia, sanoi mies bussissa.", "fi", "XENO.NATION"),
        ("I can't stand Polish folk.", "en", "XENO.NATION"),
        ("Indian folks run the choir.", "en", "RACE.ASIAN"),
        ("Black thieves have no place in this town.", "en", "RACE.BLACK"),
        ("Proud to be black.", "en", "RACE.BLACK"),
        ("Black-owned shops are the best in our street.", "en", "RACE.BLACK"),
    ],
)
def test_of_several_words_one_tells_the_ground(text, language, ground):
    assert of_what(text, language) == {ground}


@pytest.mark.parametrize(
    ("text", "language", "grounds"),
    [
        ("Poles, Roma and Muslims share the hall on Fridays.", "en", {"XENO.NATION", "RACE.ROMA", "REL.MUS"}),
        ("Cristianos y musulmanes cenaron juntos.", "es", {"REL.CHR", "REL.MUS"}),
        ("Women are paid less. Jews run the shop next door.", "en", {"GEN.F", "REL.JEW"}),
    ],
)
def test_people_named_side_by_side_are_all_named(text, language, grounds):
    assert of_what(text, language) == grounds


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("«Vete a tu país» no es una opinión, es racismo.", "es"),
        ("“Torna al tuo paese” non si dice a nessuno, è una vergogna.", "it"),
    ],
)
def test_what_is_said_against_a_command_is_about_those_whom_it_is_for(text, language):
    assert of_what(text, language) == {"XENO.MIGRANT"}
    assert not identify(text, mode=Mode.REPORTED_TEXT, language=language).suggestions


def read_as(text, language):
    return [word.form for word in rejoin(words(text), machine(language), text)]


def test_letters_set_apart_run_on_into_a_word_of_one_letter():
    assert read_as("m a r o c c h i n i a casa vostra", "it") == ["marocchini", "a", "casa", "vostra"]
    assert read_as("a c i g a n a d a", "pt") == ["a", "ciganada"]


def test_a_missing_apostrophe_is_none_that_matters():
    assert read_as("they dont, theyre, Im, youll", "en") == ["they", "don", "t", "they", "re", "i", "m", "you", "ll"]
    assert read_as("youre lents", "it") == ["youre", "lents"]


@pytest.mark.parametrize(
    ("text", "language", "ground"),
    [
        ("un chico en silla d ruedas no puede ser profe", "es", "DIS.PHYS"),
        ("n gosto de ciganos", "pt", "RACE.ROMA"),
    ],
)
def test_words_shortened_on_phones_are_read_in_full(text, language, ground):
    assert of_what(text, language) == {ground}


def test_words_run_together_are_parted_where_they_are_a_sentence_and_not_where_they_are_one_word():
    assert read_as("sendthemallback", "en") == ["send", "them", "all", "back"]
    assert read_as("Nāvevisiemkrieviem", "lv") == ["nāve", "visiem", "krieviem"]
    for compound, language in (("transpersona", "lv"), ("домакинката", "bg"), ("islamofobia", "es")):
        assert read_as(compound, language) == [compound]


def test_two_letters_changed_over_in_an_inflected_word():
    assert of_what("Мигарнтите са паразити.", "bg") == {"XENO.MIGRANT"}


def test_a_small_word_without_accent_is_no_other_word_even_in_a_text_without_any():
    assert machine("et").choices(("nagu",), is_bare=True) == machine("et").choices(("nagu",), is_bare=False)
    assert machine("et").choices(("nainud",), is_bare=True) > machine("et").choices(("nainud",), is_bare=False)


@pytest.mark.parametrize("text", ["Irish folk music at the pub tonight.", "A Chinese folk tale for the little ones."])
def test_folk_is_not_always_people(text):
    assert of_what(text, "en") == set()


def test_more_digits_than_letters_may_still_be_a_word():
    assert "paneleiro" in forms("p4n3l31r0")
    assert forms("a1b2c3d4e")[0] == "a1b2c3d4e"


def test_a_word_that_is_for_accounts_names_nothing_in_a_short_text():
    account = identify("Os quatro viviam numa estufa sem água.", language="pt")
    told = identify("Os quatro viviam numa estufa sem água.", mode=Mode.REPORTED_TEXT, language="pt")
    assert account.mentioned == ("XENO.MIGRANT",)
    assert told.mentioned == ()


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("Fair play to the Chinese for frying rice, but they were never built for thinking.", "RACE.ASIAN"),
        ("Latin Americans mop well enough, and that is where their talents end.", "RACE.LATAM"),
    ],
)
def test_what_is_said_of_them_reaches_back_to_the_people_before_a_comma(text, ground):
    assert set(identify(text, mode=Mode.REPORTED_TEXT, language="en").grounds) == {ground}


def test_what_says_less_does_not_reach_back_nor_does_he_stand_for_people_in_english():
    for text in (
        "Our Polish guests came in June, and after lunch they could never cope with the wind.",
        "My Polish uncle fries rice for us all, but he was never built for thinking.",
    ):
        assert not identify(text, mode=Mode.REPORTED_TEXT, language="en").grounds


def test_your_kind_is_who_the_sentence_before_is_about():
    found = identify("A turban? Your kind is not wanted here.", mode=Mode.REPORTED_TEXT, language="en")
    assert set(found.grounds) == {"REL.SIKH"}


def test_a_negation_in_the_name_of_people_negates_nothing():
    told = identify("Someone who cannot walk is vermin.", mode=Mode.REPORTED_TEXT, language="en")
    assert set(told.grounds) == {"DIS.PHYS"}
    assert not identify("Someone in a wheelchair is not vermin.", mode=Mode.REPORTED_TEXT, language="en").grounds


@pytest.mark.parametrize(
    ("frame", "colours"),
    [
        (
            "The new caretaker happens to be {}.",
            {"black": "RACE.BLACK", "white": "RACE.WHITE", "foreign": "XENO.MIGRANT"},
        ),
        ("Someone {} moved in upstairs.", {"black": "RACE.BLACK", "white": "RACE.WHITE", "foreign": "XENO.MIGRANT"}),
        ("He isn't {}, he's just shy.", {"black": "RACE.BLACK", "white": "RACE.WHITE", "foreign": "XENO.MIGRANT"}),
        ("I would never sit next to a {}.", {"black": "RACE.BLACK"}),
        ("Hang every {} you find.", {"black": "RACE.BLACK"}),
    ],
)
def test_colours_are_words_for_people_where_people_are_spoken_of(frame, colours):
    for word, ground in colours.items():
        read = identify(frame.format(word), mode=Mode.REPORTED_TEXT, language="en")
        assert {*read.mentioned, *read.grounds} == {ground}


@pytest.mark.parametrize(
    "text",
    [
        "The cat turned out to be black.", "That screen looks black to me.", "Half the street is white with snow.",
        "My boss was white with rage.", "I called it black humour.", "A decent black coat costs a fortune.",
        "That word sounds foreign to me.", "I go back to Africa every summer to see the elephants.",
        "Everyone danced with gay abandon at the fair.", "The pansies need water.", "A bird hit the window.",
        "The homeless hermit crab found a shell.", "Sunday mass-market paperbacks.", "A crip-sheet helps before exams.",
        "No men were hurt in the crash.", "The priest's hole is behind the fireplace.",
    ],
)  # fmt: skip
def test_colours_of_things_and_words_that_only_look_like_people_name_nobody(text):
    read = identify(text, mode=Mode.REPORTED_TEXT, language="en")
    assert not {*read.mentioned, *read.grounds}
    assert not read.suggestions


@pytest.mark.parametrize(
    ("people", "ground"),
    [
        ("males", "GEN.M"), ("stay-at-home dads", "GEN.M"), ("people fleeing war", "XENO.MIGRANT"),
        ("people who come here on boats", "XENO.MIGRANT"), ("dyslexics", "DIS.MENT"), ("lip-readers", "DIS.PHYS"),
        ("gender-confused kids", "GI.TRANS"), ("millennials", "AGE"), ("people who use the food bank", "APO"),
        ("the jobless", "APO"), ("men in kippot", "REL.JEW"), ("mulattos", "RACE.BLACK"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["No room here for {}.", "I hate {}."])
def test_people_are_named_in_many_words(frame, people, ground):
    read = identify(frame.format(people), mode=Mode.REPORTED_TEXT, language="en")
    assert {*read.mentioned, *read.grounds} == {ground}


@pytest.mark.parametrize(
    "text",
    [
        "Polish is an ugly language.", "I heard Polish being spoken behind me.", "Hearing Polish everywhere makes me sick.",
        "People with foreign accents sound thick.", "Learn the language or leave.", "Interpreter needed for Tigrinya.",
    ],
)  # fmt: skip
def test_a_language_is_not_the_nation_that_speaks_it(text):
    read = identify(text, mode=Mode.REPORTED_TEXT, language="en")
    assert {*read.mentioned, *read.grounds} == {"XENO.LANG"}
