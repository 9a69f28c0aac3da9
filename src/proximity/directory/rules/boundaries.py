"""A city's file of districts (GeoJSON, WGS 84), read into names and outlines that a small map can hold."""

import math
from collections.abc import Iterator, Mapping

from proximity.directory.rules.drawing import Outline, Ring

NAMES = ("name", "NAME", "nombre", "NOMBRE", "nome", "nimi", "nosaukums", "title")
MOST_DISTRICTS, MOST_POINTS = 300, 240


class BadBoundaries(ValueError):
    """The file holds no districts that can be read; the message says why, in a sentence."""


def read_boundaries(content: object, *, name_in: str = "") -> tuple[Outline, ...]:
    """Return the districts of a GeoJSON FeatureCollection; `name_in` is the property that names them. Raises `BadBoundaries`."""
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not 0 < len(features) <= MOST_DISTRICTS:
        raise BadBoundaries(f"This is no GeoJSON FeatureCollection with 1 to {MOST_DISTRICTS} features.")
    found: dict[str, Outline] = {}
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict):
            raise BadBoundaries(f"Feature {number} is no feature.")
        outline = Outline(_name(feature, name_in, number), tuple(_rings(feature, number)))
        if outline.name in found:
            raise BadBoundaries(f"The name {outline.name!r} stands there twice.")
        found[outline.name] = outline
    return tuple(found.values())


def _name(feature: Mapping[str, object], name_in: str, number: int) -> str:
    properties = feature.get("properties")
    given = properties if isinstance(properties, dict) else {}
    name = next((given[one] for one in ((name_in,) if name_in else NAMES) if given.get(one)), None)
    if not isinstance(name, str) or not name.strip() or len(name) > 120:
        raise BadBoundaries(f"Feature {number} has no name in {name_in or ', '.join(NAMES)}.")
    return name.strip()


def _rings(feature: Mapping[str, object], number: int) -> Iterator[Ring]:
    """Yield the outer edge of each part; holes are left out, a map of this size would not show them."""
    geometry = feature.get("geometry")
    shape = geometry if isinstance(geometry, dict) else {}
    kind = shape.get("type")
    try:
        if kind not in {"Polygon", "MultiPolygon"}:
            raise BadBoundaries(f"Feature {number} is no Polygon and no MultiPolygon.")
        parts = shape["coordinates"] if kind == "MultiPolygon" else [shape["coordinates"]]
        for part in parts:
            yield _thinned([_point(point) for point in part[0]])
    except (KeyError, IndexError, TypeError, ValueError) as fault:
        if isinstance(fault, BadBoundaries):
            raise
        raise BadBoundaries(f"The outline of feature {number} cannot be read.") from None


def _point(point: list[float]) -> list[float]:
    longitude, latitude = float(point[0]), float(point[1])
    if not (math.isfinite(longitude) and abs(longitude) <= 180 and abs(latitude) <= 90):
        raise BadBoundaries("The coordinates are no degrees: the file has to be in WGS 84 (EPSG:4326).")
    return [round(longitude, 5), round(latitude, 5)]


def _thinned(ring: list[list[float]]) -> Ring:
    """Return a ring with as many points as the map can show: every so many, the first and the last."""
    if len(ring) < 4:
        raise ValueError
    step = math.ceil(len(ring) / MOST_POINTS)
    return [*ring[:-1:step], ring[-1]]
