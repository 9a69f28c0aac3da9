"""Dana on an old phone, without JavaScript: from the first page to her code, and back to her mailbox."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import AtWork
from tests.journeys.fields import tick, tick_card
from tests.journeys.looking import no_sideways
from tests.journeys.person import Form, open_mailbox, receipt_code
from tests.journeys.workplace import press
from tests.running import Demo

pytestmark = pytest.mark.browser

NGO, POLICE = "Acogida Madrid", "Policía Municipal"
MOST_NEEDED = 7
STORY = {
    "es": "Iba en el autobús 27 con mi hermana. Un hombre nos gritó «¡fuera de aquí!» y nos empujó.\nNadie dijo nada.",
    "en": "I was on the 27 bus with my sister. A man shouted “get out of here!” and pushed us.\nNobody said a word.",
}
WHY = {"es": "Porque llevamos pañuelo. Lo dijo él mismo.", "en": "Because of our headscarves. He said so himself."}
# Small words that stand on nearly every page of the other language, and on none of this one.
FOREIGN = {"es": {"the", "your", "you", "and", "what", "who"}, "en": {"qué", "usted", "su", "los", "quién", "para"}}


def speaks(page: Page, lang: str) -> None:
    """See that a page is in her language and fits into her window."""
    words = set(re.findall(r"\w+", page.locator("main").inner_text().lower()))
    assert not words & FOREIGN[lang], f"{page.url} says {words & FOREIGN[lang]}"
    no_sideways(page)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_she_tells_what_happened_and_leaves_with_a_code(phone: Page, demo: Demo, lang: str) -> None:
    form = Form(phone, look=lambda page: speaks(page, lang))
    phone.goto(f"{demo.public}/")
    phone.locator(f"main a[hreflang={lang}]").click()
    expect(phone).to_have_url(f"{demo.public}/{lang}/")
    expect(phone.locator("html")).to_have_attribute("lang", lang)
    phone.locator("main a[href*='/report/']").click()

    form.expect("safe").choose(safe_now="yes").go_on()
    form.expect("where").choose(city="madrid").go_on()

    _an_error_stands_beside_its_field_and_takes_nothing_away(form)
    form.write(what=STORY[lang]).go_on()
    form.expect("when").choose(when_precision="about").write(when_text="28/02").go_on()
    form.expect("before")
    _back_in_the_browser_keeps_every_text(form, STORY[lang])

    form.expect("before").choose(happened_before="yes", reported_before="no").go_on()
    form.expect("targets").skip()
    form.expect("because").choose(perceived="yes").write(why=WHY[lang]).go_on()
    form.expect("officer").choose(officer="no").go_on()
    form.expect("who").choose(standing="victim").go_on()
    form.expect("wishes").choose(wishes="support").go_on()
    form.expect("readers").choose_readers(NGO, POLICE).go_on()
    form.expect("contact").skip()

    _the_summary_shows_all_and_lets_her_change(form, lang)
    form.go_on()
    receipt_code(phone)
    for name in (NGO, POLICE):
        expect(phone.locator("main")).to_contain_text(name)
    speaks(phone, lang)
    _done_clears_the_browser(phone)
    speaks(phone, lang)


def _an_error_stands_beside_its_field_and_takes_nothing_away(form: Form) -> None:
    page = form.expect("what").write(place="Calle de Alcalá").page
    form.go_on().expect("what")
    faulty = page.locator(".field[data-faulty]")
    expect(faulty).to_have_count(1)
    box = faulty.locator("textarea[name=what]")
    expect(box).to_have_attribute("aria-invalid", "true")
    described = (box.get_attribute("aria-describedby") or "").split()
    assert any(page.locator(f"[id='{name}']").inner_text().strip() for name in described if "error" in name)
    expect(page.locator("#error-summary a[href='#id_what']")).to_be_visible()
    expect(page.locator("[name=place]")).to_have_value("Calle de Alcalá")


def _back_in_the_browser_keeps_every_text(form: Form, story: str) -> None:
    page = form.page
    page.go_back()
    form.expect("when")
    expect(page.locator("[name=when_text]")).to_have_value("28/02")
    page.go_back()
    form.expect("what")
    expect(page.locator("[name=what]")).to_have_value(story)
    expect(page.locator("[name=place]")).to_have_value("Calle de Alcalá")
    form.go_on().expect("when").choose(when_precision="about").write(when_text="28/02/2026").go_on()


def _the_summary_shows_all_and_lets_her_change(form: Form, lang: str) -> None:
    page = form.expect("").page
    answers = page.locator(".answers")
    for text in (*STORY[lang].splitlines(), "28/02/2026", "Calle de Alcalá", WHY[lang]):
        expect(answers).to_contain_text(text)
    form.change("what").expect("what")
    expect(page.locator("[name=what]")).to_have_value(STORY[lang])
    form.write(place="Plaza de Callao").go_on().expect("")
    expect(answers).to_contain_text("Plaza de Callao")
    expect(answers).not_to_contain_text("Calle de Alcalá")
    expect(page.locator("a[href='tel:112'], .notice").first).to_contain_text("112")


def _done_clears_the_browser(page: Page) -> None:
    with page.expect_response(re.compile("/report/done/")) as answered:
        page.locator("main a[href$='/report/done/']").click()
    assert "storage" in answered.value.all_headers()["clear-site-data"]
    assert page.context.cookies() == []
    expect(page.locator("main li")).to_have_count(4)


def test_at_most_seven_answers_are_needed_and_every_other_page_can_be_skipped(phone: Page, demo: Demo) -> None:
    form, needed, pages = Form(phone).begin(demo, "en"), 0, 0
    answers = {"where": {"city": "bradford"}, "what": {}, "readers": {}}
    while form.question:
        pages += 1
        if form.skip_button.count():
            form.skip()
            continue
        needed += 1
        if form.question == "what":
            form.write(what="They spat at me.")
        elif form.question == "readers":
            form.choose_readers("Bradford Listening Post")
        form.choose(**answers[form.question]).go_on()
    assert pages >= 12
    assert needed <= MOST_NEEDED
    form.send()


def test_in_danger_she_is_told_whom_to_call_before_anything_else(phone: Page, demo: Demo) -> None:
    form = Form(phone).begin(demo, "en").choose(safe_now="no").go_on().expect("where")
    expect(phone.locator(".notice[data-kind=danger]").first).to_contain_text("112")
    form.choose(city="bradford").go_on().expect("what")
    phone.locator("#wizard button[value=back]").click()
    expect(phone.locator("a[href='tel:999']").first).to_be_visible()


def test_where_nobody_serves_she_hears_it_before_she_writes_or_somebody_is_named(phone: Page, demo: Demo) -> None:
    form = Form(phone).begin(demo, "en").skip().choose(city="elsewhere").go_on().expect("country")
    form.choose(country="unknown").go_on().expect("what")
    expect(phone.locator(".notice").first).to_contain_text(NGO)


def test_about_an_officer_his_own_body_cannot_be_chosen(phone: Page, demo: Demo) -> None:
    form = Form(phone).begin(demo, "en").skip().choose(city="madrid").go_on().write(what="A policeman hit me.").go_on()
    form.skip_to("officer").choose(officer="local").go_on()
    form.skip_to("readers")
    offered = phone.locator("#wizard .choice")
    expect(offered.filter(has_text=NGO)).not_to_have_count(0)
    expect(offered.filter(has_text=POLICE)).to_have_count(0)


def test_with_her_code_she_reads_writes_takes_back_asks_to_erase_and_says_how_she_was_treated(
    phone: Page, demo: Demo, at_work: AtWork
) -> None:
    code = Form(phone).to_summary(demo, "en", STORY["en"], NGO, POLICE, perceived="yes").send()
    phone.goto(f"{demo.public}/en/")
    phone.locator("main a[href*='/mailbox/']").first.click()
    _a_wrong_code_opens_nothing_and_stays_in_its_box(phone)
    open_mailbox(phone, demo, "en", code.lower().replace("-", " "))
    phone.locator("#told ~ details summary").click()
    expect(phone.locator("main")).to_contain_text("27 bus with my sister")
    reference = re.search(r"R-[0-9A-Z]{6}", phone.locator("main").inner_text())
    assert reference

    phone.locator("textarea[name=text]").fill("You can also ask my sister.")
    phone.locator("main form[action*='/write/'] button").click()
    expect(phone.locator("ol.talk")).to_contain_text("You can also ask my sister.")

    _she_takes_it_back_from_the_police(phone)
    alice = at_work("Alice", f"/reports/{reference.group()}/")
    expect(alice.locator("main")).not_to_contain_text("27 bus")
    assert "27 bus" not in alice.content()

    reader = phone.locator("article.card", has_text=NGO)
    reader.locator("a[href$='/erase/']").click()
    phone.locator("main form button").first.click()
    expect(phone.locator("[role=status]")).to_be_visible()
    expect(phone.locator("article.card", has_text=NGO)).to_contain_text("They answer by")

    phone.locator("a[href$='/treatment/']").click()
    tick_card(phone.locator(".choice:has([name=respect])").last)
    phone.locator("textarea[name=text]").fill("You listened.")
    phone.locator("main form button").first.click()
    expect(phone.locator("ol.talk")).to_contain_text("You listened.")
    no_sideways(phone)

    nadia = at_work("Nadia", f"/reports/{reference.group()}/erasure/")
    tick(nadia, "granted", "no")
    nadia.locator("[name=reason]").fill("We keep it for a month, then it goes.")
    press(nadia)
    phone.reload()
    expect(phone.locator("ol.talk")).to_contain_text("We keep it for a month, then it goes.")

    phone.locator("form[action$='/leave/'] button").click()
    assert phone.context.cookies() == []
    phone.goto(f"{demo.public}/en/mailbox/read/")
    expect(phone.locator("[name=code]")).to_be_visible()


def _a_wrong_code_opens_nothing_and_stays_in_its_box(page: Page) -> None:
    wrong = "0123-4567-89AB-CDEF-GHJK-MNPQ-RS"
    page.locator("[name=code]").fill(wrong)
    page.locator("main form button").first.click()
    expect(page.locator(".field[data-faulty] [name=code]")).to_have_value(wrong)


def _she_takes_it_back_from_the_police(page: Page) -> None:
    page.locator("article.card", has_text=POLICE).locator("a[href$='/withdraw/']").click()
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("done=shut"))
    police = page.locator("article.card", has_text=POLICE)
    expect(police.locator("a[href$='/withdraw/']")).to_have_count(0)
