"""Working on a draft: what each act changes, what it tells the log, and who may."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from proximity.accounts.actors import Actor, NotAllowed
from proximity.audit.models import AuditEvent
from proximity.plans import operations
from proximity.plans.access import PlanNotFound, draft_of, get_measure
from proximity.plans.factories import make_plan, parts, publish
from proximity.plans.models import Indicator, Measure, Objective, Plan, Publication, Reading, Review
from proximity.plans.operations import ChangedMeanwhile, NotReady, drafting
from proximity.plans.operations.drafting import AlreadyBegun, Head
from proximity.plans.operations.indicators import ComputedWords, HandWords, Noted
from proximity.plans.operations.measures import Looked, MeasureWords
from proximity.plans.operations.objectives import ObjectiveWords
from proximity.plans.rules.indicators import Computed, Told, Unit
from proximity.plans.rules.measures import MeasureState
from proximity.plans.rules.soundness import NotSound

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
LATER = date(2027, 6, 1)


def refused(field):
    return pytest.raises(NotSound, match=f"^{field}$")


def events() -> list[str]:
    return list(AuditEvent.objects.filter(action__startswith="plan.").order_by("seq").values_list("action", flat=True))


def test_a_plan_begins_from_the_template_in_its_language_with_baselines_of_the_newest_release(lars, release):
    release()
    plan = operations.begin_plan(language="es", from_template=True, by=lars, now=NOW)
    assert (plan.title, plan.language) == ("Plan de acción local contra el racismo y el odio", "es")
    assert (plan.starts_on, plan.ends_on) == (date(2026, 11, 25), date(2028, 11, 25))
    assert [one.position for one in plan.objectives.all()] == list(range(1, 11))
    assert set(Indicator.objects.exclude(code="").values_list("baseline_release", flat=True)) == {1}
    assert set(Indicator.objects.filter(code="").values_list("baseline_release", flat=True)) == {None}
    first = plan.objectives.first()
    assert first.after.endswith("punto 1")
    assert [one.code for one in first.indicators.all()] == ["incidents_year", "share_online"]
    assert [one.position for one in first.measures.all()] == [1, 2]
    assert Measure.objects.filter(review_on__lte=plan.starts_on).count() == 0
    assert AuditEvent.objects.get(action="plan.begun").label == "es"


def test_before_the_first_release_there_is_no_baseline(lars):
    operations.begin_plan(language="en", from_template=True, by=lars)
    assert not Indicator.objects.filter(baseline_release__isnull=False).exists()


def test_a_city_has_one_plan_and_the_template_its_languages(lars, settings):
    settings.LANGUAGES = [("en", "English"), ("uk", "Українська")]
    with pytest.raises(ValueError, match="language"):
        operations.begin_plan(language="uk", from_template=True, by=lars)
    plan = operations.begin_plan(language="uk", from_template=False, by=lars)
    assert plan.diagnosis == ""
    assert not Objective.objects.exists()
    with pytest.raises(AlreadyBegun):
        operations.begin_plan(language="en", from_template=True, by=lars)


def test_the_head_changes_and_the_edition_counts(lars, plan):
    head = Head(" Ours ", "We asked.", date(2026, 1, 1), date(2027, 1, 1))
    changed = operations.change_head(head=head, seen=plan.version, by=lars)
    assert (changed.title, changed.version, changed.edition) == ("Ours", plan.version + 1, plan.edition + 1)
    assert events()[-1] == "plan.changed"
    with pytest.raises(ChangedMeanwhile):
        operations.change_head(head=head, seen=plan.version, by=lars)
    with refused("ends_on"):
        operations.change_head(head=Head("Ours", "", head.ends_on, head.starts_on), seen=2, by=lars)


def test_objectives_are_added_changed_and_put_before_one_another(lars, plan):
    first = plan.objectives.get()
    second = operations.add_objective(words=ObjectiveWords("Help"), by=lars)
    operations.move_objective_up(objective_id=second.pk, by=lars)
    assert list(plan.objectives.all()) == [second, first]
    operations.move_objective_up(objective_id=second.pk, by=lars)
    assert list(plan.objectives.all()) == [second, first]
    assert events().count("plan.objective_moved") == 1
    words = ObjectiveWords("Help", "Near home.", "A plan", "https://example.org/")
    changed = operations.change_objective(objective_id=second.pk, words=words, seen=1, by=lars)
    assert (changed.text, changed.after_url, changed.version) == ("Near home.", "https://example.org/", 2)
    with pytest.raises(ChangedMeanwhile):
        operations.change_objective(objective_id=second.pk, words=words, seen=1, by=lars)
    with refused("title"):
        operations.add_objective(words=ObjectiveWords(" "), by=lars)


def test_an_objective_goes_with_all_that_hangs_on_it(lars, plan):
    objective = plan.objectives.get()
    with pytest.raises(ChangedMeanwhile):
        operations.remove_objective(objective_id=objective.pk, seen=9, by=lars)
    operations.remove_objective(objective_id=objective.pk, seen=1, by=lars)
    assert [kind.objects.count() for kind in (Objective, Measure, Indicator)] == [0, 0, 0]
    assert events()[-1] == "plan.objective_removed"


def test_what_everybody_has_read_is_dropped_with_a_reason_and_not_removed(lars, plan):
    objective, measure, _, _ = parts(plan)
    publish(plan, lars)
    with refused("measures"):
        operations.remove_measure(measure_id=measure.pk, seen=1, by=lars)
    with refused("measures"):
        operations.remove_objective(objective_id=objective.pk, seen=1, by=lars)
    dropped = Looked("We looked.", MeasureState.DROPPED, reason="No money.")
    operations.review_measure(measure_id=measure.pk, looked=dropped, seen=1, by=lars)
    operations.remove_objective(objective_id=objective.pk, seen=1, by=lars)
    assert not Measure.objects.exists()


def test_a_measure_that_nobody_has_read_can_go(lars, plan):
    measure = parts(plan)[1]
    with pytest.raises(ChangedMeanwhile):
        operations.remove_measure(measure_id=measure.pk, seen=9, by=lars)
    operations.remove_measure(measure_id=measure.pk, seen=1, by=lars)
    assert not Measure.objects.exists()


def test_a_measure_has_one_body_of_the_city(cast, lars, plan):
    objective, measure, _, _ = parts(plan)
    police = cast.organisations["madrid.police"].pk
    words = MeasureWords("Train", LATER, police)
    added = operations.add_measure(objective_id=objective.pk, words=words, review_on=LATER, by=lars, now=NOW)
    assert (added.answers, added.state, added.review_on) == ("Policía Municipal", MeasureState.PLANNED, LATER)
    in_words = MeasureWords("Train", LATER, None, " Fire brigade ")
    assert operations.change_measure(measure_id=measure.pk, words=in_words, seen=1, by=lars).answers == "Fire brigade"
    with pytest.raises(ChangedMeanwhile):
        operations.change_measure(measure_id=measure.pk, words=in_words, seen=1, by=lars)
    elsewhere = cast.organisations["bradford.police"].pk
    for wrong, field in (
        (MeasureWords("Train", LATER), "body"),
        (MeasureWords("Train", LATER, police, "Both"), "body"),
        (MeasureWords("Train", LATER, elsewhere), "organisation"),
        (MeasureWords("", LATER, police), "text"),
        (MeasureWords("Train", date(1900, 1, 1), police), "due_on"),
    ):
        with refused(field):
            operations.change_measure(measure_id=measure.pk, words=wrong, seen=2, by=lars)
    with refused("review_on"):
        operations.add_measure(objective_id=objective.pk, words=words, review_on=date(2026, 11, 25), by=lars, now=NOW)


def test_a_review_says_what_was_looked_at_by_whom_and_when_to_look_again(lars, plan):
    measure = parts(plan)[1]
    looked = Looked(" We counted. ", MeasureState.UNDER_WAY, LATER, "kept out")
    review = operations.review_measure(measure_id=measure.pk, looked=looked, seen=1, by=lars, now=NOW)
    measure.refresh_from_db()
    assert (review.found, review.looked_by, review.next_on) == ("We counted.", lars.person_id, LATER)
    assert (measure.state, measure.reason, measure.review_on, measure.version) == ("under_way", "", LATER, 2)
    assert AuditEvent.objects.get(action="plan.measure_reviewed").label == "under_way"
    done = Looked("It stands.", MeasureState.DONE, LATER)
    assert operations.review_measure(measure_id=measure.pk, looked=done, seen=2, by=lars, now=NOW).next_on is None
    for wrong, field in (
        (Looked("", MeasureState.DONE), "found"),
        (Looked("Seen.", MeasureState.PLANNED), "state"),
        (Looked("Seen.", MeasureState.UNDER_WAY), "review_on"),
    ):
        with refused(field):
            operations.review_measure(measure_id=measure.pk, looked=wrong, seen=3, by=lars, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        operations.review_measure(measure_id=measure.pk, looked=done, seen=2, by=lars, now=NOW)
    assert Review.objects.count() == 2


def test_an_indicator_is_computed_from_a_release_that_is_there(lars, plan, release):
    release()
    objective, _, computed, by_hand = parts(plan)
    words = ComputedWords(Computed.SHARE_ONLINE, 1, Decimal(40))
    added = operations.add_indicator(objective_id=objective.pk, words=words, by=lars)
    assert (added.unit, added.baseline_release) == (Unit.PERCENT, 1)
    with refused("baseline_release"):
        operations.add_indicator(objective_id=objective.pk, words=ComputedWords(Computed.SHARE_ONLINE, 2), by=lars)
    with refused("target"):
        operations.change_indicator(
            indicator_id=computed.pk, words=ComputedWords(Computed.INCIDENTS_ALL, None, Decimal(7)), seen=1, by=lars
        )
    with refused("code"):
        operations.change_indicator(indicator_id=by_hand.pk, words=words, seen=1, by=lars)
    with refused("code"):
        operations.note_reading(indicator_id=computed.pk, noted=Noted(Decimal(5), NOW.date(), "x"), by=lars, now=NOW)


def test_an_indicator_noted_by_hand_begins_with_a_source_and_keeps_its_unit_once_noted(lars, plan):
    by_hand = parts(plan)[3]
    begun = Noted(Decimal(2), date(2026, 1, 1), " Register ")
    words = HandWords(" Centres ", Unit.THINGS, begun, Decimal(9))
    changed = operations.change_indicator(indicator_id=by_hand.pk, words=words, seen=1, by=lars)
    assert (changed.name, changed.baseline_number, changed.baseline_source) == ("Centres", 2, "Register")
    few = HandWords("Reports", Unit.PEOPLE, Noted(None, date(2026, 1, 1), "Register", few=True), Decimal(10))
    assert operations.change_indicator(indicator_id=by_hand.pk, words=few, seen=2, by=lars).baseline_few
    none = HandWords("Reports", Unit.PEOPLE)
    assert not operations.change_indicator(indicator_id=by_hand.pk, words=none, seen=3, by=lars).baseline_few
    for wrong, field in (
        (HandWords("", Unit.THINGS), "name"),
        (HandWords("A", Unit.THINGS, Noted(None, date(2026, 1, 1), "Register")), "baseline_number"),
        (HandWords("A", Unit.THINGS, Noted(Decimal(1), date(2026, 1, 1), "")), "baseline_source"),
        (HandWords("A", Unit.THINGS, Noted(Decimal(1), date(1026, 1, 1), "x")), "baseline_on"),
    ):
        with refused(field):
            operations.change_indicator(indicator_id=by_hand.pk, words=wrong, seen=4, by=lars)
    operations.note_reading(indicator_id=by_hand.pk, noted=Noted(Decimal(10), NOW.date(), "Register"), by=lars, now=NOW)
    with refused("unit"):
        operations.change_indicator(indicator_id=by_hand.pk, words=HandWords("A", Unit.THINGS), seen=4, by=lars)
    with pytest.raises(ChangedMeanwhile):
        operations.change_indicator(indicator_id=by_hand.pk, words=none, seen=1, by=lars)


def test_a_number_is_noted_with_day_and_source(lars, plan):
    by_hand = parts(plan)[3]
    reading = operations.note_reading(
        indicator_id=by_hand.pk, noted=Noted(Decimal(4), NOW.date(), " Register "), by=lars, now=NOW
    )
    assert (reading.number, reading.source, reading.noted_by) == (4, "Register", lars.person_id)
    for wrong, field in (
        (Noted(None, NOW.date(), "x"), "number"),
        (Noted(Decimal(1), NOW.date(), " "), "source"),
        (Noted(Decimal(1), date(2026, 11, 26), "x"), "on"),
        (Noted(Decimal(1), date(1926, 11, 26), "x"), "on"),
        (Noted(None, NOW.date(), "x", few=True), "few"),
    ):
        with refused(field):
            operations.note_reading(indicator_id=by_hand.pk, noted=wrong, by=lars, now=NOW)


def test_an_indicator_goes_with_its_numbers(lars, plan):
    by_hand = parts(plan)[3]
    operations.note_reading(indicator_id=by_hand.pk, noted=Noted(Decimal(4), NOW.date(), "x"), by=lars, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        operations.remove_indicator(indicator_id=by_hand.pk, seen=9, by=lars)
    operations.remove_indicator(indicator_id=by_hand.pk, seen=1, by=lars)
    assert not Reading.objects.exists()


def test_a_published_version_is_numbered_signed_and_says_what_the_draft_said_with_the_figures_of_that_day(
    lars, plan, release
):
    release()
    by_hand = parts(plan)[3]
    operations.note_reading(indicator_id=by_hand.pk, noted=Noted(Decimal(4), date(2026, 11, 1), "Register"), by=lars)
    first = publish(plan, lars)
    assert (first.version, first.office, first.published_by) == (1, "Ayuntamiento", lars.person_id)
    computed, noted = first.plan.indicators
    assert (computed.now.release, computed.now.amount.told, computed.baseline) == (1, Told.NUMBER, None)
    assert (noted.now.amount.number, noted.now.source) == (4, "Register")
    assert Measure.objects.get().published_in == 1
    release(200)
    second = publish(plan, lars)
    assert second.version == 2
    assert next(second.plan.indicators).now.release == 2
    assert Publication.objects.get(version=1).plan == first.plan
    assert Measure.objects.get().published_in == 1
    assert list(AuditEvent.objects.filter(action="plan.published").order_by("seq").values_list("label", flat=True)) == [
        "v1",
        "v2",
    ]


def test_what_changed_since_it_was_looked_at_or_is_not_ready_is_not_published(lars, plan):
    objective = parts(plan)[0]
    operations.add_indicator(objective_id=objective.pk, words=ComputedWords(Computed.SHARE_DESK), by=lars)
    with pytest.raises(ChangedMeanwhile):
        operations.publish_plan(seen=plan.edition, by=lars)
    with pytest.raises(NotReady):
        publish(plan, lars)
    assert not Publication.objects.exists()


NOBODY = UUID(int=7)
MEASURE, NOTED = MeasureWords("Train", LATER, None, "Police"), Noted(Decimal(4), date(2026, 11, 1), "Register")
ACTS = {
    "head": lambda ids, by: operations.change_head(head=Head("A", "", NOW.date(), LATER), seen=1, by=by),
    "add objective": lambda ids, by: operations.add_objective(words=ObjectiveWords("A"), by=by),
    "objective": lambda ids, by: operations.change_objective(
        objective_id=ids[0], words=ObjectiveWords("A"), seen=1, by=by
    ),
    "up": lambda ids, by: operations.move_objective_up(objective_id=ids[4], by=by),
    "remove objective": lambda ids, by: operations.remove_objective(objective_id=ids[0], seen=1, by=by),
    "add measure": lambda ids, by: operations.add_measure(
        objective_id=ids[0], words=MEASURE, review_on=LATER, by=by, now=NOW
    ),
    "measure": lambda ids, by: operations.change_measure(measure_id=ids[1], words=MEASURE, seen=1, by=by),
    "review": lambda ids, by: operations.review_measure(
        measure_id=ids[1], looked=Looked("Seen.", MeasureState.DONE), seen=1, by=by
    ),
    "remove measure": lambda ids, by: operations.remove_measure(measure_id=ids[1], seen=1, by=by),
    "add indicator": lambda ids, by: operations.add_indicator(
        objective_id=ids[0], words=HandWords("A", Unit.THINGS), by=by
    ),
    "indicator": lambda ids, by: operations.change_indicator(
        indicator_id=ids[3], words=HandWords("A", Unit.THINGS), seen=1, by=by
    ),
    "number": lambda ids, by: operations.note_reading(indicator_id=ids[3], noted=NOTED, by=by),
    "remove indicator": lambda ids, by: operations.remove_indicator(indicator_id=ids[2], seen=1, by=by),
    "publish": lambda ids, by: operations.publish_plan(seen=ids[5], by=by),
}


@pytest.fixture
def ids(lars, plan):
    """Return what the acts need: the parts of a plan, a second objective that can be published, and the edition."""
    second = operations.add_objective(words=ObjectiveWords("Second"), by=lars)
    operations.add_measure(objective_id=second.pk, words=MEASURE, review_on=LATER, by=lars, now=NOW)
    plan.refresh_from_db()
    return [*(one.pk for one in parts(plan)), second.pk, plan.edition]


def everything() -> list[list[tuple[object, ...]]]:
    kinds = (Plan, Objective, Measure, Indicator, Review, Reading, Publication)
    return [sorted(kind.objects.values_list(), key=str) for kind in kinds]


@pytest.mark.parametrize("act", ACTS)
def test_what_the_log_cannot_tell_of_does_not_happen(lars, ids, monkeypatch, act):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    before = everything()
    with monkeypatch.context() as patch:
        patch.setattr(drafting, "record_event", broken)
        patch.setattr("proximity.plans.operations.publish.record_event", broken)
        with pytest.raises(RuntimeError, match="no log"):
            ACTS[act](ids, lars)
    assert everything() == before
    told = AuditEvent.objects.count()
    ACTS[act](ids, lars)
    assert AuditEvent.objects.count() == told + 1
    assert everything() != before


def test_a_plan_the_log_cannot_tell_of_is_not_begun(lars, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(drafting, "record_event", broken)
    with pytest.raises(RuntimeError, match="no log"):
        operations.begin_plan(language="en", from_template=True, by=lars)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("who", ["alice", "nadia", "petra", "ines", "charlie"])
@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_works_on_the_plan(cast, acting, ids, act, who):
    actor = acting(getattr(cast, who))
    with pytest.raises(NotAllowed):
        ACTS[act](ids, actor)
    with pytest.raises(NotAllowed):
        operations.begin_plan(language="en", from_template=False, by=actor)
    assert draft_of(actor) is None
    with pytest.raises(PlanNotFound):
        get_measure(actor, ids[1])


def test_an_official_outside_a_city_hall_does_not_either(cast, lars, ids):
    elsewhere = Actor(lars.person_id, lars.name, lars.role, cast.organisations["madrid.ngo"])
    with pytest.raises(NotAllowed):
        operations.add_objective(words=ObjectiveWords("A"), by=elsewhere)


@pytest.mark.parametrize("act", [act for act in ACTS if act not in {"head", "add objective", "publish"}])
def test_what_is_not_there_is_not_found(lars, ids, act):
    with pytest.raises(PlanNotFound):
        ACTS[act]([uuid4() for _ in ids], lars)


def test_without_a_plan_there_is_nothing_to_change(lars):
    with pytest.raises(PlanNotFound):
        operations.add_objective(words=ObjectiveWords("A"), by=lars)


def test_rows_name_themselves_without_content(lars):
    now = timezone.now()
    plan = make_plan(lars, now=now)
    objective, measure, computed, by_hand = parts(plan)
    due = (now + timedelta(days=90)).date()
    assert [str(one) for one in (plan, objective, measure, computed, by_hand)] == [
        f"en {plan.starts_on} e5", "1 v1", f"planned {due} v1", "incidents_all v1", "by hand v1",
    ]  # fmt: skip
    looked = Looked("Seen.", MeasureState.DONE)
    review = operations.review_measure(measure_id=measure.pk, looked=looked, seen=1, by=lars)
    reading = operations.note_reading(indicator_id=by_hand.pk, noted=NOTED, by=lars)
    assert (str(review), str(reading)) == (f"done {review.looked_at.date()}", "2026-11-01")
    assert str(publish(plan, lars)) == "v1"
