"""Background work of cases: the daily summary, times of keeping, and carrying out what two persons decided to dispose of."""

import logging
from uuid import UUID

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from proximity.accounts.actors import machine_of
from proximity.accounts.models import Membership, Organisation
from proximity.cases.models import Disposal, DisposalEntry
from proximity.cases.operations.disposing import dispose_entry, finish_disposal
from proximity.cases.operations.keeping import schedule_all
from proximity.cases.operations.summaries import claim_summary, letter
from proximity.cases.rules.retention import DisposalState, Outcome
from proximity.foundation.jobs import job, periodic
from proximity.foundation.wall import enter_staff

log = logging.getLogger("proximity.cases")


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
            enter_staff(city=organisation.city_id, organisation=organisation.pk)
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
            enter_staff(city=organisation.city_id, organisation=organisation.pk)
            schedule_all(organisation=organisation)


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
                enter_staff(city=holder.city_id, organisation=holder.pk)
                dispose_entry(entry_id=entry, by=machine_of(holder))
        except Exception:
            log.exception("a record could not be disposed of", extra={"object_id": entry})
    with transaction.atomic():
        enter_staff(city=holder.city_id, organisation=holder.pk)
        finish_disposal(disposal_id=disposal, by=machine_of(holder))


@periodic(name="cases.dispose_left", cron="*/5 * * * *")
def carry_out_what_is_left() -> None:
    """Ask again for confirmed lists that were not carried out to the end, such as after a crash."""
    for holder in Organisation.objects.select_related("city"):
        with transaction.atomic():
            enter_staff(city=holder.city_id, organisation=holder.pk)
            for disposal in Disposal.objects.filter(organisation=holder, state=DisposalState.CONFIRMED):
                carry_out.defer(disposal=str(disposal.pk), organisation=str(holder.pk))


def _waiting_on(disposal: UUID, holder: Organisation) -> list[UUID]:
    with transaction.atomic():
        enter_staff(city=holder.city_id, organisation=holder.pk)
        entries = DisposalEntry.objects.filter(disposal=disposal, organisation=holder, outcome=Outcome.WAITING)
        return list(entries.order_by("id").values_list("pk", flat=True))
