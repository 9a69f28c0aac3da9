"""Dana goes through the public form, page by page, as her browser does: no script, no cookie."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from proximity.accounts.operations import add_city, add_organisation
from proximity.accounts.rules import OrganisationKind
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import as_role
from proximity.reporting.access import get_report_for, open_report, reports_visible_to
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.answers import Answers
from proximity.reporting.tests.walking import Walk, kept, nothing_is_stored

pytestmark = pytest.mark.django_db
UGLY = '«¡Vete a tu país!» 🙁 مرحبا\n<b>& "нет" --\''


@pytest.fixture
def dana(public):
    return Walk(public)


def tell_everything(walk: Walk) -> Walk:
    walk.press(safe_now="yes").press(city="madrid")
    walk.press(what=UGLY, place="Bus 27, Atocha")
    walk.press(when_precision="exact", when_date="2026-03-07", when_time="18:30")
    walk.press(happened_before="yes", reported_before="yes", reported_where="Comisaría", reported_number="77/26")
    walk.press(targets=["person", "property"])
    walk.press(perceived="yes", why="He looked at her headscarf.", grounds=["REL", "GEN"])
    walk.press(officer="no")
    walk.press(standing="for_somebody", person_consents="yes", person_consent_how="She asked me.")
    walk.press(wishes=["support", "contact"])
    value = next(option for option in walk.options if "+" in option)
    walk.press(readers=value)
    return walk.press(
        contact_how="phone", contact_address="600 000 000", contact_when="mornings", contact_message="no",
        contact_hide_from="my brother",
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "es"])
def test_dana_tells_everything_and_every_word_arrives(public, cast, acting, lang):
    walk = tell_everything(Walk(public, lang=lang))
    assert "Bus 27, Atocha" in walk.page
    assert "Acogida Madrid" in walk.page
    walk.press()
    police, ngo = cast.organisations["madrid.police"], cast.organisations["madrid.ngo"]
    assert kept(walk.code) == Answers(
        safe_now="yes", city="madrid", what=UGLY, place="Bus 27, Atocha", when_precision="exact", when_date="2026-03-07",
        when_time="18:30", happened_before="yes", reported_before="yes", reported_where="Comisaría",
        reported_number="77/26", targets=("person", "property"), perceived="yes", why="He looked at her headscarf.",
        grounds=("REL", "GEN"), officer="no", standing="for_somebody", person_consents="yes",
        person_consent_how="She asked me.", wishes=("support", "contact"), recipients=(str(ngo.pk), str(police.pk)),
        contact_how="phone", contact_address="600 000 000", contact_when="mornings", contact_message="no",
        contact_hide_from="my brother",
    )  # fmt: skip
    for reader in (cast.alice, cast.nadia):
        report = reports_visible_to(acting(reader)).get()
        assert report.language == lang
        assert open_report(report, by=reader).answers.what == UGLY


def test_the_shortest_report_is_four_answers(dana, cast, acting):
    dana.to_check("Acogida Madrid").press()
    assert kept(dana.code).what == "He shouted at my sister."
    acting(cast.alice)
    assert not Report.objects.exists()
    nadia = acting(cast.nadia)
    assert get_report_for(nadia, Report.objects.get().reference)


def test_no_cookie_and_no_stored_page_on_the_way(dana):
    dana.to_check()
    assert dana.response.cookies == {}
    assert dana.response.headers["Cache-Control"] == "private, no-cache"
    assert nothing_is_stored()


def test_the_first_button_of_each_page_is_the_way_on(dana):
    first_buttons = set()
    for _ in range(12):
        form = re.search(r'<form id="wizard".*?</form>', dana.page, re.DOTALL)[0]
        first_buttons.add(re.search(r'<button[^>]*name="go" value="([^"]*)"', form)[1])
        if dana.step == "where":
            dana.press(city="madrid")
        elif dana.step == "what":
            dana.press(what="x")
        elif dana.step == "readers":
            dana.choose("Acogida Madrid")
        else:
            dana.press(None)  # as a browser does that sends no button
    assert dana.heading.startswith("Check your answers")
    form = re.search(r"<form.*?</form>", dana.page, re.DOTALL)[0]
    assert "Send" in re.search(r"<button.*?</button>", form, re.DOTALL)[0]
    assert first_buttons == {"next"}


def test_the_address_can_choose_the_city(public):
    walk = Walk(public, city="bradford").press("skip")
    assert re.search(r'value="bradford"[^>]* checked', walk.page)
    walk = Walk(public, city="nowhere").press("skip")
    assert " checked" not in walk.page


def test_before_a_place_is_known_112_is_named_and_where_999_also_works(dana, public):
    assert 'href="tel:112"' in dana.page
    assert "United Kingdom: also 999" in dana.page
    here = Walk(public, city="bradford")
    assert re.findall(r'href="tel:(\d+)"', here.page) == ["999", "112"]


def test_who_is_not_safe_is_told_whom_to_call_before_anything_else(dana):
    assert 'data-kind="danger"' in dana.press(safe_now="no").page
    assert 'data-kind="danger"' not in dana.press("back").press(safe_now="yes").page


@pytest.mark.parametrize("step", ["where", "what", "readers"])
def test_what_is_needed_cannot_be_skipped_and_says_what_to_do(dana, step):
    {"where": lambda: dana.press("skip"), "what": dana.to_what, "readers": dana.to_readers}[step]()
    assert dana.step == step
    assert 'value="skip"' not in dana.page
    dana.press("skip")
    assert dana.step == step
    assert 'id="error-summary"' in dana.page
    assert "data-faulty" in dana.page


def test_too_long_a_story_is_kept_whole_and_says_how_long_it_is(dana):
    story = "ñandú " * 2000
    dana.to_what().press(what=story, place="Calle Mayor")
    assert dana.step == "what"
    assert "This text has 12000 characters. Up to 10000 fit" in dana.page
    assert story in dana.page
    assert 'value="Calle Mayor"' in dana.page
    assert dana.press(what=story[:10_000]).step == "when"


def test_a_story_that_fits_into_no_form_is_answered_in_plain_words(dana):
    dana.to_what().press(what="x" * 300_000)
    assert dana.response.status_code == 413
    assert "Press Back in your browser" in dana.page


def test_back_keeps_what_was_typed_even_if_it_cannot_be_read(dana):
    dana.to_what().press(what="x")
    dana.press("back", when_precision="exact", when_date="the day before")
    assert dana.step == "what"
    dana.press(what="x")
    assert 'value="the day before"' in dana.page
    assert "error-summary" not in dana.page
    dana.press(when_precision="exact", when_date="the day before")
    assert "Write the day like this" in dana.page


def test_back_from_the_first_page_stays_there(dana):
    assert 'value="back"' not in dana.page
    assert dana.press("back").step == "safe"


def test_skip_leaves_out_what_was_typed(dana):
    dana.to_what().press(what="x").press("skip", when_precision="about", when_text="at Easter")
    assert dana.press("back").step == "when"
    assert "at Easter" not in dana.page


def test_a_change_leads_straight_back_to_the_answers(dana):
    dana.to_check().press("change:what")
    assert dana.step == "what"
    assert "He shouted at my sister." in dana.page
    dana.press(what="He shouted at both of us.")
    assert dana.heading.startswith("Check your answers")
    assert "He shouted at both of us." in dana.page
    assert dana.press("back").step == "contact"


def test_back_from_a_change_leads_to_the_answers_and_what_cannot_be_read_is_not_sent(dana):
    dana.to_check().press("change:when").press("back", when_precision="exact", when_date="no day")
    assert "Please look at this again." in dana.page
    dana.press()
    assert dana.step == "when"
    assert "Write the day like this" in dana.page
    assert nothing_is_stored()
    dana.press(when_precision="about", when_text="in May")
    assert dana.heading.startswith("Check your answers")


def test_another_city_asks_again_who_may_read_it(dana):
    dana.to_check("Acogida Madrid", "Policía Municipal").press("change:where").press(city="bradford")
    assert dana.step == "readers"
    assert "Bradford Listening Post" in dana.page
    dana.choose("Bradford Listening Post")
    assert dana.heading.startswith("Check your answers")


def test_an_unknown_button_or_page_goes_on_and_never_further_than_the_next(dana):
    assert dana.press("change:check").step == "where"
    assert dana.press("change:nowhere").step == "where"
    assert dana.press("change:country", city="madrid").step == "what"


def test_the_language_can_change_in_the_middle_of_a_word(dana, public):
    dana.to_what()
    assert 'formaction="/es/report/" name="go" value="stay"' in dana.page
    dana.address = "/es/report/"
    dana.press("stay", what="Me gri")
    assert dana.step == "what"
    assert "Me gri" in dana.page
    assert '<html lang="es"' in dana.page
    assert "error-summary" not in dana.page


def test_sending_twice_gives_one_report_one_code_and_says_so(dana):
    dana.to_check()
    draft = dana.hidden("draft")
    code = dana.press().code
    assert dana.press(draft=draft).code == code
    assert "nothing was kept twice" in dana.page
    with as_role("owner"):
        assert Report.objects.count() == 1


def test_the_code_is_that_of_the_first_page(dana):
    with mock.patch.object(Receipt, "draw", side_effect=AssertionError("drawn again")):
        dana.to_check().press()
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}", dana.code)


@pytest.mark.parametrize("draft", ["", "x", "AAAA" * 30])
def test_a_form_that_is_not_ours_is_refused_in_plain_words(dana, draft):
    dana.press(draft=draft)
    assert dana.response.status_code == 400
    assert dana.heading == "We could not read this form"
    assert 'href="/en/report/"' in dana.page


def test_a_form_from_another_site_is_refused(public):
    assert public.post("/en/report/", {"draft": "x"}, headers={"Origin": "https://evil.example"}).status_code == 403


def at(moment):
    return mock.patch("proximity.reporting.views.report.timezone.now", return_value=moment)


def test_a_day_old_form_opens_with_its_text_asks_and_stores_nothing(dana):
    dana.to_check().press("change:what")
    with at(timezone.now() + timedelta(days=1)):
        dana.press(what="Half a sent", place="x" * 501)
        assert dana.heading.endswith("Do you want to go on?")
        assert "Half a sent" in dana.page
        assert "x" * 501 in dana.page
        assert "Left out" not in dana.page
        assert nothing_is_stored()
        dana.press("stay")
        assert dana.step == "what"
        assert "Half a sent" in dana.page


def test_a_day_old_send_is_not_sent_before_she_says_so(dana):
    dana.to_check()
    with at(timezone.now() + timedelta(days=1)):
        dana.press()
        assert nothing_is_stored()
        assert dana.press("stay").heading.startswith("Check your answers")
        assert nothing_is_stored()
        dana.press()
        assert dana.code


def test_before_sending_she_reads_what_this_is_and_is_not(dana):
    dana.to_check("Acogida Madrid", "Policía Municipal")
    for words in ("Call 112", "Nobody watches", "not a formal complaint", "papers", "within 2 working days"):
        assert words in dana.page, words
    assert dana.page.count("within 10 working days") == 2


def test_a_city_whose_country_has_no_pack_says_it_in_our_own_words(dana):
    with as_role("owner"):
        lyon = add_city(slug="lyon", name="Lyon", country="fr", time_zone="Europe/Paris", reference_prefix="LYO")
        add_organisation(city=lyon, kind=OrganisationKind.NGO, name="Écoute", accepts_reports=True)
    dana.to_check("Écoute", city="lyon")
    assert "This is no emergency call and no formal complaint" in dana.page
    assert 'href="tel:112"' in dana.press("change:safe").page
    assert dana.press().press().code


def test_the_receipt_says_who_reads_it_by_when_and_leads_on(dana, cast):
    dana.to_check("Acogida Madrid").press()
    with as_role("owner"):
        row = Recipient.objects.get()
    answer, feedback = (date_format(day, "DATE_FORMAT") for day in (row.acknowledge_by, row.feedback_by))
    assert f"A person at Acogida Madrid reads it and answers by {answer}. By {feedback} you hear" in dana.page
    assert "A person at Policía Municipal" not in dana.page
    assert "Some traces vanish within days" in dana.page
    assert 'href="/en/report/done/"' in dana.page


def test_i_am_done_clears_the_browser_and_says_what_remains(public):
    public.cookies["proximity_mailbox"] = "x"
    response = public.get("/en/report/done/")
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.cookies["proximity_mailbox"]["max-age"] == 0
    assert b"history" in response.content


def test_no_page_holds_inline_code(dana):
    pages = [dana.page, dana.to_readers().page, dana.choose("Acogida Madrid").press("skip").page, dana.press().page]
    for page in pages:
        assert re.findall(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|<style", page) == []
