"""The pack of a referral: made by who sent it of what was sent, read by its receiver, gone with a referral that is taken back."""

import json
import zipfile

import pytest
from django.db import DatabaseError, connection, transaction

from proximity.accounts.actors import Actor
from proximity.accounts.models import KeyWrap
from proximity.accounts.records import new_record
from proximity.assessment.rules import NotNow
from proximity.audit.models import AuditEvent
from proximity.cases.access import CaseNotFound, PackNotFound
from proximity.cases.factories import assess_case, make_case
from proximity.cases.jobs import make_pack_asked_for
from proximity.cases.models import CasePack, Referral
from proximity.cases.operations import packs
from proximity.cases.operations.packs import (
    begin_pack,
    fail_pack,
    make_pack,
    open_pack,
    open_referral_pack,
    request_pack,
    request_referral_pack,
)
from proximity.cases.operations.referring import withdraw_referral
from proximity.cases.rules.packs import PackFault, PackState
from proximity.cases.tests.referrals import entered, refer, returned, seen_by, suspected
from proximity.cases.tests.test_referral_pages import CHOSEN, text, url
from proximity.dossier.verifying.verify import Verdict, verify_pack
from proximity.evidence.access import files_of
from proximity.evidence.tests.filing import cleaned
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.keys import fingerprint
from proximity.foundation.testing import as_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders", "drawn_here")]


@pytest.fixture
def sent(case, alice) -> Referral:
    """Return what Alice referred to Stefan: her case with one of its two pictures."""
    assess_case(case, by=alice)
    cleaned(alice, subject=case.pk, name="my arm.jpg", note="")
    cleaned(alice, subject=case.pk, name="a neighbour.jpg", note="")
    first = files_of(case.pk, by=alice).order_by("added_at", "pk").first()
    return refer(case, by=alice, files=[first.pk])


def made(referral: Referral, by: Actor) -> CasePack:
    pack = request_referral_pack(referral=referral, by=by)
    begin_pack(pack=pack, by=by)
    return make_pack(pack=pack, by=by)


def test_the_receiver_gets_the_very_pack_of_what_was_sent(sent, cast, alice, tmp_path):
    pack = made(sent, alice)

    opened = open_referral_pack(referral=seen_by(cast.stefan, sent), by=cast.stefan)

    path = tmp_path / "pack.zip"
    path.write_bytes(b"".join(opened.content))
    assert opened.size == path.stat().st_size == pack.size
    assert verify_pack(path, known=fingerprint(bytes(alice.organisation.sign_key))).verdict is Verdict.GENUINE
    with zipfile.ZipFile(path) as archive:
        assert [name for name in archive.namelist() if name.startswith("files/") and "clean" not in name] == [
            "files/001-my-arm.jpg"
        ]
        assert json.loads(archive.read("evidence.json"))["dossier"]["told"][0]["words"]["text"].startswith(
            "A man shouted"
        )
    (event,) = AuditEvent.objects.filter(action="case.pack_downloaded")
    assert (event.target, event.organisation_id) == (str(sent.pk), cast.stefan.organisation.pk)


@pytest.mark.parametrize("who", ["charlie", "petra", "nadia"])
def test_nobody_else_gets_it(sent, cast, alice, who):
    made(sent, alice)
    somebody = entered(getattr(cast, who))

    with pytest.raises(PackNotFound):
        open_referral_pack(referral=sent, by=somebody)
    assert not CasePack.objects.exists()


def test_one_is_made_and_a_pack_of_the_case_beside_it(sent, case, alice):
    first = request_referral_pack(referral=sent, by=alice)
    with pytest.raises(NotNow):
        request_referral_pack(referral=sent, by=alice)
    assert request_pack(case=case, language="en", by=alice).number == first.number + 1
    begin_pack(pack=first, by=alice)
    make_pack(pack=first, by=alice)
    with pytest.raises(NotNow):
        request_referral_pack(referral=sent, by=alice)


def test_who_received_it_asks_for_none_in_the_senders_place(sent, cast):
    with pytest.raises(CaseNotFound):
        request_referral_pack(referral=seen_by(cast.stefan, sent), by=cast.stefan)
    entered(cast.stefan)
    identifier = new_id()
    new_record(identifier, city_id=sent.city_id, readers=[cast.stefan.organisation])
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        CasePack.objects.create(
            id=identifier, city_id=sent.city_id, organisation=cast.stefan.organisation, case_id=sent.case_id, referral=sent,
            number=9, language="en", requested_by=cast.stefan.person_id, requested_at=sent.sent_at,
        )  # fmt: skip


def test_a_pack_names_no_referral_of_another_case(sent, case, told, alice):
    identifier = new_id()
    new_record(identifier, city_id=case.city_id, readers=[alice.organisation])
    other = make_other(told, alice)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        CasePack.objects.create(
            id=identifier, city_id=case.city_id, organisation=alice.organisation, case=other, referral=sent, number=1,
            language="en", requested_by=alice.person_id, requested_at=sent.sent_at,
        )  # fmt: skip


def make_other(told, alice):
    report = told()
    return make_case(report, by=entered(alice))


def test_taken_back_unopened_the_receiver_keeps_no_key_of_it(sent, cast, alice):
    pack = made(sent, alice)
    withdraw_referral(referral=sent, by=alice)

    entered(cast.stefan)
    assert not KeyWrap.objects.filter(record_id=pack.pk).exists()
    assert not CasePack.objects.exists()
    entered(alice)
    assert b"".join(open_pack(pack=pack, by=alice).content).startswith(b"PK")


def test_the_key_of_a_pack_is_not_taken_back_of_what_was_opened(case, cast, alice):
    assess_case(case, by=alice)
    returned(case, cast)
    entered(alice)
    referral = Referral.objects.get()
    pack = made(referral, alice)
    with connection.cursor() as cursor:
        cursor.execute("SELECT take_back_packs(%s)", [referral.pk])
        assert cursor.fetchone() == (0,)
    with as_role("owner"):
        assert KeyWrap.objects.filter(record_id=pack.pk).count() == 2


def test_what_the_log_cannot_tell_of_did_not_happen(sent, cast, alice, monkeypatch):
    def no_log(*_args, **_kwargs):
        raise RuntimeError("no log")

    made(sent, alice)
    received = seen_by(cast.stefan, sent)
    monkeypatch.setattr(packs, "record_event", no_log)
    with pytest.raises(RuntimeError), transaction.atomic():
        open_referral_pack(referral=received, by=cast.stefan)
    entered(alice)
    CasePack.objects.update(state=PackState.FAILED)
    with pytest.raises(RuntimeError), transaction.atomic():
        request_referral_pack(referral=sent, by=alice)
    assert CasePack.objects.count() == 1


def test_petra_and_stefan_read_the_key_of_the_sender_and_download(sent, cast, alice, workspace):
    stefan = workspace(cast.stefan)
    page = text(stefan.get(url("referral", sent)))
    ours = fingerprint(bytes(alice.organisation.sign_key))
    assert (ours in page, "No pack has been made yet." in page) == (True, True)
    assert stefan.post(url("referral_pack", sent)).status_code == 404
    made(sent, entered(alice))
    stefan = workspace(cast.stefan)
    assert "Download the pack" in text(stefan.get(url("referral", sent)))
    answer = stefan.post(url("referral_pack", sent))
    assert answer.headers["Content-Type"] == "application/zip"
    assert b"".join(answer).startswith(b"PK")
    assert stefan.get(url("referral_pack", sent)).status_code == 405
    assert stefan.post(url("make_referral_pack", sent)).status_code in {403, 404}


def test_alice_asks_again_where_making_it_failed(sent, cast, alice, workspace, monkeypatch):
    asked = []
    monkeypatch.setattr(make_pack_asked_for, "defer", lambda **job: asked.append(job))
    failed = request_referral_pack(referral=sent, by=alice)
    fail_pack(pack=failed, fault=PackFault.DRAWING, by=alice)
    browser = workspace(cast.alice)
    assert "Make it again" in text(browser.get(url("referral", sent)))

    assert browser.post(url("make_referral_pack", sent)).status_code == 302
    again = browser.post(url("make_referral_pack", sent), follow=True)

    assert "The pack is there, or being made." in text(again)
    assert len(asked) == 1
    entered(alice)
    assert CasePack.objects.get(pk=asked[0]["pack"]).state == PackState.WAITING


def test_sending_asks_for_the_pack_and_both_or_neither_is_done(case, cast, alice, workspace, monkeypatch):
    def broken(**_job):
        raise RuntimeError("no queue")

    assess_case(case, by=alice)
    suspected(case, alice)
    monkeypatch.setattr(make_pack_asked_for, "defer", broken)
    browser = workspace(cast.alice)
    browser.raise_request_exception = False
    seen = text(browser.post(url("refer", case), CHOSEN)).split('name="seen" value="')[1].split('"')[0]
    assert browser.post(url("refer", case), CHOSEN | {"seen": seen}).status_code == 500
    entered(alice)
    assert not Referral.objects.exists()
    monkeypatch.undo()
    browser.post(url("refer", case), CHOSEN | {"seen": seen})
    entered(alice)
    assert CasePack.objects.get().referral == Referral.objects.get()
