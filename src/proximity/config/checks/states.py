"""The state machines, drawn from the tables of transitions that the rules go by."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from proximity.assessment import rules as assessment
from proximity.bulk.rules import states as imports
from proximity.cases.rules import needs, qualifications, referrals, retention, support
from proximity.cases.rules import states as cases
from proximity.config.checks.text import page
from proximity.plans.rules import measures as plans
from proximity.reporting.rules import pile
from proximity.reporting.rules import states as reporting


@dataclass(frozen=True, slots=True)
class Machine:
    """One state machine: what goes through the states, where it may begin, and what may follow each."""

    title: str
    words: str
    begins: tuple[StrEnum, ...]
    steps: Iterable[tuple[StrEnum, AbstractSet[StrEnum]]]


# Every table of transitions stands in this list; a test finds those that do not.
MACHINES = (
    Machine(
        "A report at one recipient",
        "Each organisation that a report went to has its own state; the person reads it in her mailbox.",
        (reporting.RecipientStatus.RECEIVED,),
        reporting.TRANSITIONS.items(),
    ),
    Machine(
        "A pile of what is not a report",
        "One person puts reports there, a second one of the same organisation agrees or takes them back.",
        (pile.PileState.PROPOSED,),
        pile.PILE_TRANSITIONS.items(),
    ),
    Machine(
        "A case",
        "Where the work on a case stands. Whether there was a complaint or an offence are other questions, each on its own.",
        (cases.CaseStatus.NEW,),
        cases.TRANSITIONS.items(),
    ),
    Machine(
        "An import",
        "A table of an older register: read, decided and checked before cases are made; taken back while nobody worked on them.",
        (imports.ImportState.READING,),
        imports.TRANSITIONS.items(),
    ),
    Machine(
        "A referral",
        "From *sent* on between two organisations of this instance; from *ready* on as a file for a body without an account.",
        referrals.BEGINNINGS,
        referrals.REFERRAL_TRANSITIONS.items(),
    ),
    Machine(
        "A list for disposal",
        "One person proposes, another confirms; then it is carried out and kept for good.",
        (retention.DisposalState.PROPOSED,),
        retention.DISPOSAL_TRANSITIONS.items(),
    ),
    Machine(
        "A protection measure",
        "What is done to protect somebody, kept apart from the case.",
        (needs.MeasureState.PLANNED,),
        needs.MEASURE_TRANSITIONS.items(),
    ),
    Machine(
        "A referral to support",
        "Sent with consent, which the person can take back. A partner with an account answers herself; others are noted by hand.",
        (support.SupportState.SENT,),
        support.SUPPORT_TRANSITIONS.items(),
    ),
    Machine(
        "A ground of bias",
        "How far a ground has come on the way from perception to judgment.",
        assessment.FIRST_STATUSES,
        assessment.GROUND_TRANSITIONS.items(),
    ),
    Machine(
        "A qualification",
        "What the police make of one provision. Each step is a version that stays; perception and assessment never follow it.",
        (qualifications.QualificationStatus.CONSIDERED,),
        qualifications.QUALIFICATION_TRANSITIONS.items(),
    ),
    Machine(
        "A measure of the local action plan",
        "What somebody does for an objective of the city. It moves by a review only; what was published is dropped, not removed.",
        (plans.MeasureState.PLANNED,),
        plans.PLAN_MEASURE_TRANSITIONS.items(),
    ),
)


def diagram(machine: Machine) -> str:
    """Return a Mermaid state diagram."""
    lines = ["stateDiagram-v2", *(f"    [*] --> {state}" for state in machine.begins)]
    for state, following in machine.steps:
        lines += [f"    {state} --> {one}" for one in type(state) if one in following]
        if not following:
            lines.append(f"    {state} --> [*]")
    return "```mermaid\n" + "\n".join(lines) + "\n```"


def document() -> str:
    """Return docs/reference/states.md."""
    parts = [f"## {one.title}\n\n{one.words}\n\n{diagram(one)}" for one in MACHINES]
    return page("States", *parts)
