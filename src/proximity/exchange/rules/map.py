"""The map of practices as shapes: a grid of degrees, one mark for each city, lines to where its practices were taken up.

No coasts and no borders: they would be somebody's file. A table beside it says the same.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from proximity.directory.rules.drawing import EDGE, WIDTH, Frame

LETTERS = 17
"""Height of the names, in units of the drawing: eleven pixels on the narrowest telephone."""
SMALLEST, LARGEST = 7.0, 18.0
TARGET = 19.0
"""Half of what a finger needs: 24 pixels across on the narrowest telephone. Marks stand so far apart that each has it."""
MOST_WAYS = 40
_LEAST_DEGREES = 6.0
_STEPS = (1, 2, 5, 10, 20, 30, 45, 90)
_LINES = 8


@dataclass(frozen=True, slots=True)
class Town:
    """A city with its place: how many practices come from it, and how many it took up."""

    id: UUID
    name: str
    latitude: float
    longitude: float
    practices: int
    taken: int


@dataclass(frozen=True, slots=True)
class Label:
    """A name beside its mark."""

    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A city on the map; without a label where there was no room for its name."""

    town: Town
    x: int
    y: int
    radius: int
    label: Label | None


@dataclass(frozen=True, slots=True)
class Way:
    """A line from the city that a practice comes from to one that took it up; the thicker, the more of them."""

    path: str
    width: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole map."""

    width: int
    height: int
    grid: str
    ways: tuple[Way, ...]
    marks: tuple[Mark, ...]
    target: int = int(TARGET)


type Ways = Mapping[tuple[UUID, UUID], int]
"""From which city to which, how many practices."""


def draw(towns: Sequence[Town], ways: Ways) -> Drawn | None:
    """Return the map of cities, north up; None where none has a place. The strongest lines alone are drawn."""
    if not towns:
        return None
    frame = Frame.around(list(_corners(towns)))
    circles = _pushed_apart([_Circle(town, *frame.at(town.longitude, town.latitude)) for town in towns], frame.height)
    at = {circle.town.id: circle for circle in circles}
    strongest = sorted(ways.items(), key=lambda way: (-way[1], str(way[0])))
    drawn = [
        _way(at[start], at[end], number) for (start, end), number in strongest
        if start in at and end in at and start != end
    ]  # fmt: skip
    return Drawn(WIDTH, frame.height, _grid(frame), tuple(drawn[:MOST_WAYS]), tuple(_named(circles, frame.height)))


@dataclass(slots=True)
class _Circle:
    town: Town
    x: float
    y: float

    @property
    def radius(self) -> float:
        """Return how large it is: its area grows with the number of practices."""
        return min(LARGEST, SMALLEST + 2.5 * math.sqrt(self.town.practices))

    def move(self, x: float, y: float, height: int) -> None:
        """Move it, never over the edge."""
        self.x = min(max(self.x + x, TARGET), WIDTH - TARGET)
        self.y = min(max(self.y + y, TARGET), height - TARGET)


def _corners(towns: Sequence[Town]) -> Iterable[tuple[float, float]]:
    """Yield the points that the map holds: the cities, and some room around where they are close together."""
    yield from ((town.longitude, town.latitude) for town in towns)
    middle = [
        (min(values) + max(values)) / 2 for values in zip(*((t.longitude, t.latitude) for t in towns), strict=True)
    ]
    half = _LEAST_DEGREES / 2
    yield middle[0], max(middle[1] - half, -90.0)
    yield middle[0], min(middle[1] + half, 90.0)


def _pushed_apart(circles: list[_Circle], height: int) -> list[_Circle]:
    """Return the marks, none upon another: neighbours move, so that each can be pressed."""
    for _round in range(120):
        is_still = True
        for number, (one, other) in enumerate(combinations(circles, 2)):
            x, y = other.x - one.x, other.y - one.y
            far, wanted = math.hypot(x, y), 2 * TARGET + 1
            if far >= wanted:
                continue
            is_still = False
            # Of two on the very same place it does not matter which way they go, as long as it is always the same.
            x, y, far = (x, y, far) if far else (math.cos(number), math.sin(number), 1.0)
            step = max(wanted - math.hypot(other.x - one.x, other.y - one.y), 0.0) / 2 + 0.1
            one.move(-x / far * step, -y / far * step, height)
            other.move(x / far * step, y / far * step, height)
        if is_still:
            break
    return circles


def _way(start: _Circle, end: _Circle, number: int) -> Way:
    """Return a line that bends, so that there and back are two, and stops before the mark for its tip to be seen."""
    x, y = end.x - start.x, end.y - start.y
    bend_x, bend_y = start.x + x / 2 - y * 0.18, start.y + y / 2 + x * 0.18
    back_x, back_y = bend_x - end.x, bend_y - end.y
    short = (end.radius + 3) / max(math.hypot(back_x, back_y), 1.0)
    tip = f"{round(end.x + back_x * short)} {round(end.y + back_y * short)}"
    path = f"M{round(start.x)} {round(start.y)}Q{round(bend_x)} {round(bend_y)} {tip}"
    return Way(path, min(1 + number, 5))


def _grid(frame: Frame) -> str:
    """Return the lines of the grid, as many degrees apart as leaves room between them."""
    west, east = frame.west - EDGE / frame.across, frame.west + (WIDTH - EDGE) / frame.across
    north, south = frame.north + EDGE / frame.down, frame.north - (frame.height - EDGE) / frame.down
    wide = max(east - west, north - south)
    step = next((step for step in _STEPS if wide / step <= _LINES), _STEPS[-1])
    upright = (frame.at(line, north)[0] for line in _multiples(west, east, step))
    level = (frame.at(west, line)[1] for line in _multiples(max(south, -90), min(north, 90), step))
    return "".join([*(f"M{x} 0V{frame.height}" for x in upright), *(f"M0 {y}H{WIDTH}" for y in level)])


def _multiples(low: float, high: float, step: int) -> range:
    return range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step)


type _Box = tuple[float, float, float, float]


def _named(circles: Sequence[_Circle], height: int) -> Iterable[Mark]:
    """Yield the marks, the largest first, each with its name where there is room beside it."""
    taken: list[_Box] = [(c.x - c.radius, c.y - c.radius, c.x + c.radius, c.y + c.radius) for c in circles]
    for circle in sorted(circles, key=lambda one: (-one.radius, one.town.name)):
        label = None
        for one, box in _sides(circle):
            inside = box[0] >= 2 and box[1] >= 2 and box[2] <= WIDTH - 2 and box[3] <= height - 2
            if inside and not any(_meet(box, other) for other in taken):
                label = one
                taken.append(box)
                break
        yield Mark(circle.town, round(circle.x), round(circle.y), round(circle.radius), label)


def _sides(circle: _Circle) -> Iterable[tuple[Label, _Box]]:
    wide, far = len(circle.town.name) * LETTERS * 0.58, circle.radius + 4
    x, y, half = circle.x, circle.y, LETTERS / 2
    for anchor, left, middle in (
        ("start", x + far, y), ("end", x - far - wide, y), ("middle", x - wide / 2, y - far - half),
        ("middle", x - wide / 2, y + far + half),
    ):  # fmt: skip
        at = {"start": left, "end": left + wide, "middle": x}[anchor]
        yield (
            Label(round(at), round(middle + LETTERS * 0.35), anchor),
            (left, middle - half, left + wide, middle + half),
        )


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
