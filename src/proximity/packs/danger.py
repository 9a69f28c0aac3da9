"""What to do in danger now, as the first page, the form and the leaflet say it alike."""

from dataclasses import dataclass

from proximity.packs import codes
from proximity.packs.pack import Pack
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import TextKey


@dataclass(frozen=True, slots=True)
class Danger:
    """What to do in danger now, in one country: its name, the sentence, the numbers."""

    country: str
    text: PackText
    numbers: tuple[str, ...]


def danger_in(pack: Pack, lang: str) -> Danger:
    """Return what to do in danger in one country."""
    country = codes.country(pack.country).label(lang)
    return Danger(country, pack.text(TextKey.EMERGENCY, lang), pack.emergency_numbers)
