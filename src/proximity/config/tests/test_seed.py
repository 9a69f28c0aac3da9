"""The demo's filling: by the operations of the product, in each city's language, with accounts that can sign in."""

import csv

import pytest
from django.contrib.auth.hashers import check_password
from django.utils import timezone

from proximity.accounts.models import City, Membership, Organisation, Person
from proximity.accounts.queries import actor_from
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case, LegalHold
from proximity.cases.queries.dues import dues_on
from proximity.cases.rules.states import CaseStatus
from proximity.config.demo import casework, figures, keeping, seed
from proximity.foundation.testing import as_role
from proximity.foundation.wall import enter_staff
from proximity.insight.models import FactRow, Release
from proximity.packs import codes
from proximity.reporting.models import Report

FEW = 6


@pytest.fixture
def filled(db, _behind_the_wall, monkeypatch, tmp_path):
    whole = casework.stories
    monkeypatch.setattr(casework, "stories", lambda language, city: whole(language, city)[: FEW + 8])
    monkeypatch.setattr(casework, "NGO_ONLY", 2)
    monkeypatch.setattr(casework, "CLOSED", 8)
    monkeypatch.setattr(figures, "HISTORY", 60)
    said = []
    with as_role("owner"):
        seed.seed(tmp_path / "accounts.txt", say=said.append)
    return tmp_path / "accounts.txt", said


@pytest.mark.django_db
def test_the_demo_is_filled_once_with_casework_figures_and_accounts_that_open(filled, tmp_path):
    path, _ = filled
    assert {city.slug for city in City.objects.all()} == {"madrid", "bradford"}
    for name, kinds in (("Alice", {"closed", "in_progress", "in_assessment"}), ("Charlie", {"closed"})):
        _check_city(name, kinds)
    _check_accounts(path)
    said = []
    with as_role("owner"):
        seed.seed(tmp_path / "other.txt", say=said.append)
    assert City.objects.count() == 2
    assert not (tmp_path / "other.txt").exists()
    assert "kept" in said[0]


def _check_city(name, kinds):
    actor = actor_from(Membership.objects.get(person__name=name))
    enter_staff(city=actor.city_id, organisation=actor.organisation.pk)
    assert kinds <= set(Case.objects.values_list("status", flat=True))
    old = len(keeping.OLD) if actor.organisation.city.slug == keeping.CITY else 0
    assert Case.objects.count() == FEW + 8 + old
    assert Report.objects.count() == FEW + 8 + casework.FRESH + old
    assert LegalHold.objects.count() == sum(one.held for one in keeping.OLD[:old])
    assert FactRow.objects.count() >= 60 + Case.objects.filter(status=CaseStatus.CLOSED).count()
    assert Release.objects.get().version == 1

    assert [due for due in dues_on(cases_visible_to(actor), by=actor) if due.on < timezone.now().date()] == []


def test_the_whole_demo_has_open_cases_of_the_last_days_and_an_inbox_that_can_be_read():
    now = timezone.now()
    days = {number: (now - at).days for at, number in casework.calendar(60, now)}
    still_open = [number for number in days if casework._is_open(number)]
    assert len(still_open) == 6
    assert all(1 < days[number] <= casework.OPEN_SINCE for number in still_open)
    assert all(days[number] > casework.OPEN_SINCE for number in days if number not in still_open)
    assert sorted(days) == list(range(60))
    # What the NGO has not closed: shared with it or sent to it alone within nine days, and what nobody has opened yet.
    shared = [number for number in days if casework._is_shared(number) and days[number] < 9]
    alone = [number for number in range(casework.NGO_ONLY) if 1 + 5 * number < 9]
    assert 6 <= len(shared) + len(alone) + casework.FRESH <= 8


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
