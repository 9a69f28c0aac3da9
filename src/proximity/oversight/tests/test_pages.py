"""The auditor's pages: what she finds, what she does not, and that her own looks are logged."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from proximity.accounts.actors import NotAllowed
from proximity.audit import heads
from proximity.audit.models import AuditEvent
from proximity.audit.operations import Origin, record_event
from proximity.foundation.sealing.chain import ChainFault, FaultKind
from proximity.foundation.testing import as_role
from proximity.oversight import operations, queries
from proximity.oversight.operations import export_log, read_log, verify_log
from proximity.oversight.queries import home_items, log_page, names_of
from proximity.oversight.rules import LogFilter
from proximity.oversight.templatetags.oversight import MEANINGS, in_words

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_heads(tmp_path, monkeypatch):
    monkeypatch.setattr(heads, "folder_of", lambda side: tmp_path / side)


@pytest.fixture
def told(cast, django_capture_on_commit_callbacks):
    """A report read by Alice, one by Charlie, an act of the operator; heads noted."""
    with django_capture_on_commit_callbacks(execute=True), as_role("owner"):
        for actor, reference in ((cast.alice, "R-AAAAAA"), (cast.charlie, "R-BBBBBB")):
            record_event(
                "report.read", origin=actor.origin, target="t1", label=reference, purpose="assessment", now=NOW
            )
        record_event("report.answered", origin=cast.nadia.origin, target="t2", label="R-AAAAAA", now=NOW)
        record_event("settings.changed", origin=Origin(actor="operator"), label="=cmd()")


def text(answer):
    return answer.content.decode()


def test_an_auditor_reads_her_city_and_the_instance_and_no_other_city(cast, workspace, told):
    page = text(workspace(cast.ines).get("/audit/"))
    assert "R-AAAAAA" in page
    assert "settings.changed" in page
    assert "R-BBBBBB" not in page
    assert "Alice" in page
    assert "Policía Municipal" in page
    assert "assessment" in page


@pytest.mark.parametrize("who", ["alice", "bob", "nadia", "lars", "petra", "charlie"])
@pytest.mark.parametrize("address", ["/audit/", "/audit/log.csv"])
def test_nobody_else_reads_the_log(cast, workspace, who, address):
    assert workspace(getattr(cast, who)).get(address).status_code == 403


def test_nobody_else_verifies_it(cast, workspace):
    assert workspace(cast.alice).post("/audit/verify/").status_code == 403
    assert workspace(cast.alice).get("/audit/verify/").status_code == 403


def test_the_operations_refuse_too(cast, acting):
    alice = acting(cast.alice)
    for act in (
        lambda: read_log(wanted=LogFilter(), by=alice),
        lambda: export_log(wanted=LogFilter(), by=alice),
        lambda: verify_log(by=alice),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_her_own_looks_are_logged_with_what_she_looked_for(cast, workspace, told):
    browser = workspace(cast.ines)
    browser.get("/audit/?action=report&since=2026-03-01")
    browser.get("/audit/log.csv?target=R-AAAAAA")
    with as_role("owner"):
        looks = dict(AuditEvent.objects.filter(actor=cast.ines.label).values_list("action", "label"))
    assert looks["audit.read"] == "action=report since=2026-03-01"
    assert looks["audit.exported"] == "target=R-AAAAAA"


def test_an_action_is_told_in_words_with_its_code_beside(cast, workspace):
    with as_role("owner"):
        for action in ("case.opened", "a.newcomer"):
            record_event(action, origin=cast.alice.origin)
    page = workspace(cast.ines).get("/audit/").content.decode()
    assert 'Case opened<br><small class="muted nowrap">case.opened</small>' in page
    assert "<code>a.newcomer</code>" in page
    table = list(csv.DictReader(io.StringIO(workspace(cast.ines).get("/audit/log.csv").content.decode())))
    told = {row["Action"]: row["What"] for row in table}
    assert (told["case.opened"], told["a.newcomer"]) == ("Case opened", "")


def test_a_look_that_cannot_be_logged_shows_nothing(cast, acting, monkeypatch):
    ines = acting(cast.ines)

    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(operations, "record_event", broken)
    for act in (read_log, export_log):
        with pytest.raises(RuntimeError, match="no log"):
            act(wanted=LogFilter(), by=ines)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("action=report", {"report.read", "report.answered"}),
        ("action=report.read", {"report.read"}),
        ("action=rep", set()),
        ("actor=operator&action=settings", {"settings.changed"}),
        ("target=R-AAAAAA", {"report.read", "report.answered"}),
        ("target=t2", {"report.answered"}),
        ("since=2026-03-10&until=2026-03-10", {"report.read", "report.answered"}),
        ("until=2026-03-09", set()),
    ],
)
def test_the_log_is_narrowed_by_what_is_asked(cast, workspace, told, query, found):
    answer = workspace(cast.ines).get(f"/audit/?{query}")
    assert {row.action for row in answer.context["page"].rows} == found


def test_the_log_is_narrowed_to_one_person(cast, workspace, told):
    answer = workspace(cast.ines).get("/audit/", {"actor": cast.alice.label, "action": "report"})
    assert [row.who for row in answer.context["page"].rows] == ["Alice"]


def test_an_empty_result_says_what_to_do(cast, workspace):
    assert "No event fits" in text(workspace(cast.ines).get("/audit/?action=nothing"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=2026-03-10&until=2026-03-01", "The last day lies before the first."),
        ("since=yesterday", "Enter a valid date."),
        ("actor=person:nobody", "Select a valid choice"),
    ],
)
@pytest.mark.parametrize("address", ["/audit/", "/audit/log.csv"])
def test_what_cannot_be_understood_is_said_and_kept(cast, workspace, query, said, address):
    answer = workspace(cast.ines).get(f"{address}?{query}")
    assert answer.status_code == 422
    assert said in text(answer)
    with as_role("owner"):
        assert not AuditEvent.objects.filter(action__startswith="audit.").exists()


def test_pages_follow_one_another_without_gap_or_repetition(cast, workspace, monkeypatch):
    with as_role("owner"):
        for number in range(120):
            record_event("test.done", origin=cast.alice.origin, label=f"n{number}")
    browser = workspace(cast.ines)
    seen, address = [], "/audit/?action=test.done"
    while address:
        answer = browser.get(address)
        seen += [row.label for row in answer.context["page"].rows]
        address = f"/audit/{answer.context['next_url']}" if "next_url" in answer.context else ""
    assert seen == [f"n{number}" for number in reversed(range(120))]


def test_the_table_to_take_along_runs_nothing(cast, workspace, told):
    answer = workspace(cast.ines).get("/audit/log.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="log.csv"'
    rows = list(csv.DictReader(io.StringIO(text(answer))))
    (row,) = [row for row in rows if row["Action"] == "settings.changed"]
    assert row["Reference"] == "'=cmd()"
    assert row["Who"] == "the operator"


def test_names_of_other_cities_stay_there(cast, acting):
    ines = acting(cast.ines)
    names = names_of({cast.alice.label, cast.charlie.label, "operator", "reporter", "unknown", "worker"}, ines)
    assert names[cast.alice.label] == "Alice"
    assert names[cast.charlie.label] == "somebody of another city"
    assert names["worker"] == "worker"


def test_times_are_those_of_the_city(cast, acting, told):
    (row, *_) = log_page(acting(cast.ines), LogFilter(action="report.read")).rows
    assert row.at.isoformat() == "2026-03-10T13:00:00+01:00"


def test_a_day_begins_and_ends_on_the_citys_clock():
    first, last = LogFilter(since=date(2026, 3, 29), until=date(2026, 3, 29)).interval("Europe/Madrid")
    assert (first.isoformat(), last.isoformat()) == (
        "2026-03-29T00:00:00+01:00", "2026-03-29T23:59:59.999999+02:00",
    )  # fmt: skip


def test_verifying_shows_each_chain_and_is_logged(cast, workspace, told):
    browser = workspace(cast.ines)
    with as_role("owner"):
        newest = AuditEvent.objects.filter(chain="instance/staff").order_by("seq").last()
        heads.note_head("instance/staff", heads.Head(newest.seq, bytes(newest.digest)))
    answer = browser.post("/audit/verify/")
    assert [report.is_whole for report in answer.context["reports"]] == [True] * 4
    assert newest.digest.hex() in text(answer)
    assert "Madrid, written by the workspace" in text(answer)
    assert "The instance, written by the public pages" in text(answer)
    assert "Not whole" not in text(answer)
    page = text(browser.get("/"))
    assert "Last time: whole" in page
    assert browser.get("/audit/verify/").status_code == 405


def test_what_is_wrong_is_said_in_words(cast, workspace, told):
    browser = workspace(cast.ines)
    with as_role("owner"):
        heads.note_head(f"{cast.ines.city_id}/staff", heads.Head(99, b"x" * 32))
    page = text(browser.post("/audit/verify/"))
    assert "Not whole" in page
    assert "Rows 3 to 99: cut off at the end" in page
    assert "No head is kept outside the database" not in page
    assert "Last time: NOT whole" in text(browser.get("/"))


def test_a_missing_head_is_said(cast, workspace):
    assert "No head is kept outside the database" in text(workspace(cast.ines).post("/audit/verify/"))


def test_every_kind_of_fault_has_words():
    assert set(MEANINGS) == set(FaultKind)
    assert in_words(ChainFault(FaultKind.MISSING, 4, 4)) == "Row 4: deleted"


def test_the_home_page_of_an_auditor_and_of_nobody_else_asks_for_the_first_check(cast, workspace, acting):
    assert "Last time: never yet" in text(workspace(cast.ines).get("/"))
    assert home_items(acting(cast.alice)) is None


def test_the_export_is_bounded(cast, acting, monkeypatch):
    ines = acting(cast.ines)
    with as_role("owner"):
        for _ in range(3):
            record_event("test.done", origin=cast.alice.origin)
    monkeypatch.setattr(operations, "EXPORT_ROWS", 2)
    assert len(export_log(wanted=LogFilter(action="test"), by=ines)) == 2
    assert queries.log_page(ines, LogFilter(action="test"), size=2).next_before is not None
