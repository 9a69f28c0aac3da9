"""Every operation of cases as something that can be tried on one case, for tables of who may do what when."""

from datetime import date

from proximity.assessment.models import BiasAnswerGiven
from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, Strength
from proximity.cases.operations import answering, assessing, evidence, handling, tasks
from proximity.cases.rules.states import ComplaintState, OffenceState, TaskKind
from proximity.evidence.operations.describing import Captured
from proximity.evidence.operations.preserving import Asked
from proximity.evidence.rules.clocks import Kept, Standing
from proximity.foundation.pure.ids import new_id
from proximity.packs.codes import Direction

PAGE = Captured("https://platform.example/1", "Platform", "@account", "", "Fuera", "es")
ASKED = Asked(Kept.CAMERA, "Shop 24", "", "", date(2026, 11, 24), 7)


def answers_of(case):
    """Return the number of the last answer to the bias question, as whoever looks at the page has it before her eyes."""
    return BiasAnswerGiven.objects.filter(record_id=case.pk).count()


ON_OPEN_CASES = {
    "rename": lambda case, by: handling.rename_case(case=case, title="A push", seen=case.title_version, by=by),
    "assign": lambda case, by: handling.assign_case(case=case, to=None, by=by),
    "complaint": lambda case, by: handling.set_complaint_state(case=case, state=ComplaintState.MADE, by=by),
    "kind": lambda case, by: handling.set_kind(case=case, kind="threat", by=by),
    "offence": lambda case, by: handling.set_offence_state(case=case, state=OffenceState.SUSPECTED, by=by),
    "start": lambda case, by: handling.start_work(case=case, by=by),
    "close": lambda case, by: handling.close_case(case=case, feedback="We spoke to the driver.", by=by),
    "bias": lambda case, by: assessing.answer_bias_question(
        case=case, answer=BiasAnswer.NOT_KNOWN, reasons="Too early.", seen=answers_of(case), by=by
    ),
    "indicator": lambda case, by: assessing.add_indicator(
        case=case, code="BI-23", direction=Direction.FOR, strength=Strength.MODERATE, quote="headscarf", language="en",
        basis=Basis.FACT, by=by,
    ),
    "withdraw": lambda case, by: assessing.withdraw_indicator(case=case, entry_id=new_id(), reason="No.", by=by),
    "ground": lambda case, by: assessing.add_ground(
        case=case, code="GEN.F", basis=GroundBasis.MEMBERSHIP, alleged_by=AllegedBy.OFFICER,
        status=GroundStatus.SUSPECTED, by=by,
    ),
    "ground status": lambda case, by: assessing.change_ground_status(
        case=case, entry_id=new_id(), status=GroundStatus.SUSPECTED, by=by
    ),
    "task": lambda case, by: tasks.add_task(
        case=case, kind=TaskKind.OTHER, title="Hear the driver", due_on=date(2026, 12, 1), by=by
    ),
    "thing": lambda case, by: evidence.add_case_thing(case=case, name="A leaflet", description="", by=by),
    "capture": lambda case, by: evidence.add_case_capture(case=case, captured=PAGE, by=by),
    "recordings": lambda case, by: evidence.ask_for_recordings(case=case, asked=ASKED, remember=True, by=by),
    "settle": lambda case, by: evidence.settle_recordings(
        case=case, request_id=new_id(), standing=Standing.LOST, outcome="", by=by
    ),
    "piece": lambda case, by: evidence.work_on_piece(case=case, piece_id=new_id(), do=lambda file: file, by=by),
    "done": lambda case, by: tasks.finish_task(case=case, task_id=new_id(), by=by),
    "resume": lambda case, by: tasks.resume_task(case=case, task_id=new_id(), by=by),
}  # fmt: skip
ON_ANY_CASE = {
    "reopen": lambda case, by: handling.reopen_case(case=case, by=by),
    "answer": lambda case, by: answering.answer_person(case=case, text="Thank you.", by=by),
}
ALL = ON_OPEN_CASES | ON_ANY_CASE
