"""How a leaflet looks, as a text: read without loading what draws."""

from importlib.resources import files


def template() -> bytes:
    """Return the template of a leaflet."""
    return files("proximity.welcome.drawing").joinpath("leaflet.typ").read_bytes()
