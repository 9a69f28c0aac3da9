"""Pattern alerts that stand, and those that are over."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.exchange.access import MODERATE, is_own, objects_for
from proximity.exchange.operations.taking_part import today_of
from proximity.exchange.queries import wording
from proximity.exchange.queries.objects import whose
from proximity.exchange.queries.records import ground_names
from proximity.exchange.queries.wording import Words
from proximity.exchange.rules.alerts import Alert
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """An alert in words."""

    id: UUID
    sign: Words
    sentence: str
    whose: str
    marking: str
    expires: str
    is_own: bool
    may_hide: bool


def alerts(by: Actor) -> list[ShownAlert]:
    """Return the alerts that stand today, the newest first."""
    today = today_of(by)
    found = ((one, Alert.from_json(one.content)) for one in objects_for(by, Kind.ALERT).order_by("-modified", "-id"))
    return [
        ShownAlert(
            one.pk, wording.words_of(wording.SIGNS, alert.sign), sentence(alert), whose(one), Marking(one.marking).label,
            date_format(alert.expires_on, "DATE_FORMAT") if alert.expires_on else "", is_own(one, by),
            by.may(MODERATE) and one.author_id != by.city_id,
        )
        for one, alert in found
        if not alert.is_over(today)
    ]  # fmt: skip


def sentence(alert: Alert) -> str:
    """Return what an alert says beside the sign: against whom, near what, where, and when."""
    days = [date_format(day, "SHORT_DATE_FORMAT") for day in (alert.since, alert.until) if day]
    parts = [
        *ground_names([alert.ground]), wording.words_of(wording.PLACES, alert.place),
        wording.words_of(wording.AREAS, alert.area), _("from %(first)s to %(last)s") % {"first": days[0], "last": days[-1]}
        if days else "",
    ]  # fmt: skip
    return " · ".join(str(part) for part in parts if part)
