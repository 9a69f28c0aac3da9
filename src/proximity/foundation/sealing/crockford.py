"""Crockford's base 32: 32 symbols that people copy by hand and say on the telephone without I, L, O and U.

Source: https://www.crockford.com/base32.html. Reading is more tolerant than that page asks, because the codes are typed
on phones and in libraries, with keyboards of many scripts.
"""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5
LONGEST_INPUT = 256
"""Characters. Longer input is no code, and normalising it would cost time."""

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
# Mistaken for digits by the eye; and the Cyrillic capitals A, VE, IE, KA, EM, EN, O, ER, ES, TE, U and HA, by what they
# look like on paper.
_READ_AS = str.maketrans(
    "OIL\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425", "011ABEKMH0PCTYX"
)
_SKIPPED = frozenset({"Zs", "Zl", "Zp", "Pd", "Cf", "Cc"})
_MINUS = "\N{MINUS SIGN}"


def encode(value: int, length: int) -> str:
    """Return `value` (0 <= value < 32**length) as `length` symbols, the most significant first."""
    return "".join(ALPHABET[value >> BITS * place & 31] for place in reversed(range(length)))


def decode(text: str, length: int) -> int:
    """Return the number that `text` spells in exactly `length` symbols. Raises ValueError, without the text, otherwise.

    Upper and lower case, spaces, hyphens and invisible marks, O for 0, I and L for 1, full-width letters, digits of any
    script and Cyrillic look-alikes are all read as meant.
    """
    symbols = _normal(text)
    if len(symbols) != length or not _VALUES.keys() >= set(symbols):
        message = f"not {length} symbols of Crockford's base 32"
        raise ValueError(message)
    value = 0
    for symbol in symbols:
        value = value << BITS | _VALUES[symbol]
    return value


def groups(symbols: str, size: int = 4) -> str:
    """Return `symbols` with a hyphen after every `size`."""
    return "-".join(symbols[start : start + size] for start in range(0, len(symbols), size))


def _normal(text: str) -> str:
    """Return the symbols meant by `text`, unknown characters kept so that the caller refuses them."""
    if len(text) > LONGEST_INPUT:
        return text
    plain = unicodedata.normalize("NFKC", text).upper()
    kept = (char for char in plain if char != _MINUS and unicodedata.category(char) not in _SKIPPED)
    return "".join(str(unicodedata.decimal(char, char)) for char in kept).translate(_READ_AS)
