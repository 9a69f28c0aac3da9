"""The pages of who sees a case, without script: every address says the same to whom it is shut as of a case that is not there."""

from datetime import timedelta

import pytest

from proximity.assessment.rules import AllegedBy, GroundBasis, GroundStatus
from proximity.cases.factories import assess_case
from proximity.cases.models import CaseBlock, Qualification, Substitution
from proximity.cases.operations import assessing, doors, handling
from proximity.cases.operations.qualifying import consider_offence
from proximity.cases.operations.second_reading import ask_second_reading
from proximity.cases.queries import qualifications
from proximity.cases.tests.packs import pack_for_tests
from proximity.cases.views.acts import ACTS
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import here_today

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def here(case):
    return f"/cases/{case.reference}/"


@pytest.fixture
def bob(case, cast, workspace):
    return workspace(cast.bob)


@pytest.mark.parametrize("way", ["sealed", "blocked"])
def test_every_address_answers_whom_it_is_shut_to_as_if_it_were_not_there(case, cast, clara, acting, workspace, way):
    report = case.report.reference
    assess_case(case, by=acting(cast.alice))
    if way == "sealed":
        doors.seal_case(case=case, reason="A colleague.", by=acting(cast.bob))
    else:
        doors.block_person(case=case, person=clara.person_id, reason="Her brother.", by=acting(cast.bob))
    browser = workspace(clara)
    for suffix in ("", "law/", "timeline/", *(f"{name}/" for name in ACTS)):
        for method in (browser.get, browser.post):
            hidden, absent = (method(f"/cases/{ref}/{suffix}") for ref in (case.reference, "MAD-2026-9999"))
            assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
            assert hidden.status_code in {404, 405}
    for address in (f"/reports/{report}/", f"/reports/{report}/answer/", f"/reports/{report}/add-file/"):
        hidden, absent = browser.get(address), browser.get(address.replace(report, "R-000000"))
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content
    assert browser.post(f"/cases/open/{report}/").status_code == 404
    for address in ("/", "/cases/?status=all", "/inbox/", "/inbox/?show=done", "/cases/away/"):
        page = text_of(browser.get(address))
        assert case.reference not in page
        assert report not in page
    assert case.reference in text_of(workspace(cast.alice).get("/cases/?status=all"))


def test_a_conflict_is_declared_with_a_reason_and_leads_away_from_the_case(here, case, cast, workspace, acting):
    browser = workspace(cast.alice)
    assert "The case is shut to you at once" in text_of(browser.get(f"{here}?edit=declare"))
    assert browser.post(f"{here}declare/", {"reason": ""}).status_code == 422
    done = browser.post(f"{here}declare/", {"reason": "My brother."})
    assert (done.status_code, done.headers["Location"]) == (302, "/cases/")
    assert "no longer open to you" in text_of(browser.get("/cases/"))
    assert browser.get(here).status_code == 404
    acting(cast.bob)
    assert CaseBlock.objects.get().set_by == cast.alice.person_id


def test_with_script_whom_the_case_was_shut_to_is_led_away_as_a_whole_window(here, case, cast, acting, workspace):
    doors.seal_case(case=case, reason="A colleague.", by=acting(cast.bob))
    browser = workspace(cast.alice)
    head = {
        "title": "x", "initial-title": "x", "complaint": "not_made", "initial-complaint": "not_made", "seen": "1",
        "assignee": str(cast.bob.person_id), "initial-assignee": str(cast.alice.person_id),
    }  # fmt: skip
    done = browser.post(f"{here}head/", head, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == "/cases/"
    assert browser.get(here).status_code == 404


def test_a_supervisor_seals_names_blocks_and_lifts(here, bob, case, cast, clara, acting):
    assert bob.post(f"{here}seal/", {"reason": ""}).status_code == 422
    assert bob.post(f"{here}seal/", {"reason": "A colleague is named in it."}).status_code == 302
    page = text_of(bob.get(here))
    assert "A colleague is named in it." in page
    assert "Alice, Bob" in page.partition('id="access"')[2]
    assert f'value="{clara.person_id}"' in text_of(bob.get(f"{here}?edit=name"))
    assert bob.post(f"{here}name/", {"person": str(clara.person_id)}).status_code == 302
    assert bob.post(f"{here}name/", {"person": str(clara.person_id)}).status_code == 422
    assert "No longer named" in text_of(bob.get(here))
    assert bob.post(f"{here}unname/", {"entry": str(clara.person_id)}).status_code == 302
    assert bob.post(f"{here}unseal/").status_code == 302
    assert bob.post(f"{here}unseal/").status_code == 409
    assert bob.post(f"{here}block/", {"person": str(clara.person_id), "reason": "Her brother."}).status_code == 302
    assert "Her brother." in text_of(bob.get(here))
    assert bob.post(f"{here}unblock/", {"entry": str(clara.person_id)}).status_code == 302
    assert "Her brother." not in text_of(bob.get(here))


@pytest.mark.parametrize("act", ["seal", "block", "unseal", "unblock"])
def test_what_only_a_supervisor_may_an_officer_is_refused(here, case, cast, clara, workspace, act):
    browser = workspace(cast.alice)
    assert "Leave it" not in text_of(browser.get(f"{here}?edit={act}"))
    sent = {"reason": "No.", "person": str(clara.person_id), "entry": str(clara.person_id)}
    assert browser.post(f"{here}{act}/", sent).status_code == 403


def test_glass_is_broken_on_a_page_of_its_own(here, bob, case, cast, eva, acting, workspace):
    doors.seal_case(case=case, reason="A colleague.", by=acting(cast.bob))
    browser = workspace(eva)
    assert "Open a sealed case" in text_of(browser.get("/cases/"))
    assert browser.get(here).status_code == 404
    assert "Break the glass" in text_of(browser.get("/cases/glass/"))
    wrong = browser.post("/cases/glass/", {"reference": "MAD-2026-9999", "purpose": "A complaint."})
    assert "There is no sealed case of this reference" in text_of(wrong)
    long = browser.post("/cases/glass/", {"reference": case.reference, "purpose": "x" * 201})
    assert (long.status_code, "at most 200 characters" in text_of(long)) == (422, True)
    opened = browser.post("/cases/glass/", {"reference": case.reference, "purpose": "A complaint."})
    assert opened.headers["Location"].startswith(here)
    page = text_of(browser.get(here))
    assert "Eva broke the glass" in page
    assert "A complaint." in page.partition('id="timeline"')[2]
    news = text_of(workspace(cast.alice).get("/"))
    assert "Eva opened this sealed case by breaking the glass" in news
    assert workspace(cast.alice).get("/cases/glass/").status_code == 403


def test_somebody_away_names_who_stands_in_and_it_can_be_ended(case, cast, clara, workspace, acting):
    browser, today = workspace(cast.alice), here_today()
    assert "Nobody stands in for anybody" in text_of(browser.get("/cases/away/"))
    asked = {
        "person": str(cast.alice.person_id), "substitute": str(clara.person_id), "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=2)).isoformat(),
    }  # fmt: skip
    for wrong, words in (
        ({"until_on": (today - timedelta(days=2)).isoformat()}, "The last day lies before the first"),
        ({"substitute": str(cast.alice.person_id)}, "Choose another colleague"),
        ({"person": str(cast.bob.person_id)}, "Choose a colleague who works on cases"),
        ({"from_on": ""}, "Give a day."),
    ):
        refused = browser.post("/cases/away/", asked | wrong)
        assert refused.status_code == 422
        assert words in text_of(refused)
    assert browser.post("/cases/away/", asked).status_code == 302
    assert "for Alice" in text_of(browser.get("/cases/away/"))
    acting(cast.alice)
    entry = {"entry": str(Substitution.objects.get().pk)}
    assert workspace(cast.bob).post("/cases/away/end/", {"entry": str(new_id())}).status_code == 404
    assert browser.post("/cases/away/end/", {"entry": "nonsense"}).status_code == 404
    assert browser.post("/cases/away/end/", entry).status_code == 302
    assert browser.post("/cases/away/end/", entry).status_code == 302
    assert "It had ended already." in text_of(browser.get("/cases/away/"))


def test_an_assignment_is_told_on_the_first_page_until_the_case_is_opened(here, bob, case, cast, acting):
    handling.assign_case(case=case, to=cast.bob.person_id, by=acting(cast.alice))
    assert "Alice gave you this case" in text_of(bob.get("/"))
    bob.get(here)
    assert "Alice gave you this case" not in text_of(bob.get("/"))


def test_a_second_reading_is_asked_for_given_and_shown_beside_the_first(here, bob, case, cast, acting, workspace):
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    consider_offence(case=case, offence="es.cp.22.4/2022", day=case.opened_at.date(), by=alice)
    browser = workspace(cast.alice)
    assert f'value="{cast.bob.person_id}"' in text_of(browser.get(f"{here}?edit=ask"))
    assert browser.post(f"{here}ask/", {"reader": str(cast.bob.person_id)}).status_code == 302
    assert "Alice asked Bob" in text_of(browser.get(here))
    assert "Read as the second person" not in text_of(browser.get(here))
    assert case.reference in text_of(bob.get("/cases/?reading=on"))
    assert "Waits for a second reading" in text_of(bob.get("/"))
    assert 'name="agrees"' in text_of(bob.get(f"{here}?edit=second-bias"))
    given = {"agrees": "differs", "reasons": "It was about a debt.", "seen": "1", "entry": ""}
    assert bob.post(f"{here}second-bias/", given | {"reasons": ""}).status_code == 422
    assert bob.post(f"{here}second-bias/", given).status_code == 302
    acting(cast.bob)
    entry = str(Qualification.objects.get().thread)
    assert 'name="agrees"' in text_of(bob.get(f"{here}?edit=second&entry={entry}"))
    assert bob.post(f"{here}second/", given | {"entry": entry, "agrees": "agrees"}).status_code == 302
    page = text_of(browser.get(here))
    assert "The words before the push." in page
    assert "second reader sees it differently" in page
    assert "second reader agrees" in page
    assert "about an earlier version" not in page
    assert browser.post(f"{here}second-bias/", given).status_code == 409
    browser.post(f"{here}bias/", {"answer": "no", "reasons": "He is right.", "seen": "1"})
    assert "about an earlier version" in text_of(browser.get(here))
    late = bob.post(f"{here}second-bias/", given | {"reasons": "Still a debt."})
    assert late.status_code == 409
    assert "He is right." in text_of(late)
    assert "Still a debt.</textarea>" in text_of(late)


def test_who_is_asked_already_is_not_offered_again(here, case, cast, acting, workspace):
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    ask_second_reading(case=case, of=cast.bob.person_id, by=alice)
    assert "Ask a colleague" not in text_of(workspace(cast.alice).get(here))
    again = workspace(cast.alice).post(f"{here}ask/", {"reader": str(cast.bob.person_id)})
    assert "was not asked yet" in text_of(again)


def test_provisions_are_offered_by_day_and_jurisdiction_and_one_is_considered(here, case, cast, acting, workspace):
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    browser = workspace(cast.alice)
    assert "reach a ground of this case" in text_of(browser.get(here))
    page = text_of(browser.get(f"{here}law/"))
    assert "the day of the report" in page
    assert "not verified" in page
    assert "Código Penal" not in page
    assert "Islam" in page or "Muslim" in page
    old = text_of(browser.get(f"{here}law/?day=2022-07-13&jurisdiction=es"))
    assert "the day that you chose" in old
    assert "wording until 13 Jul 2022" in old
    assert "another one is in force since 14 Jul 2022" in old
    assert "anti-Roma motives" in old
    for nonsense in ("?day=yesterday", "?jurisdiction=fr", "?day=2022-07-13&jurisdiction=fr"):
        assert browser.get(f"{here}law/{nonsense}").status_code == 200
    assert "The pack knows no provision for that day" not in page
    sent = {"offence": "es.cp.22.4/2022", "day": case.opened_at.date().isoformat()}
    done = browser.post(f"{here}consider/", sent)
    assert done.headers["Location"].endswith("?at=qualification#qualification")
    assert "Stands in the case." in text_of(browser.get(f"{here}law/"))
    twice = browser.post(f"{here}consider/", sent)
    assert (twice.status_code, "stands in the case already" in text_of(twice)) == (422, True)
    acting(cast.alice)
    entry = str(Qualification.objects.get().thread)
    assert "BI-10: shouted at us" in text_of(browser.get(f"{here}?edit=qualify&entry={entry}"))
    empty = browser.post(f"{here}qualify/", {"entry": entry, "seen": "1", "status": "proposed"})
    assert empty.status_code == 422
    assert "Write what the suspicion rests on." in text_of(empty)
    short = browser.post(f"{here}qualify/", {"entry": entry, "seen": "1", "status": "proposed", "basis": "The words."})
    assert "Write each element" in text_of(short)
    gone = browser.post(
        f"{here}qualify/", {"entry": str(new_id()), "seen": "1", "status": "considered", "basis": "Mine."}
    )
    assert (gone.status_code, "Mine." in text_of(gone)) == (409, True)


def test_where_the_law_knows_no_ground_the_page_says_so_and_that_it_counts(
    here, case, cast, acting, workspace, monkeypatch
):
    """Italy's law as it was seen: a homophobic assault has no aggravation there (S7)."""
    monkeypatch.setattr(qualifications, "load_pack", lambda _country: pack_for_tests("it"))
    assessing.add_ground(
        case=case, code="SO.GAY", basis=GroundBasis.MEMBERSHIP, alleged_by=AllegedBy.TARGET,
        status=GroundStatus.SUSPECTED, by=acting(cast.alice),
    )  # fmt: skip
    browser = workspace(cast.alice)
    for address in (here, f"{here}law/"):
        page = text_of(browser.get(address))
        assert "names this ground:" in page
        assert "ethnic hatred, national hatred, racial hatred, religious hatred" in page
        assert "The incident counts all the same" in page
        assert "reaches a ground of this case" not in page
