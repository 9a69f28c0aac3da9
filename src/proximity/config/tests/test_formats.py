"""Days and hours as somebody of the country writes them, in every language, and nowhere written out by a page itself."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

import proximity

PACKAGE = Path(proximity.__file__).parent
AT = datetime(2026, 3, 1, 8, 5)  # noqa: DTZ001  (only its digits are looked at)
# What a page may ask for: Django's names, single parts such as the zone, and what machines read.
NAMED = re.compile(r"[A-Z_]+_FORMAT|[a-zA-Z]|H:i:s|Y-m-d(?:\\TH:i)?")
WRITTEN = {
    "en": ("1 March 2026", "1 March 2026, 08:05", "1 Mar 2026", "1 Mar 2026, 08:05", "1 Mar"),
    "es": ("1 de marzo de 2026", "1 de marzo de 2026, 08:05", "01/03/2026", "01/03/2026, 08:05", "1 de marzo"),
    "it": ("1 marzo 2026", "1 marzo 2026, 08:05", "01/03/2026", "01/03/2026, 08:05", "1 marzo"),
    "pt": ("1 de março de 2026", "1 de março de 2026, 08:05", "01/03/2026", "01/03/2026, 08:05", "1 de março"),
    "fi": ("1. maaliskuuta 2026", "1. maaliskuuta 2026 klo 8.05", "1.3.2026", "1.3.2026 klo 8.05", "1. maaliskuuta"),
    "et": ("1. märts 2026", "1. märts 2026 kell 08:05", "01.03.2026", "01.03.2026 kell 08:05", "1. märts"),
    "lv": ("2026. gada 1. marts", "2026. gada 1. marts, 08:05", "01.03.2026", "01.03.2026, 08:05", "1. marts"),
    "bg": ("1 март 2026", "1 март 2026, 08:05", "01.03.2026", "01.03.2026, 08:05", "1 март"),
    "uk": ("1 березня 2026", "1 березня 2026, 08:05", "01.03.2026", "01.03.2026, 08:05", "1 березня"),
    "ar": ("1 مارس 2026", "1 مارس 2026، 08:05", "01/03/2026", "01/03/2026، 08:05", "1 مارس"),
}
ASKED = ("DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT", "MONTH_DAY_FORMAT")


@pytest.mark.parametrize("lang", WRITTEN)
def test_a_day_ends_without_a_full_stop_which_the_sentence_around_it_brings(lang):
    with override(lang):
        assert [name for name in ASKED if date_format(AT, name).endswith(".")] == []


@pytest.mark.parametrize("lang", WRITTEN)
def test_a_day_and_an_hour_are_written_as_in_that_country(lang):
    with override(lang):
        assert tuple(date_format(AT, name) for name in ASKED) == WRITTEN[lang]


def test_no_page_writes_a_day_in_the_order_of_one_language():
    """Write `date:"SHORT_DATE_FORMAT"` (or another of Django's names) instead of `date:"j M Y"`."""
    wrong = [
        f"{path.relative_to(PACKAGE)}: {form}"
        for path in sorted(PACKAGE.rglob("*.html"))
        for form in re.findall(r"""(?:\|(?:date|time):|\{% now )["']([^"']+)["']""", path.read_text("utf-8"))
        if not NAMED.fullmatch(form)
    ]
    assert wrong == []
