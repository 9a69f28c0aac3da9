"""Traces of a person or a case in a text that would leave the city. A name cannot be told from a word: that a person is asked."""

import re
from enum import StrEnum


class Trace(StrEnum):
    """What a text seems to hold."""

    MAIL = "mail"
    PHONE = "phone"
    IDENTITY = "identity"
    REFERENCE = "reference"


_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w{2,}")
# A day, a span of years or a sum is no telephone number.
_HARMLESS = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b(?:19|20)\d\d\s?[-\u2013/]\s?(?:19|20)\d\d\b"
    r"|(?:EUR|€|£|GBP|BGN)\s?\d[\d\s.,]*|\d[\d\s.,]*\s?(?:EUR|€|£|GBP|BGN|euro)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w-])\+?\(?\d(?:[\s().\-/]{0,3}\d){8,}(?![\w-])")
_IDENTITY = re.compile(
    r"\b[XYZ]?\d{7,8}-?[A-Z]\b|\b\d{6}[-+A]\d{3}[0-9A-Z]\b|\b\d{6}-\d{5}\b|\b[1-6]\d{10}\b"
    r"|\b[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]\b|\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b"
)
# As `new_reference` draws them: capitals, and six signs that are not misread.
_REFERENCE = re.compile(r"\b[A-Z]{1,4}-(?=[0-9A-Z]*\d)[0-9A-HJKMNP-TV-Z]{6}\b")


def traces(text: str) -> tuple[Trace, ...]:
    """Return what a text seems to hold of a person or a case, each once."""
    rest = _MAIL.sub(" ", text)
    found = [Trace.MAIL] if rest != text else []
    if _REFERENCE.search(rest):
        found.append(Trace.REFERENCE)
    rest = _HARMLESS.sub(" ", rest)
    if _IDENTITY.search(rest):
        found.append(Trace.IDENTITY)
    elif _DIGITS.search(rest):
        found.append(Trace.PHONE)
    return tuple(found)
