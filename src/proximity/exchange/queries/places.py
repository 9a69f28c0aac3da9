"""Where the cities of this installation are, as their operator said."""

from proximity.accounts.models import City
from proximity.exchange.rules.places import Standing


def place_of(city: City) -> Standing | None:
    """Return where a city of this installation is; None where nobody has said it."""
    if city.latitude is None or city.longitude is None:
        return None
    return Standing(city.latitude, city.longitude, city.place_source, city.place_seen_on)
