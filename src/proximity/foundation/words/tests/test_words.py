"""Words: cut, folded, led to their dictionary forms, and told by language; nothing that somebody types makes it fail."""

import unicodedata
from importlib.metadata import version
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.foundation.words import build, lemmas
from proximity.foundation.words.languages import guess
from proximity.foundation.words.lemmas import LANGUAGES, are_built, led, rule_for, stem, stems
from proximity.foundation.words.stops import STOPS
from proximity.foundation.words.tokens import LONGEST, fold, tokens

# Two inflected forms of one word, each in the company that tells its language.
FORMS = {
    "bg": [("обидите", "обида"), ("викаха", "викам"), ("автобуса", "автобуси"), ("жените", "жена")],
    "en": [("shouted", "shouting"), ("women", "woman"), ("buses", "bus"), ("insulted", "insults")],
    "es": [("gritaron", "gritando"), ("mujeres", "mujer"), ("autobuses", "autobús"), ("golpeó", "golpearon")],
    "et": [("bussis", "bussid"), ("naistele", "naine"), ("karjusid", "karjuma"), ("tänaval", "tänav")],
    "fi": [("bussissa", "bussit"), ("naisille", "nainen"), ("huusivat", "huusi"), ("kadulla", "katu")],
    "it": [("gridarono", "gridare"), ("donne", "donna"), ("insulti", "insulto"), ("strade", "strada")],
    "lv": [("autobusā", "autobusi"), ("sievietēm", "sieviete"), ("ielā", "ielas"), ("vīrietis", "vīrieši")],
    "pt": [("gritaram", "gritar"), ("mulheres", "mulher"), ("insultos", "insulto"), ("ruas", "rua")],
    "uk": [("жінок", "жінка"), ("автобусі", "автобус"), ("кричали", "кричати"), ("вулиці", "вулиця")],
}
SPOKEN = {
    "bg": "Мъжът викаше на спирката, че трябва да се махаме от тук.",
    "en": "He shouted at us at the bus stop that we should go home.",
    "es": "El hombre nos gritó en la parada que nos fuéramos a nuestro país.",
    "et": "Mees karjus peatuses, et me läheksime koju, ja keegi ei aidanud.",
    "fi": "Mies huusi pysäkillä, että meidän pitäisi mennä kotiin.",
    "it": "Un uomo ci ha gridato alla fermata di tornare a casa nostra.",
    "lv": "Vīrietis pieturā kliedza, lai mēs braucam mājās.",
    "pt": "O homem gritou na paragem que devíamos voltar para a nossa terra.",
    "uk": "Чоловік кричав на зупинці, щоб ми їхали додому.",
    "ar": "صرخ الرجل في المحطة أن نعود إلى بلدنا",
}


def test_the_dictionaries_were_built_at_set_up():
    assert are_built(), "run `make setup`"


@given(
    word=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    lemma=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)
def test_a_rule_leads_a_word_to_its_dictionary_form(word, lemma):
    assert led(word, rule_for(word, lemma)) == lemma


def test_dictionaries_that_were_laid_out_otherwise_are_built_anew_and_go(tmp_path, monkeypatch):
    for module in (lemmas, build):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    monkeypatch.setattr(build, "LANGUAGES", ("lv",))
    monkeypatch.setattr(build, "STAMP", tmp_path / "version")
    (tmp_path / "lv.trie").write_bytes(b"of an earlier release")
    (tmp_path / "version").write_text(version("simplemma"))
    assert build.build()
    assert [one.name for one in tmp_path.glob("*.trie")] == [lemmas.path_of("lv").name]
    assert not build.build()


def test_words_that_end_alike_have_the_same_rule():
    assert rule_for("bussissa", "bussi") == rule_for("talossa", "talo")
    assert rule_for("Lissabonissa", "Lissabon") != rule_for("bussissa", "bussi")


@pytest.mark.parametrize(
    ("language", "one", "other"), [(language, *pair) for language, pairs in FORMS.items() for pair in pairs]
)
def test_a_form_of_a_word_finds_a_text_with_another(language, one, other):
    assert stem(one, language) in stems(other)
    assert stem(other, language) in stems(one)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_without_accents_is_found_too(language):
    """Somebody at a keyboard of another country types what she can."""
    for written in (word for pair in FORMS[language] for word in pair):
        assert stem(written, language) in stems(written)
    assert fold("Lavapiés") == fold("LAVAPIES") == "lavapies"
    assert fold("Mõisavahe") == "moisavahe"


@pytest.mark.parametrize(("language", "text"), SPOKEN.items())
def test_a_sentence_tells_its_language(language, text):
    assert guess(text) == language
    assert guess(text, likely="en") == language


def test_where_nothing_tells_the_likely_language_is_taken():
    assert guess("Lavapiés 14", likely="es") == "es"
    assert guess("", likely="fi") == "fi"
    assert guess("12345") == ""


def test_arabic_is_compared_as_it_is_written_without_its_marks():
    assert fold("مُحَمَّد") == fold("محمد")
    assert fold("أحمد") == fold("احمد")
    assert stem("المحطة", "ar") == fold("المحطه")


def test_words_stand_where_they_were_written():
    text = "L'autobús: «fuera», 2º B"
    assert [token.text for token in tokens(text)] == ["L", "autobús", "fuera", "2º", "B"]
    assert all(text[token.start : token.end] == token.text for token in tokens(text))


def test_without_dictionaries_words_are_folded_and_nothing_fails(monkeypatch, tmp_path):
    monkeypatch.setattr(lemmas, "FOLDER", tmp_path)
    assert not are_built()
    assert stem("Autobuses", "es") == "autobuses"


def test_small_words_are_folded():
    assert all(fold(word) == word for words in STOPS.values() for word in words)
    assert all(40 < len(words) < 200 for words in STOPS.values())


@given(st.text())
def test_whatever_is_typed_is_cut_and_the_pieces_stand_in_it(text):
    found = list(tokens(text))
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(word):
    assert fold(fold(word)) == fold(word)
    assert not any(unicodedata.category(sign) == "Mn" for sign in fold(word))


@given(
    st.text(alphabet=st.characters(categories=["Ll", "Lu", "Nd", "Mn"]), min_size=1, max_size=2 * LONGEST),
    st.sampled_from(LANGUAGES),
)
def test_a_dictionary_form_is_folded_and_is_among_all_forms(word, language):
    form = stem(word, language)
    assert fold(form) == form
    assert {form} - {""} <= stems(word)


@given(st.text())
def test_guessing_never_fails(text):
    assert guess(text) in {"", *STOPS}
