"""What the tests of persons, needs and support do again and again."""

from datetime import UTC, date, datetime, timedelta

from proximity.cases.operations import needs, persons, rights, support
from proximity.cases.operations.persons import Described
from proximity.cases.operations.support import Service
from proximity.cases.rules.needs import Needs, Risk, Sign
from proximity.cases.rules.persons import AgeBand, NecessityAnswers, PersonDetails, PersonRole, Question
from proximity.cases.rules.support import ConsentGiven, ConsentWay, Notice, NoticeWay, PassedOn

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SECRET = "Zqx she sleeps at her aunt's"
ASSESSED = Needs(
    risk=Risk.RAISED, wishes=SECRET, special=Sign.YES, special_why="He lives on the same stairs.", interpreter="ar",
    documents=("easy",), body="A broken wrist.",
)  # fmt: skip
CONSENT = ConsentGiven(ConsentWay.SPOKEN, TODAY, "My first name and number.")
PASSED = PassedOn("Amal, 600 000 000, mornings", "A lawyer who speaks Arabic.", "ar")


def necessity(*, until=TODAY + timedelta(days=60), **reasons):
    """Return a necessity test with a reason for every question."""
    given = {question: reasons.get(question.value, "He waits at her door each evening.") for question in Question}
    return NecessityAnswers(given, until)


def add_person(case, by, *, role=PersonRole.WITNESS, name="", band=AgeBand.UNKNOWN, test=None, now=NOW, **more):
    """Note somebody; whatever is not given is empty."""
    more_described = {key: more.pop(key) for key in ("guardian", "guardian_in_conflict") if key in more}
    described = Described(role, band, PersonDetails(name=name, **more), **more_described)
    return persons.add_person(case=case, described=described, test=test, by=by, now=now)


def add_suspect(case, by, *, name="Juan Zqxsuspect", test=None, now=NOW):
    """Note a suspect, named after a test."""
    return add_person(case, by, role=PersonRole.SUSPECT, name=name, test=test or necessity(), now=now)


def assess(case, by, *, seen=0, assessed=ASSESSED, review_on=TODAY + timedelta(days=7), ends=False, now=NOW):
    """Assess the needs of a case."""
    return needs.assess_needs(case=case, needs=assessed, review_on=review_on, ends=ends, seen=seen, by=by, now=now)


def set_measure(case, by, *, what="Another way home", due_on=TODAY + timedelta(days=2), now=NOW):
    """Set a protection measure."""
    return needs.set_measure(case=case, what=what, who="Alice", due_on=due_on, by=by, now=now)


def refer(case, by, to, *, passed=PASSED, consent=CONSENT, remind_on=TODAY + timedelta(days=7), now=NOW):
    """Refer to support: to a code, a name in words, or an organisation."""
    service = to if isinstance(to, Service) else Service(organisation=to)
    return support.refer_to_support(
        case=case, to=service, passed=passed, consent=consent, remind_on=remind_on, by=by, now=now
    )


def tell_rights(case, by, *, notices=tuple(Notice), way=NoticeWay.READ_ALOUD, language="ar", now=NOW):
    """Tell the person her rights and offer support."""
    rights.give_notice(case=case, notices=notices, way=way, language=language, by=by, now=now)
