"""Texts of which nobody told whether they are accounts."""

import pytest

from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.telling import read_account, read_either

POSTED = {
    "en": "Muslims should be burned alive", "es": "Los musulmanes son ratas", "it": "Gli zingari sono parassiti",
    "pt": "Os ciganos são todos uns parasitas", "fi": "Muslimit ovat loisia", "et": "Moslemid on parasiidid",
    "lv": "Musulmaņi ir parazīti", "bg": "Циганите са паразити",
}  # fmt: skip


@pytest.mark.parametrize("language", POSTED)
def test_a_short_text_is_read_as_it_was_posted(language):
    text = POSTED[language]
    found = read_either(text, language=language)
    assert found == identify(text, mode=Mode.REPORTED_TEXT, language=language)
    assert found.suggestions


@pytest.mark.parametrize(
    "text",
    [
        "Somebody pushed my son off his bike because he is black",
        "A man spat at my wife and pulled her hijab off at the bus stop",
        "I was attacked because I am gay",
    ],
)
def test_a_deed_told_in_few_words_is_an_account(text):
    assert identify(text, mode=Mode.REPORTED_TEXT, language="en").suggestions == ()
    assert read_either(text, language="en") == identify(text, language="en")
    assert read_either(text, language="en").suggestions


CALLED = {
    "en": "A man on the bus called me a dirty gypsy. Nobody said a word.",
    "es": "Un hombre me llamó maricón en el metro. Nadie dijo nada.",
    "it": "Un uomo mi ha chiamato zingara sul bus. Nessuno ha detto niente.",
    "pt": "Um homem chamou-me paneleiro no metro. Ninguém disse nada.",
    "fi": "Naapuri huusi minulle pihalla: painu kotimaahasi, mutakuono. Kukaan ei puuttunut.",
    "et": "Naaber karjus mulle hoovis: kao tagasi oma kodumaale, neeger. Keegi ei sekkunud.",
    "lv": "Kāds man uzkliedza: sasodītais pediņš. Neviens neko neteica.",
    "bg": "Мъж в автобуса ме нарече мръсна циганка. Никой не каза нищо.",
}


@pytest.mark.parametrize("language", CALLED)
def test_who_tells_in_few_words_what_they_were_called_tells_an_account(language):
    text = CALLED[language]
    found = read_either(text, language=language)
    assert found == identify(text, language=language)
    assert any(one.family == "expression" for one in found.suggestions)


def test_who_quotes_hate_to_speak_against_it_tells_no_account():
    text = 'He told us "go back to your own country, paki". Nobody should say that.'
    assert identify(text, language="en").denounces
    assert read_either(text, language="en") == identify(text, mode=Mode.REPORTED_TEXT, language="en")


@pytest.mark.parametrize(
    "text",
    [
        "My neighbour is a Muslim and bakes for the whole street.",
        "Whoever writes that Jews are rats shames all of us.",
        "The bus was late again and it rained.",
        "",
    ],
)
def test_what_is_harmless_stays_so(text):
    assert all(one.caveats for one in read_either(text, language="en").suggestions)


def test_what_was_told_is_not_guessed():
    text = "Gypsies steal everything"
    assert read_either(text, language="en").suggestions
    assert read_either(text, mode=Mode.NARRATIVE, language="en").suggestions == ()
    assert read_either("I was attacked because I am gay", mode=Mode.REPORTED_TEXT, language="en").suggestions == ()


def test_longer_texts_are_accounts():
    text = f"{POSTED['en']}. " + "We went to the market and came home late. " * 4
    assert read_either(text, language="en") == identify(text, language="en")
    unbroken = "x" * 400
    assert read_either(unbroken, language="en") == identify(unbroken, language="en")


def test_an_account_that_is_but_the_message_shows_what_the_message_says():
    message = "Gypsies steal everything"
    assert identify(message, language="en").suggestions == ()
    assert read_account(message, language="en") == identify(message, mode=Mode.REPORTED_TEXT, language="en")
    assert read_account(message, language="en").suggestions
    weak = "Fuera los gitanos de este barrio, sois ratas"
    assert {one.points for one in identify(weak, language="es").suggestions} == {1}
    assert any(one.points > 1 for one in read_account(weak, language="es").suggestions)
    short = "They called me names and spat at my headscarf. I know them."
    assert read_account(short, language="en") == identify(short, language="en")
    plain = "Someone took my bike from the yard."
    assert read_account(plain, language="en").suggestions == ()


HANDED_ON = {
    "en": "He sent me this on Facebook. Gypsies are vermin. All of you should be gassed. I have blocked him since.",
    "es": "Me llegó este mensaje por WhatsApp. Los gitanos sois escoria. Fuera de España. No sé quién lo manda.",
    "it": "Ho ricevuto questo messaggio sul telefono. Gli zingari sono parassiti. Tornate al vostro paese. Non so chi sia.",
    "pt": "Recebi esta mensagem no telemóvel. Os ciganos são uns parasitas. Voltem para a vossa terra. Não sei quem mandou.",
    "fi": "Sain tämän viestin puhelimeeni. Muslimit ovat loisia. Painukaa takaisin sinne mistä tulitte. En tiedä kuka se on.",
    "et": "Sain telefoni sellise sõnumi. Moslemid on parasiidid. Minge tagasi oma maale. Ma ei tea, kes selle saatis.",
    "lv": "Es saņēmu telefonā šādu ziņu. Musulmaņi ir parazīti. Brauciet atpakaļ uz savu zemi. Nezinu, kas to sūtīja.",
    "bg": "Получих това съобщение на телефона. Циганите сте паразити. Махайте се от нашата страна. Не знам кой го е пратил.",
}  # fmt: skip


@pytest.mark.parametrize("language", HANDED_ON)
def test_the_words_of_a_message_are_read_though_no_marks_stand_around_them(language):
    text = HANDED_ON[language]
    said = {text[one.words.start : one.words.end] for one in read_account(text, language=language).suggestions}
    message = text.split(". ")[1]
    assert any(words in message for words in said)


def test_what_nobody_is_told_to_say_weighs_less_than_the_words_of_a_message():
    message = "You filthy Muslims, get out of our country."

    def weighed(before):
        found = identify(f"{before} {message} It happened at home. I am afraid.", language="en").suggestions
        return {one.rule: one.points for one in found if one.rule.startswith("en.predicate.")}

    handed_on, unspoken = weighed("He sent me this letter."), weighed("He lives in number nine.")
    assert handed_on
    assert unspoken == {rule: points - 1 for rule, points in handed_on.items()}
