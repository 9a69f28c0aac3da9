"""Dana's photograph: added on the receipt page without a cookie, read without its place; the original for a reason."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from proximity.evidence.factories import CAMERA, photo
from tests.journeys.conftest import AtWork
from tests.journeys.person import Form, open_mailbox
from tests.journeys.workplace import CLEANED_WITHIN, open_from_inbox, press, reference_on, refused_beside
from tests.running import Demo

pytestmark = pytest.mark.browser

GPS = 0x8825


def test_a_photograph_arrives_without_its_place_and_its_original_is_opened_only_for_a_purpose(
    phone: Page, demo: Demo, at_work: AtWork
) -> None:
    original = photo()
    code = Form(phone).to_summary(demo, "en", "He took my headscarf.", "Policía Municipal").send()
    _refuse_an_empty_file(phone)
    phone.locator("[type=file]").set_input_files({"name": "scarf.jpg", "mimeType": "image/jpeg", "buffer": original})
    press(phone)
    expect(phone.locator("[role=status]")).to_contain_text("scarf.jpg")
    assert phone.context.cookies() == []
    open_mailbox(phone, demo, "en", code)
    expect(phone.locator("main")).to_contain_text("scarf.jpg")

    alice = at_work("Alice")
    open_from_inbox(alice, demo, reference_on(phone.locator("main")))
    clean = alice.locator("a[href^='/files/']:not([href$='/original/'])")
    for _ in range(CLEANED_WITHIN):
        if clean.count():
            break
        alice.wait_for_timeout(1000)
        alice.reload()
    copy = alice.request.get(demo.staff + (clean.get_attribute("href") or "")).body()
    with Image.open(io.BytesIO(copy)) as picture, Image.open(io.BytesIO(original)) as before:
        assert picture.size == before.size
        assert before.getexif().get_ifd(GPS)
        assert not picture.getexif()
    assert CAMERA.encode() not in copy

    alice.locator("a[href$='/original/']").click()
    press(alice)
    refused_beside(alice, "purpose")
    alice.locator("[name=purpose]").fill("Compare with the camera of the shop")
    with alice.expect_download() as download:
        press(alice)
    assert download.value.path().read_bytes() == original

    ines = at_work("Ines", "/audit/?action=file")
    expect(ines.locator("tbody tr", has_text="Compare with the camera of the shop")).to_have_count(1)


def _refuse_an_empty_file(page: Page) -> None:
    page.locator("[type=file]").set_input_files({"name": "nothing.jpg", "mimeType": "image/jpeg", "buffer": b""})
    press(page)
    refused_beside(page, "file")
