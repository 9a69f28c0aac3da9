"""From a word to the forms under which lexicons may hold it: its dictionary form, else its light stem. Pure.

The dictionaries are those of `foundation.words`, mapped into memory; without them (nothing was set up) stems alone are compared.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

import marisa_trie

from proximity.foundation.words.lemmas import LANGUAGES, led, path_of

_SHORTEST = 4
_ENDINGS: dict[str, frozenset[str]] = {
    language: frozenset(written.split())
    for language, written in {
        "en": "s es ed ing",
        "es": "os as es o a e s",
        "it": "i e a o hi he",
        "pt": "os as es o a e s",
        "fi": (
            "t n a ä i ia iä ja jä ta tä lle lla llä lta ltä ssa ssä sta stä ksi na nä en in an än ien jen ille illa illä "
            "ilta iltä issa issä ista istä ihin iin ksi ina inä ita itä iden itten den ttä tta seen nsa nsä ni si mme"
        ),
        "et": (
            "d t l s e i a u id le lt st sse ga ks na ni ta te de dele dega dest delt desse tele tega test telt teks ide idele "
            "idega idest il ile ilt is ist isse us iga ina eid aid sid ite itele itega ele elt el est esse ega eks ud ad ed ade "
            "ades adele adega as al ale alt ast asse aga aks"
        ),
        "lv": (
            "s š a e i u ā ē ī ū is us am ai as ās ei es ēs im um os o ie iem ām ēm īm ais ajam ajai ajā ajiem ajām ajos ajās o "
            "šo ņš nis ņi ņu ņiem ji ju jiem ja jam jā jos ieši iešu iešiem ietis ieša iete ietes ieti ietei iešus ietēm"
        ),
        "bg": "ът ят а я та то те ите ата ото ето и о е ия ият ин инът ина ка ки ките ката ко еца ец ци ците ове овете у",
        "ru": "а я ы и о е у ю ой ей ов ев ам ям ами ями ах ях ом ем ый ая ое ие их ым ого ему",
    }.items()
}
_LONGEST_ENDING = max(len(ending) for endings in _ENDINGS.values() for ending in endings)

_ENCLITICS: dict[str, tuple[str, ...]] = {
    "fi": ("kaan", "kään", "kin", "han", "hän", "ko", "kö", "pa", "pä", "mme", "nne", "nsa", "nsä", "ni", "si"),
    "et": ("gi", "ki"),
    "es": ("selos", "selas", "selo", "sela", "les", "los", "las", "nos", "le", "lo", "la", "me", "te", "se", "os"),
    "it": (
        "glielo", "gliela", "glieli", "gliele", "gliene", "gli", "celo", "cela", "melo", "mela", "telo", "tela", "selo", "sela",
        "le", "lo", "la", "li", "mi", "ti", "si", "ci", "vi", "ne",
    ),
}  # fmt: skip
"""What stands behind the ending: also, not even, whether; my, your, their; to him, them: "gritarnos", "sparargli"."""
_OF_VERBS = frozenset({"es", "it"})
_PLAIN = str.maketrans("áéí", "aei")
"""A Spanish verb has an accent before two pronouns, or behind -ndo before one, that it has not alone: "diciéndole"."""

_PLURALS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (("y", "ies"), ("", "s")),
    "es": (("z", "ces"), ("a", "as"), ("e", "es"), ("o", "os"), ("", "es")),
    "it": (("io", "i"), ("co", "chi"), ("o", "i"), ("ca", "che"), ("a", "e"), ("e", "i")),
    "pt": (("ão", "ões"), ("al", "ais"), ("el", "eis"), ("m", "ns"), ("r", "res"), ("", "s")),
}
"""The first that fits makes the plural."""

_SPOKEN: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (("in", "ing"),),
    "es": (("ao", "ado"), ("aos", "ados")),
    "pt": (("á", "ar"), ("ê", "er")),
    "fi": (
        ("nu", "nut"), ("ny", "nyt"), ("s", "si"), ("s", "ssa"), ("s", "ssä"), ("l", "lla"), ("l", "llä"), ("lt", "lta"),
        ("lt", "ltä"), ("st", "sta"), ("st", "stä"),
    ),
}  # fmt: skip
"""How endings are spoken, and written on a phone: "huutanu" for "huutanut", "kaupas" for "kaupassa", "llegao" for "llegado";
and a Portuguese infinitive before "-lo": "matá-los".
"""

_ACCENTED: dict[str, dict[str, str]] = {
    "es": {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "úü", "n": "ñ"},
    "it": {"a": "à", "e": "èé", "i": "ì", "o": "ò", "u": "ù"},
    "pt": {"a": "áâãà", "e": "éê", "i": "í", "o": "óôõ", "u": "ú", "c": "ç"},
    "fi": {"a": "ä", "o": "ö"},
    "et": {"a": "ä", "o": "õö", "u": "ü", "y": "ü", "s": "š", "z": "ž"},
    "lv": {
        "a": "ā", "e": "ē", "i": "ī", "u": "ū", "s": "š", "c": "č", "z": "ž", "n": "ņ", "l": "ļ", "k": "ķ", "g": "ģ", "r": "ŗ",
    },
}  # fmt: skip
"""The letters for which people in a hurry write the bare one."""
_MOST_CHANGES = 20
_LETTERS = {
    "en": "abcdefghijklmnopqrstuvwxyz", "es": "abcdefghijklmnopqrstuvwxyzñáéíóú", "it": "abcdefghilmnopqrstuvzàèéìòù",
    "pt": "abcdefghijlmnopqrstuvxzçáâãàéêíóôõú", "fi": "abcdefghijklmnopqrstuvwyzäö", "et": "abdefghijklmnoprstuvõäöüšž",
    "lv": "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž", "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
}  # fmt: skip
_BEFORE = 3
"""Letters before the place where no word goes on: the slip is seldom farther back."""

_PARTICIPLE = {
    "es": re.compile("(.{2,}[ai]d)(?:os|as?)"),
    "pt": re.compile("(.{2,}[ai]d)(?:os|as?)"),
    "it": re.compile("(.{2,}[aiu]t)[iae]"),
}  # fmt: skip


@lru_cache(maxsize=16)
def dictionary(language: str) -> marisa_trie.BytesTrie | None:
    """Return the dictionary of a language, None where there is none or it was not built."""
    if language not in LANGUAGES or not path_of(language).exists():
        return None
    return marisa_trie.BytesTrie().mmap(str(path_of(language)))


@lru_cache(maxsize=8192)
def lemma(word: str, language: str) -> str | None:
    """Return the dictionary form of a word, None where the dictionary does not know it."""
    known = dictionary(language)
    return None if known is None else _looked_up(known, word)


def _looked_up(known: marisa_trie.BytesTrie, word: str) -> str | None:
    """Return the form under which a dictionary has a word, None where it does not know it; names stand there with a capital."""
    for way in (word, word.capitalize()):
        if found := known.get(way):
            return led(way, found[0]).lower()
    return None


def lengths(letters: str, language: str) -> set[int]:
    """Return how long the words of the dictionary are that letters begin with."""
    known = dictionary(language)
    if known is None:
        return set()
    return {len(word) for way in (letters, letters.capitalize()) for word in known.prefixes(way)}


@lru_cache(maxsize=8192)
def stem(word: str, language: str) -> str:
    """Return a word without its usual ending; at least four letters stay."""
    endings = _ENDINGS.get(language, frozenset())
    for letters in range(min(_LONGEST_ENDING, len(word) - _SHORTEST), 0, -1):
        if word[-letters:] in endings:
            return word[:-letters]
    return word


def plurals(word: str, language: str) -> set[str]:
    """Return the plural of a noun, where a language makes it by its last letters; the dictionary form is led to by itself."""
    found = [
        word.removesuffix(one) + many
        for one, many in _PLURALS.get(language, ())
        if word.endswith(one) and word[-1] != "s"
    ]
    return set(found[:1])


def is_ending(letters: str, language: str) -> bool:
    """Say whether letters are a usual ending of a language's words."""
    return letters in _ENDINGS.get(language, ())


def without_enclitics(word: str, language: str) -> str | None:
    """Return a word without "also", "whether", "my" at its end: at most two, the first that leaves a word of the dictionary."""
    if language in _OF_VERBS:
        return _before_pronouns(word, language)
    for ending in _ENCLITICS.get(language, ()):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST:
            known = rest if lemma(rest, language) else _once_more(rest, language)
            if known is not None:
                return known
    return None


def _before_pronouns(word: str, language: str) -> str | None:
    """Return the verb of "gritarnos", "diciéndole", "spararglielo", None where it is none of the dictionary."""
    for ending in _ENCLITICS[language]:
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < _SHORTEST:
            continue
        for way in (rest, rest.translate(_PLAIN)) if language == "es" else (rest, f"{rest}e"):
            if lemma(way, language):
                return way
    return None


def as_written(word: str, language: str) -> str | None:
    """Return a word that ends as it is spoken with the ending of the dictionary, None where that makes no word of it."""
    for spoken, written in _SPOKEN.get(language, ()):
        if word.endswith(spoken) and lemma(word.removesuffix(spoken) + written, language):
            return word.removesuffix(spoken) + written
    return None


@lru_cache(maxsize=8192)
def accented(word: str, language: str) -> tuple[str, ...]:
    """Return the words of the dictionary that a word may be which it does not know, written without its accents: "policia".

    One letter is changed, or two, or all that may be. Asked word by word: a walk would bring the whole dictionary into memory.
    """
    known, letters = dictionary(language), _ACCENTED.get(language)
    if known is None or letters is None:
        return ()
    changes = [(place, way) for place, letter in enumerate(word) for way in letters.get(letter, "")]
    tried = [(one,) for one in changes] + (list(combinations(changes, 2)) if len(changes) <= _MOST_CHANGES else [])
    found = (_changed(word, ways) for ways in (*tried, changes))
    return tuple(dict.fromkeys(way for way in found if known.get(way)))


@lru_cache(maxsize=8192)
def mistyped(word: str, language: str) -> tuple[str, ...]:
    """Return the words of the dictionary that a word may be which it does not know, with one slip of a finger: "fniish".

    Two letters changed over are likelier than one left out, this than one too many, this than another: the likeliest kind that
    makes a word. Looked for up to where no word goes on like this, and some letters before.
    """
    known, letters = dictionary(language), _LETTERS.get(language)
    if known is None or letters is None:
        return ()
    last = next((end for end in range(1, len(word)) if not _goes_on(known, word[:end])), len(word))
    places = range(max(1, last - _BEFORE), last + 1)
    tried = (
        (word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in places if at < len(word)),
        (word[:at] + letter + word[at:] for at in places for letter in letters),
        (word[: at - 1] + word[at:] for at in places),
        (word[: at - 1] + letter + word[at:] for at in places if at > 1 for letter in letters),
    )
    for ways in tried:
        found = tuple(dict.fromkeys(way for way in ways if way != word and _looked_up(known, way)))
        if found:
            return found
    return ()


def _goes_on(known: marisa_trie.BytesTrie, beginning: str) -> bool:
    return any(next(known.iterkeys(way), None) is not None for way in (beginning, beginning.capitalize()))


def _changed(word: str, ways: Iterable[tuple[int, str]]) -> str:
    letters = list(word)
    for place, way in ways:
        letters[place] = way
    return "".join(letters)


def masculine(word: str, language: str) -> str | None:
    """Return the form in -o of what looks like a participle, which the dictionary leads to its verb: "acompañadas"."""
    found = _PARTICIPLE[language].fullmatch(word) if language in _PARTICIPLE else None
    return f"{found[1]}o" if found else None


def _once_more(word: str, language: str) -> str | None:
    rests = (word.removesuffix(ending) for ending in _ENCLITICS[language] if word.endswith(ending))
    return next((rest for rest in rests if len(rest) >= _SHORTEST and lemma(rest, language)), None)
