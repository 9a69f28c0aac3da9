"""Charts: which are missing, drawn by a process of its own, kept so that the public side only reads them."""

import json
import subprocess
import sys
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation

from proximity.foundation.pure.json import JSONObject
from proximity.insight.access import releases
from proximity.insight.models import Chart, Release
from proximity.insight.queries.charts import Told, chart_codes, charts_told
from proximity.insight.rules.charts import BadDrawing, Shape, finish

SECONDS = 120
PROGRAM = (sys.executable, "-I", "-m", "proximity.insight.drawing")


def release_without_charts(city_id: UUID) -> Release | None:
    """Return the newest release of a city that lacks charts in some language, or None."""
    drawn = set(Chart.objects.filter(city_id=city_id).values_list("release_id", "language", "table", "shape"))
    for release in releases().filter(city_id=city_id):
        tables = chart_codes(release.content)
        wanted = {
            (release.pk, code, table, shape) for code, _ in settings.LANGUAGES for table in tables for shape in Shape
        }
        if not wanted <= drawn:
            return release
    return None


def draw_charts(release: Release) -> int:
    """Draw what a release lacks, in every language and shape, and return how many charts that were.

    Called by the worker in the context of the release's city. It draws published numbers only and changes nothing that is there,
    so the log is not told. Raises `BadDrawing`.
    """
    there = set(Chart.objects.filter(release=release).values_list("language", "table", "shape"))
    wanted: list[tuple[str, Shape, Told]] = []
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            wanted += [
                (code, shape, told)
                for told in charts_told(release)
                for shape in Shape
                if (code, told.table, shape) not in there
            ]
    drawn = _drawn([told.spec(shape) for _, shape, told in wanted])
    now = timezone.now()
    for (code, shape, told), svg in zip(wanted, drawn, strict=True):
        drawing = finish(svg, title=told.title, told=told.sentence, language=code)
        Chart.objects.create(
            city_id=release.city_id, release=release, table=told.table, language=code, shape=shape, svg=drawing.svg,
            width=drawing.width, height=drawing.height, drawn_at=now,
        )  # fmt: skip
    return len(wanted)


def _drawn(specs: Sequence[JSONObject]) -> list[str]:
    """Have specifications drawn by a process that holds nothing else and ends with it."""
    if not specs:
        return []
    done = subprocess.run(
        PROGRAM, input=json.dumps(specs), capture_output=True, text=True, timeout=SECONDS, check=False, env={}
    )
    if done.returncode:
        raise BadDrawing(done.stderr[-500:])
    return [str(svg) for svg in json.loads(done.stdout)]
