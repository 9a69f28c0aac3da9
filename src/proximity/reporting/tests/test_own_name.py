"""Nobody writes in another's name, tried with raw SQL: an office that holds the same report, and the public role with a code."""

import pytest

from proximity.accounts.models import KeyWrap
from proximity.accounts.records import new_record
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, changed, refused, rows, write_again
from proximity.foundation.wall import enter_public
from proximity.reporting.models import ErasureRequest, Message, Recipient
from proximity.reporting.operations.handling import answer_report
from proximity.reporting.operations.mailbox import request_erasure, withdraw_recipient, write_message
from proximity.reporting.operations.sharing import decide_erasure
from proximity.reporting.rules.states import RecipientStatus
from proximity.reporting.tests.people import Dana, read_as

pytestmark = pytest.mark.django_db
REPORT, RECIPIENT, MESSAGE, ERASURE = (
    f"reporting_{name}" for name in ("report", "recipient", "message", "erasurerequest")
)


@pytest.fixture
def ngo(cast):
    return cast.organisations["madrid.ngo"]


@pytest.fixture
def police(cast):
    return cast.organisations["madrid.police"]


@pytest.fixture
def dana(cast, ngo, police):
    return Dana(cast, ngo, police)


@pytest.fixture
def nadia(cast, acting, dana):
    """Nadia, who has read the report."""
    nadia = acting(cast.nadia)
    read_as(nadia, dana.report)
    return nadia


@pytest.fixture
def as_dana(dana, nadia):
    """Dana's context, in the public role."""
    with as_role(PUBLIC):
        enter_public(receipt=dana.receipt.lookup(public_keyring().pepper))
        yield dana


def recipient_of(dana, organisation):
    return Recipient.objects.get(report=dana.report, organisation=organisation).pk


def keyed(actor):
    """Return the id of a new record of which the actor's organisation holds the key."""
    identifier = new_id()
    new_record(identifier, city_id=actor.city_id, readers=[actor.organisation])
    return identifier


# ---- staff


def test_staff_enter_a_report_at_their_own_desk_and_under_their_own_name(cast, dana, nadia, police):
    own = {"receipt_lookup": "\\x01", "entered_for_id": nadia.organisation.pk, "entered_by": nadia.person_id}
    for wrong in (
        {"entered_for_id": police.pk}, {"entered_for_id": None}, {"entered_by": cast.alice.person_id}, {"entered_by": None},
    ):  # fmt: skip
        with refused("staff_own_desk"):
            write_again(REPORT, dana.report.pk, id=keyed(nadia), **(own | wrong))
    assert write_again(REPORT, dana.report.pk, id=keyed(nadia), **own) == 1


@pytest.mark.parametrize(
    "act",
    [f"UPDATE {REPORT} SET language = 'en'", f"DELETE FROM {REPORT}", f"DELETE FROM {RECIPIENT}", f"DELETE FROM {MESSAGE}",
     f"UPDATE {RECIPIENT} SET consent = 'recorded'", f"UPDATE {RECIPIENT} SET withdrawn_at = NULL",
     f"DELETE FROM {ERASURE}", f"UPDATE {ERASURE} SET answer_by = now()"],
)  # fmt: skip
def test_what_no_operation_does_no_sql_does(nadia, act):
    with refused("permission denied"):
        changed(act)


def test_staff_write_in_their_own_name_to_who_lets_them_read(cast, acting, dana, nadia, police):
    said = answer_report(report=dana.report, text="We will call you.", by=nadia).pk
    acting(cast.alice)
    elsewhere = Dana(cast, police).report.pk
    acting(nadia)
    for wrong in (
        {"organisation_id": police.pk}, {"organisation_id": None}, {"written_by": cast.alice.person_id}, {"written_by": None},
        {"kind": "facts"}, {"kind": "withdrawal"}, {"report_id": elsewhere},
    ):  # fmt: skip
        with refused("staff_own_words"):
            write_again(MESSAGE, said, id=keyed(nadia), **wrong)
    assert write_again(MESSAGE, said, id=keyed(nadia)) == 1


def test_staff_record_the_consent_they_took_and_no_other(cast, dana, nadia):
    state = cast.organisations["madrid.state"]
    own = {
        "organisation_id": state.pk,
        "consent": "recorded",
        "consent_taken_by": nadia.person_id,
        "status": "received",
    }
    for wrong in (
        {"consent": "reporter"}, {"consent_taken_by": cast.alice.person_id}, {"consent_taken_by": None},
        {"status": "closed"}, {"feedback_at": "2026-01-01"}, {"acknowledged_at": "2026-01-01"}, {"had_been_opened": True},
    ):  # fmt: skip
        with refused("staff_records_consent"):
            write_again(RECIPIENT, recipient_of(dana, nadia.organisation), id=new_id(), **(own | wrong))
    assert write_again(RECIPIENT, recipient_of(dana, nadia.organisation), id=new_id(), **own) == 1


def test_nobody_names_a_barred_body_as_a_reader(cast, acting, ngo):
    state = cast.organisations["madrid.state"]
    dana = Dana(cast, ngo, barred=(state,))
    nadia = acting(cast.nadia)
    row, new = recipient_of(dana, ngo), {"organisation_id": state.pk, "status": "received"}
    with refused("staff_records_consent"):
        write_again(RECIPIENT, row, id=new_id(), consent="recorded", consent_taken_by=nadia.person_id, **new)
    with as_role(PUBLIC), refused("public_own_consent"):
        enter_public(receipt=dana.receipt.lookup(public_keyring().pepper))
        write_again(RECIPIENT, row, id=new_id(), **new)


def test_staff_say_where_the_report_stands_with_themselves_alone(nadia, dana, police):
    where = "UPDATE reporting_recipient SET status = 'closed' WHERE organisation_id = %s"
    assert changed(where, police.pk) == 0
    assert changed(where, nadia.organisation.pk) == 1


def test_what_was_taken_back_is_not_taken_up_again(acting, dana, nadia, ngo):
    row = recipient_of(dana, ngo)
    dana.does(withdraw_recipient, recipient_id=row)
    acting(nadia)
    with refused("staff_own_row"):
        changed("UPDATE reporting_recipient SET status = 'in_work' WHERE id = %s", row)
    assert changed("UPDATE reporting_recipient SET status = 'erased' WHERE id = %s", row) == 1


def test_an_erasure_is_decided_by_whom_it_was_asked_of_once(cast, acting, dana, nadia, ngo, police):
    for body in (ngo, police):
        dana.does(request_erasure, recipient_id=dana.reader(body).recipient.pk)
    acting(nadia)
    decide = "UPDATE reporting_erasurerequest SET decided_at = now(), granted = true, decided_by = %s WHERE organisation_id = %s"
    assert changed(decide, nadia.person_id, police.pk) == 0
    for nobody in (cast.alice.person_id, None):
        with refused("staff_own_decision"):
            changed(decide, nobody, ngo.pk)
    decide_erasure(request=ErasureRequest.objects.get(organisation=ngo), granted=False, reason="We need it.", by=nadia)
    assert changed(decide, nadia.person_id, ngo.pk) == 0
    with refused("permission denied"):
        write_again(ERASURE, ErasureRequest.objects.get(organisation=ngo).pk, id=new_id())


# ---- the person


def test_the_public_role_enters_nothing_for_an_office(as_dana, ngo, nadia):
    for wrong in ({"entered_for_id": ngo.pk}, {"entered_by": nadia.person_id}, {"channel": "desk"}):
        with refused("public_own_report"):
            write_again(REPORT, as_dana.report.pk, id=new_id(), **wrong)


def test_the_public_role_gives_no_consent_but_the_persons_own(cast, as_dana, nadia, ngo):
    own = {"organisation_id": cast.organisations["madrid.state"].pk, "status": "received"}
    for wrong in (
        {"consent": "recorded"}, {"consent_taken_by": nadia.person_id}, {"consent_note": "\\x01"}, {"status": "closed"},
        {"acknowledged_at": "2026-01-01"}, {"withdrawn_at": "2026-01-01"},
    ):  # fmt: skip
        with refused("public_own_consent"):
            write_again(RECIPIENT, recipient_of(as_dana, ngo), id=new_id(), **(own | wrong))
    assert write_again(RECIPIENT, recipient_of(as_dana, ngo), id=new_id(), **own) == 1


@pytest.mark.parametrize("status", [one for one in RecipientStatus if one is not RecipientStatus.WITHDRAWN])
def test_the_public_role_only_takes_back(as_dana, status):
    with refused("public_only_takes_back|two persons set a report aside"):
        changed("UPDATE reporting_recipient SET status = %s, withdrawn_at = now()", status.value)


def test_the_public_role_writes_as_the_person(dana, ngo, nadia):
    own = dana.does(write_message, text="Thank you.", readers=[ngo.pk]).pk
    with as_role(PUBLIC):
        for wrong in (
            {"organisation_id": ngo.pk},
            {"written_by": nadia.person_id},
            {"kind": "feedback"},
            {"kind": "erasure"},
        ):
            with refused("public_own_words"):
                write_again(MESSAGE, own, id=new_id(), **wrong)
        assert write_again(MESSAGE, own, id=new_id()) == 1


def test_the_public_role_asks_for_erasure_and_does_not_decide_it(dana, ngo, nadia):
    asked = dana.does(request_erasure, recipient_id=dana.reader(ngo).recipient.pk).pk
    with as_role(PUBLIC):
        for wrong in ({"decided_at": "2026-01-01"}, {"granted": True}, {"decided_by": nadia.person_id}):
            with refused("public_asks"):
                write_again(ERASURE, asked, id=new_id(), **wrong)
        with refused("permission denied"):
            changed("UPDATE reporting_erasurerequest SET granted = true")


def test_the_person_takes_back_her_own_words_and_no_offices(dana, nadia, ngo):
    theirs = answer_report(report=dana.report, text="We will call you.", by=nadia).pk
    hers = dana.does(write_message, text="Thank you.", readers=[ngo.pk]).pk
    with as_role(PUBLIC):
        assert Message.objects.count() == 2
        assert changed("DELETE FROM accounts_keywrap WHERE record_id = %s", theirs) == 0
        assert changed("DELETE FROM accounts_keywrap WHERE record_id = %s", hers) == 1


# ---- taken back


CLAIM = (
    "INSERT INTO accounts_keywrap (id, city_id, record_id, organisation_id, wrapped)"
    " VALUES (gen_random_uuid(), %s, %s, %s, 'x')"
)


@pytest.mark.parametrize("who", ["alice", "nadia", "lars"])
def test_nobody_claims_what_was_taken_back_from_its_last_reader(cast, acting, ngo, who):
    dana = Dana(cast, ngo)
    said = dana.does(write_message, text="He wore a red cap.", facts=True, readers=[ngo.pk]).pk
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk)
    with as_role("owner"):
        assert not KeyWrap.objects.filter(record_id__in=[dana.report.pk, said]).exists()
    actor = acting(getattr(cast, who))
    for record in (dana.report.pk, said):
        with refused("row-level security"):
            changed(CLAIM, actor.city_id, record, actor.organisation.pk)
    assert rows("SELECT id FROM reporting_report") == []


def test_another_person_claims_it_for_nobody_either(cast, ngo, police):
    dana = Dana(cast, ngo)
    dana.does(withdraw_recipient, recipient_id=dana.reader(ngo).recipient.pk)
    other = Dana(cast, ngo)
    with as_role(PUBLIC):
        enter_public(receipt=other.receipt.lookup(public_keyring().pepper))
        with refused("row-level security"):
            changed(CLAIM, dana.report.city_id, dana.report.pk, police.pk)
        enter_public(receipt=dana.receipt.lookup(public_keyring().pepper))
        assert changed(CLAIM, dana.report.city_id, dana.report.pk, police.pk) == 1
