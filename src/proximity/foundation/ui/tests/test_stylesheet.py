"""Promises of the one stylesheet that can be computed: contrast, direction, size."""

import re
from pathlib import Path

import pytest

from proximity.foundation import ui

STATIC = Path(ui.__file__).parent / "static" / "ui"
CSS = (STATIC / "proximity.css").read_text()
ROOTS = [
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
]
SCHEMES = {"light": ROOTS[0], "dark": ROOTS[0] | ROOTS[1]}
PUBLIC = [(ink, paper) for ink in ("text", "muted", "accent", "danger") for paper in ("page", "raised", "accent-soft")] + [
    ("text", "warning-soft"), ("accent", "warning-soft"), ("text", "success-soft"), ("text", "danger-soft"),
    ("danger", "danger-soft"), ("warning", "warning-soft"), ("success", "success-soft"), ("accent-strong", "page"),
    ("accent-strong", "accent-soft"), ("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-leave", "leave"),
]  # fmt: skip
TINTS = ("surface", "perception", "assessment", "qualification")
WORKSPACE = [(ink, paper) for ink in ("text", "muted", "accent", "danger") for paper in TINTS] + [("on-mark", "mark")]
EDGES = [(line, paper) for line in ("edge", "focus") for paper in ("page", "raised", "surface")]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("pairs", "needed"), [(PUBLIC, 7), (WORKSPACE, 4.5), (EDGES, 3)], ids=["public", "staff", "edges"]
)
def test_every_pair_of_colours_has_the_contrast_it_needs(scheme, pairs, needed):
    colours = SCHEMES[scheme]
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < needed} == {}


def test_nothing_depends_on_left_and_right():
    sided = r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)"
    physical = rf"(?:^|[\s;{{])({sided}|left|right|float|(?:min-|max-)?width|height)\s*:"
    assert re.findall(physical, re.sub(r"@media[^{]*|/\*.*?\*/", "", CSS, flags=re.DOTALL)) == []


def test_every_token_that_is_used_is_set():
    used, given = set(re.findall(r"var\(--([\w-]+)", CSS)), set(re.findall(r"--([\w-]+):", CSS))
    assert used - given == set()


def test_it_stays_one_readable_sheet():
    assert len(CSS.splitlines()) <= 800
    assert "!important" not in re.sub(r"\[hidden\][^}]*\}|@layer print.*", "", CSS, flags=re.DOTALL)


@pytest.mark.parametrize("script", ["quick-exit.js", "keys.js"])
def test_scripts_write_no_markup_and_evaluate_nothing(script):
    text = (STATIC / script).read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function|document\.write", text)
