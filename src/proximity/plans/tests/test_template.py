"""The template: ten points, each text in each language it offers, each source with the day it was seen."""

import tomllib

import pytest

from proximity.packs.reader import PackError, Table
from proximity.plans.rules.template import FILE, first_plan, read_template


def values():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def read(changed):
    return read_template(Table("template.toml", changed))


def test_it_has_the_ten_points_with_measures_indicators_and_sources():
    template = first_plan()
    assert [one.point for one in template.objectives] == list(range(1, 11))
    assert all(one.measures and one.indicators for one in template.objectives)
    assert {"en", "es"} <= set(template.languages)
    computed = {i.computed for one in template.objectives for i in one.indicators if i.computed}
    assert len(computed) >= 5
    for one in template.objectives:
        assert one.source.url.startswith("http")
        assert one.source.verified_by is None
        assert one.source.label("en", one.point).endswith(f"point {one.point}")


def test_a_language_is_offered_once_every_text_has_it():
    changed = values()
    changed["title"]["uk"] = "План"
    assert read(changed).languages == ("en", "es", "it", "pt", "fi", "et", "lv", "bg")
    del changed["objective"][0]["text"]["es"]
    assert "es" not in read(changed).languages


@pytest.mark.parametrize(
    ("key", "value"), [("after", "somebody"), ("computed", "happiness"), ("unit", "kg"), ("target", 5)]
)
def test_what_it_may_not_say_is_refused_by_its_place(key, value):
    changed = values()
    place = 0 if key in {"after", "computed"} else -1
    changed["objective"][9]["indicator"][place][key] = value
    with pytest.raises(PackError, match=r"template.toml.*indicator"):
        read(changed)
