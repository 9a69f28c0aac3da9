"""What somebody decides of two cases: recorded, shown on both, taken back, and walled like both."""

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.actors import enter_as
from proximity.assessment.rules import NotNow
from proximity.audit.models import AuditEvent
from proximity.cases.factories import assess_case, make_case
from proximity.cases.models import Case, CaseLink
from proximity.cases.operations import linking
from proximity.cases.operations.doors import seal_case
from proximity.cases.operations.handling import close_case
from proximity.cases.operations.linking import LinkNotFound, end_link, link_cases
from proximity.cases.queries.links import links_of
from proximity.cases.rules.links import LinkKind
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(told, cast, acting):
    """Return two cases of Alice's, the older first, in her context."""
    reports = [told(), told()]
    alice = acting(cast.alice)
    return [make_case(report, by=alice) for report in reports]


@pytest.mark.parametrize("turned", [False, True])
def test_the_younger_is_merged_into_the_older_whoever_begins(two, cast, turned):
    older, younger = two
    pair = (younger, older) if turned else (older, younger)
    link = link_cases(case=pair[0], other=pair[1], kind=LinkKind.SAME, by=cast.alice)
    assert (link.case_id, link.other_id) == (younger.pk, older.pk)
    (line,) = links_of(younger, by=cast.alice)
    assert (line.reference, line.kind, line.merged, line.by) == (older.reference, LinkKind.SAME, True, "Alice")
    (line,) = links_of(older, by=cast.alice)
    assert (line.reference, line.merged) == (younger.reference, False)


def test_merging_moves_nothing_and_is_taken_back_wholly(two, cast):
    older, younger = two
    before = list(Case.objects.order_by("pk").values())
    link = link_cases(case=older, other=younger, kind=LinkKind.SAME, by=cast.alice)
    end_link(case=older, link_id=link.pk, by=cast.alice)
    assert list(Case.objects.order_by("pk").values()) == before
    assert links_of(older, by=cast.alice) == links_of(younger, by=cast.alice) == ()
    link_cases(case=older, other=younger, kind=LinkKind.SERIES, by=cast.alice)
    with pytest.raises(LinkNotFound):
        end_link(case=older, link_id=link.pk, by=cast.alice)


def test_the_timelines_of_both_tell_of_it(two, cast):
    link = link_cases(case=two[0], other=two[1], kind=LinkKind.SERIES, by=cast.alice)
    end_link(case=two[1], link_id=link.pk, by=cast.alice)
    with as_role("owner"):
        for case in two:
            told = AuditEvent.objects.filter(target=str(case.pk), action__contains="linked").order_by("seq")
            assert [one.action for one in told] == ["case.linked_series", "case.unlinked_series"]


@pytest.mark.parametrize("kind", LinkKind)
def test_two_cases_are_decided_once(two, cast, kind):
    link_cases(case=two[0], other=two[1], kind=LinkKind.DIFFERENT, by=cast.alice)
    with pytest.raises(NotNow):
        link_cases(case=two[1], other=two[0], kind=kind, by=cast.alice)
    with pytest.raises(NotNow):
        link_cases(case=two[0], other=two[0], kind=kind, by=cast.alice)


def test_what_is_merged_is_merged_no_further(two, told, cast, acting):
    report = told()
    acting(cast.alice)
    third = make_case(report, by=cast.alice)
    link_cases(case=two[1], other=third, kind=LinkKind.SAME, by=cast.alice)
    for one, other in ((two[0], third), (two[0], two[1])):
        with pytest.raises(NotNow):
            link_cases(case=one, other=other, kind=LinkKind.SAME, by=cast.alice)
    link_cases(case=two[0], other=third, kind=LinkKind.SERIES, by=cast.alice)


def test_a_case_that_was_merged_does_not_count_besides(two, cast):
    older, younger = two
    link = link_cases(case=older, other=younger, kind=LinkKind.SAME, by=cast.alice)
    for case in two:
        assess_case(case, by=cast.alice)
        close_case(case=case, feedback="We spoke to the driver.", by=cast.alice)
        case.refresh_from_db()
    assert older.countable_at is not None
    assert younger.countable_at is None
    end_link(case=younger, link_id=link.pk, by=cast.alice)


def test_an_act_that_the_log_cannot_tell_of_is_not_done(two, cast, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(linking, "record_event", broken)
    with pytest.raises(RuntimeError):
        link_cases(case=two[0], other=two[1], kind=LinkKind.SAME, by=cast.alice)
    assert not CaseLink.objects.exists()


def test_whoever_may_not_see_one_of_them_does_not_see_the_link(two, cast, eva):
    link = link_cases(case=two[0], other=two[1], kind=LinkKind.SERIES, by=cast.alice)
    enter_as(eva)
    seal_case(case=two[1], reason="An officer's relative.", by=eva)
    enter_as(cast.bob)
    assert links_of(two[0], by=cast.bob) == ()
    assert rows("SELECT * FROM cases_caselink") == []
    with pytest.raises(LinkNotFound):
        end_link(case=two[0], link_id=link.pk, by=cast.bob)


@pytest.mark.parametrize("who", ["nadia", "stefan", "lars", "petra", "ines", "charlie"])
def test_nobody_else_sees_a_link_by_raw_sql(two, cast, acting, who):
    link_cases(case=two[0], other=two[1], kind=LinkKind.SERIES, by=cast.alice)
    acting(getattr(cast, who))
    assert rows("SELECT * FROM cases_caselink") == []


def test_nobody_decides_in_anothers_name_nor_deletes_a_decision(two, cast):
    insert = (
        "INSERT INTO cases_caselink (id, city_id, organisation_id, case_id, other_id, kind, decided_by, decided_at)"
        " VALUES (%s, %s, %s, %s, %s, 'same', %s, now())"
    )
    values = [new_id(), cast.alice.city_id, cast.alice.organisation.pk, two[0].pk, two[1].pk, cast.bob.person_id]
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, values)
    link_cases(case=two[0], other=two[1], kind=LinkKind.SERIES, by=cast.alice)
    with pytest.raises(DatabaseError, match="two persons"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_caselink")


def test_the_page_shows_a_link_and_takes_it_back(two, cast, workspace):
    link = link_cases(case=two[0], other=two[1], kind=LinkKind.SAME, by=cast.alice)
    browser = workspace(cast.alice)
    page = browser.get(f"/cases/{two[1].reference}/").content.decode()
    assert "The same incident: work goes on in" in page
    assert two[0].reference in page
    end = f"/cases/{two[1].reference}/links/{link.pk}/end/"
    assert browser.post(end).status_code == 302
    assert browser.post(end).status_code == 404
    assert "Nobody has linked this case" in browser.get(f"/cases/{two[1].reference}/").content.decode()
