"""Petra of the prosecution: sends back once with a reason, accepts, and enters what Dana then reads in her own language."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look
from tests.journeys.referring import (
    accept,
    enter_step,
    go_to_referral,
    hears,
    refer,
    refer_a_report,
    say,
    stefan_has_it,
)
from tests.journeys.workplace import refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser

REASON = "Falta la declaración del conductor."
DAY = "2026-11-02"


def test_she_sends_back_once_then_accepts_and_dana_hears_of_each_step_in_spanish_without_script(
    phone: Page, demo: Demo, at_work: AtWork
) -> None:
    referred, own = stefan_has_it(phone, demo, at_work, "Tiraron piedras contra la puerta y gritaron «moros fuera».")
    look, stefan, petra = Look(), at_work("Stefan"), at_work("Petra")
    first = refer(stefan, demo, own, "Fiscalía")
    petra.goto(f"{demo.staff}/")
    petra.locator("[data-item] a", has_text=first).click()
    look.at(petra, "Petra, referral")
    go_to_referral(petra, demo, first, "return")
    look.at(petra, "Petra, sending back")
    say(petra, demo, first, "return", REASON)

    stefan.goto(f"{demo.staff}/")
    expect(stefan.locator("[data-item]", has_text=first)).to_be_visible()
    stefan.goto(f"{demo.staff}/cases/{own}/")
    expect(stefan.locator("#referral")).to_contain_text(REASON)
    second = refer(stefan, demo, own, "Fiscalía")
    accept(petra, demo, second)
    go_to_referral(petra, demo, second, "step")
    look.at(petra, "Petra, entering a step")
    petra.locator("form[action$='/step/'] button").click()
    refused_beside(petra, "kind")
    look.at(petra, "Petra, entering nothing")
    enter_step(petra, demo, second, "charged", on=DAY, source="Escrito 311")
    enter_step(petra, demo, second, "bias_kept", on=DAY, source="Escrito 311", reasons="Las expresiones lo apoyan.")
    enter_step(petra, demo, second, "convicted", on=DAY, source="Sentencia 47")
    enter_step(petra, demo, second, "sentenced", on=DAY, source="Sentencia 47", reasons="Multa de seis meses.")
    enter_step(petra, demo, second, "uplift", on=DAY, source="Sentencia 47", reasons="Mitad superior.")
    look.at(petra, "Petra, what came of it")

    hears(
        phone, "pasó su caso a Policía Nacional", "se ha hecho cargo", "pasó su caso a Fiscalía", "pasó de nuevo",
        "se presentó una acusación", "examine el odio como motivo", "hubo una condena", "decidió la pena",
        "es mayor por el odio",
    )  # fmt: skip
    told = " ".join(phone.locator("ol.talk").all_inner_texts())
    for secret in ("Escrito 311", "Sentencia 47", "Multa", "Mitad superior", REASON):
        assert secret not in told
    alice, nadia = at_work("Alice"), at_work("Nadia")
    alice.goto(f"{demo.staff}/cases/{referred.case}/")
    expect(alice.locator("#referral")).to_contain_text("Mitad superior.")
    look.at(alice, "Alice, what came of it")
    nadia.goto(f"{demo.staff}/inbox/")
    nadia.goto(f"{demo.staff}/reports/{_report(alice)}/")
    expect(nadia.locator("#outcome + *, section:has(#outcome)").first).to_contain_text("es mayor por el odio")
    look.at(nadia, "Nadia, what came of it")
    look.check()


def test_in_bradford_it_goes_straight_to_the_prosecution_and_dana_reads_it_in_english(
    phone: Page, demo: Demo, at_work: AtWork
) -> None:
    referred = refer_a_report(
        phone, demo, at_work("Charlie"), "They threw eggs at our door again.", "West Yorkshire Police", lang="en",
        city="bradford", to="Crown Prosecution Service",
    )  # fmt: skip
    harriet = at_work("Harriet")
    accept(harriet, demo, referred.referral)
    enter_step(harriet, demo, referred.referral, "not_charged", on=DAY, source="Decision 12", reasons="Nobody known.")
    hears(phone, "passed your case on to Crown Prosecution Service", "has taken on your case", "to charge nobody")
    harriet.locator("#outcome a[href*='edit=correct']").click()
    harriet.locator("[name=reasons]").fill("Wrong file.")
    harriet.locator("select[name=kind]").select_option("charged")
    harriet.locator("form[action$='/correct/'] button").click()
    hears(phone, "to charge nobody", "takes the place of something", "somebody was charged")


def _report(page: Page) -> str:
    text = page.locator("#reported").inner_text()
    return next(word for word in text.split() if word.startswith("R-"))
