"""What an account denies: another motive, or who somebody is as the reason; words with something behind their ending."""

import pytest

from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.inflection import without_enclitics
from proximity.assessment.identify.reading import identify

BELIEVED = [
    ("en", "It is not true that Muslims are rats."),
    ("es", "No es cierto que los musulmanes sean ratas."),
    ("it", "Non è affatto vero che i musulmani siano ratti."),
    ("pt", "Não é verdade que os muçulmanos sejam ratos."),
    ("fi", "En usko, että muslimit ovat rottia."),
    ("et", "Ma ei usu, et moslemid on rotid."),
    ("lv", "Es nedomāju, ka musulmaņi ir žurkas."),
    ("bg", "Не е вярно, че мюсюлманите са плъхове."),
]
NOT_BECAUSE = [
    ("en", "I don't think it was because of my religion."),
    ("es", "No creo que fuera por mi religión."),
    ("it", "Non credo che sia stato per la mia religione."),
    ("pt", "Não acho que tenha sido por causa da minha religião."),
    ("fi", "En usko, että se johtui uskontoni takia."),
    ("et", "Ma ei usu, et see oli minu päritolu pärast."),
    ("lv", "Nedomāju, ka tas bija manas tautības dēļ."),
    ("bg", "Не мисля, че беше заради произхода ми."),
    ("en", "It had nothing to do with my religion."),
    ("es", "Mi religión no tuvo nada que ver."),
    ("it", "La mia religione non c'entra niente."),
    ("pt", "A minha religião não teve nada a ver."),
    ("fi", "Uskonnollani ei ollut mitään tekemistä asian kanssa."),
    ("et", "Minu usuga polnud sellel mingit pistmist."),
    ("lv", "Tam nav nekāda sakara ar manu ticību."),
    ("bg", "Това няма нищо общо с религията ми."),
]


def ids(rows):
    return [f"{language}-{number}" for number, (language, _text) in enumerate(rows)]


@pytest.mark.parametrize(("language", "text"), BELIEVED, ids=ids(BELIEVED))
def test_what_is_not_believed_is_not_said(language, text):
    assert not identify(text, language=language, mode=Mode.REPORTED_TEXT).suggestions


@pytest.mark.parametrize(("language", "text"), NOT_BECAUSE, ids=ids(NOT_BECAUSE))
def test_not_because_of_who_somebody_is_speaks_against_and_for_nothing(language, text):
    reading = identify(text, language=language)
    assert reading.against
    assert not reading.suggestions


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "No me dejaron entrar por mi acento."), ("it", "Non mi hanno servito per il mio accento.")],
)
def test_a_refusal_because_of_it_is_no_denial(language, text):
    assert not identify(text, language=language).against


ASKED = [
    ("en", "The teacher asked me: was it because he is black?", "No, love, it was about the ball.", "Yes, she said."),
    ("es", "¿Fue porque soy negro?", "No, hijo, fue por el balón.", "Seguro que sí."),
    ("fi", "Johtuiko se siitä, että olen romani?", "Ei, pallosta se oli.", "Kyllä, sanoi hän."),
    ("it", "È stato perché sono nero?", "No, era per il pallone.", "Nero come mio padre."),
    ("lv", "Vai tas bija tāpēc, ka esmu ebrejs?", "Nē, viņi gribēja tikai naudu.", "Jā, viņš teica."),
]


@pytest.mark.parametrize(("language", "asked", "no", "yes"), ASKED, ids=[one[0] for one in ASKED])
def test_a_reason_that_is_asked_for_and_answered_with_no_is_none(language, asked, no, yes):
    assert "perception" in {one.family for one in identify(f"{asked} {yes}", language=language).suggestions}
    assert "perception" not in {one.family for one in identify(f"{asked} {no}", language=language).suggestions}


def test_a_reason_within_longer_words_that_deny_it_is_denied():
    reading = identify("Nobody here thinks it was because we are black.", language="en")
    assert reading.against
    assert not reading.suggestions


def test_what_denies_in_words_of_its_own_is_not_undone_by_another_negation_before():
    denied = "there was nothing to do with anybody's religion"
    assert identify(f"They do not know us and {denied}.", language="en").against
    assert not identify("They do not know us and there was no robbery.", language="en").against


HATE = {
    "en": 'He shouted "dirty Paki, go back to your country" and spat at my headscarf.',
    "es": "Me gritó «moro de mierda, vete a tu país» y me escupió en el velo.",
}
TOLD_ONCE = [("en", "They took my phone."), ("es", "Me quitaron la cartera.")]
TOLD_TWICE = [
    ("en", "It was about a parking space."),
    ("es", "Se llevaron el dinero. Discutimos por una plaza de aparcamiento."),
]


@pytest.mark.parametrize(("language", "text"), TOLD_ONCE, ids=ids(TOLD_ONCE))
def test_beside_signs_what_one_rule_alone_says_of_another_motive_is_not_held_against_them(language, text):
    assert identify(text, language=language).against
    reading = identify(f"{HATE[language]} {text}", language=language)
    assert reading.suggestions
    assert not reading.against
    assert "contra" in {one.family for one in reading.open_questions}, "it is asked instead"


@pytest.mark.parametrize(("language", "text"), TOLD_TWICE, ids=ids(TOLD_TWICE))
def test_beside_signs_another_motive_that_is_told_twice_speaks_against(language, text):
    reading = identify(f"{HATE[language]} {text}", language=language)
    assert reading.suggestions
    assert reading.against


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "I do not think it was because of my religion."), ("es", "No creo que fuera por mi religión.")],
)
def test_beside_signs_a_motive_that_is_denied_outright_speaks_against(language, text):
    reading = identify(f"{HATE[language]} {text}", language=language)
    assert reading.suggestions
    assert any(one.rule.endswith("s-denied") for one in reading.against)


def test_of_what_speaks_against_one_passage_is_shown_once():
    text = "There was a row about parking, my car blocked his drive, and it was all about the insurance and the deposit he owed."
    places = [one.spans for one in identify(text, language="en").against]
    assert len(places) == len(set(places)) == 1


NOT_DONE_BECAUSE = [
    ("en", "I was not given the flat because I am Roma."),
    ("es", "No me alquilaron el piso por ser negra."),
    ("it", "Non mi hanno affittato la casa perché sono nera."),
    ("pt", "Não me alugaram a casa porque sou negra."),
    ("fi", "En saanut asuntoa, koska olen romani."),
    ("et", "Mulle ei antud korterit, sest ma olen mustanahaline."),
    ("lv", "Man neizīrēja dzīvokli, jo es esmu romiete."),
    ("bg", "Не ми дадоха жилището, защото съм ромка."),
]


@pytest.mark.parametrize(("language", "text"), NOT_DONE_BECAUSE, ids=ids(NOT_DONE_BECAUSE))
def test_what_was_not_done_because_of_who_somebody_is_is_told_as_the_reason(language, text):
    assert "perception" in {one.family for one in identify(text, language=language).suggestions}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There was no robbery."),
        ("it", "Non hanno rubato niente."),
        ("pt", "Não houve roubo nenhum."),
        ("fi", "Omaisuutta ei ollut anastettu."),
    ],
)
def test_another_motive_that_is_negated_does_not_speak_against(language, text):
    assert not identify(text, language=language).against


@pytest.mark.parametrize(
    ("language", "text"),
    [("it", "Il titolare non mi paga gli straordinari."), ("et", "Tööandja ei maksnud kahe kuu palka.")],
)
def test_wages_that_were_not_paid_are_a_motive(language, text):
    assert identify(text, language=language).against


def test_a_negation_with_which_a_name_begins_negates_nothing():
    text = "I non vedenti sono parassiti."
    assert identify(text, language="it", mode=Mode.REPORTED_TEXT).suggestions


def test_a_word_for_every_language_keeps_the_guards_of_its_own():
    assert not identify("The lads were only after fag money.", language="en").suggestions
    assert identify("Sie riefen: faggot!", language="fi", mode=Mode.REPORTED_TEXT).suggestions


@pytest.mark.parametrize(
    ("word", "language", "rest"),
    [
        ("muslimikin", "fi", "muslimi"),
        ("taustastanikin", "fi", "taustasta"),
        ("homollakin", "fi", "homolla"),
        ("moslemigi", "et", "moslemi"),
        ("moslemigi", "en", None),
        ("xyzwkin", "fi", None),
        ("gritarnos", "es", "gritar"),
        ("diciéndole", "es", "diciendo"),
        ("sparargli", "it", "sparar"),
        ("buttarli", "it", "buttar"),
        ("terrible", "es", None),
    ],
)
def test_also_whether_and_my_are_taken_off_behind_an_ending(word, language, rest):
    assert without_enclitics(word, language) == rest


def test_an_account_is_found_with_something_behind_its_words():
    assert identify("Muslimitkin ovat rottia.", language="fi", mode=Mode.REPORTED_TEXT).grounds == ("REL.MUS",)


CREEDS = [
    ("en", "Islam is a cancer.", "Homosexuality is not a disease."),
    ("es", "El islam es un cáncer.", "La homosexualidad no es una enfermedad."),
    ("it", "L'islam è un cancro.", "L'omosessualità non è una malattia."),
    ("pt", "O islão é um cancro.", "A homossexualidade não é uma doença."),
    ("fi", "Islam on syöpä.", "Homous ei ole sairaus."),
    ("et", "Islam on vähk.", "Homoseksuaalsus ei ole haigus."),
    ("lv", "Islāms ir vēzis.", "Homoseksualitāte nav slimība."),
    ("bg", "Ислямът е рак.", "Хомосексуалността не е болест."),
]


@pytest.mark.parametrize(("language", "said", "denied"), CREEDS, ids=[one[0] for one in CREEDS])
def test_what_is_said_of_a_faith_as_such_is_said_unless_it_is_denied(language, said, denied):
    assert identify(said, language=language, mode=Mode.REPORTED_TEXT).suggestions[0].ground == "REL.MUS"
    assert not identify(denied, language=language, mode=Mode.REPORTED_TEXT).suggestions
