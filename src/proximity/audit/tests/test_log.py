"""Writing the log: in the act's transaction, in order, never changed again, with a head beside the data."""

import threading
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proximity.audit import heads
from proximity.audit.models import AuditEvent, AuditHead
from proximity.audit.operations import Origin, record_event
from proximity.foundation.sealing.chain import Head
from proximity.foundation.testing import PUBLIC, as_role

pytestmark = pytest.mark.django_db
OPERATOR = Origin(actor="operator")


def test_an_event_outside_a_transaction_is_refused(monkeypatch):
    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr("proximity.audit.operations.transaction.get_connection", lambda: outside)
    with pytest.raises(RuntimeError, match="transaction"):
        record_event("test.done", origin=OPERATOR)


def test_events_follow_one_another_without_gaps(write):
    first, second = write(2)
    assert second.seq == first.seq + 1
    head = AuditHead.objects.get(chain="instance/staff")
    assert (head.count, bytes(head.digest)) == (second.seq, bytes(second.digest))


def test_each_side_writes_its_own_chain_only(cast):
    with as_role(PUBLIC):
        event = record_event("test.done", origin=Origin(actor="reporter", city=cast.cities["madrid"].pk))
        assert event.chain.endswith("/public")
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditEvent.objects.create(chain="instance/staff", seq=99, at=event.at, actor="x", action="x", digest=b"x")


def test_another_citys_events_are_not_there(cast, acting, write):
    write(1, cast.cities["madrid"].pk)
    write(1, cast.cities["bradford"].pk)
    acting(cast.ines)
    found = set(AuditEvent.objects.filter(action="test.done").values_list("city_id", flat=True))
    assert found == {cast.cities["madrid"].pk}


@pytest.mark.parametrize("role", ["owner", "proximity_staff"])
@pytest.mark.parametrize(
    "sql",
    ["UPDATE audit_auditevent SET label = 'x'", "DELETE FROM audit_auditevent", "TRUNCATE audit_auditevent"],
)
def test_the_database_refuses_to_change_a_row(cast, acting, write, role, sql):
    write(1)
    acting(cast.ines)
    with as_role(role), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_head_lies_beside_the_data_once_the_act_is_done(write, own_heads):
    events = write(3)
    head = heads.outside_head("instance/staff")
    assert head == Head(events[-1].seq, bytes(events[-1].digest))
    assert heads.noted_chains() == {"instance/staff"}
    assert (own_heads / "staff" / "audit-heads").stat().st_mode & 0o777 == 0o700


def test_of_the_heads_that_one_transaction_reaches_the_last_is_written_and_once(
    django_capture_on_commit_callbacks, monkeypatch
):
    noted, really = [], heads.note_head
    monkeypatch.setattr(heads, "note_head", lambda chain, head: (noted.append(head.count), really(chain, head)))
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            with transaction.atomic():
                event = record_event("test.done", origin=OPERATOR)
        event = record_event("test.done", origin=OPERATOR)
    assert noted == [event.seq]


type Acts = list[bool | tuple[bool, Acts]]
# Each act: told of in the log, or a savepoint with acts inside, which is kept or undone.
acts = st.recursive(
    st.lists(st.just(value=True), max_size=3),
    lambda inside: st.lists(st.one_of(st.just(value=True), st.tuples(st.booleans(), inside)), max_size=4),
    max_leaves=12,
)


def do(wanted: Acts) -> None:
    for act in wanted:
        if isinstance(act, bool):
            record_event("test.done", origin=OPERATOR)
            continue
        kept, inside = act
        with transaction.atomic():
            do(inside)
            transaction.set_rollback(not kept)


@given(wanted=acts)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_undone_the_head_beside_the_data_is_the_last_that_stands(
    django_capture_on_commit_callbacks, own_heads, wanted
):
    before = _head_in_the_database()
    with django_capture_on_commit_callbacks(execute=True):
        do(wanted)
    stands = _head_in_the_database()
    if stands != before:
        assert heads.outside_head("instance/staff") == stands


def _head_in_the_database() -> Head | None:
    found = AuditHead.objects.filter(chain="instance/staff").first()
    return Head(found.count, bytes(found.digest)) if found else None


def test_an_act_that_is_undone_leaves_no_head(own_heads):
    record_event("test.done", origin=OPERATOR)
    assert heads.outside_head("instance/staff") is None


def test_an_older_head_never_replaces_a_newer_one():
    heads.note_head("instance/staff", Head(5, b"5" * 32))
    heads.note_head("instance/staff", Head(4, b"4" * 32))
    assert heads.outside_head("instance/staff") == Head(5, b"5" * 32)


def test_heads_noted_at_once_leave_the_newest():
    threads = [
        threading.Thread(target=heads.note_head, args=("instance/staff", Head(count, bytes([count]) * 32)))
        for count in range(1, 9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heads.outside_head("instance/staff") == Head(8, bytes([8]) * 32)


def test_a_head_that_the_public_side_names_for_the_workspaces_chain_counts_for_nothing(own_heads):
    heads.note_head("instance/staff", Head(5, b"5" * 32))
    planted = own_heads / "public" / "audit-heads" / "instance.staff.json"
    planted.parent.mkdir(parents=True)
    planted.write_text('{"count": 1, "hash": "00"}')
    assert heads.outside_head("instance/staff") == Head(5, b"5" * 32)


def test_each_side_has_its_own_folder(settings, monkeypatch):
    monkeypatch.undo()
    assert heads.folder_of("public") == settings.PUBLIC_DATA / "audit-heads"
    assert heads.folder_of("staff") == settings.PROXIMITY_DATA / "audit-heads"


def test_rows_and_heads_say_what_they_are(write):
    (event,) = write(1)
    assert str(event) == f"instance/staff {event.seq} test.done"
    assert str(AuditHead.objects.get(chain="instance/staff")) == f"instance/staff {event.seq}"
