"""Reads of referrals: the list, one whole referral for its page, what waits, and the section of the case page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.queries import names_of
from proximity.accounts.records import open_record, open_records
from proximity.accounts.rules import Capability, OrganisationKind
from proximity.cases.access_referrals import (
    open_to_enter,
    packs_of_referral,
    received_by,
    referrals_visible_to,
    sent_by,
    steps_of,
    thread_of,
)
from proximity.cases.models import Case, ProceedingsStep, Referral, ReferralFile, ReferralNote, ReferralParcel, StepTold
from proximity.cases.queries.labels import due_words
from proximity.cases.queries.packs import PackLine, lines_of
from proximity.cases.queries.received import received_dossiers
from proximity.cases.queries.referral_labels import REFERRAL_STATE
from proximity.cases.queries.ways import Offer, offers_of
from proximity.cases.rules.proceedings import BY_REFERRAL, NOT_TOLD, StepKind
from proximity.cases.rules.referrals import TAKEN_OVER, TO_ANSWER, NoteKind, ReferralState
from proximity.cases.snapshots import Snapshot, open_snapshot, words_of_note, words_of_step
from proximity.dossier.rules.values import Dossier
from proximity.evidence.queries.files import FileLine, files_by_id
from proximity.foundation.sealing.keys import fingerprint
from proximity.foundation.sealing.records import RecordKey
from proximity.foundation.ui.home import HomeItem, HomeList
from proximity.packs.codes import UnknownCode
from proximity.reporting.queries.routes import pack_of
from proximity.reporting.rules.deadlines import local_day

PAGE = 50
RECEIVED, SENT = "received", "sent"
# Bodies whose work begins with what others refer to them: their home says so even while nothing waits.
RECEIVING = frozenset({OrganisationKind.STATE_POLICE, OrganisationKind.PROSECUTION})
# What waits for the receiver; a question that was asked waits for the sender.
HER_TURN = TO_ANSWER - {ReferralState.ASKED}
# What waits for the sender: a question, or a decision on what came back.
FOR_SENDER = frozenset({ReferralState.ASKED, ReferralState.RETURNED, ReferralState.NOT_RECEIVED})


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note between the two sides, opened. `by` is a person's id."""

    kind: NoteKind
    text: str
    organisation: str
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the proceedings, opened. `gone` says that a later step took its place; `told` what the person knows of it."""

    id: UUID
    kind: StepKind
    on: date
    source: str
    reasons: str
    organisation: str
    towards: str
    basis: str
    by: UUID | None
    at: datetime
    gone: bool
    corrects: bool
    own: bool
    told: bool | None


@dataclass(frozen=True, slots=True)
class ReferralList:
    """One page of referrals, each with what its other side is called; `after` is the key of the next page, None on the last."""

    rows: tuple[tuple[Referral, str], ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """Everything that the page of a referral shows. `receiver` is what the receiver is called; `case` the reader's own case.

    `pack` is the newest pack of what was referred, None where none was asked for.
    """

    referral: Referral
    snapshot: Snapshot
    receiver: str
    received: bool
    notes: tuple[NoteLine, ...]
    files: tuple[FileLine, ...]
    steps: tuple[StepLine, ...]
    open_to: tuple[StepKind, ...]
    parcel: ReferralParcel | None
    pack: PackLine | None
    case: Case | None
    names: dict[str, str]
    today: date

    @property
    def fingerprint(self) -> str:
        """Return by what the sender's key is known: `proximity pack verify` prints the same of a pack.

        A pack that is made keeps the key it was signed with, also after the sender's keys were replaced.
        """
        if self.pack is not None and self.pack.is_ready:
            return self.pack.fingerprint
        return fingerprint(bytes(self.referral.sender.sign_key))

    @property
    def may_decide(self) -> bool:
        """Say whether the reader's organisation still has to decide on it."""
        return self.received and self.referral.state in TO_ANSWER

    @property
    def may_ask(self) -> bool:
        """Say whether a question can be asked now: one at a time."""
        return self.may_decide and self.referral.state != ReferralState.ASKED


@dataclass(frozen=True, slots=True)
class SentLine:
    """One referral that was sent from a case, with its notes and the newest file for a body without an account."""

    referral: Referral
    receiver: str
    notes: tuple[NoteLine, ...]
    parcel: ReferralParcel | None
    receipt: str


@dataclass(frozen=True, slots=True)
class CaseReferrals:
    """The section "Referral and outcome" of a case: where it came from, where it may go, what was sent, what came of it."""

    source: Referral | None
    received: tuple[Dossier, ...]
    offers: tuple[Offer, ...]
    sent: tuple[SentLine, ...]
    steps: tuple[StepLine, ...]
    names: dict[str, str]
    waits: bool
    entering: str

    @property
    def accepted(self) -> bool:
        """Say whether the last referral was taken over: what is sent after it is a supplement."""
        return bool(self.sent) and self.sent[-1].referral.state in TAKEN_OVER

    @property
    def open_offers(self) -> tuple[Offer, ...]:
        """Return the ways that can be gone."""
        return tuple(offer for offer in self.offers if offer.way.shut is None)

    @property
    def shut_offers(self) -> tuple[Offer, ...]:
        """Return the ways that the pack names and that are not offered."""
        return tuple(offer for offer in self.offers if offer.way.shut is not None)


def referral_list(by: Actor, box: str, *, after: UUID | None = None) -> ReferralList:
    """Return one page of what the actor's organisation received or sent, the newest first, in a constant number of queries."""
    found = sent_by(by) if box == SENT else received_by(by)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    named = tuple((row, receiver_name(row) if box == SENT else row.sender.name) for row in rows[:PAGE])
    return ReferralList(named, rows[PAGE - 1].pk if len(rows) > PAGE else None)


def referral_page(referral: Referral, *, by: Actor, now: datetime | None = None) -> ReferralPage:
    """Return a referral that `access` gave the actor, opened. Raises `RecordNotFound` without a wrap."""
    key = open_record(referral.pk, by=by)
    notes, steps = _notes([referral], {referral.pk: key}), _steps(referral.thread_id, by)
    received = referral.receiver_id == by.organisation.pk
    files = ReferralFile.objects.filter(referral=referral).values_list("file_id", flat=True)
    return ReferralPage(
        referral=referral, snapshot=open_snapshot(referral, key), receiver=receiver_name(referral), received=received,
        notes=notes[referral.pk], files=tuple(files_by_id(files, by=by)), steps=steps,
        open_to=open_to_enter(referral, by=by), parcel=referral.parcels.order_by("-pk").first(),
        pack=next(iter(lines_of(list(packs_of_referral(referral, by=by)[:1]), now=now or timezone.now())), None),
        case=_own_case(referral, by), names=_names(notes[referral.pk], steps),
        today=local_day(now or timezone.now(), by.organisation.city.time_zone),
    )  # fmt: skip


def case_referrals(case: Case, *, by: Actor) -> CaseReferrals:
    """Return what the case page shows of referrals and of what came of them, opened."""
    thread = thread_of(case)
    # Without a thread nothing was sent, as with most cases; the question is a wide one.
    found = list(sent_by(by).filter(case=case).order_by("number").prefetch_related("parcels")) if thread else []
    keys = open_records([one.pk for one in found], by=by)
    notes = _notes(found, keys)
    sent = tuple(_sent_line(one, notes[one.pk], keys[one.pk]) for one in found)
    steps = _steps(thread, by) if thread else ()
    source = received_by(by).filter(pk=case.referral_id).first() if case.referral_id else None
    entering = [one for one in (*found, *((source,) if source else ())) if open_to_enter(one, by=by)]
    return CaseReferrals(
        source=source, received=received_dossiers(case, by=by), offers=offers_of(case, by=by), sent=sent, steps=steps,
        names=_names([note for line in sent for note in line.notes], steps),
        waits=any(one.state in TO_ANSWER | {ReferralState.READY} for one in found),
        entering=entering[-1].reference if entering else "",
    )  # fmt: skip


def receiver_name(referral: Referral) -> str:
    """Return what the receiver of a referral is called: by its own name, else by the pack."""
    if referral.receiver is not None:
        return referral.receiver.name
    pack = pack_of(referral.city.country)
    try:
        return pack.body(referral.to_body).words.label(get_language() or "en") if pack else referral.to_body
    except UnknownCode:
        return referral.to_body


def waiting_count(by: Actor) -> int:
    """Return how many referrals wait for an answer by the actor's organisation."""
    return received_by(by).filter(state__in=HER_TURN).count()


def home_items(by: Actor) -> HomeList | None:
    """Return what others referred and nobody has answered, and what came back; None for whom neither is work."""
    if not by.may(Capability.RECEIVE_REFERRALS):
        return None
    today = local_day(timezone.now(), by.organisation.city.time_zone)
    items = [
        HomeItem(
            label=one.reference, url=_url(one), what=f"{one.sender.name}: {REFERRAL_STATE[one.state]}",
            due=due_words((one.answer_by - today).days) if one.answer_by else "",
            urgent=one.answer_by is not None and one.answer_by <= today,
        )
        for one in received_by(by).filter(state__in=HER_TURN).order_by("answer_by", "pk")[:20]
    ]  # fmt: skip
    items += [
        HomeItem(label=one.reference, url=_url(one), what=f"{receiver_name(one)}: {REFERRAL_STATE[one.state]}")
        for one in _for_sender(by)
    ]
    if not items and by.organisation.kind not in RECEIVING:
        return None
    return HomeList(
        title=_("Referrals to answer"), items=items,
        empty=_("What other bodies refer to your organisation stands here until somebody accepts it or sends it back."),
        all_url=reverse("cases:referrals"), all_label=_("All referrals"),
    )  # fmt: skip


def _for_sender(by: Actor) -> list[Referral]:
    """Return what a sender has to see to: the newest referral of each open case, where it waits for her."""
    if not by.may(Capability.REFER_CASES):
        return []
    found = list(sent_by(by).filter(state__in=FOR_SENDER).order_by("-pk")[:40])
    newest = dict(
        sent_by(by).filter(case__in=[one.case_id for one in found]).order_by("number").values_list("case", "pk")
    )
    return [one for one in found if newest.get(one.case_id) == one.pk][:20]


def _url(referral: Referral) -> str:
    return reverse("cases:referral", kwargs={"reference": referral.reference})


def _own_case(referral: Referral, by: Actor) -> Case | None:
    """Return the case that the reader's organisation has of the matter: the one it was sent from, or the one it became."""
    if referral.sender_id == by.organisation.pk:
        return Case.objects.filter(pk=referral.case_id).first()
    same = referrals_visible_to(by).filter(thread_id=referral.thread_id).values("pk")
    return Case.objects.filter(organisation=by.organisation, referral__in=same).first()


def _sent_line(referral: Referral, notes: tuple[NoteLine, ...], key: RecordKey) -> SentLine:
    parcels = sorted(referral.parcels.all(), key=lambda parcel: parcel.pk)
    newest = parcels[-1] if parcels else None
    return SentLine(referral, receiver_name(referral), notes, newest, receipt_name(newest, key))


def receipt_name(parcel: ReferralParcel | None, key: RecordKey) -> str:
    """Return who signed for a file, opened with the key of its referral; nothing while nobody has."""
    if parcel is None or parcel.receipt is None:
        return ""
    return key.open_text(bytes(parcel.receipt), table="cases_referralparcel", column="receipt", row=parcel.pk)


def _notes(referrals: Iterable[Referral], keys: dict[UUID, RecordKey]) -> dict[UUID, tuple[NoteLine, ...]]:
    found: dict[UUID, list[NoteLine]] = {one.pk: [] for one in referrals}
    rows = (
        ReferralNote.objects.filter(referral__in=list(found))
        .select_related("organisation")
        .order_by("written_at", "id")
    )
    for row in rows:
        text = words_of_note(row, keys[row.referral_id])
        line = NoteLine(NoteKind(row.kind), text, row.organisation.name, row.written_by, row.written_at)
        found[row.referral_id].append(line)
    return {pk: tuple(lines) for pk, lines in found.items()}


def _steps(thread_id: UUID, by: Actor) -> tuple[StepLine, ...]:
    """Return the steps of a thread, opened, in the order of their days; none where the organisation holds no key of it."""
    keys = open_records([thread_id], by=by)
    if thread_id not in keys:
        return ()
    steps = list(steps_of(thread_id))
    gone = {step.replaces_id for step in steps}
    told = dict(StepTold.objects.filter(step__thread=thread_id).values_list("step", "told"))
    lines = [_step(step, keys[thread_id], gone, told, by) for step in steps]
    return tuple(sorted(lines, key=lambda line: line.on))


def _step(
    step: ProceedingsStep, key: RecordKey, gone: set[UUID | None], told: dict[UUID, bool], by: Actor
) -> StepLine:  # fmt: skip
    source, reasons = words_of_step(step, key)
    own = step.organisation_id == by.organisation.pk and step.kind not in BY_REFERRAL and step.pk not in gone
    return StepLine(
        id=step.pk, kind=StepKind(step.kind), on=step.on, source=source, reasons=reasons,
        organisation=step.organisation.name, towards=step.towards.name if step.towards else _body(step),
        basis=step.basis, by=step.noted_by, at=step.noted_at, gone=step.pk in gone,
        corrects=step.replaces_id is not None, own=own,
        told=None if step.kind in NOT_TOLD else told.get(step.pk),
    )  # fmt: skip


def _body(step: ProceedingsStep) -> str:
    pack = pack_of(step.city.country) if step.to_body else None
    try:
        return pack.body(step.to_body).words.label(get_language() or "en") if pack else ""
    except UnknownCode:
        return step.to_body


def _names(notes: Iterable[NoteLine], steps: Iterable[StepLine]) -> dict[str, str]:
    people = [note.by for note in notes] + [step.by for step in steps]
    return {str(person): name for person, name in names_of(people).items()}
