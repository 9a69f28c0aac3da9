"""Background work: charts of what was released. The worker looks for itself: a language that came later gets its own too."""

import logging

from django.db import transaction

from proximity.accounts.models import City, Organisation
from proximity.foundation.jobs import periodic
from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.insight.operations.charts import draw_charts, release_without_charts

log = logging.getLogger("proximity.insight")


@periodic(name="insight.charts", cron="* * * * * */5")
def draw_missing_charts() -> None:
    """Draw the charts of one release of each city that lacks some; until then its pages do without."""
    for city in City.objects.all():
        office = Organisation.objects.filter(city=city).first()
        if office is None:
            continue
        try:
            with transaction.atomic():
                enter_staff(city=city.pk, organisation=office.pk, person=SYSTEM)
                release = release_without_charts(city.pk)
                if release is not None:
                    draw_charts(release)
        except Exception:
            # It is tried again; the other cities are not to wait for it.
            log.exception("charts could not be drawn", extra={"object_id": city.pk})
