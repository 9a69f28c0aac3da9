"""Background work of the public front: the leaflets."""

import logging

from django.conf import settings

from proximity.foundation.jobs import periodic
from proximity.welcome.operations import draw_leaflet
from proximity.welcome.queries import places

log = logging.getLogger("proximity.welcome")


@periodic(name="welcome.leaflets", cron="* * * * * */30")
def draw_leaflets() -> None:
    """Draw what is missing or no longer says what the pages say, the whole instance's first; one that fails stops no other."""
    for slug in places():
        for language, _name in settings.LANGUAGES:
            try:
                draw_leaflet(slug=slug, language=language)
            except Exception:
                # The one that is there stays, and this one is tried again.
                log.exception("a leaflet could not be drawn", extra={"event": language, "object_id": slug})
