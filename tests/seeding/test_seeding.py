"""A case that the benchmarks make in bulk is what the operations make: the same rows, sealed, found, counted, in the log."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from benchmarks.seeding.clones import DERIVED, Clone, Mould, all_rows, rows_of_pattern, take_passages
from benchmarks.seeding.patterns import Ground, Pattern, make_patterns
from benchmarks.seeding.writing import Plan, fill
from django.utils import timezone

from proximity.accounts.actors import enter_as, machine_of
from proximity.accounts.models import Organisation
from proximity.audit.verify import verify_all
from proximity.cases.access import get_case_for
from proximity.cases.models import Case
from proximity.cases.operations.counting import count_case
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.insight.access import origin_link
from proximity.insight.models import FactRow
from proximity.reporting.access import get_report_by_receipt, open_report
from proximity.search.models import IndexedRecord, Posting
from proximity.search.operations.indexing import index_changes, index_records
from proximity.search.queries.texts import passages_of

pytestmark = pytest.mark.django_db
CASES = 7


@dataclass
class Seeded:
    """What was seeded, and what each case was made of."""

    plan: Plan
    ground: Ground
    made: list[tuple[Mould, Clone]]

    def case(self, number: int, by) -> Case:
        return get_case_for(by, self.plan.reference(number))


@pytest.fixture
def seeded(cast, monkeypatch) -> Seeded:
    ground = Ground(
        cast.cities["madrid"],
        cast.organisations["madrid.police"],
        cast.organisations["madrid.ngo"],
        (cast.alice, cast.bob),
    )
    made = []
    clone = Plan.clone
    monkeypatch.setattr(Plan, "clone", lambda plan, number: made.append(clone(plan, number)) or made[-1])
    with as_role("owner"):
        patterns = make_patterns(ground, now=timezone.now(), closed=2, open_=2)
        machine = machine_of(ground.police)
        enter_as(machine)
        while index_changes(by=machine):
            pass
        everything, bodies = all_rows(), {body.pk: body for body in Organisation.objects.all()}
        moulds = [Mould.of(pattern, everything, bodies) for pattern in patterns]
        take_passages(moulds, by=machine)
        plan = Plan(
            CASES, timezone.now(), timedelta(days=100), moulds[:2], moulds[2:], ZoneInfo("Europe/Madrid"), "MAD"
        )
        fill(plan, range(CASES), ground, at_once=1)
    forget_context()
    rows = {plan.reference(number): None for number in range(CASES)}
    assert len(rows) == CASES
    # The last pass over the cases was the log's; what was sealed came with the first.
    return Seeded(plan, ground, made[:CASES])


def tags(page: str) -> list[str]:
    return re.findall(r"<([a-z0-9]+)", page.partition("<main")[2].partition("</main>")[0])


def test_its_page_is_built_like_that_of_its_pattern(seeded, cast, workspace):
    browser = workspace(cast.alice)
    for number, (mould, _clone) in enumerate(seeded.made):
        theirs = browser.get(f"/cases/{mould.pattern.case.reference}/")
        ours = browser.get(f"/cases/{seeded.plan.reference(number)}/")
        assert theirs.status_code == ours.status_code == 200
        assert tags(ours.content.decode()) == tags(theirs.content.decode())


def test_it_has_the_rows_of_its_pattern_in_every_table(seeded, acting, cast):
    alice = acting(cast.alice)
    for number, (mould, clone) in enumerate(seeded.made):
        case = seeded.case(number, alice)
        pattern = Pattern(case, case.report, mould.pattern.at, "", mould.pattern.is_open)
        with as_role("owner"):
            found, _ids = rows_of_pattern(pattern, all_rows())
        assert {table: len(rows) for table, rows in found.items()} == {
            table: len(rows) for table, rows in mould.rows.items()
        }
        assert case.pk == clone.ids[mould.pattern.case.pk]
        assert found["cases_case"][0]["title"] != mould.rows["cases_case"][0]["title"]


def test_its_texts_open_and_tell_something_else(seeded, acting, cast):
    alice = acting(cast.alice)
    told = {open_report(seeded.case(number, alice).report, by=alice).answers.what for number in range(CASES)}
    assert len(told) == CASES
    mould, clone = seeded.made[0]
    assert passages_of([clone.ids[mould.pattern.case.pk]], by=alice) == {
        clone.ids[mould.pattern.case.pk]: mould.passages_of(clone)
    }


def test_its_code_opens_its_mailbox(seeded):
    mould, clone = seeded.made[1]
    with as_role(PUBLIC):
        found = get_report_by_receipt(clone.receipt)
    assert found.report.pk == clone.ids[mould.pattern.report.pk]


def test_the_indexer_would_file_it_as_it_is_filed(seeded, cast):
    machine = machine_of(seeded.ground.police)
    cases = [clone.ids[mould.pattern.case.pk] for mould, clone in seeded.made]
    enter_as(machine)
    before = set(Posting.objects.values_list("record_id", "term"))
    assert {record for record, _term in before} >= set(cases)
    Posting.objects.filter(record_id__in=cases).delete()
    index_records(cases, by=machine, now=timezone.now())
    assert set(Posting.objects.values_list("record_id", "term")) == before
    assert IndexedRecord.objects.filter(record_id__in=cases).count() == CASES


def fact_of(report) -> FactRow:
    return FactRow.objects.select_related("city").get(origin_link=origin_link(report.pk))


def test_what_it_tells_figures_is_what_the_operation_would_tell(seeded, acting, cast):
    alice = acting(cast.alice)
    first = {mould.pattern.case.pk: fact_of(mould.pattern.report).as_fact() for mould, _clone in seeded.made}
    for number, (mould, clone) in enumerate(seeded.made):
        case, theirs = seeded.case(number, alice), mould.pattern.case
        before = fact_of(case.report)
        assert replace(before.as_fact(), happened=None) == replace(first[theirs.pk], happened=None)
        # On the day after they were told: later an open case tells figures that its person has heard nothing.
        count_case(theirs, by=alice, now=mould.pattern.at + timedelta(days=1))
        count_case(case, by=alice, now=mould.pattern.at + clone.days + timedelta(days=1))
        after = fact_of(case.report)
        assert replace(after.as_fact(), happened=None) == replace(fact_of(theirs.report).as_fact(), happened=None)
        assert (after.pk, after.as_fact().happened) == (before.pk, before.as_fact().happened)


def test_the_log_is_whole(seeded):
    with as_role("owner"):
        found = [report for report in verify_all(seeded.ground.city.pk) if report.count]
    assert found
    assert [report.faults for report in found] == [()] * len(found)


def test_every_table_that_is_left_out_is_filed_otherwise(seeded):
    with as_role("owner"):
        assert not set(all_rows()) & DERIVED
