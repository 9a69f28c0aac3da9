"""Bulgarian in Latin letters, as people type it: back to Cyrillic, in each way it may be meant. Pure."""

from functools import lru_cache
from itertools import islice, product

_MOST_WAYS = 24
_PAIRS = {
    "sht": ("щ",), "sh": ("ш",), "ch": ("ч",), "zh": ("ж",), "ts": ("ц",), "yu": ("ю",), "iu": ("ю",), "ya": ("я",),
    "ia": ("я", "иа"), "ja": ("я", "жа", "жъ"), "ju": ("ю", "жу", "жъ"), "dj": ("дж",), "kh": ("х",),
    "x": ("кс", "х"), "q": ("я",), "w": ("в",),
    "a": ("а", "ъ"), "b": ("б",), "c": ("ц",), "d": ("д",), "e": ("е",), "f": ("ф",), "g": ("г",), "h": ("х",), "i": ("и", "й"),
    "j": ("ж", "й"), "k": ("к",), "l": ("л",), "m": ("м",), "n": ("н",), "o": ("о",), "p": ("п",), "r": ("р",), "s": ("с",),
    "t": ("т",), "u": ("у", "ъ"), "v": ("в",), "y": ("й", "ъ", "ь"), "z": ("з",), "4": ("ч",), "6": ("ш",),
}  # fmt: skip
_LONGEST_KEY = 3


@lru_cache(maxsize=8192)
def to_cyrillic(word: str) -> tuple[str, ...]:
    """Return the Bulgarian words that Latin letters may stand for, the likeliest first; nothing for other signs."""
    parts: list[tuple[str, ...]] = []
    place = 0
    while place < len(word):
        length = next((size for size in range(_LONGEST_KEY, 0, -1) if word[place : place + size] in _PAIRS), 0)
        if not length:
            return ()
        parts.append(_PAIRS[word[place : place + length]])
        place += length
    return tuple("".join(way) for way in islice(product(*parts), _MOST_WAYS))
