"""Rights told and support offered to everybody; referral to support with consent, answered by a partner, taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import KeyWrap
from proximity.assessment.rules import MAX_TEXT, NotNow, NotSound
from proximity.audit.models import AuditEvent
from proximity.cases.access import CaseNotFound, NeedsNotFound, get_request_for, requests_addressed_to
from proximity.cases.factories import assess_case, make_case
from proximity.cases.models import Case, RightsNotice, SupportAnswer, SupportConsent, SupportReferral, SupportRequest
from proximity.cases.operations import answering, handling, rights, support
from proximity.cases.operations.support import Service
from proximity.cases.queries.needs import needs_page
from proximity.cases.queries.rights import rights_of, texts_of
from proximity.cases.queries.support import request_line, request_lines, requests_waiting, services_for
from proximity.cases.rules.states import CaseStatus, ComplaintState, OffenceState
from proximity.cases.rules.support import Notice, NoticeWay, PassedOn, SupportState
from proximity.cases.tests.need_acts import CONSENT, NOW, PASSED, TODAY, refer, tell_rights
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role
from proximity.reporting.models import Message
from proximity.reporting.operations.mailbox import withdraw_recipient
from proximity.reporting.tests.people import Dana

pytestmark = pytest.mark.django_db

PARISH = Service(name="The parish")


@pytest.fixture
def ngo(cast):
    return cast.organisations["madrid.ngo"]


# ---- rights


@pytest.mark.parametrize("complaint", ComplaintState)
@pytest.mark.parametrize("offence", OffenceState)
def test_everybody_is_told_her_rights_and_offered_support_whatever_the_complaint_and_the_offence(
    case, alice, complaint, offence
):
    handling.set_complaint_state(case=case, state=complaint, by=alice)
    handling.set_offence_state(case=case, state=offence, by=alice)
    case.refresh_from_db()
    assert rights_of(case).missing == (Notice.RIGHTS, Notice.SUPPORT)
    tell_rights(case, alice)
    told = rights_of(case)
    assert told.missing == ()
    assert {(line.notice, line.way, line.language, line.by, line.was_given) for line in told.lines} == {
        (notice, "read_aloud", "ar", alice.person_id, True) for notice in Notice
    }
    events = AuditEvent.objects.filter(target=str(case.pk), action__in=["case.rights_given", "case.support_offered"])
    assert events.count() == 2


@pytest.mark.parametrize("language", ["es", "en"])
def test_rights_are_sent_to_the_mailbox_in_her_language(cast, acting, language):
    dana = Dana(cast, cast.organisations["madrid.police"])
    alice = acting(cast.alice)
    case = make_case(dana.report, by=alice)
    tell_rights(case, alice, notices=[Notice.RIGHTS], way=NoticeWay.MAILBOX, language=language)
    (line,) = dana.mailbox().talk
    for text in texts_of("es", Notice.RIGHTS, language):
        assert text.lang == language
        assert text.paragraphs[0] in line.text
    acting(cast.alice)
    assert rights_of(case).missing == (Notice.SUPPORT,)


def test_what_cannot_be_told_is_not_noted_as_told(case, alice, monkeypatch):
    for wrong, field in (
        ({"notices": []}, "notices"), ({"way": NoticeWay.NOT_WANTED}, "way"),
        ({"way": NoticeWay.MAILBOX, "language": "ar"}, "language"),
    ):  # fmt: skip
        with pytest.raises(NotSound, match=field):
            tell_rights(case, alice, **wrong)
    monkeypatch.setattr(rights, "may_be_told", lambda _case, *, by: False)
    with pytest.raises(NotSound, match="way"):
        tell_rights(case, alice, way=NoticeWay.MAILBOX, language="es")
    assert not RightsNotice.objects.exists()
    assert not Message.objects.exists()


def test_a_country_without_a_pack_has_no_words(case):
    assert texts_of("zz", Notice.RIGHTS, "en") == ()


def test_closing_asks_why_she_was_not_told(case, alice):
    assess_case(case, by=alice)
    tell_rights(case, alice, notices=[Notice.RIGHTS])
    for why_not in (None, NoticeWay.PAPER):
        with pytest.raises(NotSound, match="why_not"):
            rights.close_case_after_notice(case=case, feedback="Done.", why_not=why_not, by=alice)
    rights.close_case_after_notice(case=case, feedback="Done.", why_not=NoticeWay.NOT_WANTED, by=alice)
    assert Case.objects.get(pk=case.pk).status == CaseStatus.CLOSED
    line = rights_of(case).lines[0]
    assert (line.notice, line.way, line.was_given) == (Notice.SUPPORT, NoticeWay.NOT_WANTED, False)
    assert AuditEvent.objects.filter(action="case.support_not_offered").exists()
    tell_rights(case, alice, notices=[Notice.SUPPORT])
    handling.reopen_case(case=case, by=alice)
    rights.close_case_after_notice(case=case, feedback="Done again.", why_not=None, by=alice)


def test_where_the_case_cannot_be_closed_no_reason_is_noted(case, alice):
    with pytest.raises(NotNow), transaction.atomic():
        rights.close_case_after_notice(case=case, feedback="Done.", why_not=NoticeWay.NOT_REACHED, by=alice)
    assert not RightsNotice.objects.exists()


@pytest.mark.parametrize("module", [rights, answering])
def test_a_notice_that_the_log_cannot_tell_of_was_not_given(case, alice, monkeypatch, module):
    monkeypatch.setattr(module, "record_event", _no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        tell_rights(case, alice, way=NoticeWay.MAILBOX, language="es")
    assert not RightsNotice.objects.exists()
    assert not Message.objects.exists()


def test_nobody_else_tells_her(case, cast, acting):
    acting(cast.stefan)
    with pytest.raises(CaseNotFound):
        tell_rights(case, cast.stefan)
    with pytest.raises(CaseNotFound):
        rights.close_case_after_notice(case=case, feedback="x", why_not=NoticeWay.NOT_WANTED, by=cast.stefan)


# ---- referral


def test_a_partner_is_given_the_contact_and_the_need_and_nothing_of_the_case(case, cast, acting, ngo):
    alice = acting(cast.alice)
    referral = refer(case, alice, ngo)
    with as_role("owner"):
        readers = set(KeyWrap.objects.filter(record_id=referral.request_id).values_list("organisation", flat=True))
        assert readers == {alice.organisation.pk, ngo.pk}
    nadia = acting(cast.nadia)
    (line,) = request_lines(nadia)
    assert (line.passed, line.sender, line.state) == (PASSED, "Policía Municipal", SupportState.SENT)
    assert requests_waiting(nadia) == 1
    for model in (Case, SupportReferral, SupportConsent, RightsNotice):
        assert not model.objects.exists()
    for event in AuditEvent.objects.filter(target=str(referral.request_id)):
        assert (event.label, event.purpose) == ("", "")


@pytest.mark.parametrize("state", ["accepted", "declined"])
def test_the_partner_answers_once_and_the_police_see_it(case, cast, acting, ngo, state):
    referral = refer(case, acting(cast.alice), ngo)
    nadia = acting(cast.nadia)
    request = get_request_for(nadia, referral.request_id)
    assert support.note_request_read(request=request, by=nadia)
    assert not support.note_request_read(request=request, by=nadia)
    with pytest.raises(NotSound, match="state"):
        support.answer_request(request_id=request.pk, state=SupportState.ENDED, words="", by=nadia)
    with pytest.raises(NotSound, match="words"):
        support.answer_request(request_id=request.pk, state=SupportState(state), words="x" * (MAX_TEXT + 1), by=nadia)
    answer = support.answer_request(
        request_id=request.pk, state=SupportState(state), words=" Monday at ten. ", by=nadia
    )
    assert b"Monday" not in bytes(answer.words)
    assert AuditEvent.objects.filter(action=f"support.request_{state}", target=str(request.pk)).count() == 1
    with pytest.raises(NotNow):
        support.answer_request(request_id=request.pk, state=SupportState.ACCEPTED, words="", by=nadia)
    if state == "accepted":
        assert request_line(get_request_for(nadia, request.pk), by=nadia).words == "Monday at ten."
    else:
        assert not SupportRequest.objects.exists()
        assert not KeyWrap.objects.filter(record_id=request.pk).exists()
    assert (requests_waiting(nadia), request_lines(nadia, waiting=True)) == (0, [])
    (line,) = needs_page(case, by=acting(cast.alice)).referrals
    assert (line.state, line.answer, line.partner, line.service) == (state, "Monday at ten.", True, ngo.name)


def test_only_who_was_asked_finds_and_answers_a_request(case, cast, acting, ngo):
    referral = refer(case, acting(cast.alice), ngo)
    for who in ("alice", "stefan", "petra", "lars", "noor"):
        actor = acting(getattr(cast, who))
        assert not requests_addressed_to(actor).exists()
        with pytest.raises(NeedsNotFound):
            get_request_for(actor, referral.request_id)
        with pytest.raises(NotNow if who == "noor" else NotAllowed):
            support.answer_request(request_id=referral.request_id, state=SupportState.ACCEPTED, words="", by=actor)
    assert not SupportAnswer.objects.exists()


def test_consent_taken_back_blanks_what_the_partner_was_given(case, cast, acting, ngo):
    alice = acting(cast.alice)
    referral = refer(case, alice, ngo)
    back = replace(CONSENT, scope="She changed her mind.")
    support.withdraw_support_consent(case=case, referral_id=referral.pk, consent=back, by=alice, now=NOW)
    (line,) = needs_page(case, by=alice).referrals
    assert (line.state, line.is_over, line.remind_on) == (SupportState.WITHDRAWN, True, None)
    assert [(one.given, one.scope) for one in line.consents] == [
        (False, "She changed her mind."), (True, "My first name and number."),
    ]  # fmt: skip
    with pytest.raises(NotNow):
        support.withdraw_support_consent(case=case, referral_id=referral.pk, consent=back, by=alice, now=NOW)
    nadia = acting(cast.nadia)
    (seen,) = request_lines(nadia)
    assert (seen.passed, seen.state) == (None, SupportState.WITHDRAWN)
    assert bytes(SupportRequest.objects.get().content) == b""
    with pytest.raises(NotNow):
        support.answer_request(request_id=referral.request_id, state=SupportState.ACCEPTED, words="", by=nadia)


def test_consent_can_be_taken_back_after_the_partner_accepted_but_not_after_it_declined(case, cast, acting, ngo):
    accepted, declined = (refer(case, acting(cast.alice), ngo) for _ in range(2))
    nadia = acting(cast.nadia)
    for referral, state in ((accepted, SupportState.ACCEPTED), (declined, SupportState.DECLINED)):
        support.answer_request(request_id=referral.request_id, state=state, words="", by=nadia)
    alice = acting(cast.alice)
    support.withdraw_support_consent(case=case, referral_id=accepted.pk, consent=CONSENT, by=alice, now=NOW)
    with pytest.raises(NotNow):
        support.withdraw_support_consent(case=case, referral_id=declined.pk, consent=CONSENT, by=alice, now=NOW)


def test_a_service_without_an_account_is_followed_by_hand(case, alice):
    referral = refer(case, alice, Service(code="es.help.oav"))

    def move(state, outcome="", remind_on=None):
        support.move_support(
            case=case, referral_id=referral.pk, state=state, outcome=outcome, remind_on=remind_on, by=alice, now=NOW
        )
        (line,) = needs_page(case, by=alice).referrals
        return line.state, line.outcome, line.remind_on

    (line,) = needs_page(case, by=alice).referrals
    assert (line.entry.code, line.partner) == ("es.help.oav", False)
    assert line.next_states == (SupportState.ACCEPTED, SupportState.DECLINED, SupportState.NO_ANSWER)
    again = TODAY + timedelta(days=3)
    assert move(SupportState.NO_ANSWER, remind_on=again) == (SupportState.NO_ANSWER, "", again)
    with pytest.raises(NotSound, match="remind_on"):
        move(SupportState.ACCEPTED, remind_on=TODAY)
    with pytest.raises(NotSound, match="outcome"):
        move(SupportState.ACCEPTED, "x" * (MAX_TEXT + 1))
    with pytest.raises(NotNow):
        move(SupportState.WITHDRAWN)
    assert move(SupportState.ACCEPTED, " First talk. ", remind_on=again) == (SupportState.ACCEPTED, "First talk.", None)
    assert move(SupportState.ENDED) == (SupportState.ENDED, "First talk.", None)
    with pytest.raises(NotNow):
        move(SupportState.ACCEPTED)


def test_nobody_answers_by_hand_for_a_partner_with_an_account(case, alice, ngo):
    referral = refer(case, alice, ngo)
    (line,) = needs_page(case, by=alice).referrals
    assert line.next_states == (SupportState.NO_ANSWER,)
    with pytest.raises(NotNow):
        support.move_support(
            case=case,
            referral_id=referral.pk,
            state=SupportState.ACCEPTED,
            outcome="",
            remind_on=None,
            by=alice,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"passed": PassedOn("", "A lawyer.")}, "contact"), ({"passed": PassedOn("600", " ")}, "need"),
     ({"consent": replace(CONSENT, scope="")}, "scope"),
     ({"consent": replace(CONSENT, on=TODAY + timedelta(days=1))}, "consent_on"),
     ({"remind_on": TODAY}, "remind_on"), ({"to": Service()}, "service"), ({"to": Service(code="gb.help.galop")}, "service"),
     ({"to": Service(code="es.help.021", name="Or the parish")}, "service")],
)  # fmt: skip
def test_without_consent_need_contact_or_a_service_nothing_is_sent(case, alice, wrong, field):
    with pytest.raises(NotSound, match=field):
        refer(case, alice, **({"to": PARISH} | wrong))
    assert not SupportReferral.objects.exists()
    assert not SupportRequest.objects.exists()


def test_only_organisations_of_the_city_that_support_people_are_asked(case, cast, alice, ngo):
    assert services_for(case).partners == (ngo,)
    for key in ("bradford.ngo", "madrid.hall"):
        with pytest.raises(NotSound, match="service"):
            refer(case, alice, cast.organisations[key])


def test_whoever_is_barred_from_the_report_is_not_asked(told, cast, acting, ngo):
    report = told(barred=["madrid.ngo"])
    alice = acting(cast.alice)
    case = make_case(report, by=alice)
    assert services_for(case).partners == ()
    with pytest.raises(NotSound, match="service"):
        refer(case, alice, ngo)


def test_a_letter_is_noted(case, alice):
    referral = refer(case, alice, PARISH)
    support.note_letter(case=case, referral_id=referral.pk, by=alice)
    assert AuditEvent.objects.filter(action="support.letter_drawn", target=str(referral.needs_id)).count() == 1
    with pytest.raises(NeedsNotFound):
        support.note_letter(case=case, referral_id=new_id(), by=alice)


def test_taking_the_report_back_leaves_support_as_it_is(cast, acting):
    """Support is the person's own matter: her consent to it is taken back apart from the report."""
    police = cast.organisations["madrid.police"]
    dana = Dana(cast, police)
    alice = acting(cast.alice)
    case = make_case(dana.report, by=alice)
    refer(case, alice, PARISH)
    dana.does(withdraw_recipient, recipient_id=dana.reader(police).recipient.pk, reason="")
    (line,) = needs_page(case, by=acting(cast.alice)).referrals
    assert line.state == SupportState.SENT


ACTS = {
    "refer": lambda case, by, _of: refer(case, by, PARISH),
    "move": lambda case, by, of: support.move_support(
        case=case, referral_id=of.pk, state=SupportState.NO_ANSWER, outcome="", remind_on=None, by=by, now=NOW
    ),
    "back": lambda case, by, of: support.withdraw_support_consent(
        case=case, referral_id=of.pk, consent=CONSENT, by=by, now=NOW
    ),
    "letter": lambda case, by, of: support.note_letter(case=case, referral_id=of.pk, by=by),
}
STORED = (SupportReferral, SupportRequest, SupportConsent, SupportAnswer)


@pytest.mark.parametrize("name", ACTS)
def test_what_the_log_cannot_tell_of_was_not_done(case, alice, ngo, monkeypatch, name):
    referral = refer(case, alice, ngo)
    before = [list(model.objects.values()) for model in STORED]
    monkeypatch.setattr(support, "record_event", _no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        ACTS[name](case, alice, referral)
    assert [list(model.objects.values()) for model in STORED] == before


ANSWERS = {
    "read": lambda request, by: support.note_request_read(request=request, by=by),
    "answer": lambda request, by: support.answer_request(
        request_id=request.pk, state=SupportState.ACCEPTED, words="", by=by
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_the_log_cannot_tell_of_was_not_given(case, cast, acting, ngo, monkeypatch, name):
    referral = refer(case, acting(cast.alice), ngo)
    nadia = acting(cast.nadia)
    monkeypatch.setattr(support, "record_event", _no_log)
    with pytest.raises(RuntimeError, match="no log"), transaction.atomic():
        ANSWERS[name](SupportRequest.objects.get(), nadia)
    assert not SupportAnswer.objects.exists()
    assert KeyWrap.objects.get(record_id=referral.request_id).opened_at is None


@pytest.mark.parametrize("name", ACTS)
def test_who_is_not_on_the_case_refers_nobody(case, cast, acting, name):
    alice = acting(cast.alice)
    referral = refer(case, alice, PARISH)
    handling.assign_case(case=case, to=cast.bob.person_id, by=alice)
    with pytest.raises(NeedsNotFound):
        ACTS[name](case, alice, referral)
    with pytest.raises(CaseNotFound):
        ACTS[name](case, acting(cast.nadia), referral)


def _no_log(*_args, **_kwargs):
    raise RuntimeError("no log")
