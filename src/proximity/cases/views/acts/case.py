"""Acts on the head of a case, its assessment, its offence, its tasks, words to the person, and opening it again."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.assessment.queries.labels import BIAS, GROUND_STATUS
from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, Strength
from proximity.audit.queries import last_event
from proximity.cases.forms.case import (
    AnswerForm,
    BiasForm,
    GroundForm,
    GroundStatusForm,
    HeadForm,
    IndicatorForm,
    OffenceForm,
    TaskForm,
    WithdrawForm,
)
from proximity.cases.forms.fields import EntryForm, NothingForm
from proximity.cases.models import Case
from proximity.cases.operations import answering, assessing, handling, tasks
from proximity.cases.queries.labels import COMPLAINT, OFFENCE
from proximity.cases.queries.page import CasePage, names_with_actors
from proximity.cases.rules.states import ComplaintState, OffenceState, TaskKind
from proximity.cases.views.acts.act import Act, Asked, Conflict, Initial, nothing
from proximity.foundation.pure.ids import uuid_or_none
from proximity.packs.codes import Direction, incident_type

HEAD_ACTIONS = (
    "case.renamed",
    "case.assigned",
    "case.kind_set",
    *(f"case.complaint_{state}" for state in ComplaintState),
)


def _head(case: Case, by: Actor, asked: Asked) -> None:
    """Call one operation for each thing that was changed in the head of the page; who gives it away comes last."""
    was = asked["was"]
    if "complaint" in asked["changed"]:
        state, seen = ComplaintState(asked["complaint"]), _complaint(was["complaint"])
        handling.set_complaint_state(case=case, state=state, seen=seen, by=by)
    if "kind" in asked["changed"]:
        handling.set_kind(case=case, kind=asked["kind"], seen=was["kind"], by=by)
    if "title" in asked["changed"]:
        handling.rename_case(case=case, title=asked["title"], seen=asked["seen"], by=by)
    if "assignee" in asked["changed"]:
        handling.assign_case(case=case, to=asked["assignee"], seen=uuid_or_none(was["assignee"]), by=by)


def _complaint(value: str) -> ComplaintState | None:
    return ComplaintState(value) if value in list(ComplaintState) else None


def _bias(case: Case, by: Actor, asked: Asked) -> None:
    assessing.answer_bias_question(
        case=case, answer=BiasAnswer(asked["answer"]), reasons=asked["reasons"], seen=asked["seen"], by=by
    )


def _indicator(case: Case, by: Actor, asked: Asked) -> None:
    assessing.add_indicator(
        case=case, code=asked["code"], direction=Direction(asked["direction"]), strength=Strength(asked["strength"]),
        quote=asked["quote"], language=asked["language"], basis=Basis(asked["basis"]), by=by,
    )  # fmt: skip


def _withdraw(case: Case, by: Actor, asked: Asked) -> None:
    assessing.withdraw_indicator(case=case, entry_id=asked["entry"], reason=asked["reason"], by=by)


def _ground(case: Case, by: Actor, asked: Asked) -> None:
    assessing.add_ground(
        case=case, code=asked["code"], basis=GroundBasis(asked["basis"]), alleged_by=AllegedBy(asked["alleged_by"]),
        status=GroundStatus(asked["status"]), by=by,
    )  # fmt: skip


def _ground_status(case: Case, by: Actor, asked: Asked) -> None:
    assessing.change_ground_status(
        case=case,
        entry_id=asked["entry"],
        status=GroundStatus(asked["status"]),
        seen=GroundStatus(asked["seen"]),
        by=by,
    )


def _offence(case: Case, by: Actor, asked: Asked) -> None:
    handling.set_offence_state(case=case, state=OffenceState(asked["state"]), seen=OffenceState(asked["seen"]), by=by)


def _task(case: Case, by: Actor, asked: Asked) -> None:
    tasks.add_task(case=case, kind=TaskKind(asked["kind"]), title=asked["title"], due_on=asked["due_on"], by=by)


def _fill_head(page: CasePage, _entry: UUID | None) -> Initial:
    return {
        "title": page.title, "assignee": page.case.assignee_id, "complaint": page.case.complaint_state,
        "kind": page.case.kind, "seen": page.case.title_version,
    }  # fmt: skip


def _offer_people(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    if isinstance(form, HeadForm):
        form.offer(page.colleagues)


def _head_as_it_stands(page: CasePage, _entry: UUID | None) -> Conflict | None:
    """Return the whole head as others left it: title, who works on it, where the complaint stands, what happened."""
    assignee = page.case.assignee.name if page.case.assignee else now_("nobody yet")
    complaint = COMPLAINT[page.case.complaint_state]
    kind = incident_type(page.case.kind).label(get_language() or "en") if page.case.kind else now_("not coded")
    return _by_last(page, f"{page.title}\n{assignee}\n{complaint}\n{kind}", *HEAD_ACTIONS)


def _by_last(page: CasePage, text: str, *actions: str) -> Conflict | None:
    """Return a text as written by whoever did the last of some actions."""
    event = last_event(page.case.pk, *actions)
    if event is None:
        return None
    return Conflict(text, "", names_with_actors([], [event]).get(event.actor, ""), event.at)


def _offence_as_it_stands(page: CasePage, _entry: UUID | None) -> Conflict | None:
    return _by_last(page, str(OFFENCE[page.case.offence_state]), "case.offence_state_set")


def _ground_as_it_stands(page: CasePage, entry: UUID | None) -> Conflict | None:
    ground = next((one for one in page.assessment.grounds if one.id == entry), None)
    if ground is None:
        return None
    return Conflict(str(GROUND_STATUS[ground.status]), "", page.names.get(str(ground.by), ""), ground.at)


def _bias_seen(page: CasePage) -> int:
    return page.assessment.bias.number if page.assessment.bias else 0


def _fill_bias(page: CasePage, _entry: UUID | None) -> Initial:
    known = page.assessment.bias
    given: Initial = {"answer": known.answer, "reasons": known.reasons} if known else {}
    return given | {"seen": _bias_seen(page)}


def _answered(page: CasePage, _entry: UUID | None) -> Conflict | None:
    known = page.assessment.bias
    if known is None:
        return None
    return Conflict(known.reasons, str(BIAS[known.answer]), page.names.get(str(known.by), ""), known.at)


def _fill_indicator(page: CasePage, _entry: UUID | None) -> Initial:
    told_in = page.reported.report.language if page.reported else get_language()
    return {"basis": "fact", "language": told_in}


def _show_cards(form: forms.Form, _page: CasePage, _entry: UUID | None) -> None:
    if isinstance(form, IndicatorForm):
        form.show_cards_from(reverse("cases:indicator_card"))


def _fill_withdraw(page: CasePage, entry: UUID | None) -> Initial | None:
    return {"entry": entry} if entry in {one.id for one in page.assessment.indicators} else None


def _fill_ground_status(page: CasePage, entry: UUID | None) -> Initial | None:
    found = next((one for one in page.assessment.grounds if one.id == entry), None)
    return None if found is None else {"entry": entry, "seen": found.status}


def _offer_statuses(form: forms.Form, page: CasePage, entry: UUID | None) -> None:
    if isinstance(form, GroundStatusForm):
        form.offer(next(ground.status for ground in page.assessment.grounds if ground.id == entry))


def _without_feedback(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    """Ask for no words to a person whom another organisation writes to."""
    if page.case.report_id is None:
        form.fields.pop("feedback", None)


ACTS: Mapping[str, Act] = {
    "head": Act(
        "head", HeadForm, _("Save"), _head,
        fill=_fill_head, prepare=_offer_people, other=_head_as_it_stands,
    ),
    "bias": Act("bias", BiasForm, _("Save the answer"), _bias, fill=_fill_bias, other=_answered),
    "indicator": Act(
        "indicators", IndicatorForm, _("Note this indicator"), _indicator, fill=_fill_indicator, prepare=_show_cards
    ),
    "withdraw": Act("indicators", WithdrawForm, _("Withdraw this indicator"), _withdraw, fill=_fill_withdraw),
    "ground": Act(
        "grounds", GroundForm, _("Record this ground"), _ground,
        fill=lambda _page, _entry: {"alleged_by": "target", "status": "perceived"},
    ),
    "ground-status": Act(
        "grounds", GroundStatusForm, _("Save the status"), _ground_status,
        fill=_fill_ground_status, prepare=_offer_statuses, other=_ground_as_it_stands,
    ),
    "offence": Act(
        "qualification", OffenceForm, _("Save"), _offence, other=_offence_as_it_stands,
        fill=lambda page, _entry: {"state": page.case.offence_state, "seen": page.case.offence_state},
    ),
    "task": Act("tasks", TaskForm, _("Set this task"), _task, fill=lambda _page, _entry: {"kind": TaskKind.OTHER}),
    "done": Act(
        "tasks", EntryForm, _("Done"), lambda case, by, asked: tasks.finish_task(case=case, task_id=asked["entry"], by=by)
    ),
    "resume": Act(
        "tasks", EntryForm, _("Not done yet"),
        lambda case, by, asked: tasks.resume_task(case=case, task_id=asked["entry"], by=by),
    ),
    "answer": Act(
        "messages", AnswerForm, _("Send to the person"),
        lambda case, by, asked: answering.answer_person(case=case, text=asked["text"], by=by),
        fill=nothing, when_closed=True,
    ),
    "start": Act(
        "closing", NothingForm, _("The assessment is done: begin work"),
        lambda case, by, _asked: handling.start_work(case=case, by=by),
    ),
    "reopen": Act(
        "closing", NothingForm, _("Open the case again"), lambda case, by, _asked: handling.reopen_case(case=case, by=by)
    ),
}  # fmt: skip
