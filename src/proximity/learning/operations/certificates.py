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
from proximity.learning.rules.certificates import name_mark, new_number, shown
from proximity.learning.rules.statements import Statement
from proximity.network.keys import author_of, signing_key

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
    first_on, last_on, city = min(days), max(days), by.organisation.city
    said = Statement(
        number=number, name=name, course=cohort.name, office=by.organisation.name, city=city.name, city_id=str(city.pk),
        first_on=first_on.isoformat(), last_on=last_on.isoformat(), given_on=now.astimezone(zone).date().isoformat(),
        check_at=address_of(number, cohort.language),
    )  # fmt: skip
    statement = said.signed(signing_key(author_of(city), origin=by.origin, now=now))
    made = Certificate.objects.create(
        city_id=by.city_id, organisation=by.organisation, cohort=cohort, seat=seat, person=seat.person, number=number,
        name=name, name_mark=name_mark(number, name), statement=statement, course=cohort.name,
        language=cohort.language, first_on=first_on, last_on=last_on, sessions=len(sessions),
        minutes=sum(one.minutes for one in sessions), given_by=by.person_id, given_at=now,
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


def address_of(number: str, language: str) -> str:
    """Return where everybody checks a certificate."""
    return f"{settings.PUBLIC_ADDRESS}/{language}/certificate/{shown(number)}/"


def document_of(one: Certificate) -> JSONObject:
    """Return what a certificate says, in the language of this moment."""
    zone = ZoneInfo(one.organisation.city.time_zone)
    address = address_of(one.number, one.language)
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
        "statement": one.statement,
        "offline": {
            "text": _("Without a network, this code says the same, signed by the city.") if one.statement else ""
        },
        "qr_alt": _("QR code with the signed statement of this certificate"),
        "no_mark": {"text": _("It says that somebody was there and took part. It gives no mark and no licence.")},
    }
