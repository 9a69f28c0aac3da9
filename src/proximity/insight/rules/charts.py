"""Charts as Vega-Lite specifications: what is drawn where. Pure; words come in, and no number that is not published.

Labels stand above their bars, so that no long word is cut; each bar carries its number, so that no colour and no axis has to be
read. Colours are those of the design; the drawing is made dark by `finish` for whoever reads in the dark.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape

from proximity.foundation.pure.json import JSONObject, JSONValue

# The design's colours on light and on dark ground: text, bars, lines, ground. Contrast 7:1 for text, 3:1 for bars.
TEXT, BAR, LINE, GROUND = "#1b2230", "#1a545b", "#6b7280", "#ffffff"
IN_THE_DARK = {TEXT: "#efede8", BAR: "#93d3d8", LINE: "#8d98a6", GROUND: "#1e242b"}
FONT = "Noto Sans"
FONTS = '"Noto Sans", "Noto Sans Arabic", system-ui, sans-serif'
ROW, LINE_HEIGHT, ROOM_FOR_NUMBER = 28, 18, 70


class Shape(StrEnum):
    """For which screen a chart is."""

    WIDE = "wide"
    NARROW = "narrow"


WIDTHS = {Shape.WIDE: 640, Shape.NARROW: 288}
SIZES = {Shape.WIDE: 14, Shape.NARROW: 13}
LETTERS_IN_A_LINE = {Shape.WIDE: 78, Shape.NARROW: 36}


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar: its label, its length (0 where there is no number), and what is written at its end."""

    label: str
    length: int
    said: str

    def as_json(self, place: int) -> JSONObject:
        """Return the bar as a datum; its place keeps the order, since two labels may be alike."""
        return {"place": place, "label": self.label, "length": self.length, "said": self.said}


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars that belong together. `longest` is what a full bar is, 0: the longest of them."""

    marks: tuple[Mark, ...]
    heading: str = ""
    longest: int = 0


def years_chart(panels: Sequence[Panel], *, shape: Shape, from_right: bool = False) -> JSONObject:
    """Return columns by year, panel under panel."""
    charts: list[JSONValue] = [_columns(panel, shape, from_right=from_right) for panel in panels]
    return _whole({"vconcat": charts, "spacing": 24}, shape)


def bars_chart(panel: Panel, *, shape: Shape, from_right: bool = False) -> JSONObject:
    """Return bars one under another, each below its label."""
    side, start = ("right", WIDTHS[shape]) if from_right else ("left", 0)
    panel, lines = _wrapped(panel, shape)
    row = ROW + LINE_HEIGHT * lines
    bars: JSONObject = {"field": "place", "type": "ordinal", "axis": None, "scale": {"padding": 0}}
    longest = panel.longest or max((mark.length for mark in panel.marks), default=0)
    ends: list[JSONValue] = [WIDTHS[shape], ROOM_FOR_NUMBER] if from_right else [0, WIDTHS[shape] - ROOM_FOR_NUMBER]
    scale: JSONObject = {"domain": [0, max(longest, 1)], "range": ends}
    length: JSONObject = {"field": "length", "type": "quantitative", "axis": None, "scale": scale}
    text: JSONObject = {
        "type": "text",
        "align": side,
        "fontSize": SIZES[shape],
        "color": TEXT,
        "lineHeight": LINE_HEIGHT,
    }
    below = row // 2 - 16
    layers: list[JSONValue] = [
        {
            "mark": text | {"baseline": "top", "dy": 4 - row // 2, "lineBreak": "\n"},
            "encoding": {"y": bars, "x": {"value": start}, "text": {"field": "label"}},
        },
        {
            "mark": {"type": "bar", "color": BAR, "size": 16, "yOffset": below},
            "encoding": {"y": bars, "x": length, "x2": {"datum": 0}},
        },
        {
            "mark": text | {"baseline": "middle", "dy": below, "dx": -6 if from_right else 6, "fontWeight": "bold"},
            "encoding": {"y": bars, "x": length, "text": {"field": "said"}},
        },
    ]
    return _whole({"height": {"step": row}, "width": WIDTHS[shape], "data": _data(panel), "layer": layers}, shape)


def _wrapped(panel: Panel, shape: Shape) -> tuple[Panel, int]:
    """Return the bars with their labels in lines, all of as many as the longest has, and how many; the last line is full."""
    wrapped = [textwrap.wrap(mark.label, LETTERS_IN_A_LINE[shape]) or [""] for mark in panel.marks]
    lines = max(map(len, wrapped), default=1)
    labels = ("\n".join([" "] * (lines - len(parts)) + parts) for parts in wrapped)
    marks = tuple(replace(mark, label=label) for mark, label in zip(panel.marks, labels, strict=True))
    return replace(panel, marks=marks), lines


def _columns(panel: Panel, shape: Shape, *, from_right: bool) -> JSONObject:
    axis: JSONObject = {
        "title": None, "labelAngle": 0, "ticks": False, "domainColor": LINE, "labelColor": TEXT, "labelPadding": 6,
        "labelExpr": f"split({_quoted(mark.label for mark in panel.marks)}[datum.value], ' ')",
        "labelFontSize": SIZES[shape] - 1,
    }  # fmt: skip
    place: JSONObject = {"field": "place", "type": "ordinal", "axis": axis, "scale": {"reverse": from_right}}
    longest = panel.longest or max((mark.length for mark in panel.marks), default=0)
    length: JSONObject = {
        "field": "length", "type": "quantitative", "axis": None, "scale": {"domain": [0, max(longest, 1) * 1.15]},
    }  # fmt: skip
    number: JSONObject = {
        "type": "text", "dy": -8, "baseline": "middle", "fontSize": SIZES[shape] - 1, "fontWeight": "bold", "color": TEXT,
    }  # fmt: skip
    chart: JSONObject = {
        "width": WIDTHS[shape] - 8, "height": 170 if shape == Shape.WIDE else 140, "data": _data(panel),
        "layer": [
            {"mark": {"type": "bar", "color": BAR}, "encoding": {"x": place, "y": length}},
            {"mark": number, "encoding": {"x": place, "y": length, "text": {"field": "said"}}},
        ],
    }  # fmt: skip
    if panel.heading:
        chart["title"] = {
            "text": panel.heading, "anchor": "end" if from_right else "start", "color": TEXT, "fontSize": SIZES[shape],
            "limit": WIDTHS[shape], "offset": 8,
        }  # fmt: skip
    return chart


def _quoted(names: Iterable[str]) -> str:
    """Return names as a list in Vega's expressions; it knows strings as JavaScript does."""
    escaped = (name.replace("\\", "\\\\").replace("'", "\\'") for name in names)
    return "[" + ", ".join(f"'{name}'" for name in escaped) + "]"


def _data(panel: Panel) -> JSONObject:
    values: list[JSONValue] = [mark.as_json(place) for place, mark in enumerate(panel.marks)]
    return {"values": values}


def _whole(chart: JSONObject, shape: Shape) -> JSONObject:
    config: JSONObject = {
        "font": FONT, "background": GROUND, "view": {"stroke": None}, "bar": {"color": BAR},
        "scale": {"bandPaddingInner": 0.25, "bandPaddingOuter": 0.1},
    }  # fmt: skip
    schema = "https://vega.github.io/schema/vega-lite/v6.json"
    frame: JSONObject = {"$schema": schema, "padding": 4, "autosize": {"type": "pad"}, "config": config}
    return frame | chart


_ROOT = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"[^>]*>')
_DRAWN_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


class BadDrawing(ValueError):
    """What came back is no drawing as it should be."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing with its size."""

    svg: str
    width: int
    height: int


def finish(svg: str, *, title: str, told: str, language: str) -> Drawing:
    """Return a drawing that says what it is: one picture with title and description, dark for whoever reads in the dark.

    Each mark's own role is taken off: the table tells them better than forty unnamed pieces would. Raises `BadDrawing`.
    """
    root = _ROOT.match(svg)
    if root is None or "<script" in svg or "href=" in svg.replace("xmlns:xlink", ""):
        raise BadDrawing
    width, height = int(root[1]), int(root[2])
    body = _DRAWN_ROLES.sub("", svg[root.end() :]).replace(f'font-family="{FONT}"', f"font-family='{FONTS}'")
    for number, colour in enumerate(IN_THE_DARK):
        body = body.replace(f'fill="{colour}"', f'fill="{colour}" class="f{number}"')
        body = body.replace(f'stroke="{colour}"', f'stroke="{colour}" class="s{number}"')
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"'
        f' aria-labelledby="t d" lang="{language}">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(told)}</desc><style>{_dark()}</style>'
    )
    return Drawing(head + body, width, height)


def _dark() -> str:
    rules = "".join(
        f".f{number}{{fill:{dark}}}.s{number}{{stroke:{dark}}}" for number, dark in enumerate(IN_THE_DARK.values())
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"
