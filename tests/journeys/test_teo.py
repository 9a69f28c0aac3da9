"""Teo sets up a course; Alice of Madrid and Noor of Bradford answer apart and see how far all agree; a certificate is checked."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from proximity.learning.rules.agreement import Counts
from proximity.learning.rules.sharing import Shared
from proximity.network.bundles import FORMAT
from proximity.network.rules.audience import NETWORK
from proximity.network.rules.cards import read_card
from proximity.network.rules.envelope import Item, in_milliseconds
from proximity.network.rules.ids import object_id
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking
from proximity.network.rules.signing import canonical
from proximity.network.tests.elsewhere import Elsewhere
from proximity.packs import codes
from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look, no_sideways
from tests.journeys.workplace import press, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser

COURSE, TOPIC, PLACE = "Curso de la prueba", "Escuchar en la prueba", "Aula de la prueba"
PEOPLE = ("Alice", "Noor")
KNOWN = ("perception", "one_sign", "money", "against")
SURE = ("recognise", "speak", "call_in", "write_down")


def choose(page: Page, name: str, value: str) -> None:
    """Choose a radio or a box by the name of its field."""
    page.locator(f"[name={name}][value='{value}']").check(force=True)


def set_up(page: Page, look: Look) -> str:
    """Let Teo set up a course with the scenario at the bus stop, and return where it stands."""
    page.locator(".aside a[href$='/courses/new/']").click()
    look.at(page, "setting up a course")
    press(page)
    refused_beside(page, "name")
    page.locator("[name=name]").fill(COURSE)
    page.locator(".field:has([name=scenarios]) .choice", has_text=re.compile("parada|bus stop")).locator("input").check(
        force=True
    )
    press(page)
    expect(page.locator("h1")).to_have_text(COURSE)
    look.at(page, "a course without anybody")
    return page.url


def invite(page: Page, demo: Demo, course: str) -> None:
    """Let Teo invite Alice and Noor by the addresses they sign in with."""
    for name in PEOPLE:
        page.goto(f"{course}invite/")
        page.locator("[name=email]").fill("nobody@nowhere.example")
        press(page)
        refused_beside(page, "email")
        page.locator("[name=email]").fill(demo.account(name)["e-mail"])
        press(page)


def answer_questions(page: Page, look: Look, *, step: str) -> None:
    """Answer the eight questions that the page of a course asks."""
    page.locator("main a[href*='/before/'], main a[href*='/after/']").click()
    look.at(page, "questions")
    press(page)
    refused_beside(page, "recognise")
    for name in SURE:
        choose(page, name, step)
    for name in KNOWN:
        choose(page, name, "unsure")
    press(page)


def take_part(page: Page, look: Look) -> str:
    """Accept the invitation, answer the questions before, then the scenario alone; return where the course stands."""
    look.at(page, "invited")
    page.locator("button[value=accept]").click()
    expect(page.locator("h1")).to_have_text(COURSE)
    course = page.url
    answer_questions(page, look, step="2")
    page.locator("section a[href*='/scenarios/']").first.click()
    look.at(page, "a scenario")
    press(page)
    refused_beside(page, "bias")
    choose(page, "bias", "yes")
    choose(page, "family_expression", "BI-10")
    choose(page, "family_motive", "BI-70")
    press(page)
    expect(page.locator("#reasons-title")).to_be_visible()
    return course


def hold(page: Page, course: str, look: Look) -> None:
    """Let Teo enter the session that was held today, and note that both were there."""
    page.goto(f"{course}session/")
    look.at(page, "planning a session")
    choose(page, "module", "victims")
    page.locator("[name=topic]").fill(TOPIC)
    page.locator("[name=place]").fill(PLACE)
    page.locator("[name=day]").fill(f"{datetime.now(tz=UTC):%Y-%m-%d}")
    page.locator("[name=time]").fill("00:00")
    page.locator("[name=minutes]").fill("90")
    press(page)
    page.locator("a[href*='/sessions/']").click()
    look.at(page, "who was there")
    for box in page.locator("[name=seats]").all():
        box.check(force=True)
    press(page)
    expect(page.locator("h1")).to_have_text(COURSE)


def test_a_course_of_two_cities_from_the_first_question_to_the_certificate(
    demo: Demo, at_work: AtWork, phone: Page, desk: Page, tmp_path: Path
) -> None:
    look, teo = Look(), at_work("Teo", "/learning/")
    look.at(teo, "Teo's learning")
    course = set_up(teo, look)
    invite(teo, demo, course)
    seats = {}
    for name in PEOPLE:
        page = at_work(name, "/learning/")
        seats[name] = take_part(page, look)
        # Noor is of another city, and what both and the others of two cities ticked is counted together.
        expect(page.locator("#agreement-title")).to_be_visible()
        look.at(page, "agreement")
    hold(teo, course, look)
    for name in PEOPLE:
        page = at_work(name)
        page.goto(seats[name])
        answer_questions(page, look, step="4")
    teo.goto(course)
    teo.locator(".aside form[action$='/certificates/'] button").click()
    look.at(teo, "certificates given")
    alice = at_work("Alice", "/learning/")
    look.at(alice, "her certificate")
    link = alice.locator("a[href$='certificate.pdf']")
    with alice.expect_download() as fetched:
        link.click()
    assert fetched.value.path().read_bytes().startswith(b"%PDF-")
    number = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", alice.locator("main").inner_text())
    assert number
    address = f"{demo.public}/en/certificate/{number.group()}/"
    desk.goto(address)
    look.at(desk, "certificate on the public site")
    check(phone, address)
    document = tmp_path / "certificate.pdf"
    document.write_bytes(fetched.value.path().read_bytes())
    checked = demo.command("certificate", "verify", str(document))
    assert (checked.returncode, "name: Alice" in checked.stdout) == (0, True), checked.stdout + checked.stderr
    teo.goto(f"{course}close/")
    look.at(teo, "closing")
    press(teo)
    look.check()


def check(phone: Page, address: str) -> None:
    """Let somebody check the certificate on an old phone: the number says the course, a typed name whether it fits."""
    phone.goto(address)
    expect(phone.locator("main")).to_contain_text(COURSE)
    expect(phone.locator("main")).not_to_contain_text("Alice")
    for name, kind in (("Somebody Else", "warning"), ("alice", "success")):
        phone.locator("[name=name]").fill(name)
        press(phone)
        expect(phone.locator(f".notice[data-kind={kind}]")).to_be_visible()
        no_sideways(phone)
    phone.goto(address.replace(address[-20:-1], "0000-0000-0000-0000"))
    expect(phone.locator("main")).not_to_contain_text(COURSE)


PEOPLE_OF_TURKU = 6


def elsewhere(demo: Demo, folder: Path, story: UUID) -> Path:
    """Join an installation elsewhere by its card, and return a file from it: six people of Turku answered the story, too."""

    def operate(*words: str) -> str:
        done = demo.command("exchange", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    here = re.search(r"\) ([0-9a-f-]{36}) at ", operate("begin", "--name", "Demo"))
    assert here
    turku = Elsewhere(["fi"])
    content = turku.card()
    card = folder / "turku.json"
    card.write_text(json.dumps(content))
    operate("join", str(card), "--fingerprint", read_card(content).fingerprint)
    (city,), now = turku.cities, datetime.now(tz=UTC)
    counts = Counts(PEOPLE_OF_TURKU, {"yes": 5, "not_known": 1}, {"BI-10": 6, "BI-70": 2})
    shared = Shared(story, tuple(one.code for one in codes.indicators()), counts, {"local_police": counts})
    made = turku.put(Item(
        object_id(city), Kind.COUNTS, city, 1, in_milliseconds(now), in_milliseconds(now), "und", Marking.GREEN, NETWORK,
        office="Academy", office_kind="training_body", content=shared.as_json(until=(now + timedelta(days=30)).date()),
    ))  # fmt: skip
    lines = b"".join(
        canonical(line) + b"\n" for line in ({"format": FORMAT, "card": content}, turku.held[made].wire)
    )  # fmt: skip
    end = {"count": 1, "for": here.group(1), "made": now.isoformat(), "sha256": hashlib.sha256(lines).hexdigest()}
    file = folder / "turku.bundle"
    file.write_bytes(lines + canonical(end | {"signature": turku.request.sign(canonical(end))}) + b"\n")
    return file


def test_people_of_another_installation_are_compared_and_teo_decides_what_leaves(
    demo: Demo, at_work: AtWork, tmp_path: Path
) -> None:
    look, teo = Look(), at_work("Teo", "/learning/")
    teo.locator("main a[href*='/scenarios/']", has_text=re.compile("parada|bus stop")).click()
    story = teo.url
    expect(teo.locator("#together")).to_have_count(0)
    file = elsewhere(demo, tmp_path, UUID(story.rstrip("/").rpartition("/")[2]))
    assert "taken 1" in demo.command("exchange", "import", str(file)).stdout
    teo.reload()
    expect(teo.locator("#together")).to_be_visible()
    expect(teo.locator("main")).to_contain_text("City (FI)")
    look.at(teo, "agreement across installations")
    # Who has not answered reads the story and nothing else; the test before let Alice answer this one.
    alice = at_work("Alice", "/learning/")
    alice.locator("main li:not(:has([data-kind=success])) a[href*='/scenarios/']").first.click()
    expect(alice.locator("#together, #reasons-title")).to_have_count(0)
    alice.goto(story)
    if alice.locator("[name=bias]").count():
        choose(alice, "bias", "yes")
        press(alice)
    expect(alice.locator("#together")).to_be_visible()
    look.at(alice, "agreement across installations, an officer")
    teo.goto(f"{demo.staff}/learning/")
    teo.locator(".aside a[href$='/sharing/']").click()
    look.at(teo, "nothing is shared")
    press_at(teo, "begin")
    expect(teo.locator(".notice[data-kind=success]").last).to_be_visible()
    shared_soon(teo)
    look.at(teo, "shared")
    press_at(teo, "now")
    press_at(teo, "end")
    expect(teo.locator("ul.rows li")).to_have_count(0)
    look.at(teo, "shared no more")
    look.check()


def press_at(page: Page, act: str) -> None:
    """Press one of the buttons beside the page of shared counts."""
    page.locator(f".aside form[action$='/sharing/{act}/'] button").click()
    page.wait_for_load_state()


def shared_soon(page: Page) -> None:
    """Wait until the worker has published the counts; in a demo that has just begun it has much else to do first."""
    for _second in range(120):
        if page.locator("ul.rows li").count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("ul.rows li").first).to_be_visible()
