"""Sending a case on: frozen as it was looked at, by a way that is open, on what carries it, and back while nobody opened it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.accounts.records import open_record, share_record
from proximity.assessment.rules import AllegedBy, GroundBasis, GroundStatus, NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.access import CaseNotFound
from proximity.cases.access_referrals import ReferralNotFound, get_referral_for, sent_by
from proximity.cases.factories import assess_case, make_case
from proximity.cases.models import ProceedingsStep, Referral, ReferralFile, ReferralNote
from proximity.cases.operations.assessing import add_ground
from proximity.cases.operations.handling import close_case, rename_case
from proximity.cases.operations.receiving import ask_sender, read_referral, return_referral
from proximity.cases.operations.referring import (
    ChangedMeanwhile,
    answer_question,
    draft_referral,
    refer_case,
    withdraw_referral,
)
from proximity.cases.queries.ways import offers_of
from proximity.cases.rules.referrals import LegalBasis, PersonsShown, ReferralState
from proximity.cases.snapshots import open_snapshot
from proximity.cases.tests.referrals import (
    PAST_STATE,
    TO_GUARDIA,
    TO_STATE,
    entered,
    plan,
    refer,
    returned,
    seen_by,
    suspected,
)
from proximity.evidence.access import files_of
from proximity.evidence.factories import photo, sealed
from proximity.evidence.operations.receive import receive_file
from proximity.insight.models import FactRow
from proximity.reporting.access import barred_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessed(case, alice):
    return assess_case(case, by=alice)


def opened(referral, actor):
    return open_snapshot(referral, open_record(referral.pk, by=actor)).dossier


def test_what_is_sent_is_what_was_looked_at_and_stays_so(assessed, cast, alice):
    referral = refer(assessed, by=alice)
    assert (referral.reference, referral.state) == (f"{assessed.reference}-R1", ReferralState.SENT)
    add_ground(
        case=assessed, code="GEN.F", basis=GroundBasis.MEMBERSHIP, alleged_by=AllegedBy.OFFICER,
        status=GroundStatus.SUSPECTED, by=alice,
    )  # fmt: skip
    dossier = opened(seen_by(cast.stefan, referral), cast.stefan)
    assert dossier.told[0].words.text.startswith("A man shouted at us on the bus")
    assert dossier.told[0].words.language == "en"
    assert [row.indicator.code for row in dossier.indicators] == ["BI-10", "BI-80"]
    assert dossier.bias[0].answer.words == "Sí"
    assert [row.ground.code for row in dossier.grounds] == ["REL.MUS"]
    assert dossier.grounds[0].by == "Alice"
    assert {one.code for one in dossier.left_out} == {"needs", "messages", "tasks", "contact", "names"}


def test_the_receiver_gets_a_key_of_the_referral_and_its_thread_and_of_nothing_else(assessed, cast, alice):
    referral = refer(assessed, by=alice)
    stefan = entered(cast.stefan)
    held = set(KeyWrap.objects.values_list("record_id", flat=True))
    assert held == {referral.pk, referral.thread_id}
    assert stefan.organisation == referral.receiver


def test_contact_details_go_along_only_where_the_person_is_shown_in_clear(assessed, alice):
    now = timezone.now()
    shown = {}
    for persons in PersonsShown:
        draft = draft_referral(suspected(assessed, alice), plan(persons=persons), by=alice, now=now)
        shown[persons] = {row.fact.code for row in draft.snapshot.dossier.facts}
    assert not {code for code in shown[PersonsShown.BY_ROLE] if code.startswith("contact_")}
    assert shown[PersonsShown.BY_ROLE] <= shown[PersonsShown.IN_CLEAR]


def test_the_log_the_steps_and_the_fact_tell_of_it(assessed, alice):
    referral = refer(assessed, by=alice)
    assert AuditEvent.objects.filter(action="referral.sent", label=referral.reference).count() == 2
    step = ProceedingsStep.objects.get()
    assert (step.kind, step.towards, step.basis) == ("referred", referral.receiver, "duty")
    assert FactRow.objects.get().stage == "referred"


def test_the_rule_sets_the_clock_and_the_receiver_promises_an_answer_by_its_own_setting(assessed, cast, alice):
    sent = datetime(2026, 11, 20, 9, tzinfo=UTC)  # a Friday
    referral = refer(assessed, by=alice, now=sent)
    assert referral.due_at is None  # art 53.2 gives no hours
    assert referral.answer_by.isoformat() == "2026-11-24"
    offer = next(one for one in offers_of(assessed, by=alice) if one.code == PAST_STATE)
    assert offer.due_at == assessed.opened_at + timedelta(hours=24)


@pytest.mark.parametrize("way", [PAST_STATE, "es.policia_nacional>es.fiscalia", "nonsense"])
def test_a_way_that_is_shut_another_bodys_or_none_is_not_gone(assessed, alice, way):
    with pytest.raises(NotNow):
        refer(assessed, by=alice, way=way)
    assert not Referral.objects.exists()


def test_a_body_whose_officer_it_is_about_is_not_offered_and_the_database_refuses_it(
    told, cast, alice, acting, monkeypatch
):
    report = told(barred=["madrid.state"])
    case = make_case(report, by=acting(alice))
    assert barred_from(case.report) == [cast.organisations["madrid.state"]]
    offers = {one.code: one.way.shut for one in offers_of(case, by=alice)}
    assert offers[TO_STATE] == "barred"
    assert offers[TO_GUARDIA] == "barred"
    with pytest.raises(NotNow):
        refer(case, by=alice)
    monkeypatch.setattr("proximity.cases.rules.referrals._shut", lambda *_: None)
    with pytest.raises(DatabaseError, match="barred"), transaction.atomic():
        refer(case, by=alice)


def test_consent_is_recorded_with_how_it_was_given_and_the_receiver_reads_it(case, cast, alice):
    what = plan(basis=LegalBasis.CONSENT, consent=" By telephone, today. ")
    draft = draft_referral(case, what, by=alice, now=timezone.now())
    referral = refer_case(case=case, plan=what, seen=draft.snapshot.fingerprint(), by=alice)
    terms = open_snapshot(seen_by(cast.stefan, referral), open_record(referral.pk, by=cast.stefan)).terms
    assert terms.consent == "By telephone, today."
    assert terms.legal_source == "LO 2/1986 art 53.2"
    assert b"telephone" not in bytes(referral.content)


def test_a_case_that_changed_since_it_was_looked_at_is_not_sent(assessed, alice):
    what = plan()
    draft = draft_referral(suspected(assessed, alice), what, by=alice, now=timezone.now())
    add_ground(
        case=assessed, code="GEN.F", basis=GroundBasis.MEMBERSHIP, alleged_by=AllegedBy.OFFICER,
        status=GroundStatus.SUSPECTED, by=alice,
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        refer_case(case=assessed, plan=what, seen=draft.snapshot.fingerprint(), by=alice)
    assert not Referral.objects.exists()


def test_a_new_title_changes_nothing_that_is_sent(assessed, alice):
    draft = draft_referral(suspected(assessed, alice), plan(), by=alice, now=timezone.now())
    rename_case(case=assessed, title="A push", seen=assessed.title_version, by=alice)
    assert refer_case(case=assessed, plan=plan(), seen=draft.snapshot.fingerprint(), by=alice).number == 1


def test_while_one_waits_no_other_is_sent_and_after_it_came_back_another_may(assessed, cast, alice):
    returned(assessed, cast)
    entered(alice)
    second = refer(assessed, by=alice)
    assert second.number == 2
    assert second.thread_id == sent_by(alice).get(number=1).thread_id
    with pytest.raises(NotNow):
        refer(assessed, by=alice)


def test_a_closed_case_is_not_referred(assessed, alice):
    suspected(assessed, alice)
    close_case(case=assessed, feedback="Thank you.", by=alice)
    with pytest.raises(NotNow):
        refer(assessed, by=alice)


@pytest.mark.parametrize("who", ["nadia", "petra", "lars", "ines"])
def test_who_does_not_refer_cases_cannot(assessed, cast, who):
    with pytest.raises(NotAllowed):
        draft_referral(assessed, plan(), by=entered(getattr(cast, who)), now=timezone.now())
    with pytest.raises(NotAllowed):
        refer_case(case=assessed, plan=plan(), seen="", by=getattr(cast, who))


def test_another_organisations_case_does_not_exist(assessed, cast):
    with pytest.raises(CaseNotFound):
        refer_case(case=assessed, plan=plan(), seen="", by=entered(cast.stefan))


@pytest.fixture
def filed(case, alice, folders):
    """Return two files of the case's report, in Alice's context."""
    for name in ("one.jpg", "two.jpg"):
        receive_file(
            upload=sealed(photo(), name=name), subject_id=case.report_id, city_id=case.city_id, readers=[alice.organisation],
            by=alice,
        )  # fmt: skip
    return list(files_of(case.report_id, by=alice))


def test_only_the_chosen_files_go_along_and_custody_says_so(case, cast, alice, filed):
    first, second = filed
    referral = refer(case, by=alice, files=[first.pk])
    stefan = entered(cast.stefan)
    assert [file.pk for file in files_of(case.report_id, by=stefan)] == [first.pk]
    assert first.custody.filter(act="shared").count() == 1
    assert [row.id for row in opened(referral, stefan).evidence] == [str(first.pk)]
    assert second.pk not in set(ReferralFile.objects.values_list("file_id", flat=True))


def test_a_file_of_another_case_does_not_go_along(case, told, alice, acting, filed):
    other = make_case(told(), by=acting(alice))
    with pytest.raises(NotSound) as fault:
        refer(other, by=alice, files=[filed[0].pk])
    assert fault.value.field == "along"


def test_taken_back_unopened_it_is_gone_for_the_receiver_with_its_files(case, cast, alice, filed):
    referral = refer(case, by=alice, files=[filed[0].pk])
    withdraw_referral(referral=referral, by=alice)
    stefan = entered(cast.stefan)
    assert not KeyWrap.objects.exists()
    with pytest.raises(ReferralNotFound):
        get_referral_for(stefan, referral.reference)
    entered(alice)
    assert sent_by(alice).get().state == ReferralState.WITHDRAWN
    assert AuditEvent.objects.filter(action="referral.withdrawn").count() == 2
    assert refer(case, by=alice, files=[filed[0].pk]).number == 2
    assert [file.pk for file in files_of(case.report_id, by=entered(cast.stefan))] == [filed[0].pk]


def test_taking_back_leaves_what_the_receiver_holds_by_something_else(case, cast, alice, filed):
    share_record(filed[1].pk, reader=cast.organisations["madrid.ngo"], by=alice)
    first = seen_by(cast.stefan, refer(case, by=alice, files=[filed[0].pk]))
    return_referral(referral=first, reason="Who saw it?", by=cast.stefan)
    entered(alice)
    second = refer(case, by=alice, files=[filed[0].pk, filed[1].pk])
    withdraw_referral(referral=second, by=alice)
    assert [file.pk for file in files_of(case.report_id, by=entered(cast.stefan))] == [filed[0].pk]
    assert [file.pk for file in files_of(case.report_id, by=entered(cast.nadia))] == [filed[1].pk]


def test_once_opened_it_is_not_taken_back(assessed, cast, alice):
    referral = refer(assessed, by=alice)
    read_referral(referral=seen_by(cast.stefan, referral), by=cast.stefan)
    entered(alice)
    with pytest.raises(NotNow):
        withdraw_referral(referral=referral, by=alice)
    assert seen_by(cast.stefan, referral).state == ReferralState.OPENED


def test_a_question_is_answered_by_the_sender_alone(assessed, cast, alice):
    referral = seen_by(cast.stefan, refer(assessed, by=alice))
    ask_sender(referral=referral, text="Who saw it?", by=cast.stefan)
    with pytest.raises(ReferralNotFound):
        answer_question(referral=referral, text="Me.", by=cast.stefan)
    entered(alice)
    with pytest.raises(NotSound):
        answer_question(referral=referral, text=" ", by=alice)
    answer_question(referral=referral, text="The driver.", by=alice)
    assert [note.kind for note in ReferralNote.objects.order_by("id")] == ["question", "answer"]
    with pytest.raises(NotNow):
        answer_question(referral=referral, text="And more.", by=alice)


def test_what_the_log_cannot_tell_of_is_not_sent_taken_back_or_answered(assessed, cast, alice, monkeypatch):
    suspected(assessed, alice)
    draft = draft_referral(assessed, plan(), by=alice, now=timezone.now())

    def no_log(*_args, **_kwargs):
        raise RuntimeError("no log")

    with monkeypatch.context() as broken:
        broken.setattr("proximity.cases.operations.referring.record_event", no_log)
        with pytest.raises(RuntimeError), transaction.atomic():
            refer_case(case=assessed, plan=plan(), seen=draft.snapshot.fingerprint(), by=alice)
    assert not Referral.objects.exists()
    assert not ProceedingsStep.objects.exists()
    referral = refer(assessed, by=alice)
    with monkeypatch.context() as broken:
        broken.setattr("proximity.cases.operations.referring.record_event", no_log)
        with pytest.raises(RuntimeError), transaction.atomic():
            withdraw_referral(referral=referral, by=alice)
    assert seen_by(cast.stefan, referral).state == ReferralState.SENT
    ask_sender(referral=referral, text="Who saw it?", by=cast.stefan)
    entered(alice)
    with monkeypatch.context() as broken:
        broken.setattr("proximity.cases.operations.referring.record_event", no_log)
        with pytest.raises(RuntimeError), transaction.atomic():
            answer_question(referral=referral, text="The driver.", by=alice)
    assert ReferralNote.objects.count() == 1
