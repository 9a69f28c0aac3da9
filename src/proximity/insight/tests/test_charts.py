"""Charts: drawn by the worker in a process of its own, one picture each, readable without colour, told by the page too."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET  # what is read here was drawn here

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import override

from proximity.foundation.wall import SYSTEM, enter_staff
from proximity.insight import jobs
from proximity.insight.drawing import draw
from proximity.insight.models import Chart
from proximity.insight.operations import charts
from proximity.insight.operations.charts import draw_charts, release_without_charts
from proximity.insight.queries.charts import chart_codes, charts_told
from proximity.insight.rules.charts import (
    IN_THE_DARK,
    WIDTHS,
    BadDrawing,
    Mark,
    Panel,
    Shape,
    bars_chart,
    finish,
    years_chart,
)
from proximity.insight.rules.facts import Quarter
from proximity.insight.tests.making import fact

SVG = "{http://www.w3.org/2000/svg}"
BARS = Panel(
    (Mark("Threat", 60, "60"), Mark("Something that needs many more words to be said than fit in one line", 20, "20"))
)
YEARS = Panel((Mark("2024", 90, "90"), Mark("2025", 0, "<5")), heading="It's a share", longest=100)


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  (drawn here)


def texts(svg: str) -> str:
    return " ".join(text for element in read(svg).iter(f"{SVG}text") for text in element.itertext())


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("from_right", [False, True])
def test_a_drawing_is_one_picture_with_title_description_numbers_and_whole_labels(shape, from_right):
    specs = [
        bars_chart(BARS, shape=shape, from_right=from_right),
        years_chart([YEARS, YEARS], shape=shape, from_right=from_right),
    ]
    for svg in draw(specs):
        drawing = finish(svg, title="A & B", told="Most <often>: threat.", language="en")
        root = read(drawing.svg)
        assert (root.get("role"), root.get("lang")) == ("img", "en")
        assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == ("A & B", "Most <often>: threat.")
        assert [element.get("role") for element in root.iter()].count("img") == 1
        assert not [element for element in root.iter() if element is not root and element.get("role")]
        assert drawing.width <= WIDTHS[shape] + 20
    bars, years = (texts(svg) for svg in draw(specs))
    assert {"Threat", "60", "20"} <= set(bars.split())
    assert "fit in one line" in bars
    assert {"2024", "90", "2025", "<5"} <= set(years.split())
    assert years.count("It's a share") == 2


def test_no_drawing_fetches_runs_or_styles_anything_but_its_colours():
    svg = finish(draw([bars_chart(BARS, shape=Shape.WIDE)])[0], title="t", told="d", language="en").svg
    assert not re.search(r"<script|href=|url\(|javascript:|\son[a-z]+=|\sstyle=", svg)
    assert re.findall("<style>(.*?)</style>", svg)[0].startswith("@media (prefers-color-scheme:dark)")
    for number, (light, dark) in enumerate(IN_THE_DARK.items()):
        assert f".f{number}{{fill:{dark}}}" in svg
        assert light == "#6b7280" or f'fill="{light}" class="f{number}"' in svg
    drawn_in = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]+|[a-z]+)"', svg)) - {"none"}
    assert drawn_in <= set(IN_THE_DARK), "a colour that nobody made readable in the dark"


@pytest.mark.parametrize(
    "bad", ["", "<p>", '<svg width="1" height="1"><script/></svg>', '<svg width="1" height="1"><a href="x"/></svg>']
)
def test_what_is_no_plain_drawing_is_refused(bad):
    with pytest.raises(BadDrawing):
        finish(bad, title="", told="", language="en")


def test_no_web_process_and_not_even_the_worker_loads_the_engine():
    program = (
        "import importlib, os, sys; os.environ.update(DJANGO_SETTINGS_MODULE='proximity.config.settings.staff',"
        " STAFF_SECRET_KEY='x', DATABASE_URL_STAFF='postgresql://x@/x'); import django; django.setup();"
        " importlib.import_module('proximity.insight.jobs'); importlib.import_module('proximity.config.urls_staff');"
        " sys.exit('vl_convert' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, env={"PATH": ""}).returncode == 0


@pytest.fixture
def worker(cast):
    """Enter the worker's context."""
    lars = cast.lars
    return lambda: enter_staff(city=lars.city_id, organisation=lars.organisation.pk, person=SYSTEM)


@pytest.mark.django_db
def test_the_worker_draws_what_is_missing_once_in_every_language_and_shape(released, worker, public):
    release = released([fact(case=True)] * 30)
    page = public.get("/en/figures/madrid/").content.decode()
    assert "<picture" not in page
    jobs.draw_missing_charts()
    cache.clear()
    worker()
    wanted = len(settings.LANGUAGES) * len(Shape) * len(chart_codes(release.content))
    assert len(chart_codes(release.content)) == 5
    assert Chart.objects.count() == wanted
    assert release_without_charts(release.city_id) is None
    assert draw_charts(release) == 0
    answer = public.get("/es/figures/madrid/")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    page = answer.content.decode()
    assert page.count("<picture") == 5
    for source in re.findall(r'(?:src|srcset)="([^"]+\.svg)"', page):
        answer = public.get(source)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
        assert 'lang="es"' in answer.content.decode()
        assert "max-age=86400" in answer.headers["Cache-Control"]
        assert public.get(source, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304
    assert 'alt="' in page
    assert public.get("/es/figures/madrid/1/key-round.svg").status_code == 404


@pytest.mark.django_db
def test_a_chart_holds_published_numbers_only(released, worker):
    release = released([fact(happened=Quarter(2025))] * 33 + [fact(happened=Quarter(2025), incident_type="threat")] * 3)
    jobs.draw_missing_charts()
    worker()
    drawn = Chart.objects.get(release=release, table="type", language="en", shape="wide").svg
    numbers = {int(number) for number in re.findall(r"\b\d+\b", texts(drawn))}
    assert numbers == {35}


@pytest.mark.django_db
def test_a_language_that_came_later_gets_its_own_charts(released, worker, settings):
    everything = settings.LANGUAGES
    settings.LANGUAGES = everything[:1]
    release = released([fact()] * 30)
    jobs.draw_missing_charts()
    settings.LANGUAGES = everything[:2]
    worker()
    assert release_without_charts(release.city_id) == release
    assert draw_charts(release) == 2 * len(chart_codes(release.content))


@pytest.mark.django_db
def test_a_drawing_that_fails_is_tried_again_and_the_page_does_without(released, worker, public, monkeypatch, caplog):
    released([fact()] * 30)
    monkeypatch.setattr(charts, "PROGRAM", (sys.executable, "-c", "raise SystemExit('broken')"))
    jobs.draw_missing_charts()
    assert "charts could not be drawn" in caplog.text
    worker()
    assert not Chart.objects.exists()
    assert public.get("/en/figures/madrid/").status_code == 200


@pytest.mark.django_db
def test_where_nothing_is_released_nothing_is_drawn(cast, worker, monkeypatch):
    monkeypatch.setattr(jobs, "draw_charts", None)
    jobs.draw_missing_charts()
    worker()
    assert not Chart.objects.exists()


@pytest.mark.django_db
def test_charts_tell_the_last_whole_year_and_their_words_are_of_the_language(released):
    release = released([fact(case=True)] * 30)
    for language in ("en", "bg"):
        with override(language):
            told = {one.table: one for one in charts_told(release)}
            assert list(told) == chart_codes(release.content)
            assert all(one.sentence and one.title for one in told.values())
            assert told["key"].by_year
            assert not told["type"].by_year
            assert [mark.said for mark in told["key"].panels[0].marks].count("30") == 1
