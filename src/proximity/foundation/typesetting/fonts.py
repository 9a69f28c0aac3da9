"""The fonts that come with the packages, and which characters each can show. The machine's own fonts are never looked at."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import fontpkg_noto_sans
import justmytype_intl_rtl
from fontTools.ttLib import TTFont

_NOTO = Path(fontpkg_noto_sans.__file__).parent / "files"
_RTL = Path(justmytype_intl_rtl.__file__).parent / "fonts" / "ofl"


@dataclass(frozen=True, slots=True)
class Font:
    """One font: its family as the template asks for it, its file, and the code points that it can show."""

    family: str
    path: Path
    shows: frozenset[int]


@lru_cache(maxsize=1)
def fonts() -> tuple[Font, ...]:
    """Return the fonts, the preferred first."""
    return (
        _read("Noto Sans", _NOTO / "NotoSans[wdth,wght].ttf"),
        _read("Noto Sans Arabic", _RTL / "notosansarabic" / "NotoSansArabic[wdth,wght].ttf"),
        _read("Noto Sans Hebrew", _RTL / "notosanshebrew" / "NotoSansHebrew[wdth,wght].ttf"),
    )


def _read(family: str, path: Path) -> Font:
    with TTFont(path, lazy=True) as font:
        return Font(family, path, frozenset(font.getBestCmap()))
