"""What differs from case to case: words, names, places. Words are drawn as often as words of a language are (Zipf)."""

import itertools
import random
from dataclasses import dataclass
from functools import cache

import marisa_trie

from proximity.foundation.words.lemmas import path_of

VOCABULARY = 20_000
"""Words of the dictionary that are drawn from."""
WORDS = 18
"""Drawn for each report, besides what its pattern tells."""
FIRST = (
    "Aicha", "Amina", "Boris", "Carmen", "Chen", "Daría", "Demba", "Elena", "Fátima", "Farid", "Hassan", "Ibrahim", "Ioana",
    "Jamila", "Joaquín", "Karim", "Lamine", "Lucía", "Mamadou", "Mercedes", "Nadia", "Omar", "Paloma", "Rachid", "Rosario",
    "Samira", "Tomás", "Vasile", "Wei", "Yolanda",
)  # fmt: skip
FAMILY = (
    "Alcaraz", "Amador", "Barrul", "Benítez", "Bouzid", "Camara", "Cortés", "Diallo", "Echevarría", "El Amrani", "Fall",
    "Galindo", "Heredia", "Ionescu", "Jiménez", "Kone", "Lin", "Maya",
    "Mendoza", "Montoya", "Ndiaye", "Ouali", "Popescu", "Quispe", "Reyes",
    "Salazar", "Sow", "Traoré", "Ugarte", "Vargas", "Wang", "Yildiz", "Zambrano", "Zerrouki",
)  # fmt: skip
KINDS = ("calle", "plaza", "avenida", "paseo", "parque")
STREETS = (
    "Ficticia", "Inventada", "Muestra", "Ejemplo", "Prueba", "del Supuesto", "de la Hipótesis", "del Borrador", "del Ensayo",
    "del Boceto", "de la Maqueta", "del Modelo", "del Caso", "de la Norma",
    "del Relato", "de la Fábula", "del Cuento", "de la Trama",
)  # fmt: skip
NOBODYS = ("zyqqa", "wurblo", "trakkenze", "uxovim", "plindraq")
"""Words that stand in no text."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of one case in place of what its pattern tells."""

    name: str
    place: str
    words: tuple[str, ...]


@cache
def vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return words of the dictionary, the most frequent first, with the sums of their weights."""
    found = (word for word in marisa_trie.BytesTrie().mmap(str(path_of("es"))).iterkeys() if word.isalpha())
    some = sorted(word for word in found if 5 <= len(word) <= 10 and word.islower())
    drawn = random.Random(22).sample(some, VOCABULARY)  # noqa: S311  (no secret)
    return tuple(drawn), tuple(itertools.accumulate(1 / (rank + 2) ** 0.9 for rank in range(VOCABULARY)))


def telling_of(number: int) -> Telling:
    """Return what case `number` tells; always the same."""
    draw = random.Random(f"telling {number}")  # noqa: S311  (no secret)
    words, sums = vocabulary()
    return Telling(
        name=f"{draw.choice(FIRST)} {draw.choice(FAMILY)} {draw.choice(FAMILY)}",
        place=f"{draw.choice(KINDS)} {draw.choice(STREETS)} {draw.randrange(1, 200)}",
        words=tuple(draw.choices(words, cum_weights=sums, k=WORDS)),
    )
