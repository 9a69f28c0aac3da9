"""Background work of cases: words to the person on steps, summaries, times of keeping, disposal, suspects who go, packs."""

import logging
from uuid import UUID

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from proximity.accounts.actors import Actor, enter_as, machine_of
from proximity.accounts.models import Membership, Organisation
from proximity.accounts.queries import actor_from
from proximity.cases.access import CaseNotFound, get_pack
from proximity.cases.models import Case, CasePack, CasePerson, Disposal, DisposalEntry
from proximity.cases.operations.counting import count_case, waiting_past_their_day
from proximity.cases.operations.disposing import dispose_entry, finish_disposal
from proximity.cases.operations.keeping import schedule_all
from proximity.cases.operations.packs import begin_pack, fail_pack, fault_of, make_pack
from proximity.cases.operations.summaries import claim_summary, letter
from proximity.cases.operations.suspects import delete_due_suspect
from proximity.cases.operations.sweeping import sweep_packs
from proximity.cases.operations.telling import tell_step, waiting_steps
from proximity.cases.rules.persons import PersonRole
from proximity.cases.rules.retention import DisposalState, Outcome
from proximity.foundation.jobs import job, periodic
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.reporting.rules.deadlines import local_day

log = logging.getLogger("proximity.cases")


@periodic(name="cases.tell_steps", cron="* * * * * */10")
def tell_waiting_steps() -> None:
    """Tell each person of the steps that wait, thread by thread, each step in a transaction of its own.

    The worker looks for itself: who enters a step is another organisation, and knows nothing of the person. A step that fails
    holds back those behind it in its thread, and no other thread.
    """
    for organisation in Organisation.objects.all():
        for steps in _untold_at(organisation).values():
            _tell_in_order(organisation, steps)


def _tell_in_order(organisation: Organisation, steps: list[UUID]) -> None:
    for step_id in steps:
        try:
            with transaction.atomic():
                enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
                tell_step(step_id=step_id, by=machine_of(organisation))
        except Exception:
            log.exception("a person could not be told of a step", extra={"object_id": step_id})
            return


def _untold_at(organisation: Organisation) -> dict[UUID, list[UUID]]:
    with transaction.atomic():
        enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
        return waiting_steps(machine_of(organisation))


@periodic(name="cases.summaries", cron="*/5 * * * *")
def send_summaries() -> None:
    """Send each person who wants it this morning's summary of each of her offices. Without a mail server nothing happens."""
    if not settings.SENDS_MAIL:
        return
    waiting = Membership.objects.filter(ended_at__isnull=True, person__daily_summary=True)
    found = list(waiting.select_related("person", "organisation__city"))
    if not found:
        return
    try:
        server = mailers["default"]
        server.open()
    except OSError:
        # Nothing was claimed: the next run tries again.
        log.warning("the mail server does not answer")
        return
    try:
        for membership in found:
            _send_one(membership, server)
    finally:
        server.close()


def _send_one(membership: Membership, server: BaseEmailBackend) -> None:
    organisation = membership.organisation
    try:
        with transaction.atomic():
            # In her own name: what is shut to her is not in her letter.
            enter_staff(city=organisation.city_id, organisation=organisation.pk, person=membership.person_id)
            summary = claim_summary(membership=membership)
        if summary is not None:
            server.send_messages([letter(membership.person, summary)])
    except Exception:
        # Hers is not sent on this day; the others' are not to wait for it.
        log.exception("a summary could not be sent", extra={"object_id": membership.pk})


@periodic(name="cases.schedule", cron="23 3 * * *")
def schedule_nightly() -> None:
    """Make every time of keeping anew: a pack may have changed, a report may have been closed."""
    for organisation in Organisation.objects.select_related("city"):
        with transaction.atomic():
            enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
            schedule_all(organisation=organisation)


@periodic(name="cases.count_overdue", cron="11 3 * * *")
def count_overdue() -> None:
    """Let the facts of cases say that a promised day passed without a word to the person."""
    for organisation in Organisation.objects.select_related("city"):
        for case_id in _overdue_at(organisation):
            try:
                with transaction.atomic():
                    enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
                    case = Case.objects.get(pk=case_id)
                    count_case(case, by=machine_of(organisation), now=timezone.now())
            except Exception:
                log.exception("a case could not be counted", extra={"object_id": case_id})


def _overdue_at(organisation: Organisation) -> list[UUID]:
    with transaction.atomic():
        enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
        return waiting_past_their_day(organisation, today=local_day(timezone.now(), organisation.city.time_zone))


@job(name="cases.dispose", lock="cases.dispose")
def carry_out(*, disposal: UUID, organisation: UUID) -> None:
    """Carry out a confirmed list, record by record; each is gone wholly or not at all, and one that fails stops no other."""
    run_list(disposal, organisation)


def run_list(disposal: UUID, organisation: UUID) -> None:
    """Do what `carry_out` asks for."""
    holder = Organisation.objects.select_related("city").get(pk=organisation)
    for entry in _waiting_on(disposal, holder):
        try:
            with transaction.atomic():
                enter_staff(city=holder.city_id, organisation=holder.pk, person=SYSTEM)
                dispose_entry(entry_id=entry, by=machine_of(holder))
        except Exception:
            log.exception("a record could not be disposed of", extra={"object_id": entry})
    with transaction.atomic():
        enter_staff(city=holder.city_id, organisation=holder.pk, person=SYSTEM)
        finish_disposal(disposal_id=disposal, by=machine_of(holder))


@periodic(name="cases.dispose_left", cron="*/5 * * * *")
def carry_out_what_is_left() -> None:
    """Ask again for confirmed lists that were not carried out to the end, such as after a crash."""
    for holder in Organisation.objects.select_related("city"):
        with transaction.atomic():
            enter_staff(city=holder.city_id, organisation=holder.pk, person=SYSTEM)
            for disposal in Disposal.objects.filter(organisation=holder, state=DisposalState.CONFIRMED):
                carry_out.defer(disposal=str(disposal.pk), organisation=str(holder.pk))


def _waiting_on(disposal: UUID, holder: Organisation) -> list[UUID]:
    with transaction.atomic():
        enter_staff(city=holder.city_id, organisation=holder.pk, person=SYSTEM)
        entries = DisposalEntry.objects.filter(disposal=disposal, organisation=holder, outcome=Outcome.WAITING)
        return list(entries.order_by("id").values_list("pk", flat=True))


@periodic(name="cases.delete_suspects", cron="* * * * *")
def delete_suspects() -> None:
    """Delete who is due, organisation by organisation, each in a transaction of its own: one that fails holds up no other."""
    for organisation in Organisation.objects.select_related("city"):
        for person_id in _due_at(organisation):
            try:
                with transaction.atomic():
                    enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
                    delete_due_suspect(person_id=person_id, by=machine_of(organisation))
            except Exception:
                log.exception("a suspect could not be deleted", extra={"object_id": person_id})


def _due_at(organisation: Organisation) -> list[UUID]:
    with transaction.atomic():
        enter_staff(city=organisation.city_id, organisation=organisation.pk, person=SYSTEM)
        today = local_day(timezone.now(), organisation.city.time_zone)
        due = CasePerson.objects.filter(role=PersonRole.SUSPECT, delete_on__lt=today)
        return list(due.order_by("delete_on").values_list("pk", flat=True))


@job(name="cases.make_pack")
def make_pack_asked_for(pack: UUID, person: UUID, organisation: UUID) -> None:
    """Make a pack for who asked for it; what goes wrong is said on the page of the case."""
    by = _actor(person, organisation)
    try:
        with transaction.atomic():
            asked = _entered(pack, by)
            begun = begin_pack(pack=asked, by=by)
        if begun:
            with transaction.atomic():
                make_pack(pack=_entered(pack, by), by=by)
    except CaseNotFound:
        log.warning("a pack was asked for by who may no longer see its case", extra={"object_id": pack})
    except Exception as problem:
        # It waits for nobody: the page says what happened, and a new one can be asked for.
        log.exception("a pack could not be made", extra={"object_id": pack})
        with transaction.atomic():
            fail_pack(pack=_entered(pack, by), fault=fault_of(problem), by=by)


@periodic(name="cases.sweep_packs", cron="41 * * * *")
def sweep_stale_packs() -> None:
    """Delete sealed packs that no row tells of."""
    sweep_packs()


def _actor(person: UUID, organisation: UUID) -> Actor:
    """Return who asked, in the role that she has there today. Raises `Membership.DoesNotExist` where she has none any more."""
    offices = Membership.objects.filter(person=person, organisation=organisation, ended_at__isnull=True)
    return actor_from(offices.select_related("person", "organisation__city").earliest("pk"))


def _entered(pack: UUID, by: Actor) -> CasePack:
    """Enter the context of who asked, and return the pack. Raises `CaseNotFound`."""
    enter_as(by)
    return get_pack(by, pack)
