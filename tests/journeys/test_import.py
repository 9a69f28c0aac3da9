"""Bob brings an old register in: decides its columns and values, looks at every row, makes the cases, and finds one."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look
from tests.journeys.workplace import press, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser
WITHIN = 60
"""Tries, one a second, until the worker has done its part."""

# A made-up register, as a Spanish spreadsheet program saves it, with what is wrong in real ones.
REGISTER = (
    "Registro de incidentes, 2019;;;;;;\r\n"
    "Nº Expediente;Fecha denuncia;Fecha hechos;Relato;Lugar;Móvil;Estado\r\n"
    "DEMO-1;14/03/2019;12/03/2019;Le gritó «fuera de aquí» junto al quiosco verde;Plaza Inventada 1;islamofobia;Cerrado\r\n"
    "DEMO-2;15/03/2019;14/03/2019;Pintada en la puerta;Calle Ficticia 2;racismo/xenofobia;Abierto\r\n"
    "DEMO-3;el martes;15/03/2019;Sin más datos;Calle Ficticia 3;disfobia;Abierto\r\n"
    "DEMO-1;16/03/2019;15/03/2019;La misma referencia;Calle Ficticia 4;disfobia;Abierto\r\n"
).encode("cp1252")


def wait_for(page: Page, part: str) -> None:
    """Look again until the worker has done its part, which the page shows by a part of it."""
    address = page.url
    for _ in range(WITHIN):
        if page.locator(part).count():
            return
        page.wait_for_timeout(1000)
        page.goto(address)
    expect(page.locator(part).first).to_be_visible()


def bring(bob: Page, look: Look) -> str:
    """Be refused with a file that is no table, then bring the register; return the address of the import."""
    look.at(bob, "import")
    bob.locator("[type=file]").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": b"%PDF-1.7 no table"}
    )
    press(bob)
    refused_beside(bob, "file")
    bob.locator("[type=file]").set_input_files({"name": "registro.csv", "mimeType": "text/csv", "buffer": REGISTER})
    press(bob)
    bob.wait_for_url("**/import/*-*/")
    return bob.url


def decide(bob: Page, look: Look) -> None:
    """Say what the columns and the values are, after forgetting some."""
    wait_for(bob, "a[href$='/columns/']")
    look.at(bob, "read")
    bob.locator("a[href$='/columns/']").click()
    expect(bob.locator("main")).to_contain_text("cp1252")
    press(bob)
    refused_beside(bob, "source")
    look.at(bob, "columns, with faults")
    bob.locator("[name=source]").fill("Registro 2019")
    expect(bob.locator("[name=column_5]")).to_have_value("grounds")
    bob.locator("[name=all_bias]").select_option("yes")
    bob.locator("[name=ground_status]").select_option("suspected")
    bob.locator("[name=ground_basis]").select_option("membership")
    press(bob)
    bob.wait_for_url("**/values/")
    look.at(bob, "values")
    open_ones = [one for one in bob.locator("main select").all() if not one.input_value()]
    open_ones[0].select_option("RACE")
    press(bob)


def look_at_rows(bob: Page, look: Look) -> None:
    """See what is wrong before anything is made."""
    wait_for(bob, "form[action$='/begin/']")
    look.at(bob, "checked")
    bob.locator("main a[href$='only=wrong']").first.click()
    expect(bob.locator("[data-item]")).to_have_count(1)
    expect(bob.locator("[data-item]")).to_contain_text("el martes")
    look.at(bob, "rows")


def make(bob: Page, look: Look, address: str) -> None:
    """Have the cases made, and open the first of them."""
    bob.goto(address)
    bob.locator("form[action$='/begin/'] button").click()
    bob.wait_for_url(address)
    wait_for(bob, "form[action$='/undo/']")
    look.at(bob, "done")
    bob.locator("main a[href$='only=done']").first.click()
    expect(bob.locator("[data-item]")).to_have_count(2)
    bob.locator("[data-item] a").first.click()
    expect(bob.locator("#reported")).to_contain_text("DEMO-1")
    expect(bob.locator("#reported")).to_contain_text("quiosco verde")
    look.at(bob, "an imported case")


def test_bob_brings_history_in_looks_at_it_first_and_finds_it_afterwards(demo: Demo, at_work: AtWork) -> None:
    look, bob = Look(), at_work("Bob", "/import/")
    address = bring(bob, look)
    decide(bob, look)
    bob.wait_for_url(address)
    look_at_rows(bob, look)
    make(bob, look, address)
    look.check()

    alice = at_work("Alice")
    for _ in range(WITHIN):
        alice.goto(f"{demo.staff}/search/")
        alice.locator("main [name=text]").fill("quiosco verde")
        press(alice)
        if alice.locator("[data-item] a").count():
            break
        alice.wait_for_timeout(1000)
    alice.locator("[data-item] a").first.click()
    expect(alice.locator("#reported")).to_contain_text("Registro 2019")
