"""The list of cases and what waits for somebody: filtered, page by page, in few queries, small enough to send."""

from datetime import UTC, date, datetime, timedelta

import pytest

from proximity.audit.models import AuditEvent
from proximity.cases.factories import assess_case, make_case
from proximity.cases.models import Case, Task
from proximity.cases.operations.handling import assign_case, close_case
from proximity.cases.operations.tasks import add_task
from proximity.cases.queries.dues import waiting_for
from proximity.cases.queries.home import home_items, titled
from proximity.cases.queries.lists import ALL, ME, NOBODY, PAGE, Filters, case_list
from proximity.cases.queries.offers import case_of_report
from proximity.cases.rules.states import CaseStatus, TaskKind
from proximity.foundation.testing import as_role, here_today
from proximity.reporting.access import own_recipient
from proximity.reporting.queries.labels import BROKEN
from proximity.reporting.rules.states import RecipientStatus

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.fixture
def three(told, cast, acting):
    """Return three cases of Alice's, opened on three days: one hers, one Bob's, one nobody's and closed."""
    reports = [told() for _ in range(3)]
    alice = acting(cast.alice)
    cases = [make_case(report, by=alice, now=NOON + timedelta(days=day)) for day, report in enumerate(reports)]
    assign_case(case=cases[1], to=cast.bob.person_id, by=alice)
    assess_case(cases[2], by=alice)
    assign_case(case=cases[2], to=None, by=alice)
    close_case(case=cases[2], feedback="Done.", by=alice)
    return cases


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (Filters(), [1, 0]),
        (Filters(status=ALL), [2, 1, 0]),
        (Filters(status=CaseStatus.CLOSED), [2]),
        (Filters(status=ALL, assignee=NOBODY), [2]),
        (Filters(assignee=ME), [0]),
        (Filters(status=ALL, since=date(2026, 11, 25)), [2, 1]),
        (Filters(status=ALL, until=date(2026, 11, 25)), [1, 0]),
        (Filters(status=ALL, since=date.min, until=date.max), [2, 1, 0]),
        (Filters(status=ALL, reference="-0002"), [1]),
        (Filters(reference="nothing"), []),
    ],
)
def test_the_list_is_narrowed_by_status_assignee_days_and_reference(three, alice, filters, shown):
    rows = case_list(alice, filters).rows
    assert [row.id for row in rows] == [three[index].pk for index in shown]


def test_the_list_can_be_narrowed_to_one_colleague(three, cast, alice):
    rows = case_list(alice, Filters(assignee=str(cast.bob.person_id))).rows
    assert [(row.id, row.assignee) for row in rows] == [(three[1].pk, "Bob")]


def test_a_row_says_what_matters(three, alice):
    add_task(case=three[0], kind=TaskKind.OTHER, title="Hear the driver", due_on=date(2026, 11, 25), by=alice)
    closed, _, open_ = case_list(alice, Filters(status=ALL)).rows
    assert closed.title.startswith("A man shouted")
    assert closed.grounds == ("REL.MUS",)
    assert (closed.status, closed.assignee, closed.due) == (CaseStatus.CLOSED, "", None)
    assert (open_.due.on, open_.due.section) == (date(2026, 11, 25), "tasks")


def test_titles_that_were_tampered_with_say_so_and_the_list_goes_on(three, cast, alice, workspace):
    first, second, _closed = three
    add_task(case=first, kind=TaskKind.OTHER, title="Hear the driver", due_on=here_today(), by=alice)
    with as_role("owner"):
        Case.objects.filter(pk=first.pk).update(title=Case.objects.get(pk=second.pk).title)
        Task.objects.update(title=b"x" * 60)
    told = {row.reference: row.title for row in case_list(alice, Filters()).rows}
    assert told[first.reference] == str(BROKEN)
    assert told[second.reference] != str(BROKEN)
    browser = workspace(cast.alice)
    for address in ("/", "/cases/", f"/cases/{first.reference}/"):
        page = browser.get(address)
        assert (page.status_code, str(BROKEN) in page.content.decode()) == (200, True), address


def test_nobody_elses_list_shows_them(three, cast, acting):
    for somebody in (cast.nadia, cast.stefan, cast.charlie, cast.lars, cast.petra, cast.ines):
        assert case_list(acting(somebody), Filters(status=ALL)).rows == ()


def test_a_long_list_comes_page_by_page_in_few_queries_and_below_sixty_kilobytes(
    told, cast, acting, workspace, django_assert_max_num_queries
):
    report = told()
    alice = acting(cast.alice)
    make_case(report, by=alice)
    for _ in range(PAGE):
        report = told()
        acting(alice)
        make_case(report, by=alice)
    with django_assert_max_num_queries(10):
        first = case_list(alice, Filters())
    assert len(first.rows) == PAGE
    second = case_list(alice, Filters(), after=first.after)
    assert len(second.rows) == 1
    assert second.after is None
    page = workspace(cast.alice).get("/cases/?assignee=me")
    assert len(page.content) < 60_000
    assert f"after={first.after}" in page.content.decode()


FIRST = "First answer to the person"


def test_what_is_due_waits_for_who_does_it_and_for_the_supervisor(three, cast, acting):
    alice = acting(cast.alice)
    Case.objects.filter(pk=three[0].pk).update(feedback_due=date(2026, 11, 23))
    Case.objects.filter(pk=three[1].pk).update(feedback_due=date(2026, 11, 22))
    add_task(case=three[0], kind=TaskKind.EVIDENCE, title="Camera", due_on=date(2026, 11, 25), by=alice)
    add_task(case=three[0], kind=TaskKind.OTHER, title="Later", due_on=date(2026, 12, 25), by=alice)
    mine = titled(waiting_for(alice, now=NOON), by=alice)
    words = "Feedback to the person"
    assert [(one.case, one.what) for one in mine if one.what != FIRST] == [
        (three[0].pk, words),
        (three[0].pk, "Camera"),
    ]
    overdue = [one for one in waiting_for(acting(cast.bob), now=NOON) if one.what != FIRST]
    assert [one.on for one in overdue] == [date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 25)]


def test_the_first_page_lists_what_waits_and_nothing_for_whom_works_on_no_cases(three, cast, acting):
    alice = acting(cast.alice)
    add_task(case=three[0], kind=TaskKind.EVIDENCE, title="Camera", due_on=date(2026, 11, 1), by=alice)
    found = home_items(alice)
    assert [(item.what, item.urgent) for item in found.items if item.what != FIRST] == [("Camera", True)]
    assert found.items[0].url.endswith("#tasks")
    assert home_items(acting(cast.nadia)) is None


def test_feedback_on_the_first_page_leads_to_where_it_is_given(case, alice):
    Case.objects.filter(pk=case.pk).update(feedback_due=date(2026, 1, 1))
    item = home_items(alice).items[0]
    assert item.url.endswith("#closing")
    assert "overdue" in str(item.due)


def test_a_report_offers_to_be_opened_or_the_way_to_its_case(told, cast, acting):
    report = told("madrid.ngo")
    alice = acting(cast.alice)
    assert case_of_report(report, alice).url == f"/cases/open/{report.reference}/"
    case = make_case(report, by=alice)
    assert case_of_report(report, alice).url == f"/cases/{case.reference}/"
    assert AuditEvent.objects.filter(action="case.opened").count() == 1
    assert case_of_report(report, acting(cast.nadia)) is None


def test_a_report_that_was_taken_back_offers_nothing(told, cast, acting):
    report = told()
    alice = acting(cast.alice)
    recipient = own_recipient(report, by=alice)
    recipient.status = RecipientStatus.WITHDRAWN
    with as_role("owner"):
        recipient.save()
    assert case_of_report(report, alice) is None
