"""The parts: cutting, near words, transliteration, layout, languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.assessment.identify.compiling import machine
from proximity.assessment.identify.cutting import bare, forms, words
from proximity.assessment.identify.fuzzy import Near, is_near
from proximity.assessment.identify.inflection import accented, as_written, masculine, stem
from proximity.assessment.identify.languages import guess
from proximity.assessment.identify.layout import lay_out
from proximity.assessment.identify.tables import Table
from proximity.assessment.identify.transliteration import to_cyrillic


@given(text=st.text(max_size=200))
def test_words_are_stretches_of_the_text(text):
    found = words(text)
    assert [text[word.start : word.end] for word in found] == [word.text for word in found]
    assert all(word.forms and all(word.forms) for word in found)


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ("n3gro", "negro"), ("f@ggot", "faggot"), ("$cum", "scum"), ("mo\u200bro", "moro"), ("Мuslim", "muslim"),
        ("mo\u2063r\ufe0fo", "moro"), ("m\u0336o\u0336r\u0336o\u0336", "moro"), ("mo\u202ero", "moro"), ("т0ва", "това"),
        ("циганi", "цигани"), ("niggggger", "nigger"), ("ＭＯＲＯ", "moro"),
    ],
)  # fmt: skip
def test_disguises_are_undone(raw, read_as):
    assert read_as in forms(raw)


@pytest.mark.parametrize("raw", ["4th", "2024", "112", "b2", "covid19", "50k"])
def test_numbers_stay_numbers(raw):
    assert forms(raw) == (raw,)


def test_each_script_wins_by_its_letters():
    assert forms("paкi")[0] == "paki"
    assert forms("цигaни")[0] == "цигани"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("moro", "moro", True), ("faggot", "fagot", True), ("faggot", "fagggot", True), ("faggot", "faggto", True),
     ("faggot", "fagget", True), ("faggot", "maggat", False), ("abcd", "ab", False)],
)  # fmt: skip
def test_one_letter_away(one, other, near):
    assert is_near(one, other) is near
    assert (other in Near([other]).of(one)) is near


def test_bulgarian_in_latin_letters():
    assert "цигани" in to_cyrillic("cigani")
    assert "бежанци" in to_cyrillic("bejanci")
    assert "ялта" in to_cyrillic("jalta")
    assert to_cyrillic("é") == ()


def test_stems_keep_four_letters():
    assert stem("imigrantiem", "lv") == stem("imigrants", "lv") == "imigrant"
    assert stem("имигрантите", "bg") == stem("имигрант", "bg")
    assert stem("gays", "en") == "gays"[:4]


def test_accents_come_off():
    assert bare("español") == "espanol"


def test_sentences_do_not_end_at_dates_and_initials():
    text = "On 20.4. it began. J. Smith came! He left"
    layout = lay_out(text, words(text))
    assert len(layout.starts) == 3


def test_quotations_are_found_in_the_ways_of_eight_languages():
    for text in ("“a b”", "„a b“", "„a b”", "«a b»", "”a b”", '"a b"', "‘a b’", "'a b'"):
        layout = lay_out(text, words(text))
        assert layout.quote_of(0, 2) is not None, text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They shouted at us at the bus stop", "en"), ("Nos gritaron en la parada del autobús", "es"),
        ("Ci hanno gridato alla fermata", "it"), ("Gritaram connosco na paragem do autocarro", "pt"),
        ("He huusivat meille bussipysäkillä", "fi"), ("Nad karjusid meie peale bussipeatuses", "et"),
        ("Viņi kliedza uz mums autobusa pieturā", "lv"), ("Викаха ни на спирката", "bg"),
        ("vikaha ni na spirkata che sme cigani", "bg"), ("f i l t h y vermin must die", "en"),
        ("Viņš uzkliedza: понаехали тут, валите домой", "lv"), ('Bussis karjuti: "Вали домой, убирайся отсюда"', "et"),
        ("Каза ми: go back to your country, и ме блъсна", "bg"), ("Работя в Example Bus Station в София", "bg"),
    ],
)  # fmt: skip
def test_languages_are_told_apart(text, language):
    assert guess(words(text)) == language


@pytest.mark.parametrize(
    ("word", "language", "written"),
    [
        ("huutanu", "fi", "huutanut"), ("uhkas", "fi", "uhkasi"), ("kaupas", "fi", "kaupassa"), ("talo", "fi", None),
        ("uhkas", "et", None), ("llegao", "es", "llegado"), ("shoutin", "en", "shouting"), ("matá", "pt", "matar"),
    ],
)  # fmt: skip
def test_what_is_written_as_it_is_spoken_is_led_to_the_dictionary(word, language, written):
    assert as_written(word, language) == written


@pytest.mark.parametrize(
    ("word", "language", "found"),
    [
        ("acompañadas", "es", "acompañado"), ("vestidos", "pt", "vestido"), ("seguite", "it", "seguito"), ("moros", "es", None),
        ("followed", "en", None),
    ],
)  # fmt: skip
def test_a_participle_is_found_in_either_gender_and_number(word, language, found):
    assert masculine(word, language) == found


LETTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])


@given(
    words=st.lists(st.tuples(st.text(LETTERS, min_size=1, max_size=8), st.integers(0, 70000))),
    form=st.text(LETTERS, max_size=12),
)
def test_a_table_gives_back_what_was_noted(words, form):
    table, noted = Table(), {}
    for word, number in words:
        table.add(word, number)
        noted.setdefault(word, []).append(number)
    table.close()
    assert {word: list(table.get(word)) for word in noted} == noted
    assert list(table.get(form)) == noted.get(form, [])
    assert (form in table) == (form in noted)
    assert table.get(None) == ()
    assert None not in table
    begun = [number for end in range(1, len(form) + 1) for number in noted.get(form[:end], [])]
    assert sorted(table.begun(form)) == sorted(begun)
    assert list(table.beginnings(form)) == [form[:end] for end in range(1, len(form) + 1) if form[:end] in noted]


@pytest.mark.parametrize(
    ("word", "language", "written"),
    [
        ("policia", "es", "policía"), ("piu", "it", "più"), ("ninguem", "pt", "ninguém"), ("hyokkasi", "fi", "hyökkäsi"),
        ("votnud", "et", "võtnud"), ("kaimini", "lv", "kaimiņi"),
    ],
)  # fmt: skip
def test_what_was_typed_without_accents_is_read_with_those_of_the_dictionary(word, language, written):
    assert written in accented(word, language)
    assert accented("qqq", language) == ()
    assert accented(word, "en") == ()
    assert machine(language).choices((word,), is_bare=False) >= machine(language).choices((written,), is_bare=False)
