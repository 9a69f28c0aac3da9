"""The text tool in the demo: on in one city, with a few suggestions that an officer took up or turned down. All made up."""

from datetime import datetime, timedelta

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import Role
from proximity.assessment.queries.assessments import assessment_of
from proximity.assessment.rules import BiasAnswer
from proximity.assessment.suggesting import Pointed, switch
from proximity.cases.access import cases_visible_to
from proximity.cases.models import Case
from proximity.cases.operations.assessing import answer_bias_question, decide_suggestion
from proximity.cases.queries.suggestions import suggestions_page
from proximity.cases.rules.states import CaseStatus
from proximity.config.demo.making import DemoCity, as_staff
from proximity.config.demo.words import words_of

ON_FOR = timedelta(days=30)
"""For how long the tool has been on."""
DECIDED = 2
"""In so many of an officer's open cases something was decided; in the others it waits."""


def add_text_tool(demo: DemoCity, *, now: datetime) -> None:
    """Switch the tool on, take one suggestion up and turn one down in each of two open cases, and answer "no" in a hurry once."""
    members = demo.members("police")
    supervisor = next(actor_from(one) for one in members if one.role == Role.SUPERVISOR)
    officer = next(actor_from(one) for one in members if one.role == Role.OFFICER)
    with as_staff():
        enter_as(supervisor)
        switch(on=True, by=supervisor, now=now - ON_FOR)
        enter_as(officer)
        own = cases_visible_to(officer).filter(assignee=officer.person_id).exclude(status=CaseStatus.CLOSED)
        decided = 0
        for case in own.order_by("-pk"):
            if decided < DECIDED:
                decided += _decide(case, officer, demo, now)
        _answer_in_a_hurry(demo, now)


def _decide(case: Case, officer: Actor, demo: DemoCity, now: datetime) -> int:
    """Decide on two suggestions of a case; 0 where it has not two."""
    page, said = suggestions_page(case, by=officer), words_of(demo.language, "text_tool")
    small = [one for _family, those in page.weak for one in those]
    taken = _new((*page.telling, *small), case, officer)
    turned_down = next((one for one in (*small, *page.telling) if one is not taken), None)
    if taken is None or turned_down is None:
        return 0
    at = max(case.opened_at, now - timedelta(hours=1))
    decide_suggestion(case=case, pointed=taken, accepted=True, reason=said["accepted"], by=officer, now=at)
    decide_suggestion(case=case, pointed=turned_down, accepted=False, reason=said["rejected"], by=officer, now=at)
    return 1


def _answer_in_a_hurry(demo: DemoCity, now: datetime) -> None:
    """Answer the bias question of an open case again, with "no" where it was not known: for a second look to find."""
    officers = {one.person_id: actor_from(one) for one in demo.members("police")}
    found = Case.objects.filter(organisation=demo.organisations["police"]).exclude(status=CaseStatus.CLOSED)
    for case in found.order_by("-pk"):
        by = officers.get(case.assignee_id) if case.assignee_id else None
        if by is None:
            continue
        enter_as(by)
        bias = assessment_of(case.pk, by=by).bias
        if bias is None or bias.answer is not BiasAnswer.NOT_KNOWN or not suggestions_page(case, by=by).telling:
            continue
        reasons = words_of(demo.language, "text_tool")["hurried"]
        answer_bias_question(
            case=case, answer=BiasAnswer.NO, reasons=reasons, seen=bias.number, by=by, now=max(bias.at, now - timedelta(hours=1))
        )  # fmt: skip
        return


def _new(pointed: tuple[Pointed, ...], case: Case, officer: Actor) -> Pointed | None:
    """Return what names an indicator that nobody has noted yet, else the first."""
    noted = {one.code for one in assessment_of(case.pk, by=officer).indicators}
    return next((one for one in pointed if one.suggestion.indicator not in noted), next(iter(pointed), None))
