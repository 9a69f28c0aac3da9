"""Giving certificates to who took part in a whole course, taking one back, drawing one."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from proximity.accounts.actors import Actor
from proximity.accounts.models import Person
from proximity.audit.operations import record_event
from proximity.foundation.pure.json import JSONObject
from proximity.foundation.typesetting.running import run_program
from proximity.learning.access import TRAIN
from proximity.learning.access_cohorts import get_cohort, get_own_certificate, lock_certificate
from proximity.learning.models import Certificate, Seat
from proximity.learning.queries.cohorts import seat_rows
from proximity.learning.rules.certificates import name_mark, new_number

DRAWING = "proximity.learning.drawing"
DAY = "DATE_FORMAT"


@transaction.atomic
def give_certificates(*, cohort_id: UUID, by: Actor, now: datetime | None = None) -> int:
    """Give a certificate to each who took part in the whole and has none yet, and return how many.

    Raises `NotAllowed`, `NotHere`.
    """
    by.check_may(TRAIN)
    cohort, now = get_cohort(by, cohort_id), now or timezone.now()
    with connection.cursor() as cursor:
        # Of two clicks the second waits, and finds that there is nothing left to give.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"certificates/{cohort.pk}"])
    earned = [row.id for row in seat_rows(cohort) if row.earned]
    seats = list(cohort.seats.filter(pk__in=earned, certificate=None))
    people = Person.objects.in_bulk([seat.person for seat in seats])
    for seat in seats:
        _give(seat, people[seat.person].name, by=by, now=now)
    return len(seats)


def _give(seat: Seat, name: str, *, by: Actor, now: datetime) -> None:
    cohort, zone, number = seat.cohort, ZoneInfo(by.organisation.city.time_zone), new_number()
    sessions = list(cohort.sessions.all())
    days = [one.starts_at.astimezone(zone).date() for one in sessions]
    made = Certificate.objects.create(
        city_id=by.city_id, organisation=by.organisation, cohort=cohort, seat=seat, person=seat.person, number=number,
        name=name, name_mark=name_mark(number, name), course=cohort.name, language=cohort.language, first_on=min(days),
        last_on=max(days), sessions=len(sessions), minutes=sum(one.minutes for one in sessions), given_by=by.person_id,
        given_at=now,
    )  # fmt: skip
    record_event("learning.certificate_given", origin=by.origin, target=made.pk, label=f"person:{seat.person}", now=now)


@transaction.atomic
def revoke_certificate(*, certificate_id: UUID, by: Actor, now: datetime | None = None) -> Certificate:
    """Take a certificate back: from now on its page says that it does not hold. Raises `NotAllowed`, `NotHere`."""
    by.check_may(TRAIN)
    found, now = lock_certificate(by, certificate_id), now or timezone.now()
    found.revoked_at, found.revoked_by = now, by.person_id
    found.save(update_fields=["revoked_at", "revoked_by"])
    record_event("learning.certificate_revoked", origin=by.origin, target=found.pk, now=now)
    return found


def certificate_pdf(*, certificate_id: UUID, by: Actor) -> bytes:
    """Draw one's own certificate: the same each time, in a process of its own. Raises `NotHere`, `ProgramFailed`."""
    found = get_own_certificate(by, certificate_id)
    with override(found.language):
        return run_program(DRAWING, document_of(found))


def document_of(one: Certificate) -> JSONObject:
    """Return what a certificate says, in the language of this moment."""
    zone = ZoneInfo(one.organisation.city.time_zone)
    address = f"{settings.PUBLIC_ADDRESS}/{one.language}/certificate/{one.shown_number}/"
    hours, minutes = divmod(one.minutes, 60)
    long = ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    rest = ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    together = ngettext("%(number)s session", "%(number)s sessions", one.sessions) % {"number": one.sessions}
    length = " ".join(part for part, count in ((long, hours), (rest, minutes)) if count)
    return {
        "lang": one.language,
        "made_at": int(one.given_at.timestamp()),
        "plain_title": _("Certificate of %(name)s") % {"name": one.name},
        "address": address,
        "title": {"text": _("Certificate")},
        "name": {"text": one.name},
        "took_part": {"text": _("took part in the whole course")},
        "course": {"text": one.course},
        "facts": [
            {
                "name": {"text": _("Held by")},
                "value": {"text": f"{one.organisation.name}, {one.organisation.city.name}"},
            },
            {"name": {"text": _("From")}, "value": {"text": date_format(one.first_on, DAY)}},
            {"name": {"text": _("Until")}, "value": {"text": date_format(one.last_on, DAY)}},
            {"name": {"text": _("Length")}, "value": {"text": f"{together}, {length}"}},
            {"name": {"text": _("Given on")}, "value": {"text": date_format(one.given_at.astimezone(zone), DAY)}},
            {"name": {"text": _("Number")}, "value": {"text": one.shown_number}},
        ],
        "check": {"text": _("Anybody can check it with its number at this address:")},
        "shown_address": {"text": address.partition("://")[2]},
        "no_mark": {"text": _("It says that somebody was there and took part. It gives no mark and no licence.")},
    }
