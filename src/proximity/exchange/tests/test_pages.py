"""The pages: Alice writes, Charlie reads, reviews, asks and takes up; nothing typed is lost; others find nothing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from proximity.exchange.factories import make_draft, make_practice, make_question, make_review
from proximity.exchange.models import Draft, Hidden
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.reviews import LOOKED_AT
from proximity.exchange.rules.seeds import seeds
from proximity.exchange.rules.vocabulary import Criterion
from proximity.network.models import SharedObject
from proximity.network.rules.kinds import Kind

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
RECORD = {
    "seen": 0, "language": "es", "title": "Ventanilla abierta", "english_title": "Open counter", "summary": "Una tarde.",
    "country": "es", "organisation": "Policía Municipal", "type": "encourage_reporting", "categories": ["outreach"],
    "grounds": ["RACE"], "objectives": "Que cuenten.", "steps": "Buscar un centro.", "scope": "", "evidence": "",
}  # fmt: skip
CRITERIA = {one.value: "yes" for one in Criterion} | {f"{one.value}_why": "Así es." for one in Criterion}
SEEDS = "Against Racism!"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sent_to(answer, start):
    assert answer.status_code == 302, text_of(answer)
    assert answer.headers["Location"].startswith(start)
    return answer.headers["Location"]


@pytest.fixture
def alice(cast, workspace):
    return workspace(cast.alice)


@pytest.fixture
def charlie(cast, workspace):
    return workspace(cast.charlie)


@pytest.fixture
def practice(cast, acting):
    return make_practice(acting(cast.alice))


def test_she_writes_a_practice_down_submits_it_and_another_city_reads_it(alice, charlie):
    page = alice.get("/exchange/practices/new/").content.decode()
    assert 'value="Policía Municipal"' in page
    draft = sent_to(alice.post("/exchange/practices/new/", RECORD), "/exchange/drafts/")
    assert "Go on to submit it" in text_of(alice.get(draft))
    assert "Ventanilla abierta" not in text_of(charlie.get("/exchange/"))
    preview = text_of(alice.get(f"{draft}submit/"))
    assert "Bradford, Madrid" in preview
    assert "TLP:GREEN" in preview
    sent = CRITERIA | {"seen": 1, "readers": "network", "sure": "on"}
    address = sent_to(alice.post(f"{draft}submit/", sent), "/exchange/practices/")
    found = text_of(charlie.get("/exchange/"))
    assert "Ventanilla abierta" in found
    assert "waits for reviews" in found
    record = text_of(charlie.get(address))
    assert "Policía Municipal · Madrid" in record
    assert "How much it costs not known" in record
    assert "Así es." in record
    assert "Write a new edition" not in record


def test_what_was_typed_stays_when_something_is_refused(alice):
    answer = alice.post("/exchange/practices/new/", RECORD | {"title": "", "steps": "Call 612 345 678 first."})
    assert answer.status_code == 422
    said = text_of(answer)
    assert "Write a few words." in said
    assert "looks like a telephone number" in said
    assert "Call 612 345 678 first." in answer.content.decode()
    assert Draft.objects.count() == 0


def test_a_condition_that_is_not_met_is_refused_beside_it(cast, acting, alice):
    draft = make_draft(acting(cast.alice))
    sent = CRITERIA | {"seen": 1, "readers": "network", "sure": "on", "police": "no"}
    answer = alice.post(f"/exchange/drafts/{draft.pk}/submit/", sent)
    assert answer.status_code == 422
    assert "does not belong into this catalogue" in text_of(answer)
    assert SharedObject.objects.count() == 0


def test_nothing_is_submitted_with_needed_fields_empty_or_without_readers(cast, acting, alice):
    draft = make_draft(acting(cast.alice), Practice(title="Half"))
    assert "these are needed: Title in English What it is" in text_of(alice.get(f"/exchange/drafts/{draft.pk}/"))
    sent = CRITERIA | {"seen": 1, "readers": "network", "sure": "on"}
    assert "still missing in the record" in text_of(alice.post(f"/exchange/drafts/{draft.pk}/submit/", sent))
    answer = alice.post(f"/exchange/drafts/{draft.pk}/submit/", sent | {"readers": "group:nobody", "sure": ""})
    assert answer.status_code == 422
    assert "Please read it once more" in text_of(answer)


def test_two_who_write_at_once_lose_nothing(cast, acting, alice):
    draft = make_draft(acting(cast.alice))
    address = f"/exchange/drafts/{draft.pk}/"
    sent_to(alice.post(address, RECORD | {"seen": 1, "steps": "Hers."}), address)
    answer = alice.post(address, RECORD | {"seen": 1, "steps": "His."})
    assert answer.status_code == 409
    assert "Hers." in text_of(answer)
    assert "His." in answer.content.decode()
    sent_to(alice.post(address, RECORD | {"seen": 2, "steps": "His."}), address)


def test_a_draft_is_removed_after_being_asked_once(cast, acting, alice, workspace):
    draft = make_draft(acting(cast.alice))
    assert workspace(cast.lars).get(f"/exchange/drafts/{draft.pk}/").status_code == 404
    assert "Remove this draft?" in text_of(alice.get(f"/exchange/drafts/{draft.pk}/remove/"))
    sent_to(alice.post(f"/exchange/drafts/{draft.pk}/remove/"), "/exchange/")
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(("query", "found"), [
    ("text=barrios", True), ("text=counters", True), ("text=fútbol", False), ("country=es", True), ("country=gb", False),
    ("category=outreach", True), ("category=flagging", False), ("ground=RACE", True), ("ground=REL", False),
    ("text=una", True), ("country=nowhere", True), ("after=yesterday~no", True), ("text=agente+centro", True),
])  # fmt: skip
def test_the_catalogue_is_searched_in_any_form_of_a_word_and_narrowed(charlie, practice, query, found):
    assert ("Ventanilla abierta" in text_of(charlie.get(f"/exchange/?{query}"))) is found


def test_what_proximity_named_stands_there_with_its_source_and_its_gaps(charlie):
    assert SEEDS in text_of(charlie.get("/exchange/"))
    assert SEEDS in text_of(charlie.get("/exchange/?text=racism"))
    assert SEEDS not in text_of(charlie.get("/exchange/?category=outreach"))
    seed = next(one for one in seeds() if one.practice.english_title == SEEDS)
    page = text_of(charlie.get(f"/exchange/practices/{seed.id}/"))
    assert "Named by the EU project PROXIMITY" in page
    assert "24 November 2026" in page
    assert page.count("not known") >= 15
    assert "Review it" not in page


def test_another_city_reviews_it_and_two_make_it_reviewed(cast, acting, charlie, alice, riga, practice):
    sent = {one.value: "yes" for one in LOOKED_AT} | {f"{one.value}_why": "We read it." for one in LOOKED_AT}
    address = f"/exchange/practices/{practice}/review/"
    assert charlie.post(address, sent).status_code == 422
    sent_to(charlie.post(address, sent | {"sure": "on"}), f"/exchange/practices/{practice}/")
    assert "waits for reviews" in text_of(charlie.get("/exchange/"))
    make_review(practice, acting(riga))
    assert "reviewed by two cities" in text_of(charlie.get("/exchange/"))
    assert "recommends it" in text_of(alice.get(f"/exchange/practices/{practice}/"))
    assert 'value="yes"' in charlie.get(address).content.decode()
    assert alice.get(address).status_code == 404


def test_it_is_taken_up_and_what_came_of_it_stands_there(charlie, alice, practice):
    address = f"/exchange/practices/{practice}/adopt/"
    sent = {"uptake": "ended", "changed": "On Mondays.", "outcome": "", "result": "", "sure": "on"}
    answer = charlie.post(address, sent)
    assert answer.status_code == 422
    assert "Say what came of it" in text_of(answer)
    sent_to(charlie.post(address, sent | {"outcome": "did_not_help", "result": "Nobody came."}), "/exchange/practices/")
    assert "taken up by 1 city · did not help in 1" in text_of(alice.get("/exchange/"))
    assert "Nobody came." in text_of(alice.get(f"/exchange/practices/{practice}/"))
    assert "Nobody came." in charlie.get(address).content.decode()
    adoption = SharedObject.objects.get(kind=Kind.ADOPTION).pk
    assert f"/exchange/withdraw/{adoption}/" in charlie.get(f"/exchange/practices/{practice}/").content.decode()
    sent_to(charlie.post(f"/exchange/withdraw/{adoption}/"), f"/exchange/practices/{practice}/")
    assert "taken up by" not in text_of(alice.get("/exchange/"))
    seed = seeds()[0].id
    sent_to(
        alice.post(f"/exchange/practices/{seed}/adopt/", sent | {"uptake": "planned"}), f"/exchange/practices/{seed}/"
    )


def test_it_is_read_in_another_language_with_who_translated_it(cast, charlie, alice, practice):
    address = f"/exchange/practices/{practice}/translate/"
    page = alice.get(address).content.decode()
    assert "Spanish" not in page
    assert 'value="es"' not in page
    sent = {"language": "en", "made": "machine"} | dict.fromkeys(
        ("title", "summary", "objectives", "steps", "stakeholders"), "Open every Thursday."
    )
    assert alice.post(address, sent | {"steps": ""}).status_code == 422
    sent_to(alice.post(address, sent), f"/exchange/practices/{practice}/?lang=en")
    page = text_of(charlie.get(f"/exchange/practices/{practice}/"))
    assert "Open every Thursday." in page
    assert "A machine translated this" in page
    assert "Ventanilla abierta" in text_of(charlie.get(f"/exchange/practices/{practice}/?lang=es"))
    assert "Open every Thursday." in text_of(charlie.get("/exchange/?text=thursdays"))


def test_a_new_edition_is_reviewed_anew(cast, acting, alice, charlie, practice):
    draft = sent_to(alice.post(f"/exchange/practices/{practice}/change/"), "/exchange/drafts/")
    sent_to(alice.post(draft, RECORD | {"seen": 2, "steps": "Another way."}), draft)
    assert "Buscar un centro. Formar" in text_of(charlie.get(f"/exchange/practices/{practice}/"))
    sent = CRITERIA | {"seen": 3, "readers": "network", "sure": "on"}
    assert "Así es desde el principio." in alice.get(f"{draft}submit/").content.decode()
    sent_to(alice.post(f"{draft}submit/", sent), f"/exchange/practices/{practice}/")
    assert "Edition 2" in text_of(charlie.get(f"/exchange/practices/{practice}/"))


def test_a_question_is_asked_answered_accepted_and_becomes_a_practice(charlie, alice, practice):
    assert "Bradford, Madrid" in text_of(charlie.get(f"/exchange/questions/new/?practice={practice}"))
    sent = {"title": "Who pays?", "text": "We have no money.", "readers": "network", "sure": "on"}
    address = sent_to(charlie.post(f"/exchange/questions/new/?practice={practice}", sent), "/exchange/questions/")
    assert "Who pays?" in text_of(alice.get(f"/exchange/practices/{practice}/"))
    assert alice.post(address, {"text": "Write to me@example.org", "sure": "on"}).status_code == 422
    sent_to(alice.post(address, {"text": "The city hall pays.", "sure": "on"}), address)
    assert "1 answer" in text_of(charlie.get("/exchange/questions/"))
    answer = SharedObject.objects.get(kind=Kind.ANSWER)
    assert alice.post(f"{address}accept/", {"answer": answer.pk}).status_code == 404
    assert charlie.post(f"{address}practice/").headers["Location"] == address
    sent_to(charlie.post(f"{address}accept/", {"answer": answer.pk}), address)
    assert charlie.post(f"{address}accept/", {"answer": "no"}).status_code == 404
    assert "This helped" in text_of(alice.get(address))
    draft = sent_to(charlie.post(f"{address}practice/"), "/exchange/drafts/")
    assert "The city hall pays." in charlie.get(draft).content.decode()


def test_what_is_hidden_is_not_shown_until_it_is_shown_again(cast, workspace, charlie, practice, acting):
    bob = workspace(cast.bob)
    question = make_question(acting(cast.charlie))
    assert charlie.get(f"/exchange/hide/{practice}/").status_code == 404
    assert bob.get(f"/exchange/hide/{practice}/").status_code == 404
    address = f"/exchange/hide/{question}/"
    assert bob.post(address, {"reason": ""}).status_code == 422
    sent_to(bob.post(address, {"reason": "It names somebody."}), f"/exchange/questions/{question}/")
    alice = workspace(cast.alice)
    assert alice.get(f"/exchange/questions/{question}/").status_code == 404
    assert "interpreters" not in text_of(alice.get("/exchange/questions/"))
    assert "It names somebody." in text_of(bob.get(f"/exchange/questions/{question}/"))
    assert "interpreters" in text_of(charlie.get("/exchange/questions/"))
    sent_to(bob.post(f"{address}undo/"), f"/exchange/questions/{question}/")
    assert alice.get(f"/exchange/questions/{question}/").status_code == 200
    assert Hidden.objects.count() == 0


def test_what_is_withdrawn_is_gone_everywhere(cast, acting, alice, charlie, practice):
    charlie.get("/exchange/")
    assert charlie.get(f"/exchange/withdraw/{practice}/").status_code == 404
    assert "Ventanilla abierta" in text_of(alice.get(f"/exchange/withdraw/{practice}/"))
    sent_to(alice.post(f"/exchange/withdraw/{practice}/"), "/exchange/")
    for browser in (alice, charlie):
        assert browser.get(f"/exchange/practices/{practice}/").status_code == 404
        assert "No practice fits" in text_of(browser.get("/exchange/?text=ventanilla"))
    acting(cast.alice)
    assert Draft.objects.get().object_id is None


def test_a_pattern_is_told_in_codes_and_ends(alice, charlie):
    page = alice.get("/exchange/alerts/new/").content.decode()
    assert "<textarea" not in page
    assert 'value="public"' not in page
    day = TODAY + timedelta(days=30)
    sent = {
        "sign": "leaflets", "ground": "RACE", "place": "school", "area": "centre", "readers": "network",
        "since": TODAY - timedelta(days=10), "until": TODAY - timedelta(days=9), "expires_on": day,
    }  # fmt: skip
    answer = alice.post("/exchange/alerts/new/", sent)
    assert answer.status_code == 422
    assert "a week to three months" in text_of(answer)
    sent_to(alice.post("/exchange/alerts/new/", sent | {"until": TODAY}), "/exchange/alerts/")
    found = text_of(charlie.get("/exchange/alerts/"))
    assert "Leaflets" in found
    assert "Near schools" in found
    assert "TLP:GREEN" in found


def test_a_visit_is_offered_answered_and_taken_into_a_calendar(alice, charlie):
    sent = {
        "kind": "offer", "title": "Three days in Madrid", "agenda": "Role play.", "place": "Madrid", "readers": "network",
        "starts_on": "2027-06-11", "ends_on": "2027-06-09", "roles": ["officers", "ngo"], "sure": "on", "outcome": "",
    }  # fmt: skip
    assert alice.post("/exchange/visits/new/", sent).status_code == 422
    address = sent_to(alice.post("/exchange/visits/new/", sent | {"ends_on": "2027-06-13"}), "/exchange/visits/")
    assert charlie.get(f"{address}change/").status_code == 404
    assert charlie.post(f"{address}coming/", {"officers": "-1"}).status_code == 422
    sent_to(charlie.post(f"{address}coming/", {"officers": "3", "ngo": "1"}), address)
    sent_to(charlie.post(f"{address}coming/", {"officers": "2"}), address)
    assert "Officers: 2" in text_of(alice.get(address))
    assert "1 city comes" in text_of(alice.get("/exchange/visits/"))
    answer = charlie.get("/exchange/visits/calendar.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;VALUE=DATE:20270611\r\nDTEND;VALUE=DATE:20270614" in answer.content
    assert b"SUMMARY:Three days in Madrid" in answer.content
    one = charlie.get(f"{address}visit.ics")
    assert one.content.count(b"BEGIN:VEVENT") == 1
    assert one.headers["Content-Disposition"] == 'attachment; filename="visit.ics"'
    assert f'href="{address}visit.ics"' in charlie.get(address).content.decode()
    assert "Role play." in alice.get(f"{address}change/").content.decode()
    sent_to(alice.post(f"{address}change/", sent | {"ends_on": "", "outcome": "We opened two desks."}), address)
    assert "We opened two desks." in text_of(charlie.get(address))
    still_open = sent_to(
        alice.post("/exchange/visits/new/", sent | {"starts_on": "", "ends_on": ""}), "/exchange/visits/"
    )
    assert charlie.get(f"{still_open}visit.ics").status_code == 404
    sent_to(charlie.post(f"{address}coming/", {}), address)
    assert "Nobody has answered yet" in text_of(alice.get(address))


def test_olga_sees_what_travelled_and_takes_no_part_herself(cast, workspace, charlie, practice):
    sent = {"uptake": "running", "changed": "Nothing.", "outcome": "helped", "result": "More came.", "sure": "on"}
    charlie.post(f"/exchange/practices/{practice}/adopt/", sent)
    olga = workspace(cast.olga)
    page = text_of(olga.get("/exchange/overview/"))
    assert "taken up by 1 city · helped in 1" in page
    assert "Bradford United Kingdom 0 0 1 0 0" in page
    assert "We take it up" not in text_of(olga.get(f"/exchange/practices/{practice}/"))
    assert olga.get("/exchange/practices/new/").status_code == 403
    assert olga.get(f"/exchange/practices/{practice}/adopt/").status_code == 404


def test_what_is_new_stands_on_the_first_page(charlie, practice):
    page = text_of(charlie.get("/"))
    assert "New from other cities" in page
    assert "Practice: Policía Municipal · Madrid" in page


@pytest.mark.parametrize("who", ["petra", "ines", "sol"])
def test_who_takes_no_part_is_turned_away(cast, workspace, practice, who):
    browser = workspace(getattr(cast, who))
    assert browser.get("/exchange/").status_code == 403
    assert browser.get(f"/exchange/practices/{practice}/").status_code == 404
    assert "New from other cities" not in text_of(browser.get("/"))


def test_without_anything_each_list_says_what_belongs_there(charlie):
    for part in ("questions", "alerts", "visits", "overview"):
        assert charlie.get(f"/exchange/{part}/").status_code == 200
