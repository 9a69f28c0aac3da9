"""What has keys of its own beside a case is shut to a person with it: needs, support, packs, referrals and what came of them."""

from datetime import timedelta

import pytest
from django.db import connection

from proximity.accounts.actors import enter_as
from proximity.cases.access import may_see_needs, needs_visible_to
from proximity.cases.factories import assess_case
from proximity.cases.operations import doors, substitutions
from proximity.cases.operations.packs import request_pack
from proximity.cases.tests import need_acts
from proximity.cases.tests.referrals import refer
from proximity.foundation.testing import here_today

pytestmark = pytest.mark.django_db

# What has a key of its own beside the case: the table, and how its rows are found from the case.
WITH_OWN_KEYS = {
    "cases_needsfile": "case_id = %(case)s",
    "cases_needsversion": "needs_id IN (SELECT id FROM cases_needsfile WHERE case_id = %(case)s)",
    "cases_supportreferral": "needs_id IN (SELECT id FROM cases_needsfile WHERE case_id = %(case)s)",
    "cases_supportrequest": "organisation_id = %(org)s",
    "cases_casepack": "case_id = %(case)s",
    "cases_referral": "case_id = %(case)s",
    "cases_proceedingsthread": "id IN (%(thread)s)",
    "cases_proceedingsstep": "thread_id = %(thread)s",
}


@pytest.mark.parametrize("way", ["blocked", "sealed"])
def test_by_raw_sql_what_has_keys_of_its_own_is_shut_with_the_case(case, cast, clara, acting, way):
    alice = acting(cast.alice)
    assess_case(case, by=alice)
    need_acts.assess(case, alice)
    need_acts.refer(case, alice, cast.organisations["madrid.ngo"])
    request_pack(case=case, language="en", by=alice)
    referral = refer(case, by=alice)
    names = {"case": case.pk, "org": case.organisation_id, "thread": referral.thread_id}
    seen = {table: f"SELECT count(*) FROM {table} WHERE {which}" for table, which in WITH_OWN_KEYS.items()}
    acting(clara)
    for table, sql in seen.items():
        assert counted_rows(sql, names) > 0, f"nothing to hide in {table}"
    bob = acting(cast.bob)
    if way == "blocked":
        doors.block_person(case=case, person=clara.person_id, reason="Her brother.", by=bob)
    else:
        doors.seal_case(case=case, reason="A colleague.", by=bob)
    acting(clara)
    for table, sql in seen.items():
        assert counted_rows(sql, names) == 0, table
    acting(alice)
    for table, sql in seen.items():
        assert counted_rows(sql, names) > 0, table


def counted_rows(sql, names):
    with connection.cursor() as cursor:
        cursor.execute(sql, names)
        return cursor.fetchone()[0]


def test_a_substitute_keeps_the_needs_of_whom_she_stands_in_for_and_only_for_its_days(case, cast, clara, acting):
    alice = acting(cast.alice)
    need_acts.assess(case, alice)
    acting(clara)
    assert (may_see_needs(case, by=clara), needs_visible_to(clara).count()) == (False, 0)
    today = here_today()
    enter_as(alice)
    row = substitutions.set_substitution(
        person=alice.person_id, substitute=clara.person_id, first=today, last=today + timedelta(days=1), by=alice
    )
    acting(clara)
    assert (may_see_needs(case, by=clara), needs_visible_to(clara).count()) == (True, 1)
    enter_as(alice)
    substitutions.end_substitution(substitution_id=row.pk, by=alice)
    acting(clara)
    assert (may_see_needs(case, by=clara), needs_visible_to(clara).count()) == (False, 0)
