"""Bob brings an old register in: decides its columns and values, looks at every row, makes the cases, and finds one."""

import io
from datetime import date

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look
from tests.journeys.workplace import press, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser
WITHIN = 180
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

HEADINGS = (
    "Referencia",
    "Fecha denuncia",
    "Fecha hechos",
    "Relato",
    "Lugar",
    "Móvil",
    "Estado",
    "Agente que lo escribió a mano",
)
MOTIVES = ("racismo/xenofobia", "islamofobia", "antigitanismo", "lo de siempre")
ROWS = 40


def forty_rows() -> bytes:
    """Return a made-up spreadsheet of forty rows, seven of them with what is wrong in real ones, behind a sheet of notes."""
    book = Workbook()
    notes, sheet = book.active, book.create_sheet("Registro 2021")
    assert notes is not None
    notes.title = "Notas"
    notes.append(["Escrito a mano hasta mayo"])
    sheet.append(HEADINGS)
    rows: list[list[object]] = [
        [f"INV-{number:03}", date(2021, 1 + number % 12, 1 + number % 28), f"{1 + number % 28:02}/{1 + number % 12:02}/2021",
         f"Le gritaron en la calle, caso inventado número {number}. " * (1 + number % 4), f"Calle Ficticia {number}",
         MOTIVES[number % len(MOTIVES)], "Cerrado" if number % 3 else "Abierto", f"Agente {number % 5}"]
        for number in range(1, ROWS + 1)
    ]  # fmt: skip
    rows[4][1] = "el martes"
    rows[9][0] = rows[8][0]
    rows[14][0] = None
    rows[19] = [None, None, None, "Solo hay relato", None, None, None, None]
    rows[24][1] = date(2091, 1, 1)
    rows[29][1] = "31/02/2021"
    rows[34][3] = "=CONCAT(A1;B1)"
    rows[38][1] = "01/03/21"
    for row in rows:
        sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


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
    expect(bob.locator("main")).to_contain_text("Windows-1252")
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


def decide_forty(bob: Page, look: Look) -> None:
    """Choose the wrong sheet, then the right one; say what columns and values are; be asked again for what was forgotten."""
    wait_for(bob, "a[href$='/columns/']")
    address = bob.url
    look.at(bob, "forty-read")
    bob.goto(f"{address}how/")
    expect(bob.locator("[name=sheet]")).to_have_value("Registro 2021")
    look.at(bob, "forty-how")
    bob.locator("[name=sheet]").select_option("Notas")
    press(bob)
    wait_for(bob, "main a[href$='/how/']")
    look.at(bob, "forty-unreadable")
    bob.locator("main a[href$='/how/']").click()
    bob.locator("[name=sheet]").select_option("Registro 2021")
    press(bob)
    wait_for(bob, "a[href$='/columns/']")
    bob.locator("a[href$='/columns/']").click()
    bob.wait_for_url("**/columns/")
    look.at(bob, "forty-columns")
    bob.locator("[name=source]").fill("Registro 2021")
    expect(bob.locator("[name=column_0]")).to_have_value("external")
    press(bob)
    refused_beside(bob, "column_7")
    look.at(bob, "forty-columns-refused")
    bob.locator("[name=column_7]").select_option("leave_out")
    bob.locator("[name=all_bias]").select_option("yes")
    bob.locator("[name=ground_status]").select_option("suspected")
    bob.locator("[name=ground_basis]").select_option("membership")
    press(bob)
    bob.wait_for_url("**/values/")
    look.at(bob, "forty-values")
    press(bob)
    refused_beside(bob, "value_0")
    look.at(bob, "forty-values-refused")
    for one in bob.locator("main select:not([name$='_too'])").all():
        if not one.input_value():
            one.select_option("-")
    press(bob)


def test_bob_brings_forty_rows_of_a_spreadsheet_and_takes_all_of_them_back(at_work: AtWork) -> None:
    look, bob = Look(), at_work("Bob", "/import/")
    look.at(bob, "forty-import")
    sheet = {
        "name": "registro-2021-escrito-a-mano-hasta-mayo-y-despues-no.xlsx",
        "mimeType": "",
        "buffer": forty_rows(),
    }
    bob.locator("[type=file]").set_input_files(sheet)  # type: ignore[arg-type]  # a file as Playwright takes it
    press(bob)
    bob.wait_for_url("**/import/*-*/")
    address = bob.url
    look.at(bob, "forty-reading")
    decide_forty(bob, look)
    bob.wait_for_url(address)
    wait_for(bob, "form[action$='/begin/']")
    look.at(bob, "forty-checked")
    for only in ("wrong", "twice", "lossy"):
        bob.goto(f"{address}rows/?only={only}")
        expect(bob.locator("[data-item]").first).to_be_visible()
        look.at(bob, f"forty-rows-{only}")
    bob.goto(f"{address}rows/?only=wrong")
    for said in ("el martes", "31/02/2021"):
        expect(bob.locator("[data-list]")).to_contain_text(said)
    bob.goto(f"{address}rows/")
    expect(bob.locator("[data-item]")).to_have_count(ROWS)
    look.at(bob, "forty-rows")
    report = bob.request.get(f"{address}rows.csv").text()
    assert "el martes" in report
    assert len(report.splitlines()) > ROWS

    bob.goto(address)
    bob.locator("form[action$='/begin/'] button").click()
    bob.wait_for_url(address)
    look.at(bob, "forty-making")
    wait_for(bob, "form[action$='/undo/']")
    look.at(bob, "forty-done")
    take_all_back(bob, look, address)
    look.check()


def take_all_back(bob: Page, look: Look, address: str) -> None:
    """Be asked why, take the cases back, see that each row says so, and let file and rows go."""
    bob.locator("form[action$='/undo/'] button").click()
    refused_beside(bob, "reason")
    look.at(bob, "forty-undo-refused")
    bob.locator("[name=reason]").fill("The wrong year")
    bob.locator("form[action$='/undo/'] button").click()
    bob.wait_for_url(address)
    look.at(bob, "forty-undoing")
    for _ in range(WITHIN):
        if not bob.locator("[role=status] + form").count():
            break
        bob.wait_for_timeout(1000)
        bob.goto(address)
    expect(bob.locator("form[action$='/undo/']")).to_have_count(0)
    look.at(bob, "forty-undone")
    bob.goto(f"{address}rows/?only=undone")
    expect(bob.locator("[data-item]").first).to_be_visible()
    expect(bob.locator("[data-item] a")).to_have_count(0)
    look.at(bob, "forty-rows-undone")
    bob.goto(address)
    bob.locator("form[action$='/drop/'] button").click()
    bob.wait_for_url("**/import/")
    expect(bob.locator(f"a[href='/import/{address.rstrip('/').rpartition('/')[2]}/']")).to_have_count(0)
    look.at(bob, "forty-let-go")
