"""What the page of a case and the page of keeping show: for how long, why, on whose word, and what holds a case back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language

from proximity.accounts.actors import Actor
from proximity.accounts.models import Organisation
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_record
from proximity.accounts.rules import Capability
from proximity.cases.models import Case, KeepingReview, LegalHold, RetentionChoice, RetentionSchedule
from proximity.cases.queries.keeping import SCHEDULED, choices_of, erased_by_request, rule_of, rules_for
from proximity.cases.queries.labels import BASIS, SPAN
from proximity.cases.queries.page import CasePage
from proximity.packs.times import KeepingRule
from proximity.packs.vocabulary import KeptKind

HOLD_TABLE, REVIEW_TABLE = "cases_legalhold", "cases_keepingreview"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a day rests on, in words; `rule` is the law's, None for the organisation's own decision."""

    words: str
    rule: KeepingRule | None


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One legal hold, opened, with the names of who set and lifted it."""

    reason: str
    authority: str
    set_by: str
    set_at: datetime
    lifted_by: str
    lifted_at: datetime | None
    lifted_reason: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One look at whether the case is still needed, opened."""

    reason: str
    by: str
    at: datetime
    after_erasure: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long a case is kept. `asks`: the person had her report erased and nobody has decided on the case yet."""

    kind: KeptKind
    review_on: date | None
    review: Basis | None
    dispose_on: date | None
    dispose: Basis | None
    hold: HoldLine | None
    lifted: tuple[HoldLine, ...]
    reviews: tuple[ReviewLine, ...]
    asks: bool
    may_keep: bool


@dataclass(frozen=True, slots=True)
class KindLine:
    """What holds for one kind of records at an organisation: the law's rules, and what it decided itself."""

    kind: KeptKind
    rules: tuple[KeepingRule, ...]
    choice: RetentionChoice | None
    chosen_by: str
    span: str


def keeping_of(page: CasePage, by: Actor) -> Keeping | None:
    """Return for how long the case of a page is kept, or None before its times were made."""
    case, office = page.case, by.organisation
    row = RetentionSchedule.objects.filter(organisation=office, record_id=case.pk).first()
    if row is None:
        return None
    holds, reviews = _holds(case, by), _reviews(case, by)
    erased = erased_by_request(Case.objects.filter(pk=case.pk)).exists()
    return Keeping(
        kind=KeptKind(row.kind), review_on=row.review_on, review=_basis(office, row.review_basis),
        dispose_on=row.dispose_on, dispose=_basis(office, row.dispose_basis),
        hold=next((one for one in holds if one.lifted_at is None), None),
        lifted=tuple(one for one in holds if one.lifted_at is not None), reviews=reviews,
        asks=erased and not row.erasure_kept, may_keep=by.may(Capability.KEEP_RECORDS),
    )  # fmt: skip


def kinds_of(organisation: Organisation, *, day: date) -> list[KindLine]:
    """Return what holds for each kind of records that is put on lists."""
    choices = choices_of(organisation)
    names = names_of(choice.chosen_by for choice in choices.values())
    return [_kind_line(organisation, kind, day, choices.get(kind), names) for kind in SCHEDULED]


def basis_words(organisation: Organisation, basis: str) -> str:
    """Return in words what a day rests on, with its legal source where it has one."""
    found = _basis(organisation, basis)
    return found.words if found else basis


def _kind_line(
    organisation: Organisation, kind: KeptKind, day: date, choice: RetentionChoice | None, names: dict[UUID, str]
) -> KindLine:  # fmt: skip
    chosen_by = names.get(choice.chosen_by, "") if choice and choice.chosen_by else ""
    span = SPAN[choice.unit](choice.amount) if choice else ""
    return KindLine(kind, rules_for(organisation, kind, day), choice, chosen_by, span)


def _basis(organisation: Organisation, basis: str) -> Basis | None:
    if not basis:
        return None
    rule = rule_of(organisation, basis)
    if rule is None:
        return Basis(str(BASIS.get(basis, basis)), None)
    return Basis(f"{rule.words.label(get_language() or 'en')} ({rule.legal_source})", rule)


def _holds(case: Case, by: Actor) -> list[HoldLine]:
    found = list(LegalHold.objects.filter(case=case).order_by("-set_at"))
    if not found:
        return []
    key = open_record(case.pk, by=by)
    names = names_of(person for hold in found for person in (hold.set_by, hold.lifted_by))

    def opened(hold: LegalHold, column: str) -> str:
        sealed = getattr(hold, column)
        return key.open_text(bytes(sealed), table=HOLD_TABLE, column=column, row=hold.pk) if sealed else ""

    return [
        HoldLine(
            opened(hold, "reason"), opened(hold, "authority"), _name(hold.set_by, names), hold.set_at,
            _name(hold.lifted_by, names), hold.lifted_at, opened(hold, "lifted_reason"),
        )
        for hold in found
    ]  # fmt: skip


def _reviews(case: Case, by: Actor) -> tuple[ReviewLine, ...]:
    found = list(KeepingReview.objects.filter(case=case).order_by("-reviewed_at"))
    if not found:
        return ()
    key = open_record(case.pk, by=by)
    names = names_of(_people(found))
    return tuple(
        ReviewLine(
            key.open_text(bytes(one.reason), table=REVIEW_TABLE, column="reason", row=one.pk), _name(one.reviewed_by, names),
            one.reviewed_at, one.after_erasure,
        )
        for one in found
    )  # fmt: skip


def _people(reviews: Iterable[KeepingReview]) -> list[UUID | None]:
    return [one.reviewed_by for one in reviews]


def _name(person: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(person, "") if person else ""
