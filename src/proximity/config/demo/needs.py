"""Needs, rights, support and persons of the demo's open cases. All of it is made up."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from django.db import transaction

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.models import Organisation
from proximity.accounts.queries import actor_from
from proximity.cases.models import Case, CasePerson, SupportReferral
from proximity.cases.operations import handling, needs, persons, rights, support
from proximity.cases.operations.persons import Described
from proximity.cases.operations.support import Service
from proximity.cases.rules.needs import MeasureState, Needs, Risk
from proximity.cases.rules.persons import AgeBand, NecessityAnswers, PersonDetails, PersonRole, Question
from proximity.cases.rules.states import CaseStatus, OffenceState
from proximity.cases.rules.support import ConsentGiven, ConsentWay, Notice, NoticeWay, PassedOn, SupportState
from proximity.config.demo.making import DemoCity, as_staff
from proximity.config.demo.words import words_of

CASES = 6
"""How many open cases of a city have something of this; the others show how it is to begin."""

type Say = Mapping[str, str]


def add_needs(demo: DemoCity, *, now: datetime) -> None:
    """Fill the newest open cases of a city with persons, needs, notices and referrals, each case in a transaction of its own.

    What takes the most days comes to the oldest of them.
    """
    said: Say = words_of(demo.language, "needs")
    officers = {member.person_id: actor_from(member) for member in demo.members("police")}
    helper = actor_from(demo.members("ngo")[0])
    found = list(Case.objects.filter(city=demo.city).exclude(status=CaseStatus.CLOSED).order_by("-id")[:CASES])
    for case, fill in zip(reversed(found), cycle(FILLINGS), strict=False):
        by = officers[case.assignee_id or next(iter(officers))]
        with transaction.atomic(), as_staff():
            enter_as(by)
            Telling(case, said, by, helper, demo.organisations["ngo"], now).tell(fill)


class Telling:
    """One case of the demo, filled step by step."""

    def __init__(self, case: Case, said: Say, by: Actor, helper: Actor, ngo: Organisation, now: datetime) -> None:
        self.case, self.said, self.by, self.helper, self.ngo, self.now = case, said, by, helper, ngo, now
        self.today = now.astimezone(ZoneInfo(case.city.time_zone)).date()

    def tell(self, fill: Callable[["Telling"], None]) -> None:
        """Fill the case."""
        fill(self)

    def ago(self, days: int) -> datetime:
        """Return an instant some days ago, or fewer where the case is younger; what was longer ago stays before the rest."""
        age = self.now - self.case.opened_at
        return self.now - min(timedelta(days=days), age * days / (days + 1))

    def person(self, role: PersonRole, name: str = "", *, band: AgeBand = AgeBand.UNKNOWN, **more: str) -> CasePerson:
        """Note a person."""
        described = Described(role, band, PersonDetails(name=name, **more))
        return persons.add_person(case=self.case, described=described, by=self.by, now=self.ago(6))

    def child(self) -> None:
        """Note a child, whose guardian is in conflict with her."""
        guardian = self.person(PersonRole.GUARDIAN, relation=self.said["guardian"])
        described = Described(
            PersonRole.CHILD, AgeBand.FROM_14, PersonDetails(relation=self.said["child"], trusted=self.said["trusted"]),
            guardian=guardian.pk, guardian_in_conflict=True,
        )  # fmt: skip
        persons.add_person(case=self.case, described=described, by=self.by, now=self.ago(6))

    def suspect(self, *, days: int) -> None:
        """Name a suspect where no offence is suspected; the name deletes itself in some days."""
        handling.set_offence_state(case=self.case, state=OffenceState.NOT_AN_OFFENCE, by=self.by, now=self.ago(5))
        self.case.refresh_from_db()
        test = NecessityAnswers(dict.fromkeys(Question, self.said["necessity"]), self.today + timedelta(days=days))
        described = Described(PersonRole.SUSPECT, details=PersonDetails(self.said["suspect"], self.said["suspect_who"]))
        persons.add_person(case=self.case, described=described, test=test, by=self.by, now=self.ago(5))

    def rights(self, way: NoticeWay = NoticeWay.READ_ALOUD) -> None:
        """Tell her rights and offer support."""
        language = self.said["language"]
        rights.give_notice(
            case=self.case, notices=list(Notice), way=way, language=language, by=self.by, now=self.ago(6)
        )

    def assess(self, risk: Risk, *, ago: int, review_in: int, seen: int = 0) -> None:
        """Assess her needs."""
        assessed = Needs(
            risk=risk, risk_why=self.said["risk_why"], fear="yes", repeated="yes", wishes=self.said["wishes"],
            mind=self.said["mind"], behaviour=self.said["behaviour"], community=self.said["community"],
        )  # fmt: skip
        day = (self.ago(ago) + timedelta(days=review_in)).date()
        needs.assess_needs(
            case=self.case, needs=assessed, review_on=day, ends=False, seen=seen, by=self.by, now=self.ago(ago)
        )

    def measure(self, *, due_in: int, in_place: bool = False) -> None:
        """Set a protection measure."""
        measure = needs.set_measure(
            case=self.case, what=self.said["measure"], who=self.by.name, due_on=self.today + timedelta(days=due_in),
            by=self.by, now=self.ago(4),
        )  # fmt: skip
        if in_place:
            needs.move_measure(
                case=self.case, measure_id=measure.pk, state=MeasureState.IN_PLACE, by=self.by, now=self.ago(3)
            )

    def refer(self, to: Service, *, ago: int, remind_in: int = 7) -> SupportReferral:
        """Refer her to support."""
        at = self.ago(ago)
        return support.refer_to_support(
            case=self.case, to=to, passed=PassedOn(self.said["contact"], self.said["need"], self.said["language"]),
            consent=ConsentGiven(ConsentWay.SPOKEN, at.date(), self.said["scope"]),
            remind_on=(at + timedelta(days=remind_in)).date(), by=self.by, now=at,
        )  # fmt: skip

    def answered(self, referral: SupportReferral, state: SupportState) -> None:
        """Let the NGO answer a request, and step back to the police."""
        if referral.request_id is None:
            return
        enter_as(self.helper)
        support.answer_request(
            request_id=referral.request_id, state=state, words=self.said[state], by=self.helper, now=self.ago(1)
        )
        enter_as(self.by)

    def moved(self, referral: SupportReferral, state: SupportState) -> None:
        """Note by hand what came of a referral."""
        support.move_support(
            case=self.case, referral_id=referral.pk, state=state, outcome=self.said["outcome"], remind_on=None, by=self.by,
            now=self.ago(1),
        )  # fmt: skip

    def taken_back(self, referral: SupportReferral) -> None:
        """Let the person take her consent back."""
        consent = ConsentGiven(ConsentWay.PHONE, self.ago(1).date(), self.said["back"])
        support.withdraw_support_consent(
            case=self.case, referral_id=referral.pk, consent=consent, by=self.by, now=self.ago(1)
        )


def _overdue(one: Telling) -> None:
    """Told her rights, assessed twice, nobody looked again; the NGO accepted."""
    one.rights()
    one.person(PersonRole.VICTIM, relation=one.said["victim"], language=one.said["language"])
    one.assess(Risk.RAISED, ago=12, review_in=5)
    one.assess(Risk.RAISED, ago=6, review_in=4, seen=1)
    one.measure(due_in=-1)
    one.measure(due_in=-3, in_place=True)
    one.answered(one.refer(Service(organisation=one.ngo), ago=3), SupportState.ACCEPTED)


def _child(one: Telling) -> None:
    """A child whose guardian is in conflict; the request to the NGO is open."""
    one.child()
    one.assess(Risk.IMMEDIATE, ago=1, review_in=1)
    one.refer(Service(organisation=one.ngo), ago=1)


def _suspect(one: Telling) -> None:
    """A suspect named without an offence, who deletes herself soon; the NGO declined."""
    one.suspect(days=5)
    one.rights(NoticeWay.PAPER)
    one.answered(one.refer(Service(organisation=one.ngo), ago=4), SupportState.DECLINED)


def _no_answer(one: Telling) -> None:
    """A service that has not answered; an indirect victim and a witness."""
    one.rights()
    one.person(PersonRole.INDIRECT_VICTIM, relation=one.said["indirect"])
    one.person(PersonRole.WITNESS, band=AgeBand.FROM_65, relation=one.said["witness"])
    one.assess(Risk.ORDINARY, ago=4, review_in=30)
    one.refer(Service(name=one.said["service"]), ago=9)
    one.moved(one.refer(Service(name=one.said["service"]), ago=6), SupportState.ACCEPTED)


def _taken_back(one: Telling) -> None:
    """Consent taken back."""
    one.taken_back(one.refer(Service(organisation=one.ngo), ago=5))


def _begun(_one: Telling) -> None:
    """Nothing yet."""


FILLINGS: tuple[Callable[[Telling], None], ...] = (_overdue, _no_answer, _suspect, _taken_back, _child, _begun)
