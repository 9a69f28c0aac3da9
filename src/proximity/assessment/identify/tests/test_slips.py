"""Slips of the finger, and words between which a blank is missing: read as they were meant, and nothing else read into names."""

import pytest

from proximity.assessment.identify.compiling import machine
from proximity.assessment.identify.cutting import words
from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.fuzzy import Near
from proximity.assessment.identify.inflection import mistyped
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.rejoining import rejoin


@pytest.mark.parametrize(
    ("word", "language", "meant"),
    [
        ("fniish", "en", "finish"), ("desrve", "en", "deserve"), ("meerce", "es", "merece"), ("shcifosi", "it", "schifosi"),
        ("vergnoha", "pt", "vergonha"), ("yölllä", "fi", "yöllä"), ("inimsed", "et", "inimesed"), ("жвиотни", "bg", "животни"),
        ("slmības", "lv", "slimības"),
    ],
)  # fmt: skip
def test_a_word_that_is_none_is_looked_for_one_slip_away(word, language, meant):
    assert meant in mistyped(word, language)
    assert mistyped("qqqqqqq", language) == ()
    assert mistyped(word, "ru") == ()


def test_words_changed_over_are_likelier_than_others():
    assert mistyped("fniish", "en") == ("finish",)


def test_a_beginning_is_put_right_and_the_ending_stays():
    near = Near(["mustalai", "neegr", "juutalai"])
    assert near.begun("mustlaaiset", least=5) == ["mustalaiset"]
    assert near.begun("neegird", least=5) == ["neegrd"]
    assert near.begun("negeri", least=5) == ["neegri"]
    assert near.begun("noegr", least=5) == []
    assert near.begun("xyz", least=5) == []
    assert "mustalai" in near
    assert "mustala" not in near
    assert None not in near


@pytest.mark.parametrize(
    ("language", "text", "ground"),
    [
        ("en", "Trans people should be beaetn until they remember", "GI.TRANS"),
        ("en", "Muslms should be thrown out of this country", "REL.MUS"),
        ("en", "Gypsies arelice, all of them", "RACE.ROMA"),
        ("en", "nomoreblacksinthisclub", "RACE.BLACK"),
        ("es", "Los gitanos fuerade este colegio", "RACE.ROMA"),
        ("it", "Gli zingrai sono la feccia del quartiere", "RACE.ROMA"),
        ("pt", "Os ciganossão uma praga", "RACE.ROMA"),
        ("fi", "Mitähinttari tuijottaa?", "SO.GAY"),
        ("fi", "Juutlaaiset on loisia", "REL.JEW"),
        ("et", "Mustlsed linnast välja", "RACE.ROMA"),
        ("et", "Neegridonahvid", "RACE.BLACK"),
        ("lv", "Ukraiņiirvergu tauta", "XENO.NATION"),
        ("bg", "Негритеса животни", "RACE.BLACK"),
        ("bg", "Циагните са животни", "RACE.ROMA"),
        ("en", "Homosexualsought to be put to death.", "SO.GAY"),
        ("en", "There's no room for Muslimsin this country.", "REL.MUS"),
        ("en", "f4gg0tsbelong in the ground", "SO.GAY"),
        ("en", "jewsshouldntbelettovote", "REL.JEW"),
        ("pt", "Aslésbicasnãotêmvergonhadeexistir, queimem-nas", "SO.LESB"),
        ("fi", "Jokainenmuslimi pitäisi ampua rajalle.", "REL.MUS"),
        ("et", "Tibladon nagu prussakad", "XENO.NATION"),
        ("bg", "Мразялесбийките, да се махат от сградата.", "SO.LESB"),
        ("en", "Gyp5135 are lice", "RACE.ROMA"),
        ("it", "Gli 4lb4n351 sono zecche", "XENO.NATION"),
        ("fi", "Joka ikinen mulimi pitäisi ampua.", "REL.MUS"),
        ("fi", "Juutalanen on loinen", "REL.JEW"),
        ("en", "All crippls should be put down.", "DIS.PHYS"),
        ("it", "Imusulmanisonoschifosievannocacciati.", "REL.MUS"),
        ("en", "RomaniansoutofWisbech,wewantourtownback.", "XENO.NATION"),
        ("en", "HeckmondwikeMuslimsarerats", "REL.MUS"),
    ],
)
def test_what_was_mistyped_is_found(language, text, ground):
    assert ground in identify(text, mode=Mode.REPORTED_TEXT, language=language).grounds


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We met Mrs Blackwood in Blackpool, then went to Whitehall."),
        ("fi", "Maahanmuuttajien ja mustasukkaista miestä autettiin."),
        ("lv", "Garām staigājusi bija filipīnietes māsa."),
        ("bg", "Той подритва камъче пред пицарията."),
        ("it", "Il signor Negroni e Morozzi sono arrivati."),
        ("es", "Vive en Moratalaz y trabaja en Mercamadrid."),
        ("pt", "Apolónia mora na Amadora."),
        ("et", "Homoparaad ja kõige nutusemad fännid."),
        ("bg", "Еврейчетата и комшийката наздравица."),
    ],
)
def test_names_and_compounds_stay_whole(language, text):
    cut = words(text)
    for is_short in (False, True):
        parted = [word.text for word in rejoin(cut, machine(language), text, is_short=is_short)]
        assert parted == [word.text for word in cut]


@pytest.mark.parametrize(("language", "name"), [("es", "Nero"), ("fi", "Turku"), ("pt", "Nero"), ("it", "Buda")])
def test_a_short_name_that_begins_a_sentence_of_an_account_is_no_slip(language, name):
    assert not identify(f"{name} vino.", language=language).mentioned


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "Já mudaram 2 miudos de turma."),
        ("es", "no lo cojais que araña"),
        ("lv", "Es vēlos atgūt garantijas naudu no biroja, kur īrē autostāvvietu."),
        ("fi", "Tuun vetään ja rappaamaan, pomoks siitä ei kasva."),
        ("et", "Kokku tuli kuus koormat."),
    ],
)
def test_a_word_that_has_one_letter_too_many_or_another_is_not_people(language, text):
    read = identify(text, mode=Mode.REPORTED_TEXT, language=language)
    assert not read.mentioned
    assert not read.suggestions
