"""The demo's filling: by the operations of the product, in each city's language, with accounts that can sign in."""

import csv

import pytest
from django.contrib.auth.hashers import check_password

from proximity.accounts.actors import enter_as
from proximity.accounts.models import City, Membership, Organisation, Person
from proximity.accounts.queries import actor_from
from proximity.cases.models import Case, LegalHold
from proximity.cases.rules.states import CaseStatus
from proximity.config.demo import casework, figures, keeping, seed
from proximity.foundation.testing import as_role
from proximity.insight.models import FactRow, Release
from proximity.packs import codes
from proximity.plans.models import Publication
from proximity.plans.rules.measures import MeasureState
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
    for name, kinds, more in (("Alice", {"closed", "in_progress", "in_assessment"}, 1), ("Charlie", {"closed"}, 0)):
        _check_city(name, kinds, FEW + 8 + more)  # the demo case stands in the first city only
    _check_accounts(path)
    said = []
    with as_role("owner"):
        seed.seed(tmp_path / "other.txt", say=said.append)
    assert City.objects.count() == 2
    assert not (tmp_path / "other.txt").exists()
    assert "kept" in said[0]


def _check_city(name, kinds, count):
    actor = actor_from(Membership.objects.get(person__name=name))
    enter_as(actor)
    assert kinds <= set(Case.objects.values_list("status", flat=True))
    old = len(keeping.OLD) if actor.organisation.city.slug == keeping.CITY else 0
    assert Case.objects.count() == count + old
    assert Report.objects.count() == count + casework.FRESH + old
    assert LegalHold.objects.count() == sum(one.held for one in keeping.OLD[:old])
    assert FactRow.objects.count() >= 60 + Case.objects.filter(status=CaseStatus.CLOSED).count()
    assert Release.objects.get().version == 1
    plan = Publication.objects.get().plan
    assert (plan.language, len(plan.objectives)) == ("es" if actor.organisation.city.slug == "madrid" else "en", 10)
    assert {measure.state for measure in plan.measures} == set(MeasureState)


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
