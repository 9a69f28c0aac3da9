"""The wall of reporting, tried with raw SQL as the roles of the two processes."""

import pytest
from django.db import DatabaseError, transaction

from proximity.accounts.models import BarredReader, KeyWrap
from proximity.accounts.records import RecordNotFound, open_record, share_record
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.sealing.receipts import Receipt
from proximity.foundation.testing import PUBLIC, as_role, forget_context, rows
from proximity.foundation.wall import enter_public
from proximity.reporting.factories import send_report
from proximity.reporting.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def ngo_only(cast):
    with as_role(PUBLIC):
        sent, receipt = send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"])
    forget_context()
    return sent.report, receipt


def test_a_walled_table_without_context_raises(cast, ngo_only):
    with pytest.raises(DatabaseError), transaction.atomic():
        rows("SELECT * FROM reporting_report")


def test_the_ngo_it_was_sent_to_sees_the_row_and_opens_it(cast, acting, ngo_only):
    nadia = acting(cast.nadia)
    assert rows("SELECT id FROM reporting_report") == [(ngo_only[0].pk,)]
    assert open_record(ngo_only[0].pk, by=nadia)


@pytest.mark.parametrize("who", ["alice", "stefan", "lars", "petra", "ines", "charlie", "noor"])
@pytest.mark.parametrize("table", ["report", "recipient", "message", "erasurerequest"])
def test_nobody_else_sees_an_ngo_only_row_by_raw_sql(cast, acting, ngo_only, who, table):
    acting(getattr(cast, who))
    assert rows(f"SELECT * FROM reporting_{table}") == []
    assert rows("SELECT * FROM accounts_keywrap") == []


def test_the_police_cannot_give_themselves_a_wrap(cast, acting, ngo_only):
    alice = acting(cast.alice)
    with pytest.raises(DatabaseError), transaction.atomic():
        KeyWrap.objects.create(
            city_id=alice.city_id, record_id=ngo_only[0].pk, organisation=alice.organisation, wrapped=b"x"
        )


def test_the_police_cannot_move_a_wrap_of_their_own_to_another_record(cast, acting, ngo_only):
    with as_role(PUBLIC):
        send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"])
    acting(cast.alice)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows("UPDATE accounts_keywrap SET record_id = %s RETURNING 1", ngo_only[0].pk)


def test_sharing_gives_the_row_and_the_key(cast, acting, ngo_only):
    nadia = acting(cast.nadia)
    share_record(ngo_only[0].pk, reader=cast.organisations["madrid.police"], by=nadia)
    alice = acting(cast.alice)
    assert Report.objects.get().pk == ngo_only[0].pk
    assert open_record(ngo_only[0].pk, by=alice)


def test_who_has_no_key_cannot_share(cast, acting, ngo_only):
    alice = acting(cast.alice)
    with pytest.raises(RecordNotFound):
        share_record(ngo_only[0].pk, reader=cast.organisations["madrid.hall"], by=alice)


def test_a_barred_body_is_refused_by_the_database(cast, acting):
    police, ngo = cast.organisations["madrid.police"], cast.organisations["madrid.ngo"]
    with as_role(PUBLIC):
        sent, _ = send_report(ngo, city=cast.cities["madrid"], barred=(police,))
    nadia = acting(cast.nadia)
    assert BarredReader.objects.get().organisation_id == police.pk
    with pytest.raises(DatabaseError, match="barred"), transaction.atomic():
        share_record(sent.report.pk, reader=police, by=nadia)


def test_the_public_role_sees_only_the_mailbox_it_has_the_code_for(cast, ngo_only):
    _, receipt = ngo_only
    with as_role(PUBLIC):
        send_report(cast.organisations["madrid.ngo"], city=cast.cities["madrid"])
        enter_public(receipt=receipt.lookup(public_keyring().pepper))
        assert rows("SELECT id FROM reporting_report") == [(ngo_only[0].pk,)]
        assert rows("SELECT DISTINCT report_id FROM reporting_recipient") == [(ngo_only[0].pk,)]
        enter_public(receipt=Receipt.draw().lookup(public_keyring().pepper))
        assert rows("SELECT id FROM reporting_report") == []


@pytest.mark.parametrize(
    "table",
    ["accounts_person", "accounts_membership", "accounts_organisationsecret", "audit_auditevent", "django_session"],
)
def test_the_public_role_has_no_grant_on_what_it_does_not_need(cast, table):
    with as_role(PUBLIC), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows(f"SELECT * FROM {table}")


def test_an_unopened_wrap_is_taken_back_and_an_opened_one_is_not(cast, acting, ngo_only):
    report, receipt = ngo_only
    nadia = acting(cast.nadia)
    lookup = receipt.lookup(public_keyring().pepper)
    with transaction.atomic():
        rows("UPDATE accounts_keywrap SET opened_at = now() WHERE record_id = %s RETURNING 1", report.pk)
        with as_role(PUBLIC):
            enter_public(receipt=lookup)
            assert KeyWrap.objects.filter(record_id=report.pk).delete()[0] == 0
        transaction.set_rollback(True)
    with as_role(PUBLIC):
        enter_public(receipt=lookup)
        assert KeyWrap.objects.filter(record_id=report.pk).delete()[0] == 1
    acting(nadia)
    assert not Report.objects.exists()
