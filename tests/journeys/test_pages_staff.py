"""Every page of the workspace, for each role, wide and narrow: axe finds nothing, and nothing is wider than the window."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.looking import Look
from tests.journeys.person import Form, open_mailbox
from tests.journeys.workplace import open_case, open_first_case, open_from_inbox, press, reference_on
from tests.running import Demo

pytestmark = pytest.mark.browser

NGO, POLICE = "Acogida Madrid", "Policía Municipal"
ACCOUNT = ("/account/", "/account/second-factor/", "/account/codes/", "/account/codes/new/", "/nothing-here/")
OF_ROLE = {
    "Alice": (
        "/",
        "/inbox/",
        "/inbox/?show=done",
        "/inbox/apart/",
        "/inbox/piles/",
        "/cases/",
        "/cases/?status=closed",
        "/cards/",
        "/cards/?country=lv&lang=bg&paper=a6",
        "/search/",
        "/search/?what=cases",
        "/figures/",
        "/audit/",
        *ACCOUNT,
    ),
    "Nadia": ("/", "/inbox/", "/search/", "/figures/", "/reports/suggestions/"),
    "Petra": ("/", "/referrals/", "/figures/"),
    "Stefan": ("/", "/referrals/", "/referrals/?show=sent"),
    "Lars": ("/", "/figures/", "/plan/", "/plan/head/", "/plan/publish/", "/plan/objectives/new/"),
    "Bob": ("/", "/retention/", "/cases/suggestions/", "/cases/second-look/", "/cases/second-look/?since=2020-01-01"),
    "Olga": ("/", "/figures/cities/", *ACCOUNT[:1]),
    "Teo": ("/", "/figures/", "/learning/", "/learning/scenarios/new/", "/learning/courses/new/", "/learning/sharing/"),
    "Soledad": ("/", "/figures/"),
    "Ines": ("/", "/figures/", "/retention/", "/audit/", "/audit/?action=report", "/audit/?since=nonsense"),
}
EDITS = (
    "head", "bias", "indicator", "ground", "offence", "person", "suspect", "rights", "task", "evidence", "answer", "close",
)  # fmt: skip
FORMS = ("bias", "indicator", "ground", "task", "answer")


def test_signing_in(desk: Page, demo: Demo) -> None:
    look, account = Look(), demo.account("Petra")
    desk.goto(f"{demo.staff}/")
    look.at(desk, "sign-in")
    press(desk)
    look.at(desk, "sign-in, empty")
    desk.locator("[name=login]").fill(account["e-mail"])
    desk.locator("[name=password]").fill(account["password"])
    press(desk)
    look.at(desk, "code")
    desk.locator("[name=code]").fill("000000")
    press(desk)
    look.at(desk, "wrong code")
    desk.goto(f"{demo.staff}/sign-in/closed/")
    look.at(desk, "closed")
    look.check()


@pytest.mark.parametrize("name", OF_ROLE)
def test_the_standing_pages_of(name: str, demo: Demo, at_work: AtWork) -> None:
    look, page = Look(), at_work(name)
    for address in OF_ROLE[name]:
        page.goto(f"{demo.staff}{address}")
        look.at(page, f"{name}, {address}")
    look.check()


@pytest.fixture
def reference(phone: Page, demo: Demo) -> str:
    """Return the reference of a report that the NGO and the police may read."""
    form = Form(phone).to_summary(demo, "es", "Nos gritaron en la plaza.", NGO, POLICE, perceived="yes", safe_now="no")
    open_mailbox(phone, demo, "es", form.send())
    return reference_on(phone.locator("main"))


def test_a_report_and_a_case_with_each_of_their_forms(demo: Demo, at_work: AtWork, reference: str) -> None:
    look, page = Look(), at_work("Alice")
    open_from_inbox(page, demo, reference)
    look.at(page, "report")
    for act in ("answer", "close", "files"):
        page.goto(f"{demo.staff}/reports/{reference}/{act}/")
        look.at(page, f"report, {act}")
    page.goto(f"{demo.staff}/reports/{reference}/")
    case = open_case(page)
    for act in EDITS:
        page.goto(f"{demo.staff}/cases/{case}/?edit={act}")
        look.at(page, f"case, {act}")
        if act in FORMS:
            page.locator("form.compact").evaluate("form => { form.removeAttribute('hx-boost'); form.submit() }")
            expect(page.locator("#error-summary")).to_be_visible()
            look.at(page, f"case, {act}, unanswered")
    for status in ("in_progress", "closed"):
        open_first_case(page, demo, status)
        look.at(page, f"case, {status}")
    look.check()


def test_the_forms_of_an_indicator_and_of_a_ground(demo: Demo, at_work: AtWork) -> None:
    look, page = Look(), at_work("Alice")
    open_first_case(page, demo, "in_progress")
    for edit in ("edit=withdraw", "edit=ground-status"):
        page.locator(f"main a[href*='{edit}']").first.click()
        expect(page.locator("form.compact")).to_be_visible()
        look.at(page, edit)
        page.locator("form.compact button").click()
        expect(page.locator("#error-summary")).to_be_visible()
        look.at(page, f"{edit}, unanswered")
        page.reload()
    look.check()


def test_the_forms_of_the_desk(phone: Page, demo: Demo, at_work: AtWork, reference: str) -> None:
    look, page = Look(), at_work("Nadia")
    for address in (f"/reports/{reference}/", f"/reports/{reference}/close/", "/reports/new/"):
        page.goto(f"{demo.staff}{address}")
        look.at(page, f"Nadia, {address}")
    press(page)
    look.at(page, "entry, unanswered")
    phone.locator("article.card", has_text=NGO).locator("a[href$='/withdraw/']").click()
    phone.locator("main form button").first.click()
    page.goto(f"{demo.staff}/reports/{reference}/")
    look.at(page, "taken back")
    look.check()


def test_handing_on_and_the_answer_to_a_wish_to_erase(phone: Page, demo: Demo, at_work: AtWork) -> None:
    open_mailbox(phone, demo, "es", Form(phone).to_summary(demo, "es", "Nos gritaron.", NGO).send())
    reference = reference_on(phone.locator("main"))
    phone.locator("article.card", has_text=NGO).locator("a[href$='/erase/']").click()
    phone.locator("main form button").first.click()
    look, page = Look(), at_work("Nadia")
    for act in ("", "forward/", "erasure/"):
        page.goto(f"{demo.staff}/reports/{reference}/{act}")
        look.at(page, f"report, {act}")
        if act:
            press(page)
            look.at(page, f"report, {act}, unanswered")
    look.check()


def test_what_is_prepared_and_what_is_verified(demo: Demo, at_work: AtWork) -> None:
    look, lars = Look(), at_work("Lars", "/figures/")
    lars.locator("form[action='/figures/prepare/'] button").click()
    look.at(lars, "prepared")
    lars.goto(f"{demo.staff}/figures/")
    look.at(lars, "figures, something prepared")
    ines = at_work("Ines", "/audit/")
    ines.locator("form[action='/audit/verify/'] button").click()
    look.at(ines, "verified")
    look.check()


def test_the_workspace_in_the_dark(demo: Demo, at_work: AtWork) -> None:
    look, page = Look(widths=(1280,)), at_work("Bob", dark=True)
    for address in ("/", "/inbox/", "/cases/", "/figures/"):
        page.goto(f"{demo.staff}{address}")
        look.at(page, f"{address} in the dark")
    open_first_case(page, demo, "in_progress")
    look.at(page, "case in the dark")
    look.check()
