"""The map as shapes: outlines and numbered dots in one flat drawing. No network, no tiles; a list beside it says the same."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from proximity.directory.rules.entries import Place

type Ring = Sequence[Sequence[float]]
"""Points as GeoJSON has them: longitude, latitude."""

WIDTH, EDGE, APART = 420, 32, 30
_LEAST_DEGREES = 0.01


@dataclass(frozen=True, slots=True)
class Outline:
    """A district with its edges."""

    name: str
    rings: Sequence[Ring]


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline as SVG draws it."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One mark: where it stands, and the numbers in the list that it stands for."""

    x: int
    y: int
    numbers: tuple[int, ...]

    @property
    def label(self) -> str:
        """Return what is written in it."""
        return "·".join(str(number) for number in self.numbers)

    @property
    def width(self) -> int:
        """Return how wide the mark is, for its label."""
        return max(28, 12 + 9 * len(self.label))

    @property
    def left(self) -> int:
        """Return where the mark begins."""
        return self.x - self.width // 2

    @property
    def top(self) -> int:
        """Return where it begins from above."""
        return self.y - 14

    @property
    def baseline(self) -> int:
        """Return the line that its label stands on."""
        return self.y + 6


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole map."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    dots: tuple[Dot, ...]


def draw(places: Iterable[tuple[int, Place]], outlines: Sequence[Outline] = ()) -> Drawn | None:
    """Return the map of numbered places, north up, scaled to hold all of it; None where nothing has a place."""
    numbered = list(places)
    if not numbered:
        return None
    points = [(place.longitude, place.latitude) for _number, place in numbered]
    points += [(point[0], point[1]) for outline in outlines for ring in outline.rings for point in ring]
    frame = Frame.around(points)
    shapes = tuple(Shape(outline.name, _path(outline, frame)) for outline in outlines)
    return Drawn(WIDTH, frame.height, shapes, tuple(_dots(numbered, frame)))


@dataclass(frozen=True, slots=True)
class Frame:
    """How degrees become units of the drawing, north up. Other maps of the program stand in the same frame."""

    west: float
    north: float
    across: float
    down: float
    height: int

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "Frame":
        """Return the frame that holds all of the points (longitude, latitude)."""
        west, east = min(point[0] for point in points), max(point[0] for point in points)
        south, north = min(point[1] for point in points), max(point[1] for point in points)
        narrower = max(math.cos(math.radians((south + north) / 2)), 0.05)
        wide, high = max(east - west, _LEAST_DEGREES), max(north - south, _LEAST_DEGREES)
        # As tall as it has to be, and never so tall that it fills a telephone: then it is made narrower.
        scale = min((WIDTH - 2 * EDGE) / (wide * narrower), (WIDTH * 0.9 - 2 * EDGE) / high)
        middle = (WIDTH - 2 * EDGE - wide * narrower * scale) / 2
        return cls(
            west - (wide - (east - west)) / 2 - middle / (narrower * scale), north + (high - (north - south)) / 2,
            narrower * scale, scale, round(high * scale) + 2 * EDGE,
        )  # fmt: skip

    def at(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Return where in the drawing a point is."""
        return EDGE + round((longitude - self.west) * self.across), EDGE + round((self.north - latitude) * self.down)


def _path(outline: Outline, frame: Frame) -> str:
    rings = []
    for ring in outline.rings:
        points = [frame.at(point[0], point[1]) for point in ring]
        kept = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
        rings.append("M" + "L".join(f"{x} {y}" for x, y in kept) + "Z")
    return "".join(rings)


def _dots(numbered: Iterable[tuple[int, Place]], frame: Frame) -> Iterable[Dot]:
    """Yield the marks; what would lie on one another becomes one mark with all its numbers."""
    marks: list[Dot] = []
    for number, place in numbered:
        x, y = frame.at(place.longitude, place.latitude)
        near = next((i for i, one in enumerate(marks) if math.hypot(one.x - x, one.y - y) < APART), None)
        if near is None:
            marks.append(Dot(x, y, (number,)))
        else:
            marks[near] = Dot(marks[near].x, marks[near].y, (*marks[near].numbers, number))
    return marks
