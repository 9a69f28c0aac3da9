"""Charlie of another city: whatever exists elsewhere is to him as if it had never been."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import AtWork
from tests.journeys.person import Form, open_mailbox
from tests.journeys.workplace import open_case, open_from_inbox, reference_on
from tests.running import Demo

pytestmark = pytest.mark.browser

NO_REPORT, NO_CASE = "R-ZZZZZZ", "MAD-2026-9999"
TO_REPORT = ["", "answer/", "close/", "erasure/", "files/"]
TO_CASE = ["", "?edit=bias", "bias/", "indicator/", "ground/", "task/", "answer/", "close/", "head/"]


def test_he_gets_the_same_not_found_for_what_exists_and_for_what_does_not(
    phone: Page, demo: Demo, at_work: AtWork
) -> None:
    open_mailbox(phone, demo, "es", Form(phone).to_summary(demo, "es", "Nos insultaron.", "Policía Municipal").send())
    report = reference_on(phone.locator("main"))
    alice = at_work("Alice")
    open_from_inbox(alice, demo, report)
    case = open_case(alice)

    charlie = at_work("Charlie")
    for path in [*(f"/reports/{{}}/{end}" for end in TO_REPORT), "/cases/open/{}/"]:
        _is_as_if_it_had_never_been(charlie, demo, path, report, NO_REPORT)
    for path in (f"/cases/{{}}/{end}" for end in TO_CASE):
        _is_as_if_it_had_never_been(charlie, demo, path, case, NO_CASE)
    charlie.goto(f"{demo.staff}/cases/?reference={case}&status=all")
    assert charlie.locator("[data-item]").count() == 0


def _is_as_if_it_had_never_been(page: Page, demo: Demo, path: str, real: str, nonsense: str) -> None:
    """Ask for both, by loading and by sending, and compare status, headers and every letter of the answer."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"].endswith("csrf"))
    for method in ("GET", "POST"):
        answers = []
        for reference in (real, nonsense):
            url = demo.staff + path.format(reference)
            sent = {"Origin": demo.staff, "Referer": url, "X-CSRFToken": token}
            answer = page.request.fetch(url, method=method, headers=sent, max_redirects=0)
            kept = {name: value for name, value in answer.headers.items() if name not in {"date", "content-length"}}
            answers.append((answer.status, kept, answer.text().replace(reference, "")))
        assert answers[0] == answers[1], f"{method} {path}"
        assert answers[0][0] in {404, 405}, f"{method} {path}: {answers[0][0]}"
