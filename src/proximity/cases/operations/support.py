"""Referral to support: with consent, to a service, a partner or somebody named in words; answered, reminded, taken back (R25)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.records import give_up_records, new_record, note_opened, open_record
from proximity.accounts.rules import Capability
from proximity.assessment.rules import MAX_TEXT, NotNow, NotSound
from proximity.audit.operations import record_event
from proximity.cases.access import get_support_referral, lock_case_for_needs, requests_addressed_to
from proximity.cases.models import Case, NeedsFile, SupportAnswer, SupportConsent, SupportReferral, SupportRequest
from proximity.cases.operations.needs import needs_file
from proximity.cases.queries.support import (
    ANSWER_TABLE,
    CONSENT_TABLE,
    REFERRAL_TABLE,
    REQUEST_TABLE,
    services_for,
    state_of,
)
from proximity.cases.rules.support import (
    ANSWERS,
    ConsentGiven,
    PassedOn,
    SupportState,
    check_consent,
    check_passed_on,
    check_reminder,
    check_service,
    check_support_may_become,
)
from proximity.foundation.pure.ids import new_id
from proximity.reporting.rules.deadlines import local_day


@dataclass(frozen=True, slots=True)
class Service:
    """Whom to ask: the code of a service of the pack, or an organisation with an account, or a name in words."""

    code: str = ""
    organisation: Organisation | None = None
    name: str = ""


@transaction.atomic
def refer_to_support(
    *, case: Case, to: Service, passed: PassedOn, consent: ConsentGiven, remind_on: date, by: Actor,
    now: datetime | None = None,
) -> SupportReferral:  # fmt: skip
    """Refer the person to support with her consent. A partner with an account is given the contact and the need, and no more.

    Raises `NotSound` for a service that is none or is barred, without consent, need or contact, and for the reminder;
    `NeedsNotFound`, `CaseNotFound`.
    """
    case = lock_case_for_needs(case, by=by)
    now = now or timezone.now()
    today = local_day(now, case.city.time_zone)
    _check_service(to, case)
    check_passed_on(passed)
    check_consent(consent, today=today)
    check_reminder(remind_on, today=today)
    file = needs_file(case, by=by, now=now)
    referral = SupportReferral(
        id=new_id(), city_id=case.city_id, needs=file, service=to.code, remind_on=remind_on, sent_by=by.person_id,
        sent_at=now, state_by=by.person_id, state_at=now,
        request=_ask(to.organisation, passed, case, by, now) if to.organisation else None,
    )  # fmt: skip
    key = open_record(file.pk, by=by)
    content = passed.as_json() | {"service": to.name or (to.organisation.name if to.organisation else "")}
    referral.content = key.seal_json(content, table=REFERRAL_TABLE, column="content", row=referral.pk)
    referral.save(force_insert=True)
    _store_consent(file, referral, consent, given=True, by=by, now=now)
    _tell_log("support.referred", file, by, now)
    return referral


@transaction.atomic
def move_support(
    *, case: Case, referral_id: UUID, state: SupportState, outcome: str, remind_on: date | None, by: Actor,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Note what a service answered, that it did not, or that the support has ended; a new reminder where one waits on.

    What a partner with an account answers, she answers herself. Raises `NotNow`, `NotSound`, `NeedsNotFound`, `CaseNotFound`.
    """
    case = lock_case_for_needs(case, by=by)
    now = now or timezone.now()
    file = needs_file(case, by=by, now=now)
    referral = get_support_referral(file, referral_id)
    if state == SupportState.WITHDRAWN or (referral.request_id and state in ANSWERS):
        raise NotNow("not in this way")
    check_support_may_become(state_of(referral), state)
    if len(outcome) > MAX_TEXT:
        raise NotSound("outcome")
    if remind_on is not None:
        check_reminder(remind_on, today=local_day(now, case.city.time_zone))
    if outcome.strip():
        key = open_record(file.pk, by=by)
        referral.outcome = key.seal_text(outcome.strip(), table=REFERRAL_TABLE, column="outcome", row=referral.pk)
    referral.remind_on = remind_on if state == SupportState.NO_ANSWER else None
    _move(referral, state, by, now)
    _tell_log("support.moved", file, by, now)


@transaction.atomic
def withdraw_support_consent(
    *, case: Case, referral_id: UUID, consent: ConsentGiven, by: Actor, now: datetime | None = None
) -> None:
    """Note that the person took her consent back; what a partner was given is blanked there.

    Raises `NotNow` for what is over, `NotSound`, `NeedsNotFound`, `CaseNotFound`.
    """
    case = lock_case_for_needs(case, by=by)
    now = now or timezone.now()
    file = needs_file(case, by=by, now=now)
    referral = get_support_referral(file, referral_id)
    check_support_may_become(state_of(referral), SupportState.WITHDRAWN)
    check_consent(consent, today=local_day(now, case.city.time_zone))
    if referral.request is not None:
        referral.request.content, referral.request.withdrawn_at = b"", now
        referral.request.save(update_fields=["content", "withdrawn_at"])
    referral.remind_on = None
    _move(referral, SupportState.WITHDRAWN, by, now)
    _store_consent(file, referral, consent, given=False, by=by, now=now)
    _tell_log("support.consent_withdrawn", file, by, now)


@transaction.atomic
def note_letter(*, case: Case, referral_id: UUID, by: Actor, now: datetime | None = None) -> None:
    """Tell the log that a letter to a service was drawn. Raises `NeedsNotFound`, `CaseNotFound`."""
    case = lock_case_for_needs(case, by=by)
    now = now or timezone.now()
    file = needs_file(case, by=by, now=now)
    get_support_referral(file, referral_id)
    _tell_log("support.letter_drawn", file, by, now)


@transaction.atomic
def note_request_read(*, request: SupportRequest, by: Actor, now: datetime | None = None) -> bool:
    """Note the first reading of a request by the organisation that was asked; say whether it was the first."""
    now = now or timezone.now()
    first = note_opened(request.pk, by=by, now=now)
    if first:
        record_event("support.request_read", origin=by.origin, target=request.pk, now=now)
    return first


@transaction.atomic
def answer_request(
    *, request_id: UUID, state: SupportState, words: str, by: Actor, now: datetime | None = None
) -> SupportAnswer:
    """Accept or decline a request for support, once. Whoever declines keeps nothing of it: her key goes with the answer.

    Raises `NotAllowed`, `NotNow`, `NotSound`.
    """
    by.check_may(Capability.GIVE_SUPPORT)
    request = requests_addressed_to(by).filter(pk=request_id).first()
    if request is None or request.withdrawn_at is not None or SupportAnswer.objects.filter(request=request).exists():
        raise NotNow("nothing to answer")
    if state not in ANSWERS:
        raise NotSound("state")
    if len(words) > MAX_TEXT:
        raise NotSound("words")
    now = now or timezone.now()
    answer = SupportAnswer(
        id=new_id(), city_id=request.city_id, organisation=by.organisation, request=request, state=state,
        answered_by=by.person_id, answered_at=now,
    )  # fmt: skip
    key = open_record(request.pk, by=by)
    answer.words = key.seal_text(words.strip(), table=ANSWER_TABLE, column="words", row=answer.pk)
    answer.save(force_insert=True)
    record_event(f"support.request_{state}", origin=by.origin, target=request.pk, now=now)
    if state == SupportState.DECLINED:
        give_up_records([request.pk], by=by)
    return answer


def _check_service(to: Service, case: Case) -> None:
    check_service(code=to.code, organisation=to.organisation is not None, name=to.name.strip())
    known = services_for(case)
    if to.code and to.code not in {entry.code for entry in known.entries}:
        raise NotSound("service")
    if to.organisation is not None and to.organisation not in known.partners:
        raise NotSound("service")


def _ask(partner: Organisation, passed: PassedOn, case: Case, by: Actor, now: datetime) -> SupportRequest:
    request = SupportRequest(
        id=new_id(), city_id=case.city_id, organisation=by.organisation, to_organisation=partner, sent_at=now
    )
    key = new_record(request.pk, city_id=case.city_id, readers=[by.organisation, partner])
    request.content = key.seal_json(passed.as_json(), table=REQUEST_TABLE, column="content", row=request.pk)
    request.save(force_insert=True)
    record_event("support.requested", origin=by.origin, target=request.pk, now=now)
    return request


def _store_consent(
    file: NeedsFile, referral: SupportReferral, consent: ConsentGiven, *, given: bool, by: Actor, now: datetime
) -> None:
    row = SupportConsent(
        id=new_id(), city_id=file.city_id, needs=file, referral=referral, number=referral.consents.count() + 1, given=given,
        way=consent.way, on=consent.on, noted_by=by.person_id, noted_at=now,
    )  # fmt: skip
    key = open_record(file.pk, by=by)
    row.scope = key.seal_text(consent.scope.strip(), table=CONSENT_TABLE, column="scope", row=row.pk)
    row.save(force_insert=True)


def _move(referral: SupportReferral, state: SupportState, by: Actor, now: datetime) -> None:
    referral.state, referral.state_by, referral.state_at = state, by.person_id, now
    referral.save(update_fields=["state", "state_by", "state_at", "remind_on", "outcome"])


def _tell_log(action: str, file: NeedsFile, by: Actor, now: datetime) -> None:
    record_event(action, origin=by.origin, target=file.pk, label=file.case.reference, now=now)
