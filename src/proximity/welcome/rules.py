"""Pure choices of the public front: the order of languages, and whose words a page speaks."""

from collections.abc import Sequence

from proximity.packs.pack import Pack


def first(chosen: str, languages: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the languages (code, own name) with the chosen one in front, the others in their order."""
    return sorted(languages, key=lambda language: language[0] != chosen)


def pack_to_speak(packs: Sequence[Pack], lang: str) -> Pack | None:
    """Return whose words a page without a city speaks: the first country whose main language is `lang`, else the first."""
    native = (pack for pack in packs if pack.languages[0] == lang)
    return next(native, packs[0] if packs else None)
