"""Acts on the evidence of a case that need no upload: things, web captures, what others are asked to keep."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.accounts.queries import colleagues
from proximity.accounts.rules import Capability
from proximity.assessment.rules import NotSound
from proximity.cases.forms.evidence import (
    SOMEBODY_ELSE,
    CaptureForm,
    CollectedForm,
    RecordingsForm,
    SettleForm,
    ThingForm,
)
from proximity.cases.models import Case
from proximity.cases.operations import evidence
from proximity.cases.queries.page import CasePage
from proximity.cases.views.acts.act import Act, Asked, Initial
from proximity.evidence.operations.describing import Captured
from proximity.evidence.operations.preserving import Asked as AskedToKeep
from proximity.evidence.rules.clocks import Kept, NotValid, Standing
from proximity.evidence.rules.custody import Collected
from proximity.foundation.pure.ids import uuid_or_none

NO_LAW = _("No law gives a least time for cameras: shops and buses overwrite within days. Ask who has it.")
UNVERIFIED = _("Nobody at your organisation has checked this yet. Without an order a provider may keep it for less.")
NOT_KNOWN = _("How long it stays there is not known: your organisation decides.")


@contextmanager
def faults_by_field() -> Iterator[None]:
    """Say a value that evidence refuses in the way that the page of a case shows beside its field."""
    try:
        yield
    except NotValid as fault:
        raise NotSound(fault.field) from None


def collected_from(asked: Asked, case: Case, by: Actor) -> Collected | None:
    """Return what a form says of the collection, its time by the clock of the city; None where it says nothing.

    Raises `NotSound` for somebody who does not work in the actor's organisation.
    """
    chosen, at = str(asked.get("collected_by") or ""), asked.get("collected_at")
    if not chosen:
        return None
    person = None if chosen == SOMEBODY_ELSE else uuid_or_none(chosen)
    names = {one.pk: one.name for one in colleagues(by.organisation, Capability.ENTER_REPORTS)}
    name = names.get(person, "") if person else str(asked.get("collected_name") or "")
    if not name:
        raise NotSound("collected_by")
    return Collected(
        by=name, person=person,
        at=at.replace(tzinfo=ZoneInfo(case.city.time_zone)) if isinstance(at, datetime) else None,
        where=str(asked.get("collected_where") or ""), how=str(asked.get("collected_how") or ""),
        source=str(asked.get("collected_source") or ""),
    )  # fmt: skip


def _thing(case: Case, by: Actor, asked: Asked) -> None:
    with faults_by_field():
        evidence.add_case_thing(
            case=case, name=asked["name"], description=asked["description"], place=asked["place"],
            collected=collected_from(asked, case, by), by=by,
        )  # fmt: skip


def _capture(case: Case, by: Actor, asked: Asked) -> None:
    at = asked.get("collected_at")
    seen_at = at.replace(tzinfo=ZoneInfo(case.city.time_zone)).isoformat(timespec="minutes") if at else ""
    captured = Captured(
        url=asked["url"], platform=asked["platform"], account=asked["account"], seen_at=seen_at, words=asked["words"],
        language=asked["language"],
    )  # fmt: skip
    with faults_by_field():
        evidence.add_case_capture(case=case, captured=captured, collected=collected_from(asked, case, by), by=by)


def _recordings(case: Case, by: Actor, asked: Asked) -> None:
    asked_to_keep = AskedToKeep(
        what=Kept(asked["what"]), holder=asked["holder"], place=asked["place"], reference=asked["reference"],
        asked_on=asked["asked_on"], days=asked["days"], capture_id=asked["capture"],
    )  # fmt: skip
    with faults_by_field():
        evidence.ask_for_recordings(case=case, asked=asked_to_keep, remember=bool(asked.get("remember")), by=by)


def _settle(case: Case, by: Actor, asked: Asked) -> None:
    with faults_by_field():
        evidence.settle_recordings(
            case=case, request_id=asked["entry"], standing=Standing(asked["standing"]), outcome=asked["outcome"], by=by
        )


def _fill_recordings(page: CasePage, _entry: UUID | None) -> Initial:
    return {"what": Kept.CAMERA, "asked_on": page.today, "days": page.evidence.camera_days}


def _fill_online(page: CasePage, entry: UUID | None) -> Initial:
    days = page.preserved.amount if page.preserved else None
    return {"what": Kept.ONLINE, "capture": entry, "asked_on": page.today, "days": days}


def _fill_settle(page: CasePage, entry: UUID | None) -> Initial | None:
    return {"entry": entry} if entry in {one.id for one in page.evidence.open_requests} else None


def _fill_collected(page: CasePage, _entry: UUID | None) -> Initial:
    return {"language": page.reported.report.language if page.reported else ""}


def _offer_people(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    if isinstance(form, CollectedForm):
        form.offer_people(page.colleagues)


def _explain(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    """Say what the days rest on: on no law for cameras, on the regulation for online content where it holds."""
    if not isinstance(form, RecordingsForm):
        return
    is_camera = form["what"].value() == Kept.CAMERA
    law = page.preserved
    kept = f"{law.words.label(get_language() or 'en')} {law.legal_source}. {UNVERIFIED}" if law else NOT_KNOWN
    form.explain(NO_LAW if is_camera else kept, may_remember=is_camera)


ACTS: Mapping[str, Act] = {
    "thing": Act("evidence", ThingForm, _("Add this thing"), _thing, fill=_fill_collected, prepare=_offer_people),
    "capture": Act(
        "evidence", CaptureForm, _("Keep this page"), _capture, fill=_fill_collected, prepare=_offer_people
    ),
    "recordings": Act(
        "evidence", RecordingsForm, _("Note that we asked"), _recordings, fill=_fill_recordings, prepare=_explain
    ),
    "online": Act("evidence", RecordingsForm, _("Note that we asked"), _recordings, fill=_fill_online, prepare=_explain),
    "settle": Act(
        "evidence", SettleForm, _("Save what came of it"), _settle,
        fill=_fill_settle,
    ),
}  # fmt: skip
