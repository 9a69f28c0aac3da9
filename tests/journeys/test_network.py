"""Olga and Lars see the network: who takes part, since when nobody answers and why, what would be sent; units of other cities."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from proximity.network.rules.cards import read_card
from proximity.network.tests.elsewhere import Elsewhere
from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look
from tests.journeys.workplace import press
from tests.running import Demo

pytestmark = pytest.mark.browser

PROXIMITY = Path(sys.executable).parent / "proximity"
AWAITED = "https://127.0.0.1:9/awaited"


def operate(demo: Demo, *words: str) -> str:
    """Do something at the operator's command line and return what it said."""
    done = subprocess.run(
        [str(PROXIMITY), "exchange", *words],
        env=demo.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_network_before_anybody_and_with_one_that_does_not_answer(
    demo: Demo, at_work: AtWork, tmp_path: Path
) -> None:
    look, olga = Look(), at_work("Olga", "/network/")
    expect(olga.locator("main")).to_contain_text("Todavía no hay otra instalación")
    look.at(olga, "nobody yet")
    operate(demo, "begin", "--name", "Demo")
    turku = Elsewhere(["fi"])
    # An address of this machine: nothing is asked there, and the page says why.
    card = replace(read_card(turku.card()), name="Turku (made up)", address="https://127.0.0.1:9").signed(turku.root)
    file = tmp_path / "card.json"
    file.write_text(json.dumps(card))
    operate(demo, "join", str(file), "--fingerprint", read_card(card).fingerprint)
    operate(demo, "expect", AWAITED)
    operate(demo, "sync")
    olga.reload()
    row = olga.locator("tbody tr", has_text="Turku (made up)")
    expect(row).to_contain_text("Participa")
    expect(row).to_contain_text("nunca")
    expect(row).to_contain_text("private_address")
    expect(olga.locator("main")).to_contain_text(AWAITED)
    look.at(olga, "one that does not answer")
    olga.locator("main form button").first.click()
    expect(olga.locator("main, [role=status]").first).to_be_visible()
    look.at(olga, "asked to read")
    row.locator("a").last.click()
    expect(olga.locator("tbody tr").first).to_contain_text("practice")
    expect(olga.locator("main")).to_contain_text("TLP:GREEN")
    look.at(olga, "what would be sent")
    look.check()


def test_a_unit_is_shared_and_found_in_another_city(demo: Demo, at_work: AtWork) -> None:
    look, nadia = Look(), at_work("Nadia", "/directory/")
    nadia.locator("ol.rows a", has_text="Punto de escucha").click()
    nadia.locator(".aside a[href$='/share/']").click()
    look.at(nadia, "sharing")
    press(nadia)
    expect(nadia.locator("main .badge").nth(1)).to_be_visible()
    look.at(nadia, "shared entry")
    charlie = at_work("Charlie", "/directory/")
    charlie.locator("main a[href$='/directory/others/']").click()
    # The demo's police share two units of each city.
    expect(charlie.locator("ol.rows > li", has_text="Unidad de delitos de odio")).to_have_count(1)
    expect(charlie.locator("ol.rows > li", has_text="Agente tutor de barrio")).to_have_count(1)
    expect(charlie.locator("ol.rows > li")).to_have_count(3)
    centre = charlie.locator("ol.rows > li", has_text="Punto de escucha")
    centre.locator("summary").click()
    expect(centre.locator("dd").first).to_be_visible()
    look.at(charlie, "units of other cities")
    charlie.locator("[name=need]").select_option("medical")
    charlie.locator("main form button").click()
    expect(charlie.locator("ol.rows li")).to_have_count(0)
    look.at(charlie, "nothing fits")
    nadia.locator(".aside a[href$='/share/']").click()
    press(nadia)
    charlie.goto(f"{demo.staff}/directory/others/")
    expect(charlie.locator("ol.rows > li")).to_have_count(2)
    expect(charlie.locator("main")).not_to_contain_text("Punto de escucha")
    look.check()
