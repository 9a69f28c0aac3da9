"""The shared safety sentences: every country in every language, filled, and honest about what is in another language."""

import dataclasses

import pytest

from proximity.packs.checks import telephone_like
from proximity.packs.codes import all_codes
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.safety import SAFETY_LANGUAGES, fill
from proximity.packs.vocabulary import OWN_TEXTS, TextKey, TextNature

COUNTRIES = available_countries()
SAFETY = all_codes().safety
LETTERS = {"bg": "авиое", "uk": "авиое", "ar": "اليمن"}


def of_its_alphabet(lang: str, text: str) -> bool:
    """Say whether a text is written, for the most part, in the letters of its language."""
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter < "\u0250" for letter in letters)
    return latin < len(letters) / 2 if lang in LETTERS else latin > len(letters) / 2


@pytest.mark.parametrize("lang", SAFETY_LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_warns_in_every_language_with_nothing_left_to_fill(country, lang):
    pack = load_pack(country)
    for key in TextKey:
        text = pack.text(key, lang)
        assert (text.key, text.lang, text.reviewed_by) == (key, lang, None)
        assert text.paragraphs
        assert of_its_alphabet(lang, " ".join(text.paragraphs)), text.body
        for language, paragraph in text.passages:
            assert not set("{}\n") & set(paragraph)
            assert telephone_like(paragraph) == ()
            assert language in {lang, "en"}
    numbers = pack.emergency_numbers
    for key in (TextKey.EMERGENCY, TextKey.NO_NIGHT_WATCH):
        assert all(number in pack.text(key, lang).body for number in numbers)


@pytest.mark.parametrize("lang", SAFETY_LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_what_is_in_english_for_a_reader_of_another_language_is_announced_in_hers(country, lang):
    pack = load_pack(country)
    for text in (*(pack.text(key, lang) for key in OWN_TEXTS), pack.rights(lang)[0]):
        languages = [language for language, _ in text.passages]
        if lang in pack.languages:
            assert set(languages) == {lang}
            assert text.notice == ""
            continue
        assert languages[0] == lang
        assert languages[-1] == "en"
        assert text.notice
        assert languages.count(lang) == len(text.paragraphs) + 1 or lang == "en"


def test_the_words_of_two_languages_or_two_countries_differ():
    said = {lang: load_pack("es").text(TextKey.EMERGENCY, lang).body for lang in SAFETY_LANGUAGES}
    assert len(set(said.values())) == len(SAFETY_LANGUAGES)
    assert "999 o al 112" in load_pack("gb").text(TextKey.EMERGENCY, "es").body
    assert "999 أو 112" in load_pack("gb").text(TextKey.EMERGENCY, "ar").body


def test_the_formal_complaint_is_named_as_in_the_country_for_who_does_not_speak_its_language():
    spain = load_pack("es")
    assert "(в Испания: „denuncia“)" in spain.text(TextKey.NOT_FORMAL_COMPLAINT, "bg").body
    assert "(in Spain: “denuncia”)" in spain.text(TextKey.NOT_FORMAL_COMPLAINT, "en").body
    assert "(" not in spain.text(TextKey.NOT_FORMAL_COMPLAINT, "es").paragraphs[0]
    assert "(Italiassa: ”denuncia, querela”)" in load_pack("it").text(TextKey.NOT_FORMAL_COMPLAINT, "fi").body


def test_the_police_are_named_as_on_their_door():
    assert (
        "(Policía Nacional, Guardia Civil, Policía Municipal)"
        in load_pack("es").text("formal_complaint_how", "es").body
    )
    assert "(Valsts policija)" in load_pack("lv").text(TextKey.FORMAL_COMPLAINT_HOW, "bg").body
    assert "(Valsts policija)" not in load_pack("lv").text(TextKey.FORMAL_COMPLAINT_HOW, "lv").paragraphs[0]


@pytest.mark.parametrize(
    ("country", "key", "lang", "said"),
    [
        ("bg", TextKey.NOT_FORMAL_COMPLAINT, "ar", "تنبيه في بلغاريا"),
        ("bg", TextKey.OFFICER_COMPLAINT, "en", "belong to one ministry"),
        ("es", TextKey.EVIDENCE_VANISHES, "uk", "щонайбільше три місяці"),
        ("pt", TextKey.EVIDENCE_VANISHES, "bg", "30 дни"),
        ("it", TextKey.NOT_FORMAL_COMPLAINT, "es", "tres meses"),
    ],
)
def test_what_holds_in_one_country_only_is_said_there_in_every_language(country, key, lang, said):
    assert said in load_pack(country).text(key, lang).body
    assert said not in load_pack("gb").text(key, lang).body


def test_promises_of_the_pack_stand_in_the_sentence_and_their_nature_with_them():
    pack = load_pack("gb")
    text = pack.text(TextKey.ANSWER_TIMES, "en")
    assert text.nature is TextNature.PROMISE
    assert "within 3 working days, and within 14 working days" in text.body
    quick = dataclasses.replace(pack.filling, promise=dataclasses.replace(pack.promise, acknowledgement_days=2))
    sentence = SAFETY.sentence(TextKey.ANSWER_TIMES)
    assert "within 2 working days" in fill(SAFETY, sentence, quick, "en").body


def test_a_language_that_nobody_wrote_for_is_answered_in_english_and_says_so():
    text = load_pack("es").text(TextKey.NOT_FORMAL_COMPLAINT, "mt")
    assert {language for language, _ in text.passages} == {"en"}
    assert text.notice == ""


def test_a_second_language_of_a_country_keeps_its_own_texts():
    finland = load_pack("fi")
    swedish = tuple(
        dataclasses.replace(
            text, words=dataclasses.replace(text.words, pairs=(*text.words.pairs, ("sv", "På svenska.")))
        )
        for text in finland.texts
    )
    pack = dataclasses.replace(finland, languages=("fi", "sv", "en"), texts=swedish)
    assert pack.text(TextKey.OFFICER_COMPLAINT, "sv").passages[-1] == ("sv", "På svenska.")
    assert {text.lang for text in pack.rights("sv")} == {"sv"}


def test_a_reader_of_a_language_is_named_by_language():
    read = dataclasses.replace(SAFETY, reviewed=(("es", "N. Name, Madrid, 2027-01-31"),))
    sentence, filling = SAFETY.sentence(TextKey.EMERGENCY), load_pack("es").filling
    assert fill(read, sentence, filling, "es").reviewed_by == "N. Name, Madrid, 2027-01-31"
    assert fill(read, sentence, filling, "bg").reviewed_by is None


def test_each_part_of_a_text_has_a_source_of_its_own():
    parts = load_pack("es").text(TextKey.AFTER_WITHDRAWAL, "fi").parts
    assert [part.lang for part in parts] == ["fi", "en"]
    assert len({part.seen_at for part in parts}) == 2
