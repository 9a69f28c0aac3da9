"""Drawing a leaflet anew where what it says has changed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from proximity.accounts.models import City
from proximity.audit.operations import Origin, record_event
from proximity.foundation.typesetting.running import run_program
from proximity.foundation.wall import enter_background
from proximity.welcome.leaflets import digest_of, leaflet_of
from proximity.welcome.models import Leaflet
from proximity.welcome.queries import place

WORKER = Origin(actor="system")
DRAWING = "proximity.welcome.drawing"


def draw_leaflet(*, slug: str, language: str, now: datetime | None = None) -> bool:
    """Draw the leaflet of a place in a language, unless the one that is there says the same; return whether it was drawn.

    Runs in the job worker. Raises `ProgramFailed` where it could not be drawn: the one that is there stays.
    """
    now = now or timezone.now()
    with override(language):
        here = place(slug, language)
        said = leaflet_of(here)
    digest = digest_of(said)
    if _stored_digest(here.city, language) == digest:
        return False
    pdf = run_program(DRAWING, {**said, "made_at": int(now.timestamp())})
    with transaction.atomic():
        enter_background()
        leaflet, _is_new = Leaflet.objects.update_or_create(
            city=here.city, language=language, defaults={"digest": digest, "pdf": pdf, "drawn_at": now}
        )
        record_event("leaflet.drawn", origin=WORKER, target=leaflet.pk, label=str(leaflet), now=now)
    return True


def _stored_digest(city: City | None, language: str) -> str | None:
    with transaction.atomic():
        enter_background()
        return Leaflet.objects.filter(city=city, language=language).values_list("digest", flat=True).first()
