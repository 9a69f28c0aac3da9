"""Acts of qualifying a case, and of its second reader."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.cases.forms.qualification import (
    AGREES,
    AskForm,
    ConsiderForm,
    QualifyForm,
    SecondQualificationForm,
    SecondReadingForm,
)
from proximity.cases.models import Case
from proximity.cases.operations import qualifying, second_reading
from proximity.cases.queries.labels import QUALIFICATION
from proximity.cases.queries.page import CasePage
from proximity.cases.queries.qualifications import Version
from proximity.cases.rules.qualifications import QualificationStatus
from proximity.cases.rules.second_reading import About
from proximity.cases.views.acts.act import Act, Asked, Conflict, Initial

LONGEST_SUGGESTION = 160


def _consider(case: Case, by: Actor, asked: Asked) -> None:
    qualifying.consider_offence(
        case=case, offence=asked["offence"], day=asked["day"], lang=get_language() or "en", by=by
    )  # fmt: skip


def _qualify(case: Case, by: Actor, asked: Asked) -> None:
    qualifying.write_qualification(
        case=case, thread=asked["entry"], status=QualificationStatus(asked["status"]), basis=asked["basis"],
        elements=asked["elements"], reason=asked["reason"], seen=asked["seen"], by=by,
    )  # fmt: skip


def _read(case: Case, by: Actor, asked: Asked) -> None:
    thread = asked.get("entry")
    second_reading.give_second_reading(
        case=case, about=About.QUALIFICATION if thread else About.BIAS, thread=thread, agrees=asked["agrees"] == AGREES,
        reasons=asked["reasons"], seen=asked["seen"], by=by,
    )  # fmt: skip


def _fill_qualify(page: CasePage, entry: UUID | None) -> Initial | None:
    line = page.qualification(entry)
    if line is None:
        return None
    said = line.now.said
    return {
        "entry": entry, "seen": line.now.number, "status": line.now.status, "basis": said.basis, "reason": said.reason,
        "elements": said.elements,
    }  # fmt: skip


def _offer_statuses(form: forms.Form, page: CasePage, entry: UUID | None) -> None:
    line = page.qualification(entry)
    if isinstance(form, QualifyForm) and line is not None:
        form.offer(line.now.status, _facts(page))


def _facts(page: CasePage) -> Iterator[str]:
    """Yield what of the case a fact may name: the words that indicators rest on."""
    for one in page.assessment.indicators:
        yield f"{one.code}: {one.quote}"[:LONGEST_SUGGESTION]


def _rewritten(page: CasePage, entry: UUID | None) -> Conflict | None:
    line = page.qualification(entry)
    return None if line is None else _as_conflict(line.now, page)


def _as_conflict(version: Version, page: CasePage) -> Conflict:
    rows = [f"{'✓' if one.met else '○'} {one.text} — {one.fact}" for one in version.said.elements]
    text = "\n".join(part for part in (version.said.basis, *rows, version.said.reason) if part)
    return Conflict(text, str(QUALIFICATION[version.status]), page.names.get(str(version.by), ""), version.at)


def _fill_second_bias(page: CasePage, _entry: UUID | None) -> Initial | None:
    known = page.assessment.bias
    return {"seen": known.number} if known and known.by != page.access.me else None


def _fill_second(page: CasePage, entry: UUID | None) -> Initial | None:
    line = page.qualification(entry)
    if line is None or line.now.by == page.access.me or line.now.status == QualificationStatus.DROPPED:
        return None
    return {"entry": entry, "seen": line.now.number}


def _bias_as_it_stands(page: CasePage, _entry: UUID | None) -> Conflict | None:
    from_case = page.assessment.bias
    if from_case is None:
        return None
    return Conflict(from_case.reasons, "", page.names.get(str(from_case.by), ""), from_case.at)


def _fill_ask(page: CasePage, _entry: UUID | None) -> Initial | None:
    return {} if page.access.askable else None


def _offer_readers(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    if isinstance(form, AskForm):
        form.offer(page.access.askable)


ACTS: Mapping[str, Act] = {
    "consider": Act("qualification", ConsiderForm, _("Consider this provision"), _consider),
    "qualify": Act(
        "qualification", QualifyForm, _("Save this qualification"), _qualify, fill=_fill_qualify, prepare=_offer_statuses,
        other=_rewritten,
    ),
    "second-bias": Act(
        "bias", SecondReadingForm, _("Save the second reading"), _read, fill=_fill_second_bias, other=_bias_as_it_stands,
        when_closed=True,
    ),
    "second": Act(
        "qualification", SecondQualificationForm, _("Save the second reading"), _read, fill=_fill_second, other=_rewritten,
        when_closed=True,
    ),
    "ask": Act(
        "second", AskForm, _("Ask for a second reading"),
        lambda case, by, asked: second_reading.ask_second_reading(case=case, of=asked["reader"], by=by),
        fill=_fill_ask, prepare=_offer_readers,
    ),
}  # fmt: skip
