"""Everything that can be done on the page of a case: which form it takes, which operation it calls, which section it changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.assessment.queries.labels import Words
from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, Strength
from proximity.cases.forms import (
    AnswerForm,
    BiasForm,
    CloseForm,
    EntryForm,
    GroundForm,
    GroundStatusForm,
    HeadForm,
    IndicatorForm,
    NothingForm,
    OffenceForm,
    TaskForm,
    WithdrawForm,
)
from proximity.cases.models import Case
from proximity.cases.operations import answering, assessing, handling, tasks
from proximity.cases.rules import ComplaintState, OffenceState, TaskKind
from proximity.packs.codes import Direction

type Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do: the section it belongs to, its form, the word on its button, the operation behind it."""

    section: str
    form: type[forms.Form]
    button: Words
    do: Callable[[Case, Actor, Asked], object]


def _head(case: Case, by: Actor, asked: Asked) -> None:
    """Call one operation for each thing that was changed in the head of the page."""
    if "complaint" in asked["changed"]:
        handling.set_complaint_state(case=case, state=ComplaintState(asked["complaint"]), by=by)
    if "assignee" in asked["changed"]:
        handling.assign_case(case=case, to=asked["assignee"], by=by)
    if "title" in asked["changed"]:
        handling.rename_case(case=case, title=asked["title"], seen=asked["seen"], by=by)


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
    assessing.change_ground_status(case=case, entry_id=asked["entry"], status=GroundStatus(asked["status"]), by=by)


def _offence(case: Case, by: Actor, asked: Asked) -> None:
    handling.set_offence_state(case=case, state=OffenceState(asked["state"]), by=by)


def _task(case: Case, by: Actor, asked: Asked) -> None:
    tasks.add_task(case=case, kind=TaskKind(asked["kind"]), title=asked["title"], due_on=asked["due_on"], by=by)


ACTS: Mapping[str, Act] = {
    "head": Act("head", HeadForm, _("Save"), _head),
    "bias": Act("bias", BiasForm, _("Save the answer"), _bias),
    "indicator": Act("indicators", IndicatorForm, _("Note this indicator"), _indicator),
    "withdraw": Act("indicators", WithdrawForm, _("Withdraw this indicator"), _withdraw),
    "ground": Act("grounds", GroundForm, _("Record this ground"), _ground),
    "ground-status": Act("grounds", GroundStatusForm, _("Save the status"), _ground_status),
    "offence": Act("qualification", OffenceForm, _("Save"), _offence),
    "task": Act("tasks", TaskForm, _("Set this task"), _task),
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
    ),
    "start": Act(
        "closing", NothingForm, _("The assessment is done: begin work"),
        lambda case, by, _asked: handling.start_work(case=case, by=by),
    ),
    "close": Act(
        "closing", CloseForm, _("Close the case"),
        lambda case, by, asked: handling.close_case(case=case, feedback=asked["feedback"], by=by),
    ),
    "reopen": Act(
        "closing", NothingForm, _("Open the case again"), lambda case, by, _asked: handling.reopen_case(case=case, by=by)
    ),
}  # fmt: skip
