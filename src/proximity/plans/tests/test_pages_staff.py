"""The plan in the workspace: Lars begins, writes, reviews and publishes; nothing typed is lost; nobody else finds it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from proximity.accounts.rules import OrganisationKind
from proximity.foundation.testing import as_role
from proximity.plans import operations
from proximity.plans.factories import make_plan, parts, publish
from proximity.plans.models import Indicator, Measure, Objective, Plan, Publication, Reading, Review
from proximity.plans.operations.measures import Looked, MeasureWords
from proximity.plans.operations.objectives import ObjectiveWords
from proximity.plans.queries.publications import home_items, measure_items
from proximity.plans.queries.workplace import name_of
from proximity.plans.rules.measures import MeasureState

pytestmark = pytest.mark.django_db
SOON = (timezone.now() + timedelta(days=40)).date().isoformat()


def text_of(response) -> str:
    html = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html)


@pytest.fixture
def browser(cast, workspace):
    return workspace(cast.lars)


def test_he_begins_from_the_template_and_sees_what_misses(browser, lars):
    assert "Nobody reads it before you publish it" in text_of(browser.get("/plan/"))
    assert 'value="es"' in browser.get("/plan/begin/").content.decode()
    assert browser.post("/plan/begin/", {"how": "", "language": "en"}).status_code == 422
    assert browser.post("/plan/begin/", {"how": "template", "language": "en"}).headers["Location"] == "/plan/"
    page = text_of(browser.get("/plan/"))
    assert "1. Notice racism early, together" in page
    assert "has no target yet" in page
    again = browser.post("/plan/begin/", {"how": "empty", "language": "en"})
    assert again.headers["Location"] == "/plan/"
    assert Plan.objects.count() == 1


def test_the_template_in_a_language_it_does_not_speak_is_refused_beside_the_field(browser, settings, lars):
    settings.LANGUAGES = [("en", "English"), ("uk", "Українська")]
    answer = browser.post("/plan/begin/", {"how": "template", "language": "uk"})
    assert answer.status_code == 422
    assert "does not speak this language yet" in text_of(answer)
    assert browser.post("/plan/begin/", {"how": "empty", "language": "uk"}).status_code == 302


@pytest.mark.parametrize("address", ["head/", "publish/"])
def test_without_a_plan_there_is_nothing_to_work_on(browser, lars, address):
    assert browser.get(f"/plan/{address}").status_code == 404


def test_he_changes_the_head(browser, plan):
    page = browser.get("/plan/head/").content.decode()
    assert str(plan.ends_on) in page
    sent = {"seen": plan.version, "title": "Ours", "diagnosis": "We asked.", "starts_on": SOON, "ends_on": SOON}
    answer = browser.post("/plan/head/", sent)
    assert answer.status_code == 422
    assert "The last day comes after the first" in text_of(answer)
    assert "We asked." in answer.content.decode()
    assert browser.post("/plan/head/", sent | {"ends_on": "2090-01-01"}).status_code == 302


def test_two_who_write_at_once_lose_nothing(browser, plan, lars):
    objective = plan.objectives.get()
    operations.change_objective(objective_id=objective.pk, words=ObjectiveWords("Hers"), seen=1, by=lars)
    address = f"/plan/objectives/{objective.pk}/"
    answer = browser.post(address, {"seen": 1, "title": "His", "text": "His text."})
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Somebody else changed this" in said
    assert "Hers" in said
    assert "His text." in answer.content.decode()
    assert 'name="seen" value="2"' in answer.content.decode()
    assert browser.post(address, {"seen": 2, "title": "His", "text": "His text."}).status_code == 302
    assert Objective.objects.get().title == "His"


def test_a_measure_changed_meanwhile_is_shown_in_words(browser, plan, lars):
    measure = parts(plan)[1]
    sent = {"seen": 1, "text": "Open two", "organisation": str(lars.organisation.pk), "due_on": SOON}
    assert browser.post(f"/plan/measures/{measure.pk}/", sent).status_code == 302
    answer = browser.post(f"/plan/measures/{measure.pk}/", sent | {"text": "Open three"})
    assert answer.status_code == 409
    assert "Ayuntamiento" in text_of(answer)


def test_he_adds_moves_and_takes_out_objectives(browser, plan):
    first = plan.objectives.get()
    assert browser.get("/plan/objectives/new/").status_code == 200
    assert browser.post("/plan/objectives/new/", {"seen": 0, "title": "", "after_url": "no"}).status_code == 422
    assert browser.post("/plan/objectives/new/", {"seen": 0, "title": "Help"}).status_code == 302
    second = Objective.objects.get(title="Help")
    assert browser.get(f"/plan/objectives/{second.pk}/").status_code == 200
    moved = browser.post(f"/plan/objectives/{second.pk}/up/")
    assert moved.headers["Location"].endswith(f"#o-{second.pk}")
    assert list(plan.objectives.all()) == [second, first]
    assert "“Help” has no measure yet." in text_of(browser.get("/plan/"))
    assert "Help" in text_of(browser.get(f"/plan/objectives/{second.pk}/remove/"))
    assert browser.post(f"/plan/objectives/{second.pk}/remove/", {"seen": 1}).status_code == 302
    assert browser.get(f"/plan/objectives/{second.pk}/").status_code == 404


def test_what_everybody_has_read_is_not_taken_out(browser, plan, lars):
    objective, measure, _, _ = parts(plan)
    publish(plan, lars)
    answer = browser.post(f"/plan/objectives/{objective.pk}/remove/", {"seen": 1})
    assert answer.status_code == 422
    assert "Review it first" in text_of(answer)
    assert f"/plan/measures/{measure.pk}/remove/" not in browser.get("/plan/").content.decode()
    assert browser.post(f"/plan/measures/{measure.pk}/remove/", {"seen": 1}).status_code == 422


def test_he_adds_reviews_and_takes_out_a_measure(browser, cast, plan):
    objective = parts(plan)[0]
    address = f"/plan/objectives/{objective.pk}/measure/"
    assert "Policía Municipal" in text_of(browser.get(address))
    sent = {"seen": 0, "text": "Train", "organisation": "", "body": "", "due_on": SOON, "review_on": SOON}
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert "not both" in text_of(answer)
    police = str(cast.organisations["madrid.police"].pk)
    assert browser.post(address, sent | {"organisation": police}).status_code == 302
    measure = Measure.objects.get(text="Train")
    assert browser.get(f"/plan/measures/{measure.pk}/").status_code == 200
    review = f"/plan/measures/{measure.pk}/review/"
    assert "Nobody has looked at this measure yet" in text_of(browser.get(review))
    dropped = {"seen": 1, "found": "We looked.", "state": "dropped", "reason": ""}
    answer = browser.post(review, dropped)
    assert "Say why it is dropped" in text_of(answer)
    assert browser.post(review, dropped | {"state": "under_way", "review_on": SOON}).status_code == 302
    assert "Lars: We looked." in text_of(browser.get(review))
    assert Review.objects.count() == 1
    assert browser.get(f"/plan/measures/{measure.pk}/remove/").status_code == 200
    assert browser.post(f"/plan/measures/{measure.pk}/remove/", {"seen": 2}).status_code == 302


def test_he_adds_an_indicator_from_released_figures(browser, plan, release):
    release()
    objective = parts(plan)[0]
    address = f"/plan/objectives/{objective.pk}/computed/"
    page = browser.get(address).content.decode()
    assert '<option value="1" selected>' in page
    sent = {"seen": 0, "code": "share_online", "baseline_release": "1", "target": "140"}
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert "percent from 0 to 100" in text_of(answer)
    assert browser.post(address, sent | {"target": "40"}).status_code == 302
    one = Indicator.objects.get(code="share_online")
    assert browser.get(f"/plan/indicators/{one.pk}/").status_code == 200
    assert browser.get(f"/plan/indicators/{one.pk}/number/").status_code == 404
    changed = {"seen": 1, "code": "share_desk", "baseline_release": "", "target": ""}
    assert browser.post(f"/plan/indicators/{one.pk}/", changed).status_code == 302
    shown = text_of(browser.get("/plan/"))
    assert "released figures, version 1" in shown
    assert "not measured yet" in shown
    assert "became known in person" in text_of(browser.get(f"/plan/indicators/{one.pk}/remove/"))
    assert browser.post(f"/plan/indicators/{one.pk}/remove/", {"seen": 2}).status_code == 302


def test_he_notes_an_indicator_by_hand(browser, plan):
    objective = parts(plan)[0]
    address = f"/plan/objectives/{objective.pk}/by-hand/"
    assert browser.get(address).status_code == 200
    sent = {"seen": 0, "name": "Reports taken by the NGO", "unit": "people", "target": "50"}
    for begun, said in (
        ({"baseline_number": "7", "baseline_on": SOON, "baseline_source": "x"}, "multiples of 5"),
        ({"baseline_number": "10"}, "Give a day"),
        ({"baseline_source": "Register"}, "Give a day"),
        ({"baseline_few": "on", "baseline_on": "2026-01-01"}, "Say where the number comes from"),
        ({"baseline_number": "many"}, "Give a number, such as 25"),
        ({"baseline_on": "yesterday"}, "Give a day that exists"),
    ):
        answer = browser.post(address, sent | begun)
        assert answer.status_code == 422
        assert said in text_of(answer)
    begun = {"baseline_few": "on", "baseline_on": "2026-01-01", "baseline_source": "Register"}
    assert browser.post(address, sent | begun).status_code == 302
    one = Indicator.objects.get(unit="people", code="")
    page = browser.get(f"/plan/indicators/{one.pk}/").content.decode()
    assert "Register" in page
    number = f"/plan/indicators/{one.pk}/number/"
    assert "None yet." in text_of(browser.get(number))
    noted = {"number": "", "on": "2026-02-01", "source": "Register"}
    assert browser.post(number, noted).status_code == 422
    assert browser.post(number, noted | {"number": "15"}).status_code == 302
    assert browser.post(number, noted | {"few": "on", "on": "2026-01-15"}).status_code == 302
    assert Reading.objects.count() == 2
    shown = text_of(browser.get(number))
    assert "15 , Register" in shown
    assert "fewer than 5" in shown
    assert "about 15 Register, 1 February 2026" in text_of(browser.get("/plan/"))
    assert browser.get(f"/plan/indicators/{one.pk}/remove/").status_code == 200


def test_he_looks_at_the_whole_and_publishes_what_he_looked_at(browser, plan, lars):
    page = browser.get("/plan/publish/")
    assert "cannot be changed or taken back" in text_of(page)
    for seen in (str(plan.edition - 1), "", "much"):
        answer = browser.post("/plan/publish/", {"seen": seen})
        assert answer.status_code == 409
        assert "changed meanwhile" in text_of(answer)
    assert browser.post("/plan/publish/", {"seen": plan.edition}).headers["Location"] == "/plan/"
    after = text_of(browser.get("/plan/"))
    assert "published as version 1" in after
    assert "The draft says what is published" in after
    operations.add_objective(words=ObjectiveWords("More"), by=lars)
    plan.refresh_from_db()
    assert browser.post("/plan/publish/", {"seen": plan.edition}).status_code == 422
    assert Publication.objects.count() == 1


def test_an_empty_plan_says_that_it_has_no_objective(browser, lars):
    operations.begin_plan(language="en", from_template=False, by=lars)
    assert "There is no objective yet." in text_of(browser.get("/plan/publish/"))


def test_a_measure_whose_name_has_gone_is_still_somebodys(browser, plan):
    assert [name_of(None), name_of(plan.pk)] == ["Somebody", "Somebody"]


@pytest.mark.parametrize("who", ["alice", "nadia", "petra", "ines", "charlie", "olga", "teo", "sol"])
def test_others_do_not_find_it(cast, workspace, plan, who):
    browser = workspace(getattr(cast, who))
    assert browser.get("/plan/").status_code == 403
    assert browser.post("/plan/publish/", {"seen": plan.edition}).status_code == 403


def test_an_official_outside_the_city_hall_begins_nothing(cast, browser, lars):
    with as_role("owner"):
        hall = cast.organisations["madrid.hall"]
        hall.kind = OrganisationKind.NATIONAL_BODY
        hall.save(update_fields=["kind"])
    assert browser.post("/plan/begin/", {"how": "empty", "language": "en"}).status_code == 403


def test_the_home_page_says_which_reviews_are_due(cast, acting, lars):
    def items(actor):
        return [(item.label, item.urgent) for item in home_items(actor).items]

    assert items(lars) == [("Begin the plan of your city", False)]
    past = timezone.now() - timedelta(days=200)
    plan = operations.begin_plan(language="en", from_template=True, by=lars, now=past)
    due = Measure.objects.filter(review_on__lte=timezone.now().date())
    assert items(lars) == [("Review a measure", True)] * due.count()
    assert any(item.what.endswith("…") for item in home_items(lars).items)
    for measure in due:
        looked = Looked("Seen.", MeasureState.DONE)
        operations.review_measure(measure_id=measure.pk, looked=looked, seen=measure.version, by=lars)
    assert items(lars) == []
    assert plan.objectives.exists()
    assert home_items(acting(cast.alice)) is None


def asked(actor):
    """Return what the plan asks of somebody's organisation, as lines of her home page; None for no list."""
    found = measure_items(actor)
    return found and [(item.label, item.what, item.urgent, item.waits) for item in found.items]


def test_a_partner_reads_what_the_published_plan_asks_of_her_and_no_draft(cast, acting, lars):
    plan = make_plan(lars)
    school, objective = cast.organisations["madrid.school"].pk, parts(plan)[0]
    words = MeasureWords("Say at every entrance where to report", timezone.now().date() + timedelta(days=30), school)
    operations.add_measure(objective_id=objective.pk, words=words, review_on=words.due_on, by=lars)
    assert asked(acting(cast.sol)) == []
    assert "once the city hall publishes it" in measure_items(cast.sol).empty
    acting(lars)
    publish(plan, lars)
    assert asked(acting(cast.sol)) == [("Say at every entrance where to report", "planned", False, True)]
    assert asked(acting(cast.alice)) is None
    assert asked(acting(cast.charlie)) is None
    assert measure_items(acting(lars)) is None


def test_what_is_late_presses_and_what_is_done_or_dropped_waits_for_nobody(cast, acting, lars):
    plan = make_plan(lars, now=timezone.now() - timedelta(days=200))
    police, objective = cast.organisations["madrid.police"].pk, parts(plan)[0]
    past = timezone.now() - timedelta(days=150)
    for text, state in (("Late", MeasureState.UNDER_WAY), ("Over", MeasureState.DONE), ("Gone", MeasureState.DROPPED)):
        words = MeasureWords(text, (past + timedelta(days=100)).date(), police)
        made = operations.add_measure(objective_id=objective.pk, words=words, review_on=words.due_on, by=lars, now=past)
        looked = Looked(
            "Seen.", state, words.due_on if state == MeasureState.UNDER_WAY else None, "Why." * (text == "Gone")
        )
        operations.review_measure(measure_id=made.pk, looked=looked, seen=made.version, by=lars, now=past)
    publish(plan, lars)
    assert asked(acting(cast.alice)) == [
        ("Late", "under way", True, True), ("Over", "done", False, False), ("Gone", "dropped", False, False),
    ]  # fmt: skip
