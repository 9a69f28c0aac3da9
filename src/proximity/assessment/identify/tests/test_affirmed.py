"""Negations, denunciations and others' words that turn nothing, beside those that do."""

import pytest

from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.reading import identify


def suggested(text, language):
    return identify(text, mode=Mode.REPORTED_TEXT, language=language).suggestions


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("No doubt about it, Muslims are animals.", "en"), ("Muslims aren't just thieves, they are animals.", "en"),
        ("It's not racist to say that Muslims are animals.", "en"), ("I'm not a racist but Muslims are animals.", "en"),
        ("They will say that it is racism, but Muslims are animals.", "en"),
        ("As my grandfather used to say, Muslims are animals.", "en"), ("Don't tell me that Muslims are not animals.", "en"),
        ("No se puede negar que los musulmanes son animales.", "es"),
        ("No soy racista, pero los musulmanes son animales.", "es"),
        ("Non è razzismo dire che i musulmani sono animali.", "it"),
        ("Chiamatemi razzista, ma i musulmani sono animali.", "it"),
        ("Os muçulmanos não são só ladrões, são animais.", "pt"), ("Kaikki tietävät, että somalit ovat laiskoja.", "fi"),
        ("Ma pole rassist, aga mustlased on vargad.", "et"), ("Bez šaubām čigāni ir zagļi.", "lv"),
        ("Не съм расист, но циганите са крадци.", "bg"),
    ],
)  # fmt: skip
def test_a_no_that_means_yes_does_not_turn_what_follows(text, language):
    assert suggested(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("People say that Muslims are animals, but that is a lie.", "en"),
        ("I never said that Muslims are animals.", "en"), ("It is wrong to say that Muslims are animals.", "en"),
        ("It may be a joke, but to say that Muslims are animals is racism.", "en"),
        ("Nunca he dicho que los musulmanes sean animales.", "es"),
        ("Tutti lo dicono, ma i musulmani non sono animali.", "it"),
        ("Dizem que os muçulmanos são animais, mas é mentira.", "pt"),
        ("Neviens nedrīkst teikt, ka čigāni ir zagļi.", "lv"),
        ("Ma ei leia sugugi, et mustlased on vargad.", "et"),
    ],
)  # fmt: skip
def test_a_no_that_means_no_does(text, language):
    assert not suggested(text, language)


def test_a_negation_reaches_over_the_whole_name_of_people():
    text = "No creo que los usuarios de silla de ruedas sean una carga."
    assert not suggested(text, "es")


def test_a_denunciation_that_shares_a_word_with_a_hit_is_one():
    assert not suggested("Inetu on kutsuda romasid rottideks.", "et")
