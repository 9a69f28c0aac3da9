"""What is suggested, and above all what is not."""

import pytest

from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.reasons import REASONS
from proximity.assessment.identify.results import Caveat


def indicators(text, **kwargs):
    return {one.indicator for one in identify(text, **kwargs).suggestions}


def words(text, indicator, **kwargs):
    return [
        text[one.words.start : one.words.end]
        for one in identify(text, **kwargs).suggestions
        if one.indicator == indicator
    ]


STORY = (
    'Two men shouted "go back to your country, you filthy Paki" at me outside the mosque and kicked me on the ground. '
    "One of them filmed it on his phone. I think it is because of my skin. They took nothing."
)


def test_an_account_shows_words_place_manner_and_what_the_person_thinks():
    assert indicators(STORY) >= {"BI-01", "BI-10", "BI-40", "BI-60"}
    assert "BI-70" in indicators("They took nothing. One said: “filthy Paki”.")
    assert any("Paki" in found for found in words(STORY, "BI-10"))


def test_a_slur_that_is_quoted_in_an_account_weighs_more():
    told = [one for one in identify(STORY).suggestions if one.indicator == "BI-10"]
    assert max(one.points for one in told) > 3
    assert any(Caveat.QUOTED in one.caveats for one in told)


def test_a_hostile_quotation_counts_where_the_account_names_the_group_elsewhere():
    said = "A man on the stairs shouted “we will kill you”."
    of_whom = "The woman next door is Roma. She was carrying shopping. It was raining. "
    assert any(one.points == 2 and one.rule == "engine.quote" for one in identify(of_whom + said).suggestions)
    assert all(one.points < 2 for one in identify(said).suggestions if one.rule == "engine.quote")


def test_what_follows_a_name_that_somebody_is_called_by_is_for_them():
    called = "Muslim, your little shop on the corner we will burn down."
    assert identify(called, mode=Mode.REPORTED_TEXT).suggestions


@pytest.mark.parametrize(
    "text",
    [
        "The Muslim family next door moved in last week.",
        "I love my gay friends, they are wonderful people.",
        "The victim, a Roma woman, was robbed of her handbag by a man who demanded money.",
        "The robber took the cash from the till of the Turkish restaurant and ran.",
        "They argued about loud music; the neighbour is Polish.",
        "La familia gitana vive en el tercero y el ascensor no funciona.",
        "No llevaba el velo puesto cuando le robaron el móvil.",
    ],
)
def test_a_neutral_mention_a_robbery_a_quarrel_raise_nothing(text):
    assert identify(text).suggestions == ()


@pytest.mark.parametrize("text", ["I don't hate Muslims.", "Muslims are not animals.", "Los gitanos no son ladrones."])
def test_what_is_negated_raises_nothing_in_a_reported_text(text):
    assert identify(text, mode=Mode.REPORTED_TEXT).suggestions == ()


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("Muslims are animals", "REL.MUS"), ("No Muslim deserves to live", "REL.MUS"),
        ("Deport all the Romanians", "XENO.NATION"),
        ("Los gitanos son ratas", "RACE.ROMA"), ("Ningún judío merece respeto", "REL.JEW"),
        ("k i l l all m u s l i m s", "REL.MUS"),
        ("#killallmuslims", "REL.MUS"), ("Mus1ims are scum", "REL.MUS"), ("Musllims are vermin", "REL.MUS"),
        ("Мuslims are scum", "REL.MUS"),
    ],
)  # fmt: skip
def test_hostile_sentences_are_seen_through_disguises(text, ground):
    reading = identify(text, mode=Mode.REPORTED_TEXT, language="es" if text.startswith(("Los", "Ning")) else "en")
    assert ground in reading.grounds


def test_a_text_without_accents_is_read_and_a_minimal_pair_is_guarded():
    assert "REL.MUS" in identify("Los musulmanes rezan en su mezquita", language="es").mentioned
    assert (
        "REL.MUS" in identify("los musulmanes del barrio y la musulmana de al lado del portal", language="es").mentioned
    )


@pytest.mark.parametrize(("text", "sign"), [("Auf der Wand war 卐 zu sehen", "卐"), ("he sent ᛋᛋ to the group", "ᛋᛋ")])
def test_signs_that_are_no_words_are_found_where_they_stand(text, sign):
    found = [one for one in identify(text, language="en").suggestions if one.rule.endswith("unicode-swastika")]
    assert [text[one.words.start : one.words.end] for one in found] == [sign]


def _words(text, span):
    return text[span.start : span.end]


def test_what_is_pointed_at_is_the_sentence_and_what_was_found_stands_in_it():
    found = [one for one in identify(STORY, language="en").suggestions if "filmed" in _words(STORY, one.words)]
    assert {_words(STORY, *one.spans) for one in found} == {"One of them filmed it on his phone"}


def test_a_sentence_is_shown_once_but_no_ground_and_no_slur_is_lost():
    text = 'They shouted "go back to your country, you filthy Paki, you dirty tranny" at me.'
    spoken = [one for one in identify(text, language="en").suggestions if one.indicator == "BI-10"]
    assert {one.ground for one in spoken} >= {"RACE.ASIAN", "GI.TRANS"}
    assert {"Paki", "tranny"} <= {_words(text, one.words) for one in spoken}
    assert len({one.words for one in spoken}) == len(spoken)


def test_of_a_long_sentence_as_much_is_quoted_as_is_no_page():
    text = "and then " * 60 + 'he called me a "filthy Paki" ' + "and went on " * 60
    found = [one for one in identify(text, language="en").suggestions if one.rule.startswith("en.slur.")]
    assert found
    for one in found:
        (passage,) = one.spans
        assert 180 < passage.end - passage.start <= 200
        assert passage.start < one.words.start < one.words.end < passage.end


def test_a_name_is_no_slur_where_nobody_speaks():
    assert identify("El burro Moro salió del corral.", language="es").suggestions == ()


def test_what_says_little_needs_company():
    alone = "They were filming with a phone in the street."
    assert indicators(alone) == set()
    assert "BI-60" in indicators(alone + ' One of them shouted "dirty Jew, we will burn you".')


def test_another_motive_stands_against_and_holds_back_what_is_middling():
    reading = identify("He demanded money and took the phone. The shop belongs to a Muslim.")
    assert reading.suggestions == ()
    assert {one.indicator for one in reading.against} == {"BI-80"}


def test_every_family_without_a_sign_is_asked_in_the_language_of_the_text():
    reading = identify("Me llamaron sudaca en el autobús.", language="es")
    assert "expression" not in {one.family for one in reading.open_questions}
    assert all(one.question.startswith("¿") for one in reading.open_questions)


def test_a_sentence_in_another_language_is_read_with_that_lexicon():
    text = "Ayer me gritaron en el metro «Get back to your country, you filthy Paki». No dije nada y bajé en la siguiente parada."
    assert any(one.rule.startswith("en.") for one in identify(text).suggestions)


def test_each_reason_has_its_sentence():
    assert all(one.reason in REASONS for one in identify(STORY).suggestions)


def test_nothing_says_yes_or_no():
    reading = identify(STORY)
    assert not [
        name for name in dir(reading) if "hate" in name or "verdict" in name or "score" in name or "probab" in name
    ]


def of_what(text):
    read = identify(text, mode=Mode.REPORTED_TEXT)
    return {*read.grounds, *read.mentioned}


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("The Peruvian nurse has kept her accent.", "RACE.LATAM"),
        ("Gays have no place in our church.", "SO.GAY"),
        ("Brazilians are whores and thieves.", "RACE.LATAM"),
    ],
)
def test_accents_places_and_insults_of_women_are_no_second_ground(text, ground):
    assert of_what(text) == {ground}


@pytest.mark.parametrize(
    "text", ["I'm a proud dyke and so is my wife.", "Us crips are taking over the mosh pit on Saturday."]
)
def test_a_word_said_with_pride_of_oneself_raises_nothing(text):
    assert identify(text, mode=Mode.REPORTED_TEXT).suggestions == ()


def test_delight_in_hurting_others_is_no_pride_in_oneself():
    assert identify("We love beating up faggots.", mode=Mode.REPORTED_TEXT).suggestions


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A Roma woman told us that they are all thieves in that shop.", "en"),
        ("La mujer gitana dijo que son unos ladrones.", "es"),
    ],
)
def test_who_says_it_is_not_whom_it_is_said_of(text, language):
    assert identify(text, language=language).suggestions == ()
    said_of_them = {"en": "They said that Roma women are thieves.", "es": "Dijeron que las gitanas son unas ladronas."}
    assert {one.ground for one in identify(said_of_them[language], language=language).suggestions} == {"RACE.ROMA"}


@pytest.mark.parametrize(
    ("text", "language", "ground"),
    [
        ("My street is full of Muslims. They are vermin.", "en", "REL.MUS"),
        ("Vienen muchos gitanos. Son basura.", "es", "RACE.ROMA"),
        ("My neighbours are Muslims. They are lovely, the rats are in the cellar.", "en", None),
        ("I love my Muslim friends. Those boxes are full of vermin.", "en", None),
        ("Gypsies? My whole street is now full of vermin.", "en", "RACE.ROMA"),
        ("Los gitanos han vuelto. Otra vez toda la escoria.", "es", "RACE.ROMA"),
        ("La feccia di questo quartiere? I rom.", "it", "RACE.ROMA"),
    ],
)
def test_they_in_the_next_sentence_of_a_short_text_are_those_named_before(text, language, ground):
    suggested = {one.ground for one in identify(text, mode=Mode.REPORTED_TEXT, language=language).suggestions}
    assert suggested == ({ground} if ground else set())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You are gay, and for that we will break your legs.", "en"),
        ("If gays march here on Saturday, my friends will be waiting with knives.", "en"),
        ("80 inmigrantes más al hotel, toma escoria para la isla.", "es"),
        ("Esa mezquita es un nido de ratas.", "es"),
        ("I am sick of your rainbow flags.", "en"),
    ],
)
def test_a_threat_reaches_over_a_comma_and_things_stand_for_people(text, language):
    assert identify(text, mode=Mode.REPORTED_TEXT, language=language).suggestions


def test_i_and_you_before_a_slur_is_not_said_of_oneself():
    told = identify("Es tev, pidar, parādīšu.", mode=Mode.REPORTED_TEXT, language="lv").suggestions
    assert told
    assert all(Caveat.IN_GROUP_USE not in one.caveats for one in told)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Ho parlato con Marta e con Zingaretti al mercato.", "it"), ("Falei com o Mamadou na loja.", "pt")],
)
def test_a_name_is_not_taken_for_a_word_one_letter_away(text, language):
    assert identify(text, language=language).mentioned == ()


def test_a_word_misspelt_is_still_found():
    assert identify("Gli dissero: sporco zingarro, via di qui.", language="it").suggestions
