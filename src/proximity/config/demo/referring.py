"""Referrals of the demo, in every state, each made by the operations that people's own go through."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import count

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.queries import actor_from
from proximity.cases.access_referrals import get_referral_for
from proximity.cases.models import Case, Referral
from proximity.cases.operations import handling, parcels, proceedings, receiving, referring
from proximity.cases.operations.proceedings import Words
from proximity.cases.operations.referring import Plan
from proximity.cases.rules.proceedings import StepKind
from proximity.cases.rules.referrals import LegalBasis, PersonsShown
from proximity.cases.rules.states import CaseStatus, OffenceState
from proximity.cases.views.packs import ask_for_referral_pack
from proximity.config.demo.making import DemoCity, as_staff
from proximity.config.demo.words import words_of

WAYS = {
    "madrid": ("es.madrid.policia_municipal>es.policia_nacional", "es.policia_nacional>es.fiscalia"),
    "bradford": ("gb.bradford.west_yorkshire_police>gb.cps", ""),
    "milan": ("it.milan.polizia_locale>it.procura", ""),
    "lisbon": ("pt.lisbon.policia_municipal>pt.psp", "pt.psp>pt.ministerio_publico"),
    "helsinki": ("fi.helsinki.poliisilaitos>fi.syyttajalaitos", ""),
    "tallinn": ("ee.tallinn.mupo>ee.ppa", "ee.ppa>ee.prokuratuur"),
    "riga": ("lv.riga.pasvaldibas_policija>lv.valsts_policija", "lv.valsts_policija>lv.prokuratura"),
    "sofia": ("bg.sofia.sdvr>bg.sofia.srp", ""),
}
OUTSIDE = "es.madrid.policia_municipal>es.guardia_civil"


class Desk:
    """A city's people at work on referrals, each act some hours after the one before and none in the future."""

    def __init__(self, demo: DemoCity, now: datetime) -> None:
        """Know who works where."""
        self.demo, self.now, self.said = demo, now, words_of(demo.language, "referring")
        self.police = self._actor("police")
        self.prosecutor = self._actor("prosecution")
        self.first, self.second = WAYS[demo.city.slug]
        # Where the law's way goes straight to the prosecution, it does so past a state police that is there.
        self.state = self._actor("state") if self.second else self.prosecutor

    def _actor(self, office: str) -> Actor:
        return actor_from(self.demo.members(office)[0])

    def at_work(self, actor: Actor) -> Actor:
        """Enter somebody's context and return her."""
        enter_as(actor)
        return actor

    def send(
        self, case: Case, by: Actor, way: str, moments: Iterator[datetime], basis: LegalBasis = LegalBasis.DUTY
    ) -> Referral:
        """Refer a case as somebody who has looked at it."""
        self.at_work(by)
        if case.offence_state != OffenceState.SUSPECTED:
            handling.set_offence_state(case=case, state=OffenceState.SUSPECTED, by=by, now=next(moments))
            case.refresh_from_db()
        consent = self.said["consent"] if basis is LegalBasis.CONSENT else ""
        plan = Plan(way=way, basis=basis, persons=PersonsShown.BY_ROLE, consent=consent)
        at = next(moments)
        draft = referring.draft_referral(case, plan, by=by, now=at)
        sent = referring.refer_case(case=case, plan=plan, seen=draft.snapshot.fingerprint(), by=by, now=at)
        if sent.receiver is not None:
            # Made by the worker once it runs, like any other.
            ask_for_referral_pack(sent, by=by)
        return sent

    def seen_by(self, actor: Actor, referral: Referral) -> Referral:
        """Return a referral as the other side finds it."""
        return get_referral_for(self.at_work(actor), referral.reference)

    def moments(self, case: Case, *, hours_ago: int | None) -> Iterator[datetime]:
        """Yield moments for one case, six hours apart, from so many hours ago, or from four days after it was opened."""
        first = case.opened_at + timedelta(days=4) if hours_ago is None else self.now - timedelta(hours=hours_ago)
        return (min(first + timedelta(hours=6 * step), self.now - timedelta(minutes=50 - step)) for step in count())

    def close(self, case: Case) -> None:
        """Close a case that another body works on, within the promise to the person."""
        at = min(case.opened_at + timedelta(days=8), self.now - timedelta(minutes=1))
        self.at_work(self.police)
        handling.close_case(case=case, feedback=self.said["left"], by=self.police, now=at)


def _sent(desk: Desk, case: Case, moments: Iterator[datetime]) -> None:
    desk.send(case, desk.police, desk.first, moments)


def _asked(desk: Desk, case: Case, moments: Iterator[datetime]) -> Referral:
    referral = desk.seen_by(desk.state, desk.send(case, desk.police, desk.first, moments, LegalBasis.CONSENT))
    receiving.ask_sender(referral=referral, text=desk.said["ask"], by=desk.state, now=next(moments))
    return referral


def _answered(desk: Desk, case: Case, moments: Iterator[datetime]) -> Referral:
    referral = desk.seen_by(desk.police, _asked(desk, case, moments))
    referring.answer_question(referral=referral, text=desk.said["reply"], by=desk.police, now=next(moments))
    return referral


def _opened(desk: Desk, case: Case, moments: Iterator[datetime]) -> None:
    referral = desk.seen_by(desk.state, desk.send(case, desk.police, desk.first, moments))
    receiving.read_referral(referral=referral, by=desk.state, now=next(moments))


def _returned(desk: Desk, case: Case, moments: Iterator[datetime]) -> None:
    referral = desk.seen_by(desk.state, desk.send(case, desk.police, desk.first, moments))
    receiving.return_referral(referral=referral, reason=desk.said["return"], by=desk.state, now=next(moments))


def _withdrawn(desk: Desk, case: Case, moments: Iterator[datetime]) -> None:
    referral = desk.send(case, desk.police, desk.first, moments)
    referring.withdraw_referral(referral=referral, by=desk.police, now=next(moments))


def _judged(desk: Desk, case: Case, moments: Iterator[datetime]) -> None:
    referral, said = _at_prosecution(desk, case, moments), desk.said
    for kind, source, reasons in (
        (StepKind.CHARGED, "charge", ""), (StepKind.BIAS_KEPT, "charge", "kept"), (StepKind.CONVICTED, "judgment", ""),
        (StepKind.SENTENCED, "judgment", "sentence"), (StepKind.UPLIFT, "judgment", "uplift"),
    ):  # fmt: skip
        at = min(next(moments) + timedelta(days=12 * list(StepKind).index(kind) - 48), desk.now - timedelta(minutes=9))
        words = Words(said[source], said.get(reasons, ""))
        proceedings.record_step(referral=referral, kind=kind, on=_day(at), words=words, by=desk.prosecutor, now=at)


def _dismissed(desk: Desk, case: Case, moments: Iterator[datetime]) -> None:
    referral, at = _at_prosecution(desk, case, moments), next(moments)
    words = Words(desk.said["order"], desk.said["dropped"])
    proceedings.record_step(
        referral=referral, kind=StepKind.DISMISSED, on=_day(at), words=words, by=desk.prosecutor, now=at
    )


def _at_prosecution(desk: Desk, case: Case, moments: Iterator[datetime]) -> Referral:
    """Bring a case to the prosecution by the city's own way, where it is accepted."""
    referral = desk.seen_by(desk.state, desk.send(case, desk.police, desk.first, moments))
    own = receiving.accept_referral(referral=referral, by=desk.state, now=next(moments))
    if own is None:
        return desk.seen_by(desk.prosecutor, referral)
    passed_on = desk.seen_by(desk.prosecutor, desk.send(own, desk.state, desk.second, moments))
    receiving.accept_referral(referral=passed_on, by=desk.prosecutor, now=next(moments))
    return desk.seen_by(desk.prosecutor, passed_on)


def _waiting_at_prosecution(desk: Desk, case: Case, moments: Iterator[datetime]) -> None:
    referral = desk.seen_by(desk.state, desk.send(case, desk.police, desk.first, moments))
    own = receiving.accept_referral(referral=referral, by=desk.state, now=next(moments))
    if own is not None:
        desk.send(own, desk.state, desk.second, moments)


def _handed_over(desk: Desk, case: Case, moments: Iterator[datetime]) -> None:
    if desk.demo.city.slug != "madrid":
        return _dismissed(desk, case, moments)
    referral = desk.send(case, desk.police, OUTSIDE, moments)
    parcels.make_parcel(referral=referral, by=desk.police, now=next(moments))
    parcels.fetch_parcel(referral=referral, by=desk.police, now=next(moments))
    at = next(moments)
    parcels.record_receipt(referral=referral, name=desk.said["signed"], on=_day(at), by=desk.police, now=at)
    return None


type Story = Callable[[Desk, Case, Iterator[datetime]], object]
STORIES: tuple[Story, ...] = (
    _judged, _dismissed, _handed_over, _returned, _asked, _sent, _waiting_at_prosecution, _answered, _opened, _withdrawn,
)  # fmt: skip
LATELY: dict[Story, int] = {
    **dict.fromkeys((_asked, _sent, _waiting_at_prosecution, _answered, _opened), 40),
    _withdrawn: 20,
}
"""How many hours ago the referral began where somebody still waits, so that no limit has passed: an answer's, or the day within
which some countries want an offence handed over, which runs again once a referral is withdrawn."""
LEFT = frozenset({_judged, _dismissed, _handed_over})
"""The case has left the police, who told the person so."""


def add_referrals(demo: DemoCity, *, now: datetime) -> None:
    """Refer cases that are worked on, one story each, as far as there are cases; those told long ago come first."""
    desk = Desk(demo, now)
    with as_staff():
        desk.at_work(desk.police)
        own = Case.objects.filter(organisation=desk.police.organisation, status=CaseStatus.IN_PROGRESS)
        for case, story in zip(list(own.order_by("pk")), STORIES, strict=False):
            desk.at_work(desk.police)
            story(desk, case, desk.moments(case, hours_ago=LATELY.get(story)))
            if story in LEFT:
                desk.close(case)


def _day(at: datetime) -> date:
    return at.date()
