"""The pages of persons, needs, rights and support, without script: shown, filled in, refused, in conflict, hidden from others."""

import json

import pytest
from django.urls import reverse

from proximity.audit.models import AuditEvent
from proximity.cases.models import (
    CasePerson,
    NecessityTest,
    NeedsFile,
    ProtectionMeasure,
    RightsNotice,
    SupportReferral,
    SupportRequest,
)
from proximity.cases.operations import handling
from proximity.cases.rules.states import OffenceState
from proximity.cases.tests.need_acts import SECRET
from proximity.cases.tests.need_acts import assess as assess_at_a_time
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import here_today
from proximity.reporting.tests.people import Dana

pytestmark = pytest.mark.django_db

PERSON = {"role": "witness", "age_band": "unknown", "name": "", "relation": "on the same bus"}
SUSPECT = {"age_band": "unknown", "name": "Juan", "relation": "a neighbour"}
NEEDS = {
    "seen": "0",
    "risk": "raised",
    "wishes": SECRET,
    "special": "",
    "documents": ["easy", "audio"],
    "interpreter": "ar",
}


def day(days):
    return here_today(days).isoformat()


def reasons():
    return dict.fromkeys(("purpose", "less", "fairness"), "He waits at her door.") | {"keep_until": day(30)}


def referral(**changed):
    return {
        "service": "", "service_name": "The parish", "need": "A lawyer", "contact": "600, mornings", "language": "ar",
        "way": "spoken", "consent_on": day(-1), "scope": "My number.", "remind_on": day(7),
    } | changed  # fmt: skip


@pytest.fixture
def browser(case, cast, workspace):
    return workspace(cast.alice)


@pytest.fixture
def here(case):
    return f"/cases/{case.reference}/"


def text_of(response):
    return " ".join(response.content.decode().split())


# ---- people


def test_a_person_is_noted_changed_and_taken_out(browser, here, cast, acting):
    assert browser.post(f"{here}person/", PERSON).status_code == 302
    acting(cast.alice)
    person = CasePerson.objects.get()
    page = text_of(browser.get(here))
    assert "without name, no. 1" in page
    assert "on the same bus" in page
    form = text_of(browser.get(f"{here}?edit=person&entry={person.pk}"))
    assert "on the same bus</textarea>" in form
    meant = {"person": str(person.pk), "seen": "1"}
    assert browser.post(f"{here}person/", PERSON | meant | {"name": "Rosa"}).status_code == 302
    stale = browser.post(f"{here}person/", PERSON | meant | {"name": "Rosa Ruiz"})
    assert stale.status_code == 422
    assert "Somebody else changed this person meanwhile." in text_of(stale)
    assert 'name="seen" value="2"' in text_of(stale)
    assert 'value="Rosa Ruiz"' in text_of(stale)
    assert "This cannot be undone" in text_of(browser.get(f"{here}?edit=person-remove&entry={person.pk}"))
    assert browser.post(f"{here}person-remove/", {"person": str(person.pk)}).status_code == 302
    gone = browser.post(f"{here}person-remove/", {"person": str(person.pk)})
    assert gone.status_code == 409


def test_what_the_rules_refuse_of_a_person_stands_beside_the_field(browser, here):
    refused = browser.post(f"{here}person/", PERSON | {"role": "third_person"})
    assert refused.status_code == 422
    assert "Say why this person is needed here." in text_of(refused)
    refused = browser.post(f"{here}person/", PERSON | {"in_conflict": "on"})
    assert "This is for a child." in text_of(refused)
    assert browser.post(f"{here}person/", PERSON | {"role": "suspect"}).status_code == 422


@pytest.mark.parametrize("edit", ["suspect", "suspect-keep", "person-remove", "person"])
def test_what_is_about_nobody_opens_no_form(browser, here, edit):
    assert "Leave it" not in text_of(browser.get(f"{here}?edit={edit}&entry={new_id()}"))


def test_a_suspect_is_named_with_reasons_and_kept_by_somebody_else(browser, here, case, cast, acting, workspace):
    form = text_of(browser.get(f"{here}?edit=suspect"))
    assert "No offence is suspected here." in form
    assert 'name="purpose"' in form
    assert 'name="risk"' not in form
    refused = browser.post(f"{here}suspect/", SUSPECT)
    assert refused.status_code == 422
    assert "Give a reason. Without one, store no name." in text_of(refused)
    assert 'value="Juan"' in text_of(refused)
    assert browser.post(f"{here}suspect/", SUSPECT | reasons()).status_code == 302
    acting(cast.alice)
    person = CasePerson.objects.get()
    page = text_of(browser.get(here))
    assert "deletes itself after" in page
    assert "Necessity tests" in page
    assert 'name="name"' in text_of(browser.get(f"{here}?edit=suspect&entry={person.pk}"))
    again = {"person": str(person.pk)} | reasons() | {"keep_until": day(60)}
    assert 'name="keep_until"' in text_of(browser.get(f"{here}?edit=suspect-keep&entry={person.pk}"))
    assert browser.post(f"{here}suspect-keep/", again).status_code == 409
    bob = workspace(cast.bob)
    assert bob.post(f"{here}suspect-keep/", again | {"less": ""}).status_code == 422
    assert bob.post(f"{here}suspect-keep/", again).status_code == 302
    assert (
        browser.post(f"{here}suspect/", SUSPECT | {"person": str(person.pk), "seen": "2", "relation": "x"}).status_code
        == 302
    )
    acting(cast.alice)
    assert NecessityTest.objects.count() == 2


def test_where_an_offence_is_suspected_nothing_is_asked(browser, here, case, cast, acting):
    handling.set_offence_state(case=case, state=OffenceState.SUSPECTED, by=acting(cast.alice))
    form = text_of(browser.get(f"{here}?edit=suspect"))
    assert 'name="purpose"' not in form
    assert "An offence is suspected" in form
    assert browser.post(f"{here}suspect/", SUSPECT).status_code == 302


def test_a_guardian_in_conflict_is_warned_of_wherever_somebody_could_tell(browser, here, cast, acting):
    warning = "A guardian is in conflict with a child of this case."
    assert warning not in text_of(browser.get(here))
    child = PERSON | {"role": "child", "age_band": "under_14", "in_conflict": "on", "trusted": "her teacher"}
    browser.post(f"{here}person/", child)
    browser.post(f"{here}bias/", {"answer": "no", "reasons": "Nothing said.", "seen": "0"})
    browser.post(f"{here}needs/assess/", NEEDS | {"review_on": day(3)})
    for address in (
        here, f"{here}?edit=answer", f"{here}?edit=close", f"{here}?edit=rights", f"{here}needs/", f"{here}needs/export/",
        f"{here}needs/support/", f"{here}needs/assess/",
    ):  # fmt: skip
        page = text_of(browser.get(address))
        assert warning in page
        assert "her teacher" in page
    assert text_of(browser.get(f"{here}?edit=answer")).count(warning) == 2


# ---- rights


def test_rights_are_due_from_the_opening_on_and_closing_asks_for_them(browser, here, cast, acting):
    page = text_of(browser.get(here))
    assert page.count("Rights notice not yet given") == 2
    assert page.count("Support not yet offered") == 2
    browser.post(f"{here}bias/", {"answer": "no", "reasons": "Nothing said.", "seen": "0"})
    browser.post(f"{here}head/", {"complaint": "declined", "initial-complaint": "not_made", "title": "x", "initial-title": "x",
        "assignee": "", "initial-assignee": "", "seen": "1"})  # fmt: skip
    assert "Rights notice not yet given" in text_of(browser.get(here))
    asked = browser.post(f"{here}close/", {"feedback": "We spoke to the driver.", "why_not": ""})
    assert asked.status_code == 422
    assert "Tell her first, or say why not." in text_of(asked)
    assert "We spoke to the driver.</textarea>" in text_of(asked)
    told = {"notices": ["rights", "support"], "way": "read_aloud", "language": "und"}
    assert browser.post(f"{here}rights/", told).status_code == 302
    assert "Rights notice not yet given" not in text_of(browser.get(here))
    assert 'name="why_not"' not in text_of(browser.get(f"{here}?edit=close"))
    assert browser.post(f"{here}close/", {"feedback": "We spoke to the driver."}).status_code == 302
    assert browser.get(f"{here}?edit=rights").status_code == 200
    acting(cast.alice)
    assert RightsNotice.objects.count() == 2


def test_the_words_stand_beside_the_form_with_their_source_and_mark(browser, here):
    page = text_of(browser.get(f"{here}?edit=rights"))
    assert "Ley 4/2015" in page
    assert "no jurist has checked this yet" in page
    refused = browser.post(f"{here}rights/", {"notices": ["rights"], "way": "mailbox", "language": "und"})
    assert refused.status_code == 422
    assert "There are no words in this language to send." in text_of(refused)


def test_dana_reads_her_rights_and_who_helps_in_her_mailbox(public, cast):
    dana = Dana(cast, cast.organisations["madrid.ngo"])
    page = text_of(public.post("/en/mailbox/", {"code": dana.receipt.display}, follow=True))
    assert "Your rights and help" in page
    assert "victims&#x27; offices" in page
    assert "without a formal complaint" in page
    assert "628" not in page.partition("Who helps")[2].partition("</section>")[0]


# ---- needs


def test_needs_begin_empty_and_are_assessed_in_versions(browser, here, cast, acting):
    empty = text_of(browser.get(f"{here}needs/"))
    assert "Nobody has assessed yet what she needs" in empty
    assert browser.get(f"{here}needs/export/").status_code == 404
    form = text_of(browser.get(f"{here}needs/assess/"))
    assert " checked" not in form
    assert browser.post(f"{here}needs/assess/", NEEDS | {"review_on": day(3)}).status_code == 302
    page = text_of(browser.get(f"{here}needs/"))
    assert "raised" in page
    assert "easy to read, to be heard" in page
    assert "Needs assessed on" in text_of(browser.get(here))
    assert "aunt" not in text_of(browser.get(here))
    again = text_of(browser.get(f"{here}needs/assess/"))
    assert "aunt" in again
    meanwhile = browser.post(f"{here}needs/assess/", NEEDS | {"review_on": day(3), "notes": "Mine."})
    assert meanwhile.status_code == 409
    both = text_of(meanwhile)
    assert "Alice assessed while you were writing" in both
    assert "Mine.</textarea>" in both
    assert 'name="seen" value="1"' in both
    assert (
        browser.post(f"{here}needs/assess/", NEEDS | {"seen": "1", "risk": "ordinary", "ends": "on"}).status_code == 302
    )
    assert "Nobody has to look again." in text_of(browser.get(f"{here}needs/"))
    earlier = text_of(browser.get(f"{here}needs/?version=1"))
    assert "An earlier version." in earlier
    for wrong in ("9", "x", "1" * 9):
        assert "Version 2," in text_of(browser.get(f"{here}needs/?version={wrong}"))


def test_what_is_refused_in_an_assessment_is_said_and_nothing_typed_is_lost(browser, here):
    refused = browser.post(f"{here}needs/assess/", NEEDS | {"special": "yes", "review_on": day(3)})
    assert refused.status_code == 422
    page = text_of(refused)
    assert "Say why, and which protection." in page
    assert "aunt" in page
    ends = browser.post(f"{here}needs/assess/", NEEDS | {"ends": "on"})
    assert "While there is danger, somebody looks again." in text_of(ends)
    assert browser.post(f"{here}needs/assess/", {}).status_code == 422


def test_measures_are_set_and_moved(browser, here, cast, acting):
    assert browser.get(f"{here}needs/measure/").status_code == 200
    assert browser.post(f"{here}needs/measure/", {"what": "A call", "who": "", "due_on": day(1)}).status_code == 422
    assert (
        browser.post(f"{here}needs/measure/", {"what": "A call", "who": "Alice", "due_on": day(1)}).status_code == 302
    )
    acting(cast.alice)
    address = f"{here}needs/measure/{ProtectionMeasure.objects.get().pk}/"
    assert browser.post(address, {"state": "in_place"}).status_code == 302
    changed = browser.post(address, {"state": "planned"}, follow=True)
    assert "something has moved on meanwhile" in text_of(changed)
    assert browser.post(address, {"state": "nonsense"}).status_code == 404
    assert browser.post(f"{here}needs/measure/{new_id()}/", {"state": "ended"}).status_code == 404


def test_needs_go_out_for_a_purpose_in_two_steps(browser, here, cast, acting):
    browser.post(f"{here}needs/assess/", NEEDS | {"review_on": day(3)})
    browser.post(f"{here}needs/measure/", {"what": "A call", "who": "Alice", "due_on": day(1)})
    browser.post(f"{here}needs/support/", referral())
    assert browser.post(f"{here}needs/export/", {"kind": "json"}).status_code == 422
    asked = {"purpose": "asked for by the person", "kind": "json"}
    first = browser.post(f"{here}needs/export/", asked)
    assert "Do you want to take this out?" in text_of(first)
    acting(cast.alice)
    assert not AuditEvent.objects.filter(action="needs.exported").exists()
    given = browser.post(f"{here}needs/export/", asked | {"confirmed": "1"})
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(given.content)["versions"][0]["needs"]["wishes"] == SECRET
    page = browser.post(f"{here}needs/export/", asked | {"confirmed": "1", "kind": "print"})
    assert "aunt" in text_of(page)
    acting(cast.alice)
    purposes = AuditEvent.objects.filter(action="needs.exported").values_list("purpose", flat=True)
    assert list(purposes) == ["asked for by the person"] * 2


def test_whoever_is_not_on_the_case_finds_no_needs_but_is_told_who_does(browser, here, case, cast, acting, workspace):
    browser.post(f"{here}needs/assess/", NEEDS | {"review_on": day(3)})
    handling.assign_case(case=case, to=cast.bob.person_id, by=acting(cast.alice))
    for address in ("", "assess/", "measure/", "export/", "support/"):
        assert browser.get(f"{here}needs/{address}").status_code == 404
    page = text_of(browser.get(here))
    assert "Whoever works on the case and the supervisors read it." in page
    assert "needs/" not in page.partition('id="needs"')[2].partition("</section>")[0].replace("needs-title", "")
    assert workspace(cast.bob).get(f"{here}needs/").status_code == 200


def test_the_needs_stand_in_no_other_page_list_or_log(browser, here, case, cast, acting, workspace):
    browser.post(f"{here}needs/assess/", NEEDS | {"review_on": day(0), "notes": SECRET})
    browser.post(f"{here}needs/measure/", {"what": SECRET, "who": "Alice", "due_on": day(0)})
    for address in ("/", here, "/cases/", "/inbox/", "/figures/"):
        assert "aunt" not in text_of(browser.get(address))
    assert "aunt" not in text_of(workspace(cast.ines).get("/audit/"))
    assert "Look again at the needs" in text_of(browser.get("/"))
    assert "Protection measure is due" in text_of(browser.get("/"))


# ---- support


def test_support_is_asked_of_a_service_followed_and_a_letter_drawn(browser, here, cast, acting):
    form = text_of(browser.get(f"{here}needs/support/"))
    assert "Acogida Madrid (has an account here)" in form
    assert "not checked yet" in form
    refused = browser.post(f"{here}needs/support/", referral(service_name=""))
    assert refused.status_code == 422
    assert "Choose one from the list, or name somebody else" in text_of(refused)
    assert "600, mornings</textarea>" in text_of(refused)
    assert browser.post(f"{here}needs/support/", referral()).status_code == 302
    assert browser.post(f"{here}needs/support/", referral(service="es.help.021", service_name="")).status_code == 302
    acting(cast.alice)
    one = f"{here}needs/support/{SupportReferral.objects.order_by('id').first().pk}/"
    assert "The log keeps that you drew it." in text_of(browser.get(f"{one}letter/"))
    letter = text_of(browser.post(f"{one}letter/"))
    assert "A lawyer" in letter
    assert here.split("/")[2] not in letter.partition("<main")[2]
    assert browser.get(one).status_code == 200
    assert browser.post(one, {"state": "withdrawn"}).status_code == 422
    assert browser.post(one, {"state": "accepted", "outcome": "First talk."}).status_code == 302
    assert "First talk." in text_of(browser.get(f"{here}needs/"))
    assert browser.get(f"{one}back/").status_code == 200
    back = {"way": "phone", "consent_on": day(0), "scope": "Not now."}
    assert browser.post(f"{one}back/", back | {"scope": ""}).status_code == 422
    assert browser.post(f"{one}back/", back).status_code == 302
    assert "something has moved on" in text_of(browser.post(f"{one}back/", back, follow=True))
    assert browser.get(f"{one}letter/").status_code == 404
    for address in ("", "back/", "letter/"):
        assert browser.get(f"{here}needs/support/{new_id()}/{address}").status_code == 404
    assert "Nobody has checked this service yet" in text_of(browser.get(f"{here}needs/"))


def test_a_referral_that_was_answered_meanwhile_is_not_moved(browser, here, cast, acting, monkeypatch):
    browser.post(f"{here}needs/support/", referral())
    acting(cast.alice)
    one = f"{here}needs/support/{SupportReferral.objects.get().pk}/"

    def refuse(**_values):
        raise handling.NotNow("moved")

    monkeypatch.setattr("proximity.cases.operations.support.move_support", refuse)
    changed = browser.post(one, {"state": "accepted"}, follow=True)
    assert "something has moved on meanwhile" in text_of(changed)


@pytest.mark.parametrize("answered", ["accepted", "declined"])
def test_a_partner_reads_the_request_and_answers(browser, here, cast, acting, workspace, answered):
    partner = f"organisation:{cast.organisations['madrid.ngo'].pk}"
    assert browser.post(f"{here}needs/support/", referral(service=partner)).status_code == 422
    assert browser.post(f"{here}needs/support/", referral(service=partner, service_name="")).status_code == 302
    acting(cast.nadia)
    address = reverse("cases:support_request", kwargs={"request_id": SupportRequest.objects.get().pk})
    nadia = workspace(cast.nadia)
    assert "asks you to support somebody" in text_of(nadia.get("/"))
    assert "A lawyer" in text_of(nadia.get("/support/"))
    page = text_of(nadia.get(address))
    assert "600, mornings" in page
    assert here.split("/")[2] not in page
    assert nadia.post(address, {"state": ""}).status_code == 422
    assert nadia.post(address, {"state": answered, "words": "Monday."}).status_code == 302
    assert nadia.get(address).status_code == (200 if answered == "accepted" else 404)
    if answered == "accepted":
        assert nadia.post(address, {"state": answered}).status_code == 409
    assert "Monday." in text_of(browser.get(f"{here}needs/"))
    assert workspace(cast.noor).get(address).status_code == 404


def test_who_has_no_request_is_told_what_will_stand_there(cast, workspace):
    assert "Nobody has asked you for support yet" in text_of(workspace(cast.nadia).get("/support/"))


def test_a_request_that_was_taken_back_says_so(browser, here, cast, acting, workspace):
    browser.post(
        f"{here}needs/support/",
        referral(service=f"organisation:{cast.organisations['madrid.ngo'].pk}", service_name=""),
    )
    acting(cast.alice)
    one = SupportReferral.objects.get()
    browser.post(f"{here}needs/support/{one.pk}/back/", {"way": "phone", "consent_on": day(0), "scope": "Not now."})
    nadia = workspace(cast.nadia)
    page = text_of(nadia.get(f"/support/{one.request_id}/"))
    assert "The person took her consent back." in page
    assert "600" not in page
    assert "taken back by the person" in text_of(nadia.get("/support/"))


def test_reading_needs_is_noted_for_the_file_and_not_for_the_case(browser, here, case, cast, acting):
    assess_at_a_time(case, acting(cast.alice))
    browser.get(f"{here}needs/")
    acting(cast.alice)
    assert AuditEvent.objects.filter(action="needs.read", target=str(NeedsFile.objects.get().pk)).count() == 1
