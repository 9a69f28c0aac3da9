"""Certificates: somebody's own, those of a course, and what everybody reads who has a number."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from proximity.accounts.actors import Actor
from proximity.learning.access_cohorts import certificates_of
from proximity.learning.models import Certificate
from proximity.learning.rules.certificates import name_mark


@dataclass(frozen=True, slots=True)
class Checked:
    """What a certificate says to whoever has its number: everything but the name."""

    number: str
    course: str
    language: str
    office: str
    city: str
    first_on: date
    last_on: date
    sessions: int
    minutes: int
    given_at: datetime
    revoked_at: datetime | None
    name_mark: str

    def is_of(self, name: str) -> bool:
        """Say whether a name is the one on the certificate, as it is printed there."""
        return name_mark(self.number, name) == self.name_mark

    @property
    def hours(self) -> int:
        """Return the whole hours."""
        return self.minutes // 60

    @property
    def rest(self) -> int:
        """Return the minutes beyond them."""
        return self.minutes % 60


def certificate_of(number: str) -> Checked | None:
    """Return what a number stands for, as the public process reads it; None where it stands for nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT course, language, office, city, first_on, last_on, sessions, minutes, given_at, revoked_at, name_mark"
            " FROM learning_certificate_of(%s)",
            [number],
        )
        found = cursor.fetchone()
    return Checked(number, *found) if found else None


def own_certificates(by: Actor) -> list[Certificate]:
    """Return somebody's own certificates, newest first."""
    return list(certificates_of(by))
