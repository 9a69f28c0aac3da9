"""The demo's filling: by the operations of the product, in each city's language, with accounts that can sign in."""

import csv
import tomllib
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import check_password
from django.utils import timezone

from proximity.accounts.actors import enter_as
from proximity.accounts.models import City, Membership, Organisation, Person
from proximity.accounts.queries import actor_from
from proximity.assessment.models import SuggestionDecision
from proximity.assessment.queries.suggestions import are_on
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case, LegalHold
from proximity.cases.queries.dues import dues_on, local_day_of
from proximity.cases.rules.dues import Urgency
from proximity.cases.rules.states import CaseStatus
from proximity.config.demo import casework, figures, keeping, seed
from proximity.foundation.privacy import proximity_models
from proximity.foundation.testing import as_role, rows
from proximity.insight.models import FactRow, Release
from proximity.packs import codes
from proximity.plans.models import Publication
from proximity.plans.rules.measures import MeasureState
from proximity.reporting.models import Report
from proximity.reporting.rules.deadlines import local_day, working_days_after

FEW = 6


@pytest.fixture
def small(db, _behind_the_wall, monkeypatch):
    """Two cities with few stories each."""
    whole = casework.stories
    monkeypatch.setenv("DEMO_CITIES", "madrid,bradford")
    monkeypatch.setattr(casework, "stories", lambda language, city: whole(language, city)[: FEW + 8])
    monkeypatch.setattr(casework, "NGO_ONLY", 2)
    monkeypatch.setattr(casework, "CLOSED", 8)
    monkeypatch.setattr(casework, "REFERRED", range(2, 6))
    monkeypatch.setattr(figures, "HISTORY", 60)


@pytest.fixture
def filled(small, tmp_path):
    said = []
    with as_role("owner"):
        seed.seed(tmp_path / "accounts.txt", say=said.append)
    return tmp_path / "accounts.txt", said


@pytest.mark.django_db
def test_the_demo_is_filled_once_with_casework_figures_and_accounts_that_open(filled, tmp_path):
    path, _ = filled
    assert {city.slug for city in City.objects.all()} == {"madrid", "bradford"}
    for name, kinds, more in (("Alice", {"closed", "in_progress", "in_assessment"}, 1), ("Charlie", {"closed"}, 0)):
        _check_city(name, kinds, FEW + 8 + more)  # the demo case stands in the first city only
    _check_accounts(path)
    said = []
    with as_role("owner"):
        seed.seed(tmp_path / "other.txt", say=said.append)
    assert City.objects.count() == 2
    assert not (tmp_path / "other.txt").exists()
    assert "kept" in said[0]


@pytest.mark.django_db
@pytest.mark.usefixtures("filled")
def test_the_text_tool_is_on_in_one_city_with_something_taken_up_and_something_turned_down():
    bob = actor_from(Membership.objects.get(person__name="Bob"))
    enter_as(bob)
    assert are_on(bob.city_id)
    with as_role("owner"):
        assert set(SuggestionDecision.objects.values_list("accepted", flat=True)) == {True, False}
        assert not are_on(City.objects.get(slug="bradford").pk)


@pytest.mark.django_db
def test_a_city_that_was_interrupted_goes_on_where_it_stopped(small, monkeypatch, tmp_path):
    monkeypatch.setenv("DEMO_CITIES", "madrid")
    made, really = [], casework._whole_case

    def dies_in_the_fourth(demo, story, *rest):
        made.append(story.title)
        reference = really(demo, story, *rest)
        if len(made) == 4:
            raise KeyboardInterrupt
        return reference

    monkeypatch.setattr(casework, "_whole_case", dies_in_the_fourth)
    with as_role("owner"), pytest.raises(KeyboardInterrupt):
        seed.seed(tmp_path / "accounts.txt", say=str)
    with as_role("owner"):
        assert Case.objects.count() == len(keeping.OLD) + 3
        assert not Release.objects.exists()
        seed.seed(tmp_path / "accounts.txt", say=str)
    # The one that was not whole is made again, the others are not.
    assert made[4] == made[3]
    assert len(made) == FEW + 8 + 1
    assert len(set(made)) == FEW + 8
    _check_city("Alice", {"closed", "in_progress", "in_assessment"}, FEW + 8 + 1)
    _check_accounts(tmp_path / "accounts.txt")


# Accounts stand outside the wall; what is released or published is everybody's; of log and keys she finds her own. What cities
# tell each other is about no person, and walled by city. A trainer finds her own courses, and nobody's answers.
SEEN_WITHOUT_RECORDS = {
    "accounts_city", "accounts_elsewhereroute", "accounts_membership", "accounts_organisation", "accounts_organisationsecret",
    "accounts_person", "audit_auditevent", "audit_audithead", "insight_release", "plans_publication",
    "directory_district", "directory_entry", "directory_entrynote", "directory_sharing",
    "exchange_entry", "network_author", "network_authorkey", "network_outgoing", "network_sharedobject", "network_sight",
    "learning_attendance", "learning_cohort", "learning_seat", "learning_session",
}  # fmt: skip


@pytest.mark.django_db
def test_who_takes_part_without_records_finds_nothing_in_any_other_table_by_raw_sql(filled):
    tables = sorted(model._meta.db_table for model in proximity_models())
    with as_role("owner"):
        full = {table for table in tables if rows(f"SELECT 1 FROM {table} LIMIT 1")}
    # A wall around empty tables is no wall.
    assert {"reporting_report", "reporting_recipient", "cases_case", "cases_referral", "insight_factrow"} <= full
    assert len(full - SEEN_WITHOUT_RECORDS) >= 35
    for name in ("Olga", "Teo", "Soledad"):
        actor = actor_from(Membership.objects.get(person__name=name))
        enter_as(actor)
        assert {table for table in tables if _seen(table)} <= SEEN_WITHOUT_RECORDS, name
        assert set(rows("SELECT organisation_id FROM accounts_organisationsecret")) == {(actor.organisation.pk,)}
        assert set(rows("SELECT organisation_id FROM audit_auditevent")) <= {(actor.organisation.pk,)}


@pytest.mark.django_db
def test_the_cities_tell_each_other_something_once(filled):
    with as_role("owner"):
        told = Counter(rows("SELECT kind FROM network_sharedobject"))
        seed._together(seed._chosen(tomllib.loads((seed.HERE / "cities.toml").read_text())["city"]))
        assert Counter(rows("SELECT kind FROM network_sharedobject")) == told
    wanted = {
        "practice": 2, "translation": 1 + 6 * 7, "review": 1, "question": 1, "answer": 1, "alert": 1, "visit": 2, "scenario": 6,
        "unit": 2 * 2,
    }  # fmt: skip
    assert told == Counter({(kind,): count for kind, count in wanted.items()})


def _seen(table):
    """Return whether a table shows its reader anything; one that she may not read at all does not."""
    may = "SELECT has_any_column_privilege(current_user, %s, 'SELECT')"
    return rows(may, table) == [(True,)] and bool(rows(f"SELECT 1 FROM {table} LIMIT 1"))


def _check_city(name, kinds, count):
    actor = actor_from(Membership.objects.get(person__name=name))
    enter_as(actor)
    assert kinds <= set(Case.objects.values_list("status", flat=True))
    old = len(keeping.OLD) if actor.organisation.city.slug == keeping.CITY else 0
    assert Case.objects.count() == count + old
    assert Report.objects.count() == count + casework.FRESH + old
    assert LegalHold.objects.count() == sum(one.held for one in keeping.OLD[:old])
    assert FactRow.objects.count() >= 60 + Case.objects.filter(status=CaseStatus.CLOSED).count()
    assert list(Release.objects.values_list("version", flat=True)) == [1]
    plan = Publication.objects.get().plan
    assert (plan.language, len(plan.objectives)) == ("es" if actor.organisation.city.slug == "madrid" else "en", 10)
    assert {measure.state for measure in plan.measures} == set(MeasureState)
    _check_dues(actor)


def _check_dues(actor):
    """Nothing is overdue on the day of seeding, for the police or for whom they referred to, and something is to be done."""
    now, today = timezone.now(), local_day_of(actor)
    police = [one for one in Membership.objects.all() if one.role in ("officer", "supervisor")]
    for member in (actor_from(one) for one in police):
        if member.city_id == actor.city_id:
            enter_as(member)
            found = [due.urgency(now, today) for due in dues_on(cases_visible_to(member), by=member)]
            assert Urgency.OVERDUE not in found, member.name
    enter_as(actor)
    assert Urgency.TODAY in {due.urgency(now, today) for due in dues_on(cases_visible_to(actor), by=actor)}


def test_the_whole_demo_has_open_cases_of_the_last_days_and_an_inbox_that_can_be_read():
    now = timezone.now()
    days = {number: (now - at).days for at, number in casework.calendar(60, now)}
    still_open = [number for number in days if casework._is_open(number)]
    assert len(still_open) == 6
    still_open += list(casework.REFERRED)[casework.OVER :]
    assert all(casework.NEWEST_OPEN < days[number] <= casework.OPEN_SINCE for number in still_open)
    assert all(days[number] > casework.OPEN_SINCE for number in days if number not in still_open)
    assert sorted(days) == list(range(60))
    # What the NGO has not closed: shared with it or sent to it alone within nine days, and what nobody has opened yet.
    shared = [number for number in days if casework._is_shared(number) and days[number] < 9]
    alone = [number for number in range(casework.NGO_ONLY) if 1 + 5 * number < 9]
    assert 6 <= len(shared) + len(alone) + casework.FRESH <= 8


@pytest.mark.parametrize("weekday", range(7))
def test_no_promise_to_whom_told_of_an_open_case_has_passed_on_the_day_of_seeding(weekday):
    now = datetime(2026, 11, 23 + weekday, 3, 30, tzinfo=UTC)
    oldest = min(
        at for at, number in casework.calendar(60, now)
        if casework._is_open(number) or number in casework.REFERRED[casework.OVER :]
    )  # fmt: skip
    assert working_days_after(local_day(oldest, "Europe/Madrid"), 10) >= now.date()


def _check_accounts(path):
    assert path.stat().st_mode & 0o77 == 0
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) == Person.objects.count()
    for row in rows:
        person = Person.objects.get(email=row["e-mail"])
        assert check_password(row["password"], person.password)
        assert len(row["one-time codes"].split(" ")) == 10
        assert row["organisation"] in set(Organisation.objects.values_list("name", flat=True))


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_language_tells_sixty_stories_in_known_codes_with_quotes_from_the_story(language):
    told = casework.stories(language, "somewhere")
    assert len(told) == 60
    assert len({story.told.what for story in told}) == 60
    for story in told:
        for code, _, quote in (*story.indicators, *story.against):
            assert codes.indicator(code)
            assert quote
        assert all(codes.ground(code) for code in story.grounds)
        assert codes.incident_type(story.type)
    assert {story.bias.value for story in told} == {"yes", "no", "not_known"}
    assert any(story.against for story in told)
