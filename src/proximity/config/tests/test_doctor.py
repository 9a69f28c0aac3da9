"""What the doctor finds: nothing on a sound installation, and each thing that is wrong by its name."""

import os
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from proximity.accounts.keys import organisation_keys
from proximity.accounts.models import Organisation
from proximity.accounts.operations import add_city
from proximity.cases.models import RetentionSchedule
from proximity.config import doctor, recovery
from proximity.config.doctor import Grade, examine, report
from proximity.config.installation import Installation
from proximity.config.testing.cluster import MARK
from proximity.foundation.database.urls import Urls
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def installation(tmp_path, monkeypatch):
    """Return the installation of the tests' own cluster, with a restore code of this test."""
    monkeypatch.setattr(recovery, "sealed_path", lambda _installation: tmp_path / "restore.sealed")
    monkeypatch.setattr(doctor, "sealed_path", lambda _installation: tmp_path / "restore.sealed")
    monkeypatch.setattr(recovery, "confirmed_path", lambda _installation: tmp_path / "restore.confirmed")
    return Installation(Path(os.environ[MARK]), 8000, 8001)


@pytest.fixture
def urls():
    return Urls(owner="", staff=os.environ["TEST_DATABASE_URL_STAFF"], public=os.environ["DATABASE_URL_PUBLIC"])


def found(installation, urls):
    with as_role("owner"):
        return {finding.text: finding.grade for finding in examine(installation, urls)}


def grade_of(findings, words):
    return next(grade for text, grade in findings.items() if words in text)


def test_a_sound_installation_has_nothing_bad(cast, installation, urls):
    recovery.draw_code(installation)
    findings = found(installation, urls)
    assert Grade.BAD not in findings.values()
    assert grade_of(findings, "written down") == Grade.WARNING
    assert grade_of(findings, "same disk") == Grade.WARNING
    assert grade_of(findings, "In every city somebody takes reports") == Grade.GOOD


def test_without_a_restore_code_no_backup_can_be_made(cast, installation, urls):
    assert grade_of(found(installation, urls), "no restore code") == Grade.BAD


def test_a_confirmed_code_is_good(cast, installation, urls):
    recovery.confirm_code(installation, recovery.draw_code(installation))
    assert grade_of(found(installation, urls), "was confirmed") == Grade.GOOD


def test_a_swapped_public_key_is_named(cast, installation, urls):
    organisation = cast.organisations["madrid.ngo"]
    with as_role("owner"):
        Organisation.objects.filter(pk=organisation.pk).update(seal_key=bytes(32))
    organisation_keys.cache_clear()
    assert grade_of(found(installation, urls), organisation.name) == Grade.BAD


def test_a_table_without_its_wall_is_named(cast, installation, urls):
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reporting_report DISABLE ROW LEVEL SECURITY")
    assert grade_of(found(installation, urls), "reporting_report") == Grade.BAD


def test_a_role_above_the_wall_is_named(cast, installation, urls):
    above = Urls(owner="", staff=os.environ["DATABASE_URL_STAFF"], public=urls.public)
    assert grade_of(found(installation, above), "staff process's database role is above") == Grade.BAD


def test_the_exit_code_says_whether_something_is_bad():
    said = []
    good, bad = doctor.Finding(Grade.WARNING, "a little"), doctor.Finding(Grade.BAD, "much")
    assert report(iter([good]), said.append) == 0
    assert report(iter([good, bad]), said.append) == 1
    assert said[-1] == "BAD     much"


def test_what_is_overdue_for_disposal_is_counted(case_over, installation, urls):
    assert grade_of(found(installation, urls), "Overdue for disposal (Policía Municipal: 1)") == Grade.WARNING


@pytest.fixture
def case_over(cast, acting):
    """Let the time of one record of Alice's office be over."""
    office = acting(cast.alice).organisation
    day = timezone.now().date()
    RetentionSchedule.objects.create(
        city_id=office.city_id, organisation=office, record_id=new_id(), subject="case", reference="MAD-1", kind="offence",
        recorded_on=day, dispose_on=day, dispose_basis="own",
    )  # fmt: skip


def test_no_city_or_a_city_where_nobody_takes_reports_is_named(installation, urls):
    assert grade_of(found(installation, urls), "There is no city yet") == Grade.WARNING
    with as_role("owner"):
        add_city(slug="leeds", name="Leeds", country="gb", time_zone="Europe/London", reference_prefix="LEE")
    assert grade_of(found(installation, urls), "Nobody takes reports in Leeds") == Grade.WARNING
