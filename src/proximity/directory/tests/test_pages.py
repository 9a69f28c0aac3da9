"""The pages of the register: who sees what, what a form refuses and keeps, and what everybody reads."""

import re

import pytest

from proximity.accounts.actors import enter_as
from proximity.directory import operations
from proximity.directory.factories import looked, make_entry, words
from proximity.directory.models import Entry
from proximity.directory.rules.assessment import Answer, Question
from proximity.directory.rules.boundaries import read_boundaries
from proximity.directory.rules.entries import Kind, Place
from proximity.directory.rules.hours import CLOSED
from proximity.directory.tests.test_rules import collection, feature
from proximity.foundation.testing import STAFF, as_role
from proximity.packs.vocabulary import HelpNeed

pytestmark = pytest.mark.django_db
FORM = {
    "seen": "0", "kind": "centre", "name": "Punto nuevo", "language": "es", "needs": ["talk"], "phone": "+34 900 000 009",
    "d0": "9-14", "place": "40.42, -3.70", "how": "own", "serves": "Norte\r\n Sur \r\n",
}  # fmt: skip


@pytest.fixture
def nadia(cast, acting):
    return acting(cast.nadia)


def given(actor, **changes):
    """Add an entry from the staff side, while the test looks from the public one."""
    with as_role(STAFF):
        enter_as(actor)
        return make_entry(actor, **changes)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_empty_register_teaches_the_first_step(cast, workspace):
    page = workspace(cast.nadia).get("/directory/")
    assert "Nothing stands here yet" in page.content.decode()
    assert 'href="/directory/new/"' in page.content.decode()
    assert 'href="/directory/new/"' not in workspace(cast.ines).get("/directory/").content.decode()


def test_an_entry_is_added_by_a_form_that_keeps_what_it_refuses(cast, workspace):
    browser = workspace(cast.nadia)
    wrong = FORM | {"phone": "call us", "d0": "morning", "place": "here", "needs": []}
    page = browser.post("/directory/new/", wrong)
    assert page.status_code == 422
    for kept in ("call us", "morning", "here", "Punto nuevo"):
        assert kept in page.content.decode()
    assert page.content.decode().count('class="error"') >= 3
    page = browser.post("/directory/new/", FORM | {"phone": "call us"})
    assert (page.status_code, "with digits and spaces" in page.content.decode()) == (422, True)
    page = browser.post("/directory/new/", FORM | {"phone": ""})
    assert "at least one way to reach them" in page.content.decode()
    answer = browser.post("/directory/new/", FORM)
    assert answer.status_code == 302
    page = text_of(browser.get(answer.headers["Location"]))
    assert "Punto nuevo" in page
    assert "Monday: 09:00\u201314:00" in page
    assert "Norte \u00b7 Sur" in page
    assert "has this name" in browser.post("/directory/new/", FORM).content.decode()


def test_only_a_coordinator_is_asked_who_answers_for_it(cast, workspace):
    assert 'name="owner"' not in workspace(cast.nadia).get("/directory/new/").content.decode()
    browser = workspace(cast.lars)
    page = browser.get("/directory/new/").content.decode()
    assert cast.organisations["madrid.ngo"].name in page
    assert cast.organisations["bradford.ngo"].name not in page
    answer = browser.post("/directory/new/", FORM | {"owner": str(cast.organisations["madrid.ngo"].pk)})
    assert "not confirmed: not public" in browser.get(answer.headers["Location"]).content.decode()
    assert (
        browser.post("/directory/new/", FORM | {"owner": str(cast.organisations["bradford.ngo"].pk)}).status_code == 422
    )


def test_an_entry_is_changed_and_somebody_slower_loses_nothing(cast, workspace, nadia):
    entry = make_entry(nadia)
    browser, address = workspace(cast.nadia), f"/directory/{entry.pk}/change/"
    page = browser.get(address).content.decode()
    assert "09:00-14:00, 16:00-19:30" in page
    assert "40.41, -3.7" in page
    assert browser.post(address, FORM | {"seen": "1"}).status_code == 302
    late = browser.post(address, FORM | {"seen": "1", "name": "Tarde"})
    assert late.status_code == 409
    assert 'value="Tarde"' in late.content.decode()
    assert 'name="seen" value="2"' in late.content.decode()
    assert "Changed" in browser.get(f"/directory/{entry.pk}/").content.decode()


def test_what_is_due_is_confirmed_with_one_click(cast, workspace, nadia):
    entry = make_entry(nadia, days_ago=300)
    browser, address = workspace(cast.nadia), f"/directory/{entry.pk}/"
    assert "Is this still true?" in browser.get("/").content.decode()
    page = browser.get(address).content.decode()
    assert "The public sees it again as soon as you confirm it" in page
    assert "Yes, all of it is still true" in page
    assert browser.post(f"{address}confirm/", {"seen": "9", "how": "own"}).status_code == 302
    assert "lapsed: not public" in browser.get(address).content.decode()
    browser.post(f"{address}confirm/", {"seen": "1", "how": "nothing"})
    assert "You are asked again on" in browser.get(address).content.decode()
    browser.post(f"{address}confirm/", {})
    assert browser.get(f"{address}confirm/").status_code == 405


def test_who_confirms_for_others_says_how_she_knows(cast, workspace, nadia):
    entry = make_entry(nadia, days_ago=200, run_by="Biblioteca")
    page = workspace(cast.nadia).get(f"/directory/{entry.pk}/").content.decode()
    assert 'value="called"' in page
    assert 'value="own"' not in page


def test_somebody_else_says_what_is_not_true_and_cannot_change_it(cast, workspace, nadia):
    entry = make_entry(nadia, days_ago=1)
    browser, address = workspace(cast.alice), f"/directory/{entry.pk}/"
    page = browser.get(address).content.decode()
    assert f'href="{address}change/"' not in page
    assert 'name="hide"' not in browser.get(f"{address}doubt/").content.decode()
    assert browser.post(f"{address}doubt/", {"text": ""}).status_code == 422
    assert browser.post(f"{address}doubt/", {"text": "Nadie contesta."}).status_code == 302
    assert "Nadie contesta." in browser.get(address).content.decode()
    assert "somebody doubts it" in browser.get("/directory/").content.decode()
    for what in ("change", "end", "assess"):
        assert browser.get(f"{address}{what}/").status_code == 403
    assert browser.post(f"{address}confirm/", {"seen": "1"}).status_code in {403, 404}


def test_a_coordinator_takes_it_off_the_public_page(cast, workspace, nadia):
    entry = make_entry(nadia, days_ago=1)
    workspace(cast.lars).post(f"/directory/{entry.pk}/doubt/", {"text": "Cerrado", "hide": "on"})
    assert "Taken off the public page" in workspace(cast.nadia).get(f"/directory/{entry.pk}/").content.decode()


def test_what_is_gone_is_taken_out_with_a_reason(cast, workspace, nadia):
    entry = make_entry(nadia)
    browser, address = workspace(cast.nadia), f"/directory/{entry.pk}/end/"
    assert browser.post(address, {"seen": "1", "text": ""}).status_code == 422
    assert browser.post(address, {"seen": "7", "text": "Cerrado"}).status_code == 409
    assert browser.post(address, {"seen": "1", "text": "Cerrado"}).headers["Location"] == "/directory/"
    assert entry.name not in browser.get("/directory/").content.decode()
    assert browser.get(address).status_code == 403


def test_a_centre_looks_at_itself_and_reads_what_is_open(cast, workspace, nadia):
    entry = make_entry(nadia)
    browser, address = workspace(cast.nadia), f"/directory/{entry.pk}/assess/"
    given = {f"q_{question.value}": "yes" for question in Question} | {"q_private_room": "no"}
    numbers = {"staff": "3", "trained": "2", "trained_on": "2026-01-10"}
    assert browser.post(address, given).status_code == 422
    assert browser.post(address, given | numbers | {"trained": "4"}).status_code == 422
    assert browser.post(address, given | numbers).status_code == 302
    page = text_of(browser.get(f"/directory/{entry.pk}/"))
    assert "3 of 4" in page
    assert "Is there a room where nobody else hears the conversation?" in page
    assert "Reality versus rhetoric" in page, page


def test_the_list_is_narrowed_by_addresses_that_can_be_shared(cast, workspace, acting, nadia):
    make_entry(nadia, serves=("Sur",))
    make_entry(
        acting(cast.alice), name="Unidad", kind=Kind.POLICE_UNIT, languages=(), needs=(HelpNeed.POLICE,), place=None
    )
    browser = workspace(cast.nadia)
    expected = {
        "": {"Punto de acogida", "Unidad"}, "kind=police_unit": {"Unidad"}, "language=ar": {"Punto de acogida"},
        "need=police": {"Unidad"}, "own=on": {"Punto de acogida"}, "standing=lapsed": set(), "district=Sur": {"Punto de acogida"},
        "kind=%00&standing=x": {"Punto de acogida", "Unidad"},
    }  # fmt: skip
    for query, names in expected.items():
        page = browser.get(f"/directory/?{query}").content.decode()
        assert {name for name in ("Punto de acogida", "Unidad") if f">{name}</a>" in page} == names, query
    assert '<svg class="map"' in browser.get("/directory/").content.decode()


def test_the_register_is_taken_along_as_a_table_that_no_spreadsheet_runs(cast, workspace, nadia):
    make_entry(nadia, name="=cmd()")
    table = workspace(cast.ines).get("/directory/table.csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = table.content.decode()
    assert "'=cmd()" in text
    assert "+34 900 000 001" in text


def test_a_list_of_many_comes_in_pages_that_stay_small(cast, workspace, nadia, django_assert_max_num_queries):
    for number in range(53):
        make_entry(nadia, name=f"Punto {number:02}", place=Place(40 + number / 100, -3.7))
    browser = workspace(cast.nadia)
    with django_assert_max_num_queries(25):
        page = browser.get("/directory/?language=es")
    assert len(page.content) < 60_000
    assert "53 entries" in page.content.decode()
    (address,) = re.findall(r'rel="next" href="([^"]+)"', page.content.decode())
    rest = browser.get(address.replace("&amp;", "&")).content.decode()
    assert re.findall(r">(Punto \d\d)</a>", rest) == ["Punto 50", "Punto 51", "Punto 52"]
    assert 'rel="next"' not in rest
    for odd in ("%00", "9" * 30, "²", "-1"):
        assert "Punto 00" in browser.get(f"/directory/?after={odd}").content.decode()


def test_everybody_reads_what_somebody_vouches_for(cast, public):
    given(cast.nadia)
    given(cast.nadia, name="Punto viejo", days_ago=300, phone="+34 900 000 666")
    page = public.get("/en/help/madrid/").content.decode()
    section = page.split('id="talk"')[1].split("</section>")[0]
    assert "Punto de acogida" in section
    assert "+34 900 000 001" in section
    assert "Checked by Acogida Madrid on" in section
    for hidden in ("Punto viejo", "666"):
        assert hidden not in page
    assert "National service against LGTBI-phobia" in page
    assert 'href="/en/help/madrid/places/"' in page
    assert "Punto de acogida" not in public.get("/en/help/bradford/").content.decode()
    assert "Punto de acogida" not in public.get("/en/help/country/es/").content.decode()


@pytest.mark.parametrize("lang", ["en", "es", "it", "pt", "fi", "et", "lv", "bg"])
def test_the_places_stand_on_a_map_and_in_a_list_with_the_same_numbers(cast, public, lang):
    given(cast.nadia)
    given(
        cast.nadia, name="Agente de Norte", kind=Kind.PROXIMITY, needs=(HelpNeed.POLICE,), serves=("Norte",), place=None
    )
    response = public.get(f"/{lang}/help/madrid/places/")
    page = response.content.decode()
    assert dict(response.cookies) == {}
    assert page.count("<h1>") == 1
    assert re.findall(r'id="place-(\d+)"', page) == ["1", "2"]
    assert re.findall(r'<text class="dot"[^>]*>([^<]+)<', page) == ["2"]
    assert re.findall(r'<dt dir="auto">([^<]+)</dt>', page) == ["Norte"]
    assert "<script" not in page.split("<main")[1].split("</main>")[0]


def test_places_are_narrowed_by_language_and_need_and_the_address_says_neither(cast, public):
    given(cast.nadia)
    given(cast.nadia, name="Otro punto", languages=("uk",), needs=(HelpNeed.LEGAL,))
    only_arabic = public.get("/en/help/madrid/places/?s=1").content.decode()
    assert ("Punto de acogida" in only_arabic, "Otro punto" in only_arabic) == (True, False)
    assert "No place fits" in public.get("/en/help/madrid/places/?s=1&n=3").content.decode()
    assert "Otro punto" in public.get("/en/help/madrid/places/?n=3&s=%00").content.decode()
    page = public.get("/en/help/madrid/?s=1").content.decode()
    assert "Punto de acogida" in page
    assert "Otro punto" not in page
    form = page.split("<form")[1].split("</form>")[0]
    assert all(value.isdigit() or not value for value in re.findall(r'<option value="([^"]*)"', form))


def test_a_city_without_places_says_so_kindly(cast, public):
    assert "Nobody in this city has confirmed a place yet" in public.get("/en/help/bradford/places/").content.decode()
    assert "/places/" not in public.get("/en/help/bradford/").content.decode()
    assert public.get("/en/help/atlantis/places/").status_code == 404


def test_what_the_register_says_is_newer_than_the_pack(cast, public):
    before = public.get("/es/help/madrid/").content.decode()
    name = "Unidad de Gesti\u00f3n de la Diversidad"
    (known,) = set(re.findall(rf">({name}[^<]*)</", before))
    given(cast.alice, name=known, kind=Kind.POLICE_UNIT, needs=(HelpNeed.POLICE,))
    page = public.get("/es/help/madrid/").content.decode()
    assert page.count(f">{known}</") == 1
    assert "+34 900 000 001" in page


def test_districts_are_drawn_under_the_places(cast, public):

    given(cast.nadia)
    with as_role("owner"):
        operations.load_districts(city=cast.cities["madrid"], outlines=read_boundaries(collection(feature("Sol"))))
    assert "<title>Sol</title>" in public.get("/en/help/madrid/places/").content.decode()


def test_answers_are_kept_as_data(cast, nadia):
    entry = make_entry(nadia)
    made = operations.note_assessment(entry_id=entry.pk, looked=looked(Answer.PARTLY), by=nadia)
    assert set(made.answers.values()) == {"partly"}
    assert Entry.objects.get().words == words()


def test_a_place_without_hours_tells_none(cast, public):
    given(cast.nadia, week=CLOSED)
    page = public.get("/en/help/madrid/places/").content.decode()
    assert ("Open today" in page, "Closed today" in page) == (False, False)


def test_a_coordinator_who_corrects_a_new_entry_is_not_asked_how_she_knows(cast, workspace, acting):
    owner = cast.organisations["madrid.ngo"].pk
    entry = operations.add_entry(words=words(), owner=owner, by=acting(cast.lars))
    page = workspace(cast.lars).get(f"/directory/{entry.pk}/change/").content.decode()
    assert 'name="how"' not in page
