"""Referrals to support for pages: which services there are, where each referral stands, what a partner was asked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.records import open_record
from proximity.accounts.rules import OrganisationKind
from proximity.cases.access import requests_addressed_to
from proximity.cases.models import Case, NeedsFile, SupportConsent, SupportReferral, SupportRequest
from proximity.cases.rules.support import OVER, SUPPORT_TRANSITIONS, WAITING, ConsentWay, PassedOn, SupportState
from proximity.foundation.sealing.records import RecordKey
from proximity.packs.schema import HelpEntry
from proximity.reporting.access import barred_from
from proximity.reporting.queries.routes import pack_of

REFERRAL_TABLE, CONSENT_TABLE = "cases_supportreferral", "cases_supportconsent"
REQUEST_TABLE, ANSWER_TABLE = "cases_supportrequest", "cases_supportanswer"


@dataclass(frozen=True, slots=True)
class Services:
    """Who can be asked for support in a case: partners of the city with an account, and services of the pack, for staff."""

    partners: tuple[Organisation, ...]
    entries: tuple[HelpEntry, ...]

    def entry(self, code: str) -> HelpEntry | None:
        """Return one service of the pack, or None."""
        return next((entry for entry in self.entries if entry.code == code), None)


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One version of a consent, opened."""

    given: bool
    way: ConsentWay
    on: date
    scope: str
    by: UUID | None


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral to support, opened. `partner` says whether it went to an organisation with an account."""

    id: UUID
    service: str
    entry: HelpEntry | None
    partner: bool
    passed: PassedOn
    state: SupportState
    sent_at: datetime
    sent_by: UUID | None
    remind_on: date | None
    outcome: str
    answer: str
    consents: tuple[ConsentLine, ...]

    @property
    def is_over(self) -> bool:
        """Say whether nothing follows any more."""
        return self.state in OVER

    @property
    def next_states(self) -> tuple[SupportState, ...]:
        """Return what may be noted next by hand; a partner with an account answers herself."""
        by_hand = SUPPORT_TRANSITIONS[self.state] - {SupportState.WITHDRAWN}
        if self.partner:
            by_hand -= {SupportState.ACCEPTED, SupportState.DECLINED}
        return tuple(state for state in SupportState if state in by_hand)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request for support, as the partner sees it. `passed` is None once the person took her consent back."""

    id: UUID
    sender: str
    sent_at: datetime
    passed: PassedOn | None
    state: SupportState
    words: str
    answered_at: datetime | None


def services_for(case: Case) -> Services:
    """Return who can be asked in a case; whoever is barred from the report is not among them."""
    barred = {body.pk for body in barred_from(case.report)} if case.report else set()
    partners = Organisation.objects.filter(city_id=case.city_id, kind=OrganisationKind.NGO).order_by("name")
    pack = pack_of(case.city.country)
    entries = pack.help_entries(for_public=False, city=case.city.slug) if pack else ()
    return Services(tuple(body for body in partners if body.pk not in barred), entries)


def state_of(referral: SupportReferral) -> SupportState:
    """Return where a referral stands: what a partner answered counts, until the support ended or consent was taken back."""
    own = SupportState(referral.state)
    answer = getattr(referral.request, "answer", None) if referral.request else None
    return SupportState(answer.state) if answer is not None and own in WAITING else own


def referrals_of(needs: NeedsFile, case: Case, key: RecordKey, *, by: Actor) -> tuple[ReferralLine, ...]:
    """Return the referrals of a needs file, the newest first, opened with its key."""
    services = services_for(case)
    rows = SupportReferral.objects.filter(needs=needs).select_related("request__answer").order_by("-id")
    consents = list(SupportConsent.objects.filter(needs=needs).order_by("-number"))
    return tuple(_line(row, [one for one in consents if one.referral_id == row.pk], services, key, by) for row in rows)


def waiting_referrals(needs: QuerySet[NeedsFile], today: date) -> QuerySet[SupportReferral]:
    """Return the referrals that nobody has answered by the day of their reminder."""
    return SupportReferral.objects.filter(
        needs__in=needs, state__in=sorted(WAITING), remind_on__lte=today, request__answer__isnull=True
    ).select_related("needs__case").order_by("remind_on", "id")  # fmt: skip


def request_lines(by: Actor, *, waiting: bool = False, limit: int = 100) -> list[RequestLine]:
    """Return the requests that an organisation was sent, the newest first; `waiting`: only those to be answered."""
    rows = requests_addressed_to(by).select_related("organisation", "answer").order_by("-id")
    if waiting:
        rows = rows.filter(answer__isnull=True, withdrawn_at__isnull=True)
    return [request_line(row, by=by) for row in rows[:limit]]


def requests_waiting(by: Actor) -> int:
    """Return how many requests for support an organisation has not answered yet."""
    return requests_addressed_to(by).filter(answer__isnull=True, withdrawn_at__isnull=True).count()


def request_line(row: SupportRequest, *, by: Actor) -> RequestLine:
    """Return one request, opened. Raises `RecordNotFound` without a wrap."""
    key, answer = open_record(row.pk, by=by), getattr(row, "answer", None)
    passed = None
    if row.withdrawn_at is None:
        values = key.open_json(bytes(row.content), table=REQUEST_TABLE, column="content", row=row.pk)
        passed = PassedOn.from_json(values) if isinstance(values, dict) else None
    state = SupportState(answer.state) if answer else SupportState.SENT
    return RequestLine(
        id=row.pk, sender=row.organisation.name, sent_at=row.sent_at, passed=passed,
        state=SupportState.WITHDRAWN if row.withdrawn_at else state, answered_at=answer.answered_at if answer else None,
        words=key.open_text(bytes(answer.words), table=ANSWER_TABLE, column="words", row=answer.pk) if answer else "",
    )  # fmt: skip


def _line(
    row: SupportReferral, consents: list[SupportConsent], services: Services, key: RecordKey, by: Actor
) -> ReferralLine:
    values = key.open_json(bytes(row.content), table=REFERRAL_TABLE, column="content", row=row.pk)
    content = values if isinstance(values, dict) else {}
    outcome = row.outcome
    return ReferralLine(
        id=row.pk, service=str(content.get("service", "")), entry=services.entry(row.service), partner=row.request is not None,
        passed=PassedOn.from_json(content), state=state_of(row), sent_at=row.sent_at, sent_by=row.sent_by,
        remind_on=row.remind_on, answer=_answer(row, by),
        outcome=key.open_text(bytes(outcome), table=REFERRAL_TABLE, column="outcome", row=row.pk) if outcome else "",
        consents=tuple(_consent(one, key) for one in consents),
    )  # fmt: skip


def _answer(row: SupportReferral, by: Actor) -> str:
    answer = getattr(row.request, "answer", None) if row.request else None
    if answer is None:
        return ""
    key = open_record(answer.request_id, by=by)
    return key.open_text(bytes(answer.words), table=ANSWER_TABLE, column="words", row=answer.pk)


def _consent(row: SupportConsent, key: RecordKey) -> ConsentLine:
    scope = key.open_text(bytes(row.scope), table=CONSENT_TABLE, column="scope", row=row.pk)
    return ConsentLine(row.given, ConsentWay(row.way), row.on, scope, row.noted_by)
