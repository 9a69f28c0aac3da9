"""Telling the person her rights and offering support, from first contact on, whether or not she makes a complaint (S11)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.assessment.rules import NotSound
from proximity.audit.operations import record_event
from proximity.cases.access import lock_case, lock_open_case
from proximity.cases.models import Case, RightsNotice
from proximity.cases.operations.answering import answer_person, may_be_told
from proximity.cases.operations.handling import close_case
from proximity.cases.queries.rights import as_message, languages_of_rights, rights_of, texts_of
from proximity.cases.rules.support import GIVEN, NOT_GIVEN, Notice, NoticeWay
from proximity.foundation.pure.ids import new_id

ACTIONS = {
    (Notice.RIGHTS, True): "case.rights_given",
    (Notice.SUPPORT, True): "case.support_offered",
    (Notice.RIGHTS, False): "case.rights_not_given",
    (Notice.SUPPORT, False): "case.support_not_offered",
}


@transaction.atomic
def give_notice(
    *, case: Case, notices: Collection[Notice], way: NoticeWay, language: str, by: Actor, now: datetime | None = None
) -> None:
    """Note that the person was told her rights, offered support, or both; `MAILBOX` sends the words to her mailbox now.

    A closed case allows it too: rights do not end with it. Raises `NotSound` without a notice or for a way that tells nothing,
    and for the mailbox in a language without words or of somebody who took her report back; `CaseNotFound`.
    """
    case = lock_case(case, by=by)
    now = now or timezone.now()
    if not notices:
        raise NotSound("notices")
    if way not in GIVEN or (way == NoticeWay.MAILBOX and not may_be_told(case, by=by)):
        raise NotSound("way")
    if way == NoticeWay.MAILBOX:
        if language not in languages_of_rights(case):
            raise NotSound("language")
        told = (
            text for notice in Notice if notice in notices for text in texts_of(case.city.country, notice, language)
        )
        answer_person(case=case, text=as_message(tuple(told)), by=by, now=now)
    _store(case, notices, way, language, by, now)


@transaction.atomic
def close_case_after_notice(
    *, case: Case, feedback: str, why_not: NoticeWay | None, by: Actor, now: datetime | None = None
) -> None:
    """Close a case; what the person was not told needs a reason, which is noted.

    Raises `NotSound` (`why_not`) without it, and as `close_case`.
    """
    now = now or timezone.now()
    missing = rights_of(lock_open_case(case, by=by)).missing
    if missing:
        if why_not not in NOT_GIVEN:
            raise NotSound("why_not")
        _store(case, missing, why_not, "", by, now)
    close_case(case=case, feedback=feedback, by=by, now=now)


def _store(case: Case, notices: Collection[Notice], way: NoticeWay, language: str, by: Actor, now: datetime) -> None:
    for notice in (notice for notice in Notice if notice in notices):
        RightsNotice(
            id=new_id(), city_id=case.city_id, case=case, notice=notice, way=way, language=language, given_by=by.person_id,
            given_at=now,
        ).save(force_insert=True)  # fmt: skip
        action = ACTIONS[notice, way in GIVEN]
        record_event(action, origin=by.origin, target=case.pk, label=case.reference, now=now)
